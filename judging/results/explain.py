"""Why this rank: the sum and the rule that decided, as steps (``phrases.explanation`` says them).

Each step names the rule that it follows; ``phrases.rule_text`` gives the rule's text. The steps of an entry
hold no mark of another entry but of those it is compared with in a tie.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from foundation.numbers import as_decimal, canonical_text, exact_text
from judging.results.ranking import Place
from judging.results.result import Result, ResultRow
from judging.results.rule_sets import RuleSet
from judging.results.scale import Scale


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning: a code, the rule it follows, and the values its sentence names."""

    code: str
    rule: str
    values: Mapping[str, str] = field(default_factory=dict)


def explain(
    result: Result,
    contender: str,
    *,
    by_criterion: Mapping[str, Decimal | None] | None = None,
    ties_allowed: bool = False,
    counted: Mapping[str, str] | None = None,
) -> tuple[Step, ...]:
    """The steps for one entry of ``result``: sum by criterion, points, position, ties, award.

    ``counted``: while the result is provisional, ``number`` of ``of`` sub-criteria and the ``maximum`` they give."""
    row = result.row(contender)
    sums = _sum_steps(by_criterion or {}, row, counted)
    if row.status != "ok":
        return (*sums, Step(f"why_{row.status}", "W-31"))
    steps = [*sums, *_point_steps(result, row)]
    if row.position is not None:
        steps += _position_steps(result, row, ties_allowed)
        steps.append(_award_step(result.rule_set, row, ties_allowed))
    return tuple(steps)


def _sum_steps(
    by_criterion: Mapping[str, Decimal | None], row: ResultRow, counted: Mapping[str, str] | None
) -> list[Step]:
    steps = [
        Step("why_criterion", "W-02", {"criterion": code, "mark": exact_text(mark)})
        if mark is not None
        else Step("why_criterion_incomplete", "W-23", {"criterion": code})
        for code, mark in by_criterion.items()
    ]
    if row.mark is not None and counted is not None:
        steps.append(Step("why_provisional_total", "W-24", {"total": exact_text(row.mark), **counted}))
    elif row.mark is not None:
        steps.append(Step("why_total", "W-02", {"total": exact_text(row.mark)}))
    return steps


def _point_steps(result: Result, row: ResultRow) -> list[Step]:
    if not result.rule_set.standardised:
        return []
    if result.scale is None or row.mark is None:
        return [] if row.points is None else [Step("why_points_given", "W-30", {"points": str(row.points)})]
    named = _scale_values(result.scale, row.mark)
    median = Step("why_scale", "W-30", named)
    if row.points is None:
        return [median, Step("why_no_points", "W-33", named)]
    if any(problem.code == "all_equal" for problem in result.problems):
        return [median, Step("why_all_equal", "W-33", named)]
    exact = {**named, "exact": str(row.exact_points), "points": str(row.points)}
    return [median, Step("why_points", "W-30", exact)]


def _scale_values(scale: Scale, mark: Decimal) -> dict[str, str]:
    return {
        "mark": exact_text(mark),
        "median": exact_text(as_decimal(scale.median)),
        "mad": exact_text(as_decimal(scale.mad)),
        "size": str(scale.size),
        "above": canonical_text(as_decimal(mark - as_decimal(scale.median))),
    }


def _position_steps(result: Result, row: ResultRow, ties_allowed: bool) -> list[Step]:
    named = {"position": str(row.position), "ahead": str((row.position or 1) - 1)}
    if row.place is not None:
        return [Step("why_position_by_keys", "T-90", named), *_tie_steps(row.place, ties_allowed)]
    steps = [Step("why_position_by_points", "W-40", named)]
    same = [other.id for other in result.rows if other.position == row.position and other.id != row.id]
    if same:
        steps.append(Step("why_shared_points", "W-40", {"others": ", ".join(same), **named}))
    return steps


def _tie_steps(place: Place, ties_allowed: bool) -> list[Step]:
    steps = []
    if place.decided_by:
        others = ", ".join(sorted(set(place.level_with) - set(place.tied_with)))
        steps = [Step("why_tie_decided", "T-90", {"others": others, "key": key}) for key in place.decided_by]
    if place.tied_with:
        code, rule = ("why_tie_shared", "T-92") if ties_allowed else ("why_tie_pending", "T-91")
        named = {"others": ", ".join(place.tied_with), "position": str(place.position)}
        steps.append(Step(code, rule, named))
    return steps


def _award_step(rule_set: RuleSet, row: ResultRow, ties_allowed: bool) -> Step:
    tied = row.place is not None and row.place.tied_with and not ties_allowed
    if row.award is None:
        return Step("why_award_open" if tied else "why_no_award", rule_set.rule)
    rule = {"MERIT": "T-93", "FIRST": "T-94", "SECOND": "T-94", "THIRD": "T-94"}.get(row.award, rule_set.rule)
    return Step("why_award", rule, {"award": row.award})
