"""Reading events."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from contest.events import rule_families
from contest.events.days import DayUse
from contest.events.details import EventDetails
from contest.events.rule_families import FAMILIES, EventSettings, Family, from_frozen
from contest.events.states import State, is_announced, is_archived
from foundation.database import fetch
from foundation.language import either

# Higher packages put in which competition days they need, by event; ``judging/app.py`` does.
day_sources: list[Callable[[UUID], Awaitable[list[DayUse]]]] = []

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

    @property
    def archived(self) -> bool:
        """An archived event takes no change."""
        return is_archived(self.state)

    @property
    def details(self) -> EventDetails:
        """What forms show and edits are compared with."""
        return EventDetails(**{name: getattr(self, name) for name in EventDetails.__dataclass_fields__})

    def date_of(self, day: int) -> date | None:
        """The date of competition day ``day`` (C1 is 1)."""
        return self.first_day + timedelta(days=day - 1) if self.first_day else None


async def number_of_skills(event_id: UUID) -> int:
    """How many skills an event has."""
    number: int = (await fetch("SELECT count(*) AS number FROM skill WHERE event = $1", event_id))[0]["number"]
    return number


async def day_uses(event_id: UUID) -> list[DayUse]:
    """What the competition days of an event are needed for."""
    return [use for source in day_sources for use in await source(event_id)]


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


async def all_events() -> list[EventFacts]:
    """Every event of the house, newest first."""
    rows = await fetch(f"SELECT {_COLUMNS} FROM event e ORDER BY e.first_day DESC NULLS FIRST, e.code")
    return [_facts(row) for row in rows]


@dataclass(frozen=True, slots=True)
class StateLine:
    """A step of an event with who took it."""

    state: State
    reason: str
    by: str
    at: datetime


async def states_of(event_id: UUID) -> list[StateLine]:
    """The steps of an event, first to last."""
    rows = await fetch(
        "SELECT s.state, s.reason, a.name_zh, a.name_en, a.user_name, s.at FROM event_state s"
        " JOIN account a ON a.id = s.by WHERE s.event = $1 ORDER BY s.position",
        event_id,
    )
    return [
        StateLine(
            State(row["state"]), row["reason"], either(row["name_zh"], row["name_en"]) or row["user_name"], row["at"]
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class FrozenCopy:
    """The settings as they were frozen when the event was announced (T-02)."""

    settings: EventSettings
    sha256: str
    at: datetime


async def get_frozen(event_id: UUID) -> FrozenCopy | None:
    """The frozen copy of an announced event."""
    rows = await fetch("SELECT settings::text, sha256, at FROM frozen_settings WHERE event = $1", event_id)
    if not rows:
        return None
    return FrozenCopy(from_frozen(json.loads(rows[0]["settings"])), rows[0]["sha256"], rows[0]["at"])


async def overrides_of(event_id: UUID) -> dict[str, str]:
    """The single settings changed for an event, as canonical texts."""
    rows = await fetch("SELECT name, value FROM setting_override WHERE event = $1 ORDER BY name", event_id)
    return {row["name"]: row["value"] for row in rows}


async def settings_of(event: EventFacts) -> EventSettings:
    """The settings in force: the frozen copy of an announced event, else its family with its overrides."""
    if event.announced and (frozen := await get_frozen(event.id)):
        return frozen.settings
    return family_with(event.rule_family, await overrides_of(event.id))


async def settings_of_event(event_id: UUID) -> EventSettings:
    """:func:`settings_of` for whoever knows the id only."""
    if frozen := await get_frozen(event_id):
        return frozen.settings
    rows = await fetch("SELECT rule_family FROM event WHERE id = $1", event_id)
    return family_with(rows[0]["rule_family"], await overrides_of(event_id))


def family_with(family: str, overrides: Mapping[str, str]) -> EventSettings:
    """A family's settings with ``overrides``; an event that has chosen none yet marks as C does."""
    return rule_families.settings_of(family_of(family), overrides)


def family_of(family: str) -> Family:
    """The family of a letter; C while none is chosen."""
    return next((each for each in FAMILIES if each == family), "C")


def _facts(row: Any) -> EventFacts:
    return EventFacts(**{**row, "state": State(row["state"])})
