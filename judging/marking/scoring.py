"""From what was observed to the mark (W-13, W-15, W-16, T-60, T-61, T-66). Exact, one rounding half-up.

What this does: the mark of one aspect. What it does not: decide who may enter it, keep rounds and versions
(``rounds.py``), add marks up (``judging/results/totals.py``).

Terms: *score* 0 … 3 is one judge's, *mark* is what is awarded. Marks are rounded to 0.01 and are never
negative and never above the maximum: where the maximum itself has more decimals, full is exactly full.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from foundation.numbers import canonical_text, decimals_of, exact_text, half_up
from foundation.problems import Problem, UserError, refusal, refuse_if
from judging.marking.observations import TOP_SCORE, check_observed, is_far_outside, observation_of
from judging.schemes.calculation_rules import (
    HUNDRED,
    AddSteps,
    Choices,
    DeductSteps,
    NumberCompleted,
    Options,
    PassFail,
    RangedScore,
    RegularDifference,
    Rule,
    ToleranceLadder,
)
from judging.schemes.calculations import calculation_rule
from judging.schemes.scheme import Aspect

PLACES = 2
JUDGES = 3
ALLOWED_SPREAD = 1


def measurement_mark(aspect: Aspect, observed: Decimal | None, *, places: int = PLACES) -> Decimal:
    """The mark of a measurement aspect for what was observed (W-15); None is *not attempted* and gives 0.

    Raises ``UserError`` with the problems of the aspect or of the observation (T-66).
    """
    maximum = _maximum(aspect)
    if observed is None:
        return half_up(0, places)
    refuse_if(check_observed(aspect, observed))
    return _rounded(_exact_mark(calculation_rule(aspect), maximum, observed), maximum, places)


def judgement_mark(
    maximum: Decimal,
    scores: Sequence[int],
    *,
    judges: int = JUDGES,
    top_score: int = TOP_SCORE,
    allowed_spread: int = ALLOWED_SPREAD,
    places: int = PLACES,
) -> Decimal:
    """max × sum of scores / (top × judges), rounded half-up (W-13, T-60).

    Raises ``UserError``: ``scores_missing`` unless there are exactly ``judges`` scores,
    ``observed_out_of_range``, ``spread_open`` when the spread demands a new round (W-12).
    """
    if len(scores) != judges:
        raise refusal("scores_missing", judges=judges, scores=len(scores))
    if any(not 0 <= score <= top_score for score in scores):
        raise refusal("observed_out_of_range", value=max(scores, key=abs), least=0, most=top_score)
    if is_spread_open(scores, allowed_spread=allowed_spread):
        raise refusal("spread_open", spread=spread(scores), allowed=allowed_spread)
    exact = Fraction(maximum) * sum(scores) / (top_score * judges)
    return _rounded(exact, maximum, places)


def spread(scores: Sequence[int]) -> int:
    """Highest minus lowest score (W-12)."""
    return max(scores) - min(scores)


def is_spread_open(scores: Sequence[int], *, allowed_spread: int = ALLOWED_SPREAD) -> bool:
    """Whether the judges are so far apart that they discuss and score again (W-12, T-60)."""
    return spread(scores) > allowed_spread


def check_mark(mark: Decimal, maximum: Decimal, *, places: int = PLACES) -> list[Problem]:
    """T-66: a mark lies within 0 … ``maximum`` and has at most ``places`` decimals."""
    value = canonical_text(mark)
    if not 0 <= mark <= maximum:
        return [Problem("mark_out_of_range", values={"value": value, "max": canonical_text(maximum)})]
    if decimals_of(mark) > max(places, decimals_of(maximum)):
        return [Problem("too_many_decimals", values={"value": value, "places": str(places)})]
    return []


def asks_confirmation(aspect: Aspect, previous: Decimal | None, new: Decimal) -> list[Problem]:
    """Warnings to be confirmed once before ``new`` is taken, both values being observations.

    ``moves_more_than_half`` (of yes and no, a choice or a score a code of its own): the mark would move by more than
    half the maximum from the earlier version; ``far_outside_ranges``: the measured value lies further off than all
    its ranges are wide. The first names what the judge saw and, of a measurement, both marks.
    """
    found = []
    if previous is not None and _moves_far(aspect, previous, new):
        found.append(_far_move(aspect, previous, new))
    if is_far_outside(aspect, new):
        found.append(Problem("far_outside_ranges", "warning", values={"value": canonical_text(new)}))
    return found


def _moves_far(aspect: Aspect, previous: Decimal, new: Decimal) -> bool:
    if aspect.type == "J":
        return 2 * abs(new - previous) > TOP_SCORE
    if check_observed(aspect, previous):  # a choice that this scheme version no longer has
        return False
    moved = abs(measurement_mark(aspect, new) - measurement_mark(aspect, previous))
    return 2 * moved > _maximum(aspect)


def _far_move(aspect: Aspect, previous: Decimal, new: Decimal) -> Problem:
    """The move in the terms of the tablet: yes and no, the scheme's words of a choice, a number with its unit."""
    observation = observation_of(aspect)
    labels = {each.number: each.label for each in observation.choices}
    before, after = (
        labels.get(int(each)) or f"{canonical_text(each)} {observation.unit}".strip() for each in (previous, new)
    )
    values = {"before": before, "after": after}
    if observation.kind == "score":
        return Problem("score_moves_far", "warning", values=values)
    marks = {
        "mark_before": exact_text(measurement_mark(aspect, previous)),
        "mark_after": exact_text(measurement_mark(aspect, new)),
    }
    if observation.kind == "done":
        return Problem("yes_becomes_no" if previous else "no_becomes_yes", "warning", values=marks)
    code = "choice_moves_far" if observation.kind == "choice" else "moves_more_than_half"
    return Problem(code, "warning", values={**values, **marks})


def _maximum(aspect: Aspect) -> Decimal:
    if aspect.max_mark is None:
        raise UserError(Problem("max_mark_missing"))
    return aspect.max_mark


def _rounded(exact: Fraction, maximum: Decimal, places: int) -> Decimal:
    within = max(Fraction(0), min(exact, Fraction(maximum)))
    return min(half_up(within, places), maximum)


def _exact_mark(rule: Rule, maximum: Decimal, observed: Decimal) -> Fraction:
    full, seen = Fraction(maximum), Fraction(observed)
    match rule:
        case PassFail():
            return full * seen
        case NumberCompleted(possible):
            return full * seen / possible
        case DeductSteps(step):
            return full - seen * Fraction(step)
        case AddSteps(step):
            return seen * Fraction(step)
        case Options(options):
            return Fraction(next(each.mark for each in options if each.number == observed))
        case ToleranceLadder(target, rows):
            deviation = abs(observed - target)
            return Fraction(next((row.mark for row in rows if deviation <= row.deviation), Decimal(0)))
        case Choices() | RangedScore() | RegularDifference():
            return full * (1 - Fraction(_deduction(rule, observed)) / 100)


def _deduction(rule: Choices | RangedScore | RegularDifference, observed: Decimal) -> Decimal:
    """Percent taken off the maximum."""
    match rule:
        case Choices(choices):
            return next(each.deduction for each in choices if each.number == observed)
        case RangedScore(target, ranges):
            fitting = [each for each in ranges if each.covers(observed - target)]
            narrowest = min(fitting, key=lambda each: (each.width, each.deduction), default=None)
            return narrowest.deduction if narrowest else HUNDRED
        case RegularDifference(target, difference, deduction, times):
            full_differences = int(abs(observed - target) // difference)
            return deduction * full_differences if full_differences <= times else HUNDRED
