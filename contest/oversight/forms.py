"""What may come in to the audit page: a filter in the address."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foundation.audit.queries import AuditFilter


def audit_filter(typed: Mapping[str, str], zone: str) -> AuditFilter:
    """The filter of an address; days are those of the event's zone, ``until`` counts whole. Unreadable is none."""
    until = _day(typed.get("until", ""), zone)
    return AuditFilter(
        actor=typed.get("actor", "").strip(),
        event_type=typed.get("kind", "").strip(),
        words=typed.get("words", "").strip(),
        since=_day(typed.get("since", ""), zone),
        until=until + timedelta(days=1) if until else None,
    )


def _day(text: str, zone: str) -> datetime | None:
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=ZoneInfo(zone))
        return day if 1900 < day.year < 9000 else None
    except ValueError:
        return None
