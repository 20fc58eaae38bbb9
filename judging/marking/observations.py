"""What a judge may observe for an aspect, and whether an observation is allowed (T-66).

What this does: the kind of an observation with its limits, checks of one, and when to ask once more.
What it does not: compute marks (``scoring.py``), know who may enter them (``seats.py``).

Terms: *observed* is what the ledger records: done 1 or 0, a count, a choice's number from 1, a measured
value with at most six decimals, or a judge's score.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from foundation.numbers import canonical_text, decimals_of
from foundation.problems import Problem
from judging.schemes.calculation_rules import (
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
from judging.schemes.calculations import calculation_rule, requirement_unit
from judging.schemes.scheme import Aspect

ObservationKind = Literal["done", "count", "choice", "value", "score"]

MOST_STEPS = 999
MOST_DECIMALS = 6
LARGEST_VALUE = Decimal(10) ** 9
TOP_SCORE = 3


@dataclass(frozen=True, slots=True)
class NumberedChoice:
    """A choice as the tablet shows it: the number that is recorded, and the scheme's words."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Observation:
    """What may be entered: whole numbers ``least`` … ``most``, one of ``choices``, or a measured value."""

    kind: ObservationKind
    least: int = 0
    most: int = 1
    choices: tuple[NumberedChoice, ...] = ()
    unit: str = ""


def observation_of(aspect: Aspect, *, top_score: int = TOP_SCORE) -> Observation:
    """What a judge observes for ``aspect`` (W-10, W-15).

    Raises ``UserError`` when the aspect's calculation cannot be read (such a scheme is never approved).
    """
    if aspect.type == "J":
        return Observation("score", 0, top_score)
    return _measured(calculation_rule(aspect), aspect)


def _measured(rule: Rule, aspect: Aspect) -> Observation:
    match rule:
        case PassFail():
            return Observation("done", 0, 1)
        case NumberCompleted(possible):
            return Observation("count", 0, possible)
        case DeductSteps() | AddSteps():
            return Observation("count", 0, MOST_STEPS)
        case Choices(choices):
            return _choice_of([NumberedChoice(each.number, each.label) for each in choices])
        case Options(options):
            return _choice_of([NumberedChoice(each.number, each.label) for each in options])
        case _:
            return Observation("value", unit=requirement_unit(aspect.requirement))


def _choice_of(choices: list[NumberedChoice]) -> Observation:
    return Observation("choice", choices[0].number, choices[-1].number, choices=tuple(choices))


def check_observed(aspect: Aspect, observed: Decimal, *, top_score: int = TOP_SCORE) -> list[Problem]:
    """Problems of one observation (T-66): ``observed_not_whole``, ``observed_out_of_range``,
    ``choice_unknown``, ``too_many_decimals``, ``observed_too_large``. A refused one changes nothing."""
    allowed = observation_of(aspect, top_score=top_score)
    value = canonical_text(observed)
    if allowed.kind == "value":
        return _check_measured(observed, value)
    if observed != observed.to_integral_value():
        return [Problem("observed_not_whole", values={"value": value})]
    if allowed.kind == "choice":
        known = {choice.number for choice in allowed.choices}
        return [] if int(observed) in known else [Problem("choice_unknown", values={"value": value})]
    if not allowed.least <= observed <= allowed.most:
        limits = {"value": value, "least": str(allowed.least), "most": str(allowed.most)}
        return [Problem("observed_out_of_range", values=limits)]
    return []


def _check_measured(observed: Decimal, value: str) -> list[Problem]:
    if abs(observed) >= LARGEST_VALUE:
        return [Problem("observed_too_large", values={"value": value})]
    if decimals_of(observed) > MOST_DECIMALS:
        return [Problem("too_many_decimals", values={"value": value, "places": str(MOST_DECIMALS)})]
    return []


def needs_reason(aspect: Aspect, observed: Decimal) -> bool:
    """W-16: a free deduction (n × step, n > 0) needs a reason; the other observations explain themselves.

    Corrections and overrides need one too, whatever the aspect: that is known where versions are.
    """
    return aspect.type == "M" and isinstance(calculation_rule(aspect), DeductSteps) and observed > 0


def is_far_outside(aspect: Aspect, observed: Decimal) -> bool:
    """Whether a measured value lies far outside every range of its rule: further off than all are wide.

    Where the ranges have no width the target's own size counts, and 1 where the target is 0.
    """
    if aspect.type == "J":
        return False
    span = _span(calculation_rule(aspect))
    if span is None:
        return False
    target, lowest, highest = span
    margin = (highest - lowest) or abs(target) or Decimal(1)
    return observed < lowest - margin or observed > highest + margin


def _span(rule: Rule) -> tuple[Decimal, Decimal, Decimal] | None:
    match rule:
        case RangedScore(target, ranges):
            lower, upper = max(each.lower for each in ranges), max(each.upper for each in ranges)
            return target, target - lower, target + upper
        case RegularDifference(target, difference, _, times):
            reach = difference * (times + 1)
            return target, target - reach, target + reach
        case ToleranceLadder(target, rows):
            return target, target - rows[-1].deviation, target + rows[-1].deviation
        case _:
            return None
