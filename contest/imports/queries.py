"""What an import compares its rows with."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contest.entries.details import EntryDetails, person_key
from contest.entries.queries import entry_details
from contest.events.queries import get_event_by_id
from contest.imports.columns import fold
from contest.imports.expert_rows import fields_of
from contest.imports.known import Known, KnownDivision, KnownSkill
from contest.imports.plan import Standing
from contest.officials.roles import EXPERTS, Role
from contest.people.details import DelegationDetails, ExpertDetails
from foundation.database import fetch
from foundation.times import now


@dataclass(frozen=True, slots=True)
class StandingPeople:
    """Everybody entered in an event with a date of birth, and the entry he stands in."""

    entries: dict[tuple[str, date] | None, str]


async def known_things(event_id: UUID) -> Known:
    """Skills, divisions and delegations of an event that rows may name."""
    rows = await fetch(
        "SELECT d.id, d.slug, d.code, d.name_zh, d.name_en, s.id AS skill_id, s.code AS skill_code, s.team_size,"
        " s.age_limit FROM division d JOIN skill s ON s.id = d.skill WHERE d.event = $1 ORDER BY s.code, d.position",
        event_id,
    )
    divisions: dict[tuple[UUID, str], list[KnownDivision]] = {}
    for row in rows:
        names = (row["name_zh"], row["name_en"])
        division = KnownDivision(row["id"], row["slug"], row["code"], names, row["team_size"], row["age_limit"])
        divisions.setdefault((row["skill_id"], row["skill_code"]), []).append(division)
    skills = {code: KnownSkill(skill_id, code, tuple(own)) for (skill_id, code), own in divisions.items()}
    named = await fetch("SELECT id, code, name_zh, name_en FROM delegation WHERE event = $1", event_id)
    delegations = {fold(row[name]): row["id"] for name in ("name_en", "name_zh", "code") for row in named if row[name]}
    event = await get_event_by_id(event_id)
    assert event is not None
    year = event.first_day.year if event.first_day else None
    offices = await fetch(
        "SELECT p.role, p.skill, lower(a.user_name) AS user_name FROM appointment p JOIN account a ON a.id = p.account"
        " WHERE p.ended_at IS NULL AND (p.role = 'administrator' OR (p.event = $1 AND p.role = 'chief_expert'))",
        event_id,
    )
    chiefs = {row["skill"]: row["user_name"] for row in offices if row["role"] == "chief_expert"}
    administrators = frozenset(row["user_name"] for row in offices if row["role"] == "administrator")
    return Known(skills, delegations, year, now().date(), event.state, chiefs, administrators)


async def standing_delegations(event_id: UUID) -> dict[str, Standing[DelegationDetails]]:
    """Delegations by code."""
    rows = await fetch("SELECT id, code, name_zh, name_en, kind FROM delegation WHERE event = $1", event_id)
    found = {}
    for row in rows:
        details = DelegationDetails(row["code"], row["name_zh"], row["name_en"], row["kind"])
        found[details.code] = Standing(row["id"], details, details.values())
    return found


async def standing_experts(event_id: UUID) -> dict[str, Standing[ExpertDetails]]:
    """Experts by skill code and user name."""
    rows = await fetch(
        "SELECT x.id, s.code, lower(a.user_name) AS user_name, x.delegation, x.unit, (SELECT array_agg(p.role)"
        " FROM appointment p WHERE p.account = x.account AND p.skill = x.skill AND p.ended_at IS NULL) AS roles"
        " FROM expert x JOIN skill s ON s.id = x.skill JOIN account a ON a.id = x.account WHERE s.event = $1",
        event_id,
    )
    found = {}
    for row in rows:
        held = {Role(role) for role in row["roles"] or ()} & EXPERTS
        role = min(held, key=list(Role).index, default=None)
        details = ExpertDetails(row["user_name"], "", "", row["delegation"], row["unit"], role or Role.EXPERT)
        # An expert whose office has ended is changed by any table that names him: he gets his office again.
        values = {**fields_of(details), "role": role.value if role else ""}
        found[f"{row['code']} {row['user_name']}"] = Standing(row["id"], details, values)
    return found


async def standing_entries(event_id: UUID) -> tuple[dict[str, Standing[EntryDetails]], StandingPeople]:
    """Entries by division and number, and the people who stand in them."""
    rows = await fetch(
        "SELECT n.id, n.number, d.slug FROM entry n JOIN division d ON d.id = n.division WHERE d.event = $1", event_id
    )
    details = await entry_details([row["id"] for row in rows])
    entries = {
        f"{row['slug']} {row['number']}": Standing(row["id"], details[row["id"]], details[row["id"]].values())
        for row in rows
    }
    people: dict[tuple[str, date] | None, str] = {}
    for row in rows:
        for member in details[row["id"]].members:
            if key := person_key(member):
                people[key] = f"{row['slug']} {row['number']}"
    return entries, StandingPeople(people)
