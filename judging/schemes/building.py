"""A scheme while its rows are being read: criteria, sub-criteria and aspects that still grow.

What this does: keeps what was read so far and the problems met, and closes it into a ``Scheme``'s parts.
What it does not: know columns (``typed_rows.py``, ``untyped_rows.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from foundation.numbers import exact_text
from foundation.problems import Place, Problem, Severity
from judging.schemes.cells import Cell, Row, cell_name, is_blank, is_date, number_of
from judging.schemes.scheme import Aspect, AspectType, Calculation, Criterion, Descriptor, SubCriterion


@dataclass(slots=True)
class OpenAspect:
    """An aspect whose ladder and further lines are still to come. ``unclear``: S or С, an old subjective."""

    type: AspectType
    description: str
    max_mark: Decimal | None
    row: int
    section: str | None = None
    extra: str = ""
    requirement: str = ""
    calculation: Calculation | None = None
    day: int | None = None
    steps: list[Descriptor] = field(default_factory=list)
    unclear: bool = False

    def go_on(self, lines: dict[str, str]) -> None:
        """Join further lines by role; under a ladder a further extra text belongs to its last step."""
        if self.steps and "extra" in lines:
            last = self.steps[-1]
            self.steps[-1] = Descriptor(last.score, _joined(last.text, lines.pop("extra")))
        self.description = _joined(self.description, lines.get("aspect", ""))
        self.extra = _joined(self.extra, lines.get("extra", ""))
        self.requirement = _joined(self.requirement, lines.get("requirement", ""))

    def closed(self, day: int | None) -> Aspect:
        return Aspect(
            self.type,
            self.description,
            self.max_mark,
            self.section,
            self.extra,
            self.requirement,
            tuple(self.steps),
            self.calculation,
            day if self.day is None else self.day,
            self.row,
        )


@dataclass(slots=True)
class OpenSub:
    """A sub-criterion; ``declared`` is the sum that the file puts on its row, if any."""

    code: str
    name: str
    row: int
    day: int | None = None
    declared: Decimal | None = None
    aspects: list[OpenAspect] = field(default_factory=list)


@dataclass(slots=True)
class OpenCriterion:
    code: str
    name: str = ""
    declared: Decimal | None = None
    cell: str | None = None
    subs: list[OpenSub] = field(default_factory=list)


class Building:
    """What one sheet has given so far. Columns and rows of its methods count from 0."""

    def __init__(self, sheet: str, columns: Mapping[str, int]) -> None:
        self.sheet = sheet
        self.columns = columns
        self.criteria: list[OpenCriterion] = []
        self.problems: list[Problem] = []
        self.criterion: OpenCriterion | None = None
        self.sub: OpenSub | None = None
        self.aspect: OpenAspect | None = None
        self.declared_total: Decimal | None = None
        self.total_cell: str | None = None
        self.header_sums: dict[str, tuple[Decimal, str]] = {}

    def note(self, code: str, severity: Severity, row: int, role: str | int | None = None, /, **values: str) -> None:
        """A problem at the cell where ``row`` meets the column of ``role``."""
        column = role if isinstance(role, int) else self.columns.get(role, 0) if role else None
        cell = None if column is None else cell_name(row + 1, column)
        self.problems.append(Problem(code, severity, Place(self.sheet, cell, row + 1), values))

    def cell(self, row: int, role: str | int) -> str:
        """The name of the cell where ``row`` meets the column of ``role``."""
        return cell_name(row + 1, role if isinstance(role, int) else self.columns[role])

    def total(self, row: Row, index: int) -> None:
        """The sum that the file declares for the whole: the row's maximum, else its last number.

        The last such row counts; a row without a number declares nothing.
        """
        numbers = {column: number for column, cell in enumerate(row) if (number := number_of(cell)) is not None}
        if numbers:
            column = self.columns["max"] if self.columns["max"] in numbers else max(numbers)
            self.declared_total, self.total_cell = numbers[column], self.cell(index, column)

    def header_sum(self, letter: str, declared: Decimal, row: int, column: int) -> None:
        """The sum that stands beside "Criterion A" in a header row; the first one counts."""
        self.header_sums.setdefault(letter, (declared, self.cell(row, column)))

    def start_criterion(
        self, code: str, name: str = "", declared: Decimal | None = None, cell: str | None = None
    ) -> None:
        """Go on in the criterion ``code``, made when it is new."""
        found = next((each for each in self.criteria if each.code == code), None)
        if found is None:
            found = OpenCriterion(code)
            self.criteria.append(found)
        found.name = found.name or name
        if found.declared is None:
            found.declared, found.cell = declared, cell or found.cell
        self.criterion, self.sub, self.aspect = found, None, None

    def start_sub(self, code: str, name: str, row: int, day: int | None = None) -> OpenSub:
        """A new sub-criterion of the current criterion (without one: of a first criterion A)."""
        if self.criterion is None:
            self.start_criterion("A")
        assert self.criterion is not None
        self.sub = OpenSub(code or self._next_code(self.criterion), name, row, day)
        self.criterion.subs.append(self.sub)
        self.aspect = None
        return self.sub

    def _next_code(self, criterion: OpenCriterion) -> str:
        known = {sub.code for sub in criterion.subs}
        number = len(criterion.subs) + 1
        while f"{criterion.code}{number}" in known:
            number += 1
        return f"{criterion.code}{number}"

    def add(self, aspect: OpenAspect) -> None:
        """A new aspect of the current sub-criterion (without one: of a single unnamed one)."""
        sub = self.sub or self.start_sub("", "", aspect.row - 1)
        sub.aspects.append(aspect)
        self.aspect = aspect

    def number(self, cell: Cell, row: int, role: str | int, *, needed: bool = False) -> Decimal | None:
        """The number in a cell; what is neither blank nor a number is a problem at that cell."""
        found = number_of(cell)
        if found is not None:
            return found
        if is_date(cell):
            self.note("date_in_cell", "error", row, role, value=str(cell))
            return None
        if not is_blank(cell):
            self.note("cell_not_a_number", "error", row, role, value=str(cell)[:40])
        elif needed:
            self.note("max_mark_missing", "error", row, role)
        return None

    def settle(self) -> None:
        """After the last row: codes without content go, a sum without aspects is an aspect itself."""
        for criterion in self.criteria:
            for sub in criterion.subs:
                if sub.declared is not None and not sub.aspects:
                    sub.aspects.append(OpenAspect("M", sub.name, sub.declared, sub.row + 1, day=sub.day))
                    self.note("type_missing", "warning", sub.row, "type" if "type" in self.columns else None)
                elif sub.declared is not None:
                    self._compare(sub)
                for aspect in sub.aspects:
                    if aspect.unclear and [step.score for step in aspect.steps] != [0, 1, 2, 3]:
                        self.note("type_unclear", "warning", aspect.row - 1, "type")
            criterion.subs = [sub for sub in criterion.subs if sub.aspects or sub.name]

    def _compare(self, sub: OpenSub) -> None:
        computed = sum((aspect.max_mark or Decimal(0) for aspect in sub.aspects), Decimal(0))
        if sub.declared is not None and sub.declared != computed:
            values = {"sub_criterion": sub.code, **_both(sub.declared, computed)}
            self.note("sub_criterion_sum_differs", "warning", sub.row, "max", **values)

    def closed(self) -> tuple[Criterion, ...]:
        """The criteria as values. A criterion without rows stays only when it declares a mark above zero."""
        return tuple(
            Criterion(
                criterion.code,
                criterion.name,
                criterion.declared,
                tuple(
                    SubCriterion(sub.code, sub.name, tuple(each.closed(sub.day) for each in sub.aspects))
                    for sub in criterion.subs
                ),
            )
            for criterion in self.kept()
        )

    def kept(self) -> list[OpenCriterion]:
        return [each for each in self.criteria if each.subs or (each.declared or 0) > 0]


def _both(declared: Decimal, computed: Decimal) -> dict[str, str]:
    return {"declared": exact_text(declared), "computed": exact_text(computed)}


def _joined(text: str, line: str) -> str:
    return "\n".join(part for part in (text, line) if part)
