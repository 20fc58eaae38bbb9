"""Until when a printed card is good. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def end_of_day(moment: datetime, zone: str) -> datetime:
    """The end of the day of ``moment`` in the event's zone: the next midnight there."""
    local = moment.astimezone(ZoneInfo(zone)).date()
    return datetime.combine(local + timedelta(days=1), time(), ZoneInfo(zone))
