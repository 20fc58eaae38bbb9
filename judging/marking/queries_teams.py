"""Reading marking teams, and what seating an entry asks for."""

from dataclasses import dataclass
from uuid import UUID

from foundation.database import fetch
from foundation.language import either
from judging.marking.in_office import in_office
from judging.marking.seats import MarkedEntry, Marker


@dataclass(frozen=True, slots=True)
class TeamMember:
    """An expert of a trade as a team lists him; ``position`` counts from 1, 0: in no team. ``in_office``: whether he
    holds an office there still."""

    expert_id: UUID
    account_id: UUID
    name_zh: str
    name_en: str
    delegation_zh: str
    delegation_en: str
    unit: str
    in_office: bool
    position: int = 0

    @property
    def name(self) -> str:
        return either(self.name_zh, self.name_en)

    @property
    def delegation(self) -> str:
        return either(self.delegation_zh, self.delegation_en)


@dataclass(frozen=True, slots=True)
class Team:
    """A marking team in order; its leader is one of its members."""

    sub_criterion_id: UUID
    leader_id: UUID
    members: tuple[TeamMember, ...]

    @property
    def leader(self) -> TeamMember | None:
        return next((each for each in self.members if each.expert_id == self.leader_id), None)


_EXPERT = (
    "x.id AS expert_id, x.account AS account_id, COALESCE(NULLIF(a.name_zh, ''), a.user_name) AS name_zh, a.name_en,"
    " COALESCE(g.name_zh, '') AS delegation_zh, COALESCE(g.name_en, '') AS delegation_en, x.unit,"
    f" {in_office('x.account', 'x.skill')} AS in_office"
)
_PEOPLE = "expert x JOIN account a ON a.id = x.account LEFT JOIN delegation g ON g.id = x.delegation"


async def experts_of_skill(skill_id: UUID) -> list[TeamMember]:
    """The experts of a trade whose account is open, by user name."""
    rows = await fetch(
        f"SELECT {_EXPERT} FROM {_PEOPLE} WHERE x.skill = $1 AND a.active ORDER BY a.user_name",
        skill_id,
    )
    return [TeamMember(**row) for row in rows]


async def teams_of_division(division_id: UUID) -> dict[UUID, Team]:
    """The teams by sub-criterion."""
    rows = await fetch(
        f"SELECT t.sub_criterion, t.leader, p.position, {_EXPERT} FROM marking_team t"
        f" JOIN marking_team_member p ON p.team = t.id JOIN {_PEOPLE} ON x.id = p.expert"
        " WHERE t.division = $1 ORDER BY t.sub_criterion, p.position",
        division_id,
    )
    found: dict[UUID, Team] = {}
    for row in rows:
        values = dict(row)
        sub, leader = values.pop("sub_criterion"), values.pop("leader")
        known = found.get(sub, Team(sub, leader, ()))
        found[sub] = Team(sub, leader, (*known.members, TeamMember(**values)))
    return found


async def markers_of_experts(expert_ids: list[UUID]) -> dict[UUID, Marker]:
    """What seating asks of experts. Declared relations name the entry, which stands for its people."""
    rows = await fetch(
        "SELECT x.id, x.delegation, x.unit, (SELECT array_agg(r.entry) FROM declared_relation r WHERE r.expert = x.id)"
        f" AS related, {in_office('x.account', 'x.skill')} AS in_office FROM expert x WHERE x.id = ANY($1)",
        expert_ids,
    )
    return {
        row["id"]: Marker(
            row["id"], None, row["delegation"], row["unit"], frozenset(row["related"] or ()), row["in_office"]
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class SeatedEntry:
    """An entry with what seating asks of it."""

    id: UUID
    number: str
    marked: MarkedEntry


async def entries_to_seat(division_id: UUID) -> list[SeatedEntry]:
    """The entries of a division by number; an entry's own id stands for its people in declared relations."""
    rows = await fetch(
        "SELECT id, number, delegation, unit FROM entry WHERE division = $1 ORDER BY number, id", division_id
    )
    return [
        SeatedEntry(
            row["id"], row["number"], MarkedEntry(row["delegation"], frozenset({row["unit"]}), frozenset({row["id"]}))
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Opening:
    """Marking of a division was opened: on which scheme version."""

    scheme_version: UUID


async def get_opening(division_id: UUID) -> Opening | None:
    """Whether marking is open in a division."""
    rows = await fetch("SELECT scheme_version FROM marking_opening WHERE division = $1", division_id)
    return Opening(rows[0]["scheme_version"]) if rows else None
