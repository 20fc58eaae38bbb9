"""The calendar of an event: preparation C-n … C-1, competition C1 … . Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from contest.events.details import EventDetails


@dataclass(frozen=True, slots=True)
class EventDay:
    """A day with its name ("C-2", "C1"); there is no C0. ``number`` is the day of marking, None before C1."""

    name: str
    number: int | None
    date: date | None


def days_of(event: EventDetails) -> list[EventDay]:
    """All days in order; without a first day they have names and no dates."""
    before = [EventDay(f"C-{back}", None, _shifted(event, -back)) for back in range(event.preparation_days, 0, -1)]
    competing = [
        EventDay(f"C{number}", number, _shifted(event, number - 1)) for number in range(1, event.competition_days + 1)
    ]
    return before + competing


def _shifted(event: EventDetails, days: int) -> date | None:
    return event.first_day + timedelta(days=days) if event.first_day else None
