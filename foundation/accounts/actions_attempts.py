"""Counting failed sign-ins of a pair of user name and address, so that guessing becomes slow (``throttle.py``)."""

from datetime import datetime

from foundation.accounts.throttle import FORGOTTEN_AFTER, FREE_FAILURES, WAITS, wait_until
from foundation.database import fetch
from foundation.problems import refusal
from foundation.times import now

SWEPT_AT_ONCE = 100


async def take_attempt(user_name: str, address: str) -> None:
    """Count an attempt as failed until it succeeds, in one statement; refused while the pair must wait."""
    at, name = now(), _attempt_name(user_name)
    taken = await fetch(
        "INSERT INTO sign_in_attempt AS t (user_name, address, failures, at) VALUES (lower($1), $2, 1, $3)"
        " ON CONFLICT (user_name, address) DO UPDATE SET at = greatest(t.at, $3),"
        " failures = CASE WHEN t.at > $4 THEN t.failures + 1 ELSE 1 END"
        " WHERE t.at <= $4 OR t.failures < $5 OR t.at + ($6::interval[])[least(t.failures, $7)] <= $3"
        " RETURNING failures",
        name, address, at, at - FORGOTTEN_AFTER, FREE_FAILURES, WAITS, len(WAITS),
    )  # fmt: skip
    if taken:
        await _sweep(at)
        return
    rows = await fetch(
        "SELECT failures, at FROM sign_in_attempt WHERE user_name = lower($1) AND address = $2", name, address
    )
    left = (wait_until(rows[0]["failures"], rows[0]["at"]) - at).total_seconds() if rows else 0
    raise refusal("sign_in_too_often", status=429, seconds=max(int(left), 0) + 1)


async def forget_attempts(user_name: str, address: str) -> None:
    """The pair signed in: nothing is held against it any more."""
    name = _attempt_name(user_name)
    await fetch("DELETE FROM sign_in_attempt WHERE user_name = lower($1) AND address = $2", name, address)


async def _sweep(at: datetime) -> None:
    """Delete what is forgotten anyway, some at a time; rows that somebody counts on at this moment are left."""
    await fetch(
        "DELETE FROM sign_in_attempt WHERE id IN (SELECT id FROM sign_in_attempt WHERE at <= $1 LIMIT $2"
        " FOR UPDATE SKIP LOCKED)",
        at - FORGOTTEN_AFTER, SWEPT_AT_ONCE,
    )  # fmt: skip


def _attempt_name(user_name: str) -> str:
    return user_name.strip()[:80]
