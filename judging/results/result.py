"""The result of one division: scale, positions and awards by a rule set, over plain values.

What this does: joins ``scale``, ``ranking`` and ``awards``; the command line, the pages, publication and
"what if" all call it. What it does not: add marks up (``totals.py``), find words (``phrases.py``).

Only entries with status *ok* are ranked and form the population of the scale (W-31).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from foundation.problems import Problem
from judging.results.awards import Awards, Standing, place_awards, scale_awards
from judging.results.ranking import Candidate, Place, rank
from judging.results.rule_sets import Award, RuleSet
from judging.results.scale import Scale, check_population, positions, scale_of
from judging.results.totals import Status, started


@dataclass(frozen=True, slots=True)
class Contender:
    """An entry with its total mark, or with points that were given; ``values`` by key decide ties (T-90)."""

    id: str
    mark: Decimal | None = None
    points: int | None = None
    status: Status = "ok"
    values: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What came out for one entry; None where nothing did. ``place`` only where keys ranked (not points)."""

    id: str
    status: Status
    mark: Decimal | None
    exact_points: Decimal | None = None
    points: int | None = None
    position: int | None = None
    award: Award | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Rows in the order given, the scale's parameters, N, and what stands in the way."""

    rule_set: RuleSet
    rows: tuple[ResultRow, ...]
    scale: Scale | None = None
    started: int = 0
    problems: tuple[Problem, ...] = ()

    def row(self, contender: str) -> ResultRow:
        """The row of one entry; KeyError when it is none of this result."""
        for row in self.rows:
            if row.id == contender:
                return row
        raise KeyError(contender)


def result_of(
    contenders: Sequence[Contender],
    rule_set: RuleSet,
    *,
    tie_keys: Sequence[str] = ("total",),
    ties_allowed: bool = False,
) -> Result:
    """The result under ``rule_set``. ``mark`` of everyone ranked is known, or ``points`` of all of them.

    A rule set on points shares positions among equals (W-40); one on marks splits them by ``tie_keys`` and
    gives no award where a tie decides it, unless ``ties_allowed``.
    """
    began = started((each.status for each in contenders), disqualified_count=rule_set.disqualified_count)
    blank = Result(rule_set, tuple(ResultRow(each.id, each.status, each.mark) for each in contenders), started=began)
    ranked = [each for each in contenders if each.status == "ok"]
    if not rule_set.standardised:
        return _by_places(blank, ranked, tie_keys, ties_allowed)
    if any(each.points is not None for each in ranked):
        return _by_points(blank, {each.id: (each.points or 0, each.mark) for each in ranked})
    return _by_scale(blank, {each.id: each.mark for each in ranked if each.mark is not None})


def _by_scale(blank: Result, marks: Mapping[str, Decimal]) -> Result:
    problems = tuple(check_population(list(marks.values()), fewest=blank.rule_set.fewest))
    scale = scale_of(list(marks.values())) if marks else None
    blank = replace(blank, scale=scale, problems=problems)
    if scale is None or any(problem.code != "all_equal" for problem in problems):
        return blank
    result = _by_points(blank, {each: (scale.points(mark), mark) for each, mark in marks.items()})
    rows = [
        replace(row, exact_points=scale.unrounded(marks[row.id]), award=None if problems else row.award)
        if row.id in marks
        else row
        for row in result.rows
    ]
    return replace(result, rows=tuple(rows))


def _by_points(blank: Result, points: Mapping[str, tuple[int, Decimal | None]]) -> Result:
    standings = [Standing(each, value, mark) for each, (value, mark) in points.items()]
    awards = scale_awards(blank.rule_set, standings)
    placed = dict(zip(points, positions([standing.points for standing in standings]), strict=True))
    rows = [
        replace(row, points=points[row.id][0], position=placed[row.id], award=awards[row.id])
        if row.id in points
        else row
        for row in blank.rows
    ]
    return replace(blank, rows=tuple(rows))


def _by_places(blank: Result, ranked: Sequence[Contender], tie_keys: Sequence[str], ties_allowed: bool) -> Result:
    candidates = [Candidate(each.id, {**each.values, "total": each.mark}) for each in ranked if each.mark is not None]
    places = rank(candidates, tie_keys)
    awards, problems = place_awards(blank.rule_set, places, started=blank.started, ties_allowed=ties_allowed)
    rows = tuple(_placed(row, places.get(row.id), awards) for row in blank.rows)
    return replace(blank, rows=rows, problems=tuple(problems))


def _placed(row: ResultRow, place: Place | None, awards: Awards) -> ResultRow:
    if place is None:
        return row
    return replace(row, position=place.position, award=awards[row.id], place=place)
