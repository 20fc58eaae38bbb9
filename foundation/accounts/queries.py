"""Reading accounts and sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from foundation.accounts.passwords import fingerprint
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.language import either
from foundation.times import now


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a request, with the session it came by."""

    account_id: UUID
    session_id: UUID
    user_name: str
    name_zh: str
    name_en: str
    language: str
    way: str
    must_change_password: bool
    last_seen_at: datetime

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return either(self.name_zh, self.name_en) or self.user_name

    @property
    def actor(self) -> Actor:
        """This person as the author of a change."""
        return Actor(self.account_id, self.name_zh or self.name_en or self.user_name)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as it is listed."""

    id: UUID
    user_name: str
    name_zh: str
    name_en: str
    active: bool
    has_password: bool
    must_change_password: bool = False

    @property
    def name(self) -> str:
        return either(self.name_zh, self.name_en) or self.user_name


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session of one's own account."""

    id: UUID
    way: str
    address: str
    device: str
    created_at: datetime
    last_seen_at: datetime


async def get_signed_in(token: str) -> SignedIn | None:
    """The person of a live session: not ended, not expired, account active."""
    rows = await fetch(
        "SELECT a.id AS account_id, s.id AS session_id, a.user_name, a.name_zh, a.name_en, a.language,"
        " s.way, a.must_change_password, s.last_seen_at FROM session s JOIN account a ON a.id = s.account"
        " WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND a.active",
        fingerprint(token), now(),
    )  # fmt: skip
    return SignedIn(**rows[0]) if rows else None


async def session_lives(session_id: UUID) -> bool:
    """Whether a session still signs somebody in."""
    rows = await fetch(
        "SELECT 1 FROM session s JOIN account a ON a.id = s.account"
        " WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND a.active",
        session_id, now(),
    )  # fmt: skip
    return bool(rows)


def sessions_topic(account_id: UUID) -> str:
    """What is announced when sessions of an account end."""
    return f"sessions:{account_id}"


async def sessions_of(account_id: UUID) -> list[SessionLine]:
    """The live sessions of an account, last used first."""
    rows = await fetch(
        "SELECT id, way, address, device, created_at, last_seen_at FROM session"
        " WHERE account = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY last_seen_at DESC",
        account_id, now(),
    )  # fmt: skip
    return [SessionLine(**row) for row in rows]


ACCOUNT_COLUMNS = (
    "id, user_name, name_zh, name_en, active, password_hash IS NOT NULL AS has_password, must_change_password"
)


async def get_account(account_id: UUID) -> AccountLine | None:
    rows = await fetch(f"SELECT {ACCOUNT_COLUMNS} FROM account WHERE id = $1", account_id)
    return AccountLine(**rows[0]) if rows else None


async def find_account(user_name: str) -> AccountLine | None:
    """The account of a user name, whatever its case."""
    rows = await fetch(
        f"SELECT {ACCOUNT_COLUMNS} FROM account WHERE lower(user_name) = lower($1)",
        user_name.strip(),
    )
    return AccountLine(**rows[0]) if rows else None


async def accounts_exist() -> bool:
    """Whether anybody can sign in at all; a new installation asks for its first account."""
    return bool((await fetch("SELECT EXISTS (SELECT 1 FROM account) AS found"))[0]["found"])


@dataclass(frozen=True, slots=True)
class AccountCounts:
    """How many accounts are open and closed, and whose first password still waits to be changed."""

    open: int
    closed: int
    first_password: int


async def count_accounts() -> AccountCounts:
    """The counts of all accounts, in one statement."""
    rows = await fetch(
        "SELECT count(*) FILTER (WHERE active)::int AS open, count(*) FILTER (WHERE NOT active)::int AS closed,"
        " count(*) FILTER (WHERE active AND must_change_password)::int AS first_password FROM account"
    )
    return AccountCounts(**rows[0])


async def accounts_page(
    words: str, *, state: str = "", page: int, size: int
) -> tuple[list[AccountLine], int]:
    """A page of the accounts whose user name or name holds ``words``, and how many there are in all.

    ``state`` narrows it to ``open`` or ``closed`` accounts, or those whose ``first_password`` is not changed yet.
    """
    rows = await fetch(
        f"SELECT {ACCOUNT_COLUMNS}, count(*) OVER () AS found FROM account"
        " WHERE strpos(lower(user_name || ' ' || name_zh || ' ' || name_en), lower($1)) > 0"
        " AND CASE $2 WHEN 'open' THEN active WHEN 'closed' THEN NOT active"
        " WHEN 'first_password' THEN active AND must_change_password ELSE true END"
        f" ORDER BY lower(user_name) LIMIT {size:d} OFFSET {(page - 1) * size:d}",
        words, state,
    )  # fmt: skip
    lines = [AccountLine(**{name: value for name, value in row.items() if name != "found"}) for row in rows]
    return lines, rows[0]["found"] if rows else 0
