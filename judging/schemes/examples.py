"""Observations worth showing while a calculation is written: each choice, each count, the edges of each range.

What this does: chooses observations. What it does not: compute marks (``marking/scoring.py``), speak. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

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

MOST = 9


@dataclass(frozen=True, slots=True)
class Example:
    """One observation: what the ledger would record, and the choice's words where it is a choice."""

    kind: Literal["done", "count", "choice", "value"]
    observed: Decimal
    label: str = ""


def examples_of(rule: Rule) -> list[Example]:
    """At most nine observations that show how ``rule`` marks."""
    match rule:
        case PassFail():
            return [Example("done", Decimal(1)), Example("done", Decimal(0))]
        case NumberCompleted(possible):
            return [Example("count", Decimal(count)) for count in _spread(range(possible + 1))]
        case DeductSteps() | AddSteps():
            return [Example("count", Decimal(count)) for count in (0, 1, 2, 3, 5, 10)]
        case Choices(choices):
            return [Example("choice", Decimal(each.number), each.label) for each in choices[:MOST]]
        case Options(options):
            return [Example("choice", Decimal(each.number), each.label) for each in options[:MOST]]
        case RangedScore(target, ranges):
            edges = {target + side for each in ranges for side in (-each.lower, each.upper)}
            return _values({target, *edges, *_beyond(edges | {target})})
        case RegularDifference(target, difference, _, times):
            return _values({target + difference * step for step in (0, 1, 2, times, times + 1)})
        case ToleranceLadder(target, rows):
            edges = {target + row.deviation for row in rows}
            return _values({target, *edges, *_beyond(edges)})


def _spread(numbers: range) -> list[int]:
    if len(numbers) <= MOST:
        return list(numbers)
    step = -(-len(numbers) // (MOST - 1))
    return [*numbers[::step], numbers[-1]] if numbers[::step][-1] != numbers[-1] else list(numbers[::step])


def _beyond(edges: Iterable[Decimal]) -> list[Decimal]:
    """One step outside the outermost edges."""
    ordered = sorted(edges)
    return [ordered[0] - 1, ordered[-1] + 1]


def _values(values: Iterable[Decimal]) -> list[Example]:
    return [Example("value", value) for value in sorted(values)][:MOST]
