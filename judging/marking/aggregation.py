"""Ways to make one mark of several (T-63, T-64, T-67), exact, one rounding half-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from foundation.numbers import canonical_text, half_up
from foundation.problems import Problem, refusal, refuse_if

PLACES = 2
FEWEST_MARKS = 3


def drop_high_low(marks: Sequence[Decimal], *, high: int = 1, low: int = 1, places: int = PLACES) -> Decimal:
    """The mean after dropping the ``high`` highest and ``low`` lowest marks, each once (T-63).

    Raises ``UserError`` ``marks_too_few`` below three marks or when nothing would be left.
    """
    fewest = max(FEWEST_MARKS, high + low + 1)
    if len(marks) < fewest:
        raise refusal("marks_too_few", fewest=fewest, marks=len(marks))
    kept = sorted(marks)[low : len(marks) - high]
    return half_up(sum(map(Fraction, kept), Fraction(0)) / len(kept), places)


def composite(parts: Sequence[tuple[Decimal, Decimal]], *, places: int = PLACES) -> Decimal:
    """Σ weight × mark over ``(weight, mark)`` parts, for theory and practice (T-64).

    Raises ``UserError`` ``weights_not_one`` unless the weights add up to exactly 1.
    """
    weights = sum((weight for weight, _ in parts), Decimal(0))
    if weights != 1:
        raise refusal("weights_not_one", sum=canonical_text(weights))
    return half_up(sum((Fraction(weight) * Fraction(mark) for weight, mark in parts), Fraction(0)), places)


@dataclass(frozen=True, slots=True)
class TimeBand:
    """Whole seconds ``start`` … ``end``, both in, earn ``mark``; the last band is open (``end`` None)."""

    start: int
    end: int | None
    mark: Decimal


def check_time_bands(bands: Sequence[TimeBand]) -> list[Problem]:
    """T-67: a table starts at 0, is contiguous, does not overlap and ends open; else it is not saved.

    The value ``row`` counts the bands from 1.
    """
    if not bands:
        return [Problem("bands_missing")]
    found = [Problem("bands_start_late", values={"start": str(bands[0].start)})] if bands[0].start else []
    for row, (band, following) in enumerate(pairwise(bands), start=1):
        found += _check_neighbours(row, band, following)
    if bands[-1].end is not None:
        found.append(Problem("bands_end_closed", values={"end": str(bands[-1].end)}))
    return found


def _check_neighbours(row: int, band: TimeBand, following: TimeBand) -> list[Problem]:
    named = {"row": str(row), "end": str(band.end), "start": str(following.start)}
    if band.end is None:
        return [Problem("band_open_too_early", values=named)]
    if band.end < band.start:
        return [Problem("band_reversed", values={**named, "start": str(band.start)})]
    if following.start <= band.end:
        return [Problem("bands_overlap", values=named)]
    return [Problem("bands_gap", values=named)] if following.start > band.end + 1 else []


def time_band_mark(bands: Sequence[TimeBand], seconds: int) -> Decimal:
    """The mark of the band that holds ``seconds``; ``UserError`` for a faulty table or a negative time."""
    refuse_if(check_time_bands(bands))
    if seconds < 0:
        raise refusal("time_negative", value=seconds)
    return next(band.mark for band in bands if band.end is None or seconds <= band.end)
