"""The calendar of an event: preparation C-n … C-1, competition C1 … . Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contest.events.details import EventDetails
from foundation.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class EventDay:
    """A day with its name ("C-2", "C1"); there is no C0. ``number`` is the day of marking, None before C1."""

    name: str
    number: int | None
    date: date | None


@dataclass(frozen=True, slots=True)
class DayUse:
    """What a competition day is needed for: ``parts`` (A1, B2) of the marking scheme in force in a division."""

    division: str
    version: int
    day: int
    parts: tuple[str, ...]


def check_days(before: EventDetails, after: EventDetails, uses: Sequence[DayUse]) -> list[Problem]:
    """No competition day is taken away on which a scheme in force marks (W-03): the scheme says another day first."""
    if after.competition_days >= before.competition_days:
        return []
    return [
        Problem(
            "day_in_use", place=Place(field="competition_days"),
            values={"division": use.division, "version": str(use.version), "day": f"C{use.day}",
                    "parts": ", ".join(use.parts)},
        )
        for use in uses
        if use.day > after.competition_days
    ]  # fmt: skip


def days_of(event: EventDetails) -> list[EventDay]:
    """All days in order; without a first day they have names and no dates."""
    before = [EventDay(f"C-{back}", None, _shifted(event, -back)) for back in range(event.preparation_days, 0, -1)]
    competing = [
        EventDay(f"C{number}", number, _shifted(event, number - 1)) for number in range(1, event.competition_days + 1)
    ]
    return before + competing


def _shifted(event: EventDetails, days: int) -> date | None:
    return event.first_day + timedelta(days=days) if event.first_day else None
