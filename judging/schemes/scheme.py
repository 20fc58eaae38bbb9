"""A marking scheme as a value (W-01 … W-08, W-15).

What this does: the types of a scheme, their JSON form, and sums. What it does not: read files
(``workbook.py``, ``json_form.py``), judge a scheme (``checks.py``), keep it (``tables.py``).

Terms: a *scheme* has *criteria* (A … I), these have *sub-criteria* (A1, A2 …: one marking form), these
have *aspects*: Measurement ``M`` or Judgement ``J``. ``id`` of a sub-criterion and of an aspect is ours and
lives through scheme versions; it is None in a scheme that was only read from a file. Marks are exact
decimals.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from uuid import UUID

AspectType = Literal["M", "J"]


@dataclass(frozen=True, slots=True)
class Calculation:
    """How an observation becomes a mark (W-15): a type name and its parameters, in file order.

    Parameters are kept as exact text exactly as they stand in the workbook's grammar: ``KEY`` to
    ``(number, text)``, either of them None. Unknown types are kept so too, and reported.
    """

    type: str
    parameters: Mapping[str, "Parameter"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of a calculation: a number, a text, or both."""

    number: Decimal | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One step of a judgement ladder: what a score means (W-08). ``score`` is normally 0 … 3."""

    score: int
    text: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """The smallest thing marked (W-04). ``max_mark`` None: the file lacks it (an error)."""

    type: AspectType
    description: str
    max_mark: Decimal | None
    section: str | None = None
    extra: str = ""
    requirement: str = ""
    descriptors: tuple[Descriptor, ...] = ()
    calculation: Calculation | None = None
    day: int | None = None
    row: int | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubCriterion:
    """One marking form (W-03). Its day is the latest day of its aspects, None when none has one."""

    code: str
    name: str
    aspects: tuple[Aspect, ...] = ()
    id: UUID | None = None

    @property
    def max_mark(self) -> Decimal:
        return sum((aspect.max_mark or Decimal(0) for aspect in self.aspects), Decimal(0))

    @property
    def day(self) -> int | None:
        return max((aspect.day for aspect in self.aspects if aspect.day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A letter, a name, the mark declared for it, and its sub-criteria (W-02)."""

    code: str
    name: str
    declared: Decimal | None = None
    sub_criteria: tuple[SubCriterion, ...] = ()

    @property
    def max_mark(self) -> Decimal:
        return sum((sub.max_mark for sub in self.sub_criteria), Decimal(0))


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the occupational standards (WSOS) and the marks declared for it (W-05)."""

    number: str
    name: str
    declared: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole marking scheme. ``declared_total`` is what the file says, ``max_mark`` what it adds up to."""

    title: str
    criteria: tuple[Criterion, ...]
    sections: tuple[Section, ...] = ()
    declared_total: Decimal | None = None

    @property
    def max_mark(self) -> Decimal:
        return sum((criterion.max_mark for criterion in self.criteria), Decimal(0))

    def sub_criteria(self) -> Iterator[SubCriterion]:
        for criterion in self.criteria:
            yield from criterion.sub_criteria

    def aspects(self) -> Iterator[Aspect]:
        for sub_criterion in self.sub_criteria():
            yield from sub_criterion.aspects
