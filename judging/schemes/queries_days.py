"""Which competition days the schemes in force need."""

from uuid import UUID

from contest.events.days import DayUse
from contest.skills.queries import divisions_of_event
from judging.schemes.queries import get_locked_scheme


async def scheme_days(event_id: UUID) -> list[DayUse]:
    """Each division's days with the sub-criteria marked on them (W-03)."""
    found = []
    for division in await divisions_of_event(event_id):
        locked = await get_locked_scheme(division.id)
        if locked is None:
            continue
        days: dict[int, list[str]] = {}
        for sub in locked.scheme.sub_criteria():
            if sub.day is not None:
                days.setdefault(sub.day, []).append(sub.code)
        found += [DayUse(division.title, locked.number, day, tuple(parts)) for day, parts in sorted(days.items())]
    return found
