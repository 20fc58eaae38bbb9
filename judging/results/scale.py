"""The WorldSkills scale: from total marks to points (W-30 … W-34). Exact rationals, one rounding at the end.

points = 700 + 30 · (mark − median) / (1.4826 · MAD), MAD being the median of |mark − median|; both medians
are the mean of the two middle values for an even field. Points are whole, rounded half-up (a tie goes away
from zero), and not clamped: below 600, above 1000 and below 0 occur.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from foundation.numbers import Exact, half_up
from foundation.problems import Problem

MIDDLE = 700
SPREAD = 30
CONSTANT = Fraction(14826, 10000)
FEWEST = 3
UNROUNDED_PLACES = 6


@dataclass(frozen=True, slots=True)
class Scale:
    """The parameters of one skill's scale (kept with every published result, W-34)."""

    median: Fraction
    mad: Fraction
    size: int

    def exact(self, mark: Decimal) -> Fraction:
        """Points before rounding; a field of equals stands at 700. A zero MAD otherwise is our fault."""
        above = Fraction(mark) - self.median
        return MIDDLE + SPREAD * above / (CONSTANT * self.mad) if above else Fraction(MIDDLE)

    def points(self, mark: Decimal) -> int:
        """Rounded points."""
        return int(half_up(self.exact(mark)))

    def unrounded(self, mark: Decimal) -> Decimal:
        """Points with six decimals, as shown and published."""
        return half_up(self.exact(mark), UNROUNDED_PLACES)


def scale_of(marks: Sequence[Decimal]) -> Scale:
    """Median and MAD of the population: all who competed, zeros included (W-31). At least one mark."""
    exact = [Fraction(mark) for mark in marks]
    middle = median(exact)
    return Scale(middle, median([abs(mark - middle) for mark in exact]), len(exact))


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the two middle ones."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def check_population(marks: Sequence[Decimal], *, fewest: int = FEWEST) -> list[Problem]:
    """What forbids standardising, in the order of W-33: ``field_too_small``, ``all_equal``, ``mad_zero``.

    ``all_equal`` leaves everyone at 700 without an award; the other two give no points at all.
    """
    if len(marks) < fewest:
        return [Problem("field_too_small", values={"size": str(len(marks)), "fewest": str(fewest)})]
    if len(set(marks)) == 1:
        return [Problem("all_equal", values={"size": str(len(marks))})]
    return [] if scale_of(marks).mad else [Problem("mad_zero", values={"size": str(len(marks))})]


def positions(values: Sequence[Exact]) -> list[int]:
    """W-40: 1 + the number of strictly higher values, in the order given (1, 2, 2, 4)."""
    first: dict[Exact, int] = {}
    for place, value in enumerate(sorted(values, reverse=True), start=1):
        first.setdefault(value, place)
    return [first[value] for value in values]
