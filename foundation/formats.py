"""Numbers, dates and times as the reader writes them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from foundation.language import current_language

DEFAULT_ZONE = "Asia/Shanghai"


def mark(value: Decimal | None, places: int = 2) -> str:
    """A mark with at least ``places`` decimals, never fewer than it has; a dash for none."""
    if value is None:
        return "–"
    exponent = value.normalize().as_tuple().exponent
    needed = max(places, -exponent if isinstance(exponent, int) else places)
    return f"{value:.{needed}f}"


def moment(value: datetime | None, zone: str = DEFAULT_ZONE) -> str:
    """A point of time in the event's zone: ``2026-11-22 14:32``."""
    return "" if value is None else value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def clock(value: datetime | None, zone: str = DEFAULT_ZONE) -> str:
    """The time of day in the event's zone, to the second."""
    return "" if value is None else value.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")


def day(value: date | None) -> str:
    """A calendar day: 2026年11月22日 or 22 November 2026."""
    if value is None:
        return ""
    if current_language() == "zh_CN":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value.strftime('%B')} {value.year}"


FILTERS: dict[str, Callable[..., Any]] = {"mark": mark, "moment": moment, "clock": clock, "day": day}
