"""What an event holds, and what keeps it from going on."""

from dataclasses import dataclass
from uuid import UUID

from foundation.database import fetch

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
