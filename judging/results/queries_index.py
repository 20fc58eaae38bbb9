"""The divisions of an event with the state of their results, for lists."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contest.skills.queries import DivisionFacts, divisions_of_event
from foundation.database import fetch
from judging.marking.owing import owing


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A division in the list of results. ``number`` and ``at`` of its last publication, None before."""

    division: DivisionFacts
    entries: int
    sheets: int
    locked: int
    expected: int
    entered: int
    number: int | None
    at: datetime | None

    @property
    def state(self) -> str:
        """published, ready (every sheet locked), marking, or open (marking has not begun)."""
        if self.number is not None:
            return "published"
        if self.sheets and self.locked == self.sheets:
            return "ready"
        return "marking" if self.entered else "open"


async def results_of_event(event_id: UUID) -> list[IndexLine]:
    """Every division of the event, by skill; three statements whatever their number."""
    divisions = await divisions_of_event(event_id)
    rows = await fetch(
        "SELECT d.id, (SELECT count(*) FROM entry e WHERE e.division = d.id) AS entries, p.number, p.at"
        " FROM division d LEFT JOIN LATERAL (SELECT number, at FROM publication WHERE division = d.id"
        " ORDER BY number DESC LIMIT 1) p ON true WHERE d.event = $1",
        event_id,
    )
    counted = await fetch(
        "SELECT s.division, count(*) AS sheets, count(*) FILTER (WHERE s.state = 'locked') AS locked,"
        " sum(s.expected) AS expected, sum(s.entered) AS entered FROM sheet s WHERE s.division = ANY($1::uuid[])"
        f" AND {owing('n.division = ANY($1::uuid[])')} GROUP BY s.division",
        [division.id for division in divisions],
    )
    told = {row["id"]: row for row in rows}
    sheets = {row["division"]: row for row in counted}
    found = []
    for division in divisions:
        row, sheet = told[division.id], sheets.get(division.id)
        counts = {name: int(sheet[name]) if sheet else 0 for name in ("sheets", "locked", "expected", "entered")}
        found.append(IndexLine(division, row["entries"], number=row["number"], at=row["at"], **counts))
    return found
