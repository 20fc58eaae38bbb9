"""Delegations compared: the best of each (T-96) and the team methods (T-97)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from judging.results.rule_sets import MEDALS, Award

AWARD_POINTS_8421: Mapping[str, int] = {"FIRST": 8, "SECOND": 4, "THIRD": 2, "PASSED": 1}
AWARD_POINTS_4321: Mapping[str, int] = {"GOLD": 4, "SILVER": 3, "BRONZE": 2, "MFE": 1}
_TABLE_ORDER: tuple[Award, ...] = (*MEDALS, "MERIT")


@dataclass(frozen=True, slots=True)
class Individual:
    """A ranked entry of a delegation; ``points`` of the standardised scale where there are any."""

    id: str
    delegation: str
    position: int
    points: int | None = None


def best_of_delegations(
    individuals: Sequence[Individual], *, method: Literal["points", "rank"] = "points"
) -> dict[str, tuple[str, ...]]:
    """T-96: the best of each delegation; several ids are a tie that a person decides (W-45)."""
    best: dict[str, tuple[int, tuple[str, ...]]] = {}
    for each in individuals:
        value = each.points if method == "points" else -each.position
        if value is None:
            continue
        known, ids = best.get(each.delegation, (value, ()))
        if value > known:
            best[each.delegation] = (value, (each.id,))
        elif value == known:
            best[each.delegation] = (value, (*ids, each.id))
    return {delegation: tuple(sorted(ids)) for delegation, (_, ids) in best.items()}


@dataclass(frozen=True, slots=True)
class TeamScore:
    """The sum of the best marks of a delegation, and the time of those who scored them."""

    delegation: str
    total: Decimal
    seconds: int
    position: int


def team_scores(entered: Mapping[str, Sequence[tuple[Decimal, int]]], *, counted: int = 3) -> list[TeamScore]:
    """T-97 (a): the ``counted`` best (mark, seconds) of each delegation added; a tie goes to less time."""
    sums = {}
    for delegation, results in entered.items():
        best = sorted(results, key=lambda result: (-result[0], result[1]))[:counted]
        total = sum((mark for mark, _ in best), Decimal(0))
        sums[delegation] = (-total, sum(seconds for _, seconds in best))
    ordered = sorted(sums, key=lambda delegation: (sums[delegation], delegation))
    ranks = {key: place for place, key in reversed(list(enumerate(sorted(sums.values()), start=1)))}
    first = {key: ranks[key] for key in sums.values()}
    return [TeamScore(each, -sums[each][0], sums[each][1], first[sums[each]]) for each in ordered]


def award_points(awards: Sequence[str], table: Mapping[str, int]) -> int:
    """T-97 (b), (d): points for awards added up; an award that is not in the table earns nothing."""
    return sum(table.get(award, 0) for award in awards)


def medal_table(awards: Mapping[str, Sequence[str]]) -> list[tuple[int, str, tuple[int, ...]]]:
    """T-97 (c): (rank, delegation, counts) by gold, then silver, bronze, merit; equal counts share a rank."""
    counts = {delegation: tuple(list(won).count(award) for award in _TABLE_ORDER) for delegation, won in awards.items()}
    ordered = sorted(counts, key=lambda delegation: ([-count for count in counts[delegation]], delegation))
    ahead = {each: sum(other > counts[each] for other in counts.values()) for each in ordered}
    return [(ahead[each] + 1, each, counts[each]) for each in ordered]
