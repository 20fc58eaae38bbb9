"""What the demo's judges see: believable observations and scores. Pure, and the same every time.

What this does: an observation for an aspect from how well a competitor works. What it does not: compute marks
(the app does that from the observation, as for any judge).

A *level* is how well somebody works, in thousandths: 500 is half of everything, 950 nearly all of it.
"""

from decimal import Decimal
from random import Random

from judging.schemes.calculation_rules import (
    AddSteps,
    Choices,
    DeductSteps,
    NumberCompleted,
    Options,
    PassFail,
    Range,
    RangedScore,
    RegularDifference,
    ToleranceLadder,
)
from judging.schemes.calculations import calculation_rule
from judging.schemes.scheme import Aspect

JUDGES = 3
LOWEST, HIGHEST = 30, 985
QUARTER = Decimal("0.25")


def levels_of(entries: int, rng: Random) -> list[int]:
    """Levels of a field in the order of their numbers: spread from 850 down to 420, in no order."""
    step = 430 // max(entries - 1, 1)
    levels = [850 - place * step + rng.randrange(-8, 9) for place in range(entries)]
    rng.shuffle(levels)
    return levels


def on_the_day(level: int, rng: Random, *, hard: int = 1000) -> int:
    """The level for one sub-criterion: a good or a bad hour; ``hard`` is how much of it a hard task leaves."""
    shifted = (level + rng.randrange(-90, 91)) * hard // 1000
    return min(max(shifted, LOWEST), HIGHEST)


def seen(aspect: Aspect, level: int, rng: Random) -> Decimal:
    """What the team observes for a measurement aspect (W-15): done, a count, a choice's number, a value."""
    match calculation_rule(aspect):
        case PassFail():
            return Decimal(_happens(level, rng))
        case NumberCompleted(possible):
            return Decimal(sum(_happens(level, rng) for _ in range(possible)))
        case Choices(choices):
            ordered = sorted(choices, key=lambda each: each.deduction)
            return Decimal(ordered[_rung(len(ordered), level, rng)].number)
        case Options(options):
            best_first = sorted(options, key=lambda each: -each.mark)
            return Decimal(best_first[_rung(len(best_first), level, rng)].number)
        case DeductSteps():
            return Decimal(_rung(5, level, rng))
        case AddSteps(step):
            most = int((aspect.max_mark or Decimal(0)) / step)
            return Decimal(most - sum(not _happens(level, rng) for _ in range(most)))
        case RangedScore(target, ranges):
            return target + _within(list(ranges), level, rng)
        case RegularDifference(target, difference, _, times):
            return target + difference * _rung(times + 2, level, rng)
        case ToleranceLadder(target, rows):
            return target + _off([row.deviation for row in rows], level, rng, both_ways=target > 0)
        case rule:
            raise TypeError(f"no observation for {rule}")


def scores(level: int, rng: Random) -> list[int]:
    """Three judges' scores 0 … 3, never further apart than 1 (W-12)."""
    exact = 3 * min(max(level + rng.randrange(-60, 61), 0), 999)
    return [exact // 1000 + _happens(exact % 1000, rng) for _ in range(JUDGES)]


def far_apart(given: list[int]) -> list[int]:
    """The same three scores with the first moved until a spread is open."""
    rest = given[1:]
    return [3 if max(rest) < 2 else 0, *(max(each, 2) if max(rest) >= 2 else each for each in rest)]


def turned(aspects: list[tuple[Aspect, list[Decimal]]]) -> list[list[Decimal]]:
    """The observations of a sheet so that its sum stays and its aspects differ: what is alike changes places.

    Yes/no aspects of one maximum hand their values on to the next; judges change seats."""
    result = [list(values) for _, values in aspects]
    groups: dict[tuple[str, Decimal | None], list[int]] = {}
    for place, (aspect, values) in enumerate(aspects):
        if aspect.type == "J":
            result[place] = [*values[1:], values[0]]
        elif isinstance(calculation_rule(aspect), PassFail):
            groups.setdefault((aspect.type, aspect.max_mark), []).append(place)
    for places in groups.values():
        for place, source in zip(places, [*places[1:], places[0]], strict=True):
            result[place] = list(aspects[source][1])
    return result


def _happens(level: int, rng: Random) -> bool:
    return rng.randrange(1000) < level


def _rung(rungs: int, level: int, rng: Random) -> int:
    """0 is the best of ``rungs``; each further one is reached by another failure."""
    rung = 0
    while rung < rungs - 1 and not _happens(level, rng):
        rung += 1
    return rung


def _within(ranges: list[Range], level: int, rng: Random) -> Decimal:
    """A difference inside the range that the level earns, or a little outside the widest."""
    ordered = sorted(ranges, key=lambda each: each.deduction)
    rung = _rung(len(ordered) + 1, level, rng)
    if rung == len(ordered):
        widest = max(ordered, key=lambda each: each.width)
        return widest.upper + (widest.width or Decimal(1)) * QUARTER
    chosen = ordered[rung]
    return chosen.width * QUARTER * rng.randrange(5) - chosen.lower


def _off(deviations: list[Decimal], level: int, rng: Random, *, both_ways: bool) -> Decimal:
    """A deviation between the row before and the row that the level earns, or a little beyond the last."""
    rung = _rung(len(deviations) + 1, level, rng)
    if rung == len(deviations):
        off = deviations[-1] + deviations[-1] * QUARTER
    else:
        before = deviations[rung - 1] if rung else Decimal(0)
        off = before + (deviations[rung] - before) * QUARTER * rng.randrange(1, 5)
    return -off if both_ways and _happens(500, rng) else off
