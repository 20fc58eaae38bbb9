"""Reading events."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from contest.events.states import State, is_announced
from foundation.database import fetch
from foundation.language import either

_COLUMNS = (
    "e.id, e.code, e.name_zh, e.name_en, e.tier, e.rule_family, e.rule_document, e.rule_document_version,"
    " e.lead_organiser, e.venue, e.time_zone, e.first_day, e.competition_days, e.preparation_days,"
    " (SELECT state FROM event_state WHERE event = e.id ORDER BY position DESC LIMIT 1) AS state"
)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event as every page needs it. ``first_day`` is C1."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    tier: str
    rule_family: str
    rule_document: str
    rule_document_version: str
    lead_organiser: str
    venue: str
    time_zone: str
    first_day: date | None
    competition_days: int
    preparation_days: int
    state: State

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return either(self.name_zh, self.name_en)

    @property
    def announced(self) -> bool:
        """Whether settings are frozen (T-02)."""
        return is_announced(self.state)

    @property
    def href(self) -> str:
        return f"/events/{self.code}"

    def date_of(self, day: int) -> date | None:
        """The date of competition day ``day`` (C1 is 1)."""
        return self.first_day + timedelta(days=day - 1) if self.first_day else None


async def get_event(code: str) -> EventFacts | None:
    """The event of a code."""
    rows = await fetch(f"SELECT {_COLUMNS} FROM event e WHERE e.code = $1", code)
    return _facts(rows[0]) if rows else None


async def get_event_by_id(event_id: UUID) -> EventFacts | None:
    """The event of an id."""
    rows = await fetch(f"SELECT {_COLUMNS} FROM event e WHERE e.id = $1", event_id)
    return _facts(rows[0]) if rows else None


async def events_of(account_id: UUID) -> list[EventFacts]:
    """The events in which the account holds any office, newest first."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM event e WHERE e.id IN"
        " (SELECT event FROM appointment WHERE account = $1 AND ended_at IS NULL)"
        " ORDER BY e.first_day DESC NULLS FIRST, e.code",
        account_id,
    )
    return [_facts(row) for row in rows]


def _facts(row: Any) -> EventFacts:
    return EventFacts(**{**row, "state": State(row["state"])})
