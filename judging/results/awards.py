"""Who gets which award (W-41, W-42, W-43; T-92 … T-95, T-98), by a rule set.

What this does: awards for one division at a time, so that groups never mix (T-98). What it does not: rank
(``ranking.py``, ``scale.py``), compare delegations (``delegations.py``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from foundation.numbers import half_up
from foundation.problems import Problem
from judging.results.ranking import Place
from judging.results.rule_sets import MEDALS, Award, RuleSet, medals_held

Awards = dict[str, Award | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry on the scale: rounded points, and the raw mark where it is known."""

    id: str
    points: int
    mark: Decimal | None = None


def scale_awards(rule_set: RuleSet, standings: Sequence[Standing]) -> Awards:
    """Awards by points: ``distinct_values`` (W-41, W-43) or ``tolerance`` (W-42)."""
    if rule_set.method == "tolerance":
        medals = _medals_with_tolerance([standing.points for standing in standings], rule_set.tie_tolerance)
        given = {standing.id: medals.get(standing.points) for standing in standings}
    else:
        given = _medals_by_distinct_values(rule_set, standings)
    line = rule_set.excellence_from
    return {
        standing.id: given[standing.id] or ("MFE" if line is not None and standing.points >= line else None)
        for standing in standings
    }


def _medals_by_distinct_values(rule_set: RuleSet, standings: Sequence[Standing]) -> Awards:
    """W-41: the highest distinct value is gold for all who hold it, the next silver, the next bronze."""
    above = [each for each in standings if rule_set.medal_floor is None or each.points >= rule_set.medal_floor]
    values = sorted({_value(rule_set, each) for each in above}, reverse=True)
    held = MEDALS[: medals_held(rule_set, len(standings))]
    medals = dict(zip(values, held, strict=False))
    given: Awards = dict.fromkeys(each.id for each in standings)
    return given | {each.id: medals.get(_value(rule_set, each)) for each in above}


def _value(rule_set: RuleSet, standing: Standing) -> Decimal:
    if rule_set.tie_on == "marks" and standing.mark is not None:
        return standing.mark
    return Decimal(standing.points)


def _medals_with_tolerance(points: Sequence[int], tolerance: int) -> dict[int, Award]:
    """W-42: medals by points, two points or fewer from the first of a medal being a tie with it.

    Two golds leave no silver; three or more no silver, and bronze only within the tolerance of the last
    gold; two or more silvers leave bronze only within the tolerance of the last silver.
    """
    left = sorted(points, reverse=True)
    golds, left = _tied(left, tolerance)
    silvers: list[int] = []
    if len(golds) == 1:
        silvers, left = _tied(left, tolerance)
    before = golds if len(golds) > 2 else silvers if len(silvers) > 1 else []
    bronzes = [value for value in left if value >= before[-1] - tolerance] if before else _tied(left, tolerance)[0]
    groups: tuple[tuple[Award, list[int]], ...] = (("GOLD", golds), ("SILVER", silvers), ("BRONZE", bronzes))
    return {value: medal for medal, group in groups for value in group}


def _tied(ordered: list[int], tolerance: int) -> tuple[list[int], list[int]]:
    """The leading values within ``tolerance`` of the first, and the rest."""
    tied = [value for value in ordered if value >= ordered[0] - tolerance]
    return tied, ordered[len(tied) :]


def place_awards(
    rule_set: RuleSet, places: Mapping[str, Place], *, started: int, ties_allowed: bool = False
) -> tuple[Awards, list[Problem]]:
    """Awards by rank (T-92 … T-95); ``started`` is N.

    A tie over places with different awards gives none of them an award and the problem ``tie_undecided``;
    with ``ties_allowed`` each gets that of the shared rank.
    """
    given: Awards = {}
    problems = []
    for position, group in _by_position(places).items():
        spanned = [place_award(rule_set, place, started) for place in range(position, position + len(group))]
        if len(set(spanned)) == 1 or ties_allowed:
            given |= dict.fromkeys(group, _shared(rule_set, places, position, spanned[0]))
        else:
            given |= dict.fromkeys(group)
            named = {"position": str(position), "entries": ", ".join(group)}
            problems.append(Problem("tie_undecided", values=named))
    return given, problems


def _by_position(places: Mapping[str, Place]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = {}
    for place in sorted(places.values(), key=lambda place: place.position):
        groups.setdefault(place.position, []).append(place.id)
    return groups


def _shared(rule_set: RuleSet, places: Mapping[str, Place], position: int, award: Award | None) -> Award | None:
    """T-92: without the skip option the next medal after a tie is the next kind, not the next place."""
    if rule_set.skip_after_tie or not rule_set.medals:
        return award
    kind = len({place.position for place in places.values() if place.position < position})
    return MEDALS[kind] if kind < rule_set.medals else award


def place_award(rule_set: RuleSet, place: int, started: int) -> Award | None:
    """The award of a rank held alone, for N = ``started``."""
    if place <= rule_set.medals:
        return MEDALS[place - 1]
    if place <= last_merit_rank(rule_set, started):
        return "MERIT"
    last = 0
    for award, count in prize_counts(rule_set, started):
        last += count
        if place <= last:
            return award
    return None


def last_merit_rank(rule_set: RuleSet, started: int) -> int:
    """T-93: ceil (or floor) of the share of N; 0 where there is no merit award."""
    if rule_set.merit_share is None:
        return 0
    exact = rule_set.merit_share * started
    return ceil(exact) if rule_set.merit_rounding == "ceil" else floor(exact)


def prize_counts(rule_set: RuleSet, started: int) -> list[tuple[Award, int]]:
    """T-94: the size of each prize class, its share of N rounded half-up, each class for itself."""
    return [(award, int(half_up(Fraction(started) * share))) for award, share in rule_set.prizes]
