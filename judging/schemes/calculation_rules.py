"""The ways an observation becomes a mark (W-15), as typed values.

What this does: the types only. What it does not: read parameters (``calculations.py``), compute marks
(``judging/marking/scoring.py``).

Terms: a *deduction* is a share of the maximum in percent, 0 … 100. A *choice* keeps the number that it has
in the scheme, for that number is what the ledger records. Percentages, marks and values are exact decimals.
"""

from dataclasses import dataclass
from decimal import Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class PassFail:
    """Maximum or nothing."""


@dataclass(frozen=True, slots=True)
class NumberCompleted:
    """max × done / possible."""

    possible: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to fulfil the aspect: its number in the scheme, its words, and what it costs in percent."""

    number: int
    label: str
    deduction: Decimal


@dataclass(frozen=True, slots=True)
class Choices:
    """max × (1 − deduction of the choice taken)."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that carries its absolute mark."""

    number: int
    label: str
    mark: Decimal


@dataclass(frozen=True, slots=True)
class Options:
    """The mark of the option taken."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Covers target − lower … target + upper, both ends in, and costs ``deduction`` percent."""

    lower: Decimal
    upper: Decimal
    deduction: Decimal

    def covers(self, difference: Decimal) -> bool:
        """Whether ``difference`` (measured − target) lies in the range."""
        return -self.lower <= difference <= self.upper

    @property
    def width(self) -> Decimal:
        return self.lower + self.upper


@dataclass(frozen=True, slots=True)
class RangedScore:
    """The narrowest range that contains the value counts; in none the mark is 0."""

    target: Decimal
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class RegularDifference:
    """``deduction`` percent for each full ``difference`` from the target, at most ``times`` times, then 0."""

    target: Decimal
    difference: Decimal
    deduction: Decimal
    times: int


@dataclass(frozen=True, slots=True)
class DeductSteps:
    """max(0, max − n × step)."""

    step: Decimal


@dataclass(frozen=True, slots=True)
class AddSteps:
    """min(max, n × step)."""

    step: Decimal


@dataclass(frozen=True, slots=True)
class LadderRow:
    """Up to this deviation from the target, both ways, the aspect earns ``mark``."""

    deviation: Decimal
    mark: Decimal


@dataclass(frozen=True, slots=True)
class ToleranceLadder:
    """The first row, by rising deviation, that fits; none gives 0."""

    target: Decimal
    rows: tuple[LadderRow, ...]


Rule = (
    PassFail
    | NumberCompleted
    | Choices
    | Options
    | RangedScore
    | RegularDifference
    | DeductSteps
    | AddSteps
    | ToleranceLadder
)
