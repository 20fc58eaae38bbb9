"""Awarded marks of a file as marks of one competitor: what each means as an observation, or why not (pure).

What this does: finds the one observation that gives an awarded mark by the aspect's calculation, and says of
every row whether it can be taken. What it does not: guess. A mark that no observation gives, that several
give, or behind which a measured value stands that the file does not hold, is a problem of its row; so is every
judgement aspect, for the file holds a mark and not the scores of three judges (W-10). A blank is no row.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from foundation.numbers import canonical_text, half_up
from foundation.problems import Problem
from judging.marking.observations import MOST_STEPS, observation_of
from judging.marking.plan import PlannedAspect, SchemePlan
from judging.marking.rounds import SeatEntry, in_force
from judging.marking.scoring import PLACES, check_mark, measurement_mark
from judging.schemes.calculation_rules import HUNDRED, RangedScore, RegularDifference, ToleranceLadder
from judging.schemes.calculations import calculation_rule
from judging.schemes.read_scheme import AwardedMark
from judging.schemes.scheme import Aspect

Observed = Decimal | Problem


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet of the competitor as it stands: what it holds by aspect, and what forbids marks on it at all."""

    id: UUID
    entries: Mapping[UUID, Sequence[SeatEntry]] = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An awarded mark of the file: what it means on which aspect (None: no longer in the scheme), or its problem.

    ``version`` is the one that the seat would get."""

    awarded: AwardedMark
    planned: PlannedAspect | None
    form: UUID | None = None
    sheet: UUID | None = None
    observed: Decimal | None = None
    version: int = 1
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every row in the scheme's order. ``digest`` names the sound ones, empty where there are none."""

    rows: tuple[ImportRow, ...]

    @property
    def sound(self) -> list[ImportRow]:
        return [row for row in self.rows if row.problem is None]

    @property
    def digest(self) -> str:
        keys = [f"{row.sheet} {row.awarded.aspect} {row.version} {row.observed}" for row in self.sound]
        return hashlib.sha256("\n".join(keys).encode()).hexdigest() if keys else ""


def plan_import(marks: Sequence[AwardedMark], plan: SchemePlan, sheets: Mapping[UUID, FilledSheet]) -> ImportPlan:
    """What importing ``marks`` would enter; ``sheets`` are the competitor's, by sub-criterion."""
    by_aspect = {each.aspect: each for each in marks}
    rows = [
        _row(by_aspect.pop(planned.id), planned, form.id, sheets.get(form.id))
        for form in plan.sheets.values()
        for planned in form.aspects
        if planned.id in by_aspect
    ]
    gone = Problem("awarded_aspect_gone")
    return ImportPlan((*rows, *(ImportRow(each, None, problem=gone) for each in by_aspect.values())))


def _row(awarded: AwardedMark, planned: PlannedAspect, form: UUID, sheet: FilledSheet | None) -> ImportRow:
    entries = sheet.entries.get(planned.id, ()) if sheet else ()
    current = in_force(each for each in entries if each.seat == 0).get((1, 0))
    version = current.version + 1 if current else 1
    taken = any(each.kind != "retracted" for each in in_force(entries).values())
    found = _first_problem(awarded, planned.aspect, sheet, taken=taken) or observation_for(planned.aspect, awarded.mark)
    observed, problem = (None, found) if isinstance(found, Problem) else (found, None)
    return ImportRow(awarded, planned, form, sheet.id if sheet else None, observed, version, problem)


def _first_problem(awarded: AwardedMark, aspect: Aspect, sheet: FilledSheet | None, *, taken: bool) -> Problem | None:
    if awarded.mark is None:
        return Problem("cell_not_a_number", values={"value": awarded.typed})
    if aspect.type == "J":
        return Problem("awarded_judgement")
    if awarded.maximum != aspect.max_mark:
        values = {"before": _text(awarded.maximum), "now": _text(aspect.max_mark)}
        return Problem("awarded_aspect_changed", values=values)
    if sheet is None:
        return Problem("sheet_unknown")
    return sheet.problem or (Problem("awarded_seat_taken") if taken else None)


def observation_for(aspect: Aspect, mark: Decimal | None) -> Observed:
    """The one observation that gives ``mark`` on a measurement aspect, or why there is none to be named:
    ``mark_out_of_range``, ``too_many_decimals``, ``awarded_unreachable``, ``awarded_ambiguous``,
    ``awarded_value_unknown``."""
    if mark is None or aspect.max_mark is None:
        return Problem("number_missing")
    if problems := check_mark(mark, aspect.max_mark):
        return problems[0]
    if observation_of(aspect).kind == "value":
        code = "awarded_value_unknown" if mark in _marks_of_values(aspect) else "awarded_unreachable"
        return Problem(code, values={"mark": canonical_text(mark)})
    found = [observed for observed in _candidates(aspect) if measurement_mark(aspect, observed) == mark]
    if len(found) == 1:
        return found[0]
    if not found:
        return Problem("awarded_unreachable", values={"mark": canonical_text(mark)})
    named = {"mark": canonical_text(mark), "first": canonical_text(found[0]), "last": canonical_text(found[-1])}
    return Problem("awarded_ambiguous", values=named)


def _candidates(aspect: Aspect) -> list[Decimal]:
    """What may be observed; of free steps those until the mark no longer moves, and one more: it is the same."""
    observation = observation_of(aspect)
    if observation.kind == "choice":
        return [Decimal(each.number) for each in observation.choices]
    found: list[Decimal] = []
    ends = (Decimal(0), aspect.max_mark)
    for number in range(observation.least, observation.most + 1):
        found.append(Decimal(number))
        settled = number > 1 and measurement_mark(aspect, found[-1]) == measurement_mark(aspect, found[-2])
        if observation.most == MOST_STEPS and settled and measurement_mark(aspect, found[-1]) in ends:
            break
    return found


def _marks_of_values(aspect: Aspect) -> set[Decimal]:
    """Every mark that some measured value gives."""
    rule, maximum = calculation_rule(aspect), aspect.max_mark or Decimal(0)
    match rule:
        case ToleranceLadder(_, rows):
            exact = [Fraction(row.mark) for row in rows]
        case RangedScore(_, ranges):
            exact = [Fraction(maximum) * (1 - Fraction(each.deduction) / 100) for each in ranges]
        case RegularDifference(_, _, deduction, times):
            shares = [min(deduction * number, HUNDRED) for number in range(times + 1)]
            exact = [Fraction(maximum) * (1 - Fraction(share) / 100) for share in shares]
        case _:
            exact = []
    return {min(half_up(mark, PLACES), maximum) for mark in (*exact, Fraction(0))}


def _text(mark: Decimal | None) -> str:
    return "–" if mark is None else canonical_text(mark)
