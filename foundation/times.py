"""The one place where the clock is read."""

from datetime import UTC, datetime


def now() -> datetime:
    """The server's time, in UTC."""
    return datetime.now(UTC)
