"""What an event holds, and what keeps it from going on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from foundation.audit.queries import AuditLine
from foundation.database import fetch
from foundation.language import either

FEWEST_EXPERTS = 3  # marking asks for three named markers (W-12)


@dataclass(frozen=True, slots=True)
class EventCounts:
    """How much of everything an event holds."""

    skills: int
    divisions: int
    delegations: int
    entries: int
    experts: int
    officials: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that blocks: its code, the skills or divisions it concerns, in order, by their codes."""

    code: str
    places: tuple[str, ...]


async def count_event(event_id: UUID) -> EventCounts:
    """The counts of an event, in one statement."""
    rows = await fetch(
        "SELECT (SELECT count(*) FROM skill WHERE event = $1) AS skills,"
        " (SELECT count(*) FROM division WHERE event = $1) AS divisions,"
        " (SELECT count(*) FROM delegation WHERE event = $1) AS delegations,"
        " (SELECT count(*) FROM entry n JOIN division d ON d.id = n.division WHERE d.event = $1) AS entries,"
        " (SELECT count(*) FROM expert x JOIN skill s ON s.id = x.skill WHERE s.event = $1) AS experts,"
        " (SELECT count(DISTINCT account) FROM appointment WHERE event = $1 AND ended_at IS NULL) AS officials",
        event_id,
    )
    return EventCounts(**rows[0])


async def gaps_of(event_id: UUID) -> list[Gap]:
    """What is still open: skills without Chief Expert or with too few Experts, divisions without entries …"""
    questions = {
        "no_chief": "SELECT s.code FROM skill s WHERE s.event = $1 AND NOT EXISTS (SELECT 1 FROM appointment p"
        " WHERE p.skill = s.id AND p.role = 'chief_expert' AND p.ended_at IS NULL) ORDER BY s.code",
        "few_experts": "SELECT s.code FROM skill s WHERE s.event = $1 AND (SELECT count(*) FROM appointment p"
        " WHERE p.skill = s.id AND p.role = 'expert' AND p.ended_at IS NULL)"
        f" < {FEWEST_EXPERTS:d} ORDER BY s.code",
        "no_entries": "SELECT d.slug AS code FROM division d WHERE d.event = $1"
        " AND NOT EXISTS (SELECT 1 FROM entry WHERE division = d.id) ORDER BY d.slug",
        "no_workstation": "SELECT d.slug AS code FROM division d JOIN entry n ON n.division = d.id"
        " WHERE d.event = $1 AND n.workstation = '' GROUP BY d.slug ORDER BY d.slug",
        "no_supervisor": "SELECT '' AS code WHERE NOT EXISTS (SELECT 1 FROM appointment WHERE event = $1"
        " AND role = 'supervisor' AND ended_at IS NULL)",
        "no_results_staff": "SELECT '' AS code WHERE NOT EXISTS (SELECT 1 FROM appointment WHERE event = $1"
        " AND role = 'results_staff' AND ended_at IS NULL)",
    }
    gaps = []
    for code, sql in questions.items():
        rows = await fetch(sql, event_id)
        if rows:
            gaps.append(Gap(code, tuple(row["code"] for row in rows)))
    return gaps


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """The people of some records: names in Latin letters by account, and "name (user name)" by user name."""

    latin: dict[UUID, str]
    by_user_name: dict[str, str]


async def people_in(lines: Sequence[AuditLine], fields: Iterable[str]) -> NamedPeople:
    """The people who acted, and those whose user names stand in ``fields`` of the details or are the subject."""
    names = {line.subject for line in lines}
    for value in (line.details.get(field) for line in lines for field in fields):
        names |= {str(each) for each in (value if isinstance(value, list) else [value])}
    rows = await fetch(
        "SELECT id, user_name, name_zh, name_en FROM account WHERE id = ANY($1) OR user_name = ANY($2)",
        [line.account_id for line in lines if line.account_id], sorted(names),
    )  # fmt: skip
    named = {row["user_name"]: either(row["name_zh"], row["name_en"]) for row in rows}
    return NamedPeople(
        {row["id"]: row["name_en"] for row in rows if row["name_en"]},
        {user: f"{name}{either('（', ' (')}{user}{either('）', ')')}" for user, name in named.items() if name},
    )
