"""Signing in and out, passwords, one-time codes, accounts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from foundation.accounts import audit_types as audit
from foundation.accounts.actions_attempts import forget_attempts, take_attempt
from foundation.accounts.codes import LENGTH, new_code, read_code
from foundation.accounts.passwords import (
    check_password,
    fingerprint,
    hash_password,
    new_secret,
    password_fits,
)
from foundation.accounts.queries import SignedIn, sessions_topic
from foundation.audit.actions import Actor, record
from foundation.database import fetch, fetch_held, transaction
from foundation.live import announce
from foundation.problems import refusal, refuse_if
from foundation.times import now

SESSION_LENGTH = timedelta(hours=16)
SCREEN_CODE_LENGTH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a request comes from."""

    address: str
    device: str


@dataclass(frozen=True, slots=True)
class Token:
    """A secret for its owner's eyes only, and when it ends."""

    secret: str
    expires_at: datetime


async def sign_in(user_name: str, password: str, *, browser: Browser, over: SignedIn | None = None) -> Token:
    """Open a session by password; ``over`` is the live one of the same browser, which ends.

    Refused: wrong pair (one neutral sentence), or too many failures. The attempt counts before the password is
    looked at, so that many at one moment are no more than many in a row.
    """
    await take_attempt(user_name, browser.address)
    rows = await fetch(
        "SELECT id, user_name, name_zh, password_hash FROM account WHERE lower(user_name) = lower($1) AND active",
        user_name.strip(),
    )
    if not await password_fits(rows[0]["password_hash"] if rows else None, password):
        raise refusal("sign_in_failed")
    async with transaction():
        await forget_attempts(user_name, browser.address)
        await _end_former(over)
        account = rows[0]
        return await _open_session(account["id"], account["name_zh"] or account["user_name"], "password", browser)


async def redeem_code(code: str, *, browser: Browser, over: SignedIn | None = None) -> Token:
    """Open a session by a one-time code, scanned or typed, over a live one as :func:`sign_in`; exactly one redeemer
    wins. Refused: what can be no code (422); used, expired, revoked or unknown (403)."""
    read = read_code(code)
    if read is None:
        raise refusal("code_unreadable", field="code", signs=LENGTH)
    async with transaction():
        rows = await fetch(
            "UPDATE sign_in_code c SET used_at = $2 FROM account a WHERE a.id = c.account AND a.active"
            " AND c.code_hash = $1 AND c.used_at IS NULL AND c.revoked_at IS NULL AND c.expires_at > $2"
            " RETURNING a.id, a.name_zh, a.user_name",
            fingerprint(read), now(),
        )  # fmt: skip
        if not rows:
            raise refusal("code_not_valid", status=403)
        await _end_former(over)
        return await _open_session(rows[0]["id"], rows[0]["name_zh"] or rows[0]["user_name"], "code", browser)


async def issue_code(account_id: UUID, *, kind: str, expires_at: datetime, by: Actor, scope: UUID | None) -> Token:
    """Make a one-time code for an account. ``kind`` is ``screen`` or ``card``."""
    async with transaction():
        return await add_code(account_id, kind=kind, expires_at=expires_at, by=by, scope=scope)


async def add_code(account_id: UUID, *, kind: str, expires_at: datetime, by: Actor, scope: UUID | None) -> Token:
    """The part of :func:`issue_code` inside a transaction, for sheets of cards."""
    secret = new_code()
    names = await fetch("SELECT user_name FROM account WHERE id = $1 AND active", account_id)
    if not names:
        raise refusal("account_not_active")
    await fetch(
        "INSERT INTO sign_in_code (id, code_hash, account, kind, issued_by, issued_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        uuid4(), fingerprint(secret), account_id, kind, by.account_id or account_id, now(), expires_at,
    )  # fmt: skip
    await record(by, audit.CODE_ISSUED, scope=scope, subject=names[0]["user_name"], details={"kind": kind})
    return Token(secret, expires_at)


async def revoke_codes(account_id: UUID, *, by: Actor, scope: UUID | None) -> int:
    """Make every unused code of an account worthless; returns how many there were."""
    async with transaction():
        rows = await fetch(
            "UPDATE sign_in_code SET revoked_at = $2 WHERE account = $1 AND used_at IS NULL"
            " AND revoked_at IS NULL AND expires_at > $2 RETURNING id",
            account_id, now(),
        )  # fmt: skip
        names = await fetch("SELECT user_name FROM account WHERE id = $1", account_id)
        subject = names[0]["user_name"] if names else str(account_id)
        await record(by, audit.CODES_REVOKED, scope=scope, subject=subject, details={"codes": len(rows)})
        return len(rows)


async def sign_out(me: SignedIn) -> None:
    """End this session."""
    async with transaction():
        await _end_sessions(me.account_id, only=me.session_id)
        await record(me.actor, audit.SIGNED_OUT, scope=None, subject=me.user_name)


async def sign_out_everywhere(account_id: UUID, *, by: Actor, user_name: str) -> None:
    """End every session of an account."""
    async with transaction():
        await _end_sessions(account_id)
        await record(by, audit.SIGNED_OUT_EVERYWHERE, scope=None, subject=user_name)


async def end_session(session_id: UUID, *, me: SignedIn) -> None:
    """End one of one's own sessions."""
    async with transaction():
        if await _end_sessions(me.account_id, only=session_id):
            await record(me.actor, audit.SIGNED_OUT, scope=None, subject=me.user_name)


async def create_account(
    user_name: str, *, name_zh: str, name_en: str = "", password: str | None = None, by: Actor,
    must_change_password: bool = False,
) -> UUID:  # fmt: skip
    """Make an account; without a password it signs in by one-time code only. Refused: name taken."""
    if password is not None:
        refuse_if(check_password(password, user_name))
    password_hash = await hash_password(password) if password is not None else None
    async with transaction():
        return await add_account(
            user_name, name_zh=name_zh, name_en=name_en, password_hash=password_hash, by=by,
            must_change_password=must_change_password,
        )  # fmt: skip


async def add_account(
    user_name: str, *, name_zh: str, name_en: str, password_hash: str | None, by: Actor,
    must_change_password: bool = False,
) -> UUID:  # fmt: skip
    """The part of :func:`create_account` inside a transaction, for verbs that make several accounts."""
    account_id = uuid4()
    rows = await fetch(
        "INSERT INTO account (id, user_name, name_zh, name_en, password_hash, must_change_password, language,"
        " active, created_at) VALUES ($1, $2, $3, $4, $5, $6, '', true, $7)"
        " ON CONFLICT DO NOTHING RETURNING id",
        account_id, user_name.strip(), name_zh.strip(), name_en.strip(), password_hash,
        must_change_password, now(),
    )  # fmt: skip
    if not rows:
        raise refusal("user_name_taken", field="user_name", user_name=user_name, status=409)
    await record(by, audit.ACCOUNT_CREATED, scope=None, subject=user_name.strip())
    return account_id


async def rename_account(account_id: UUID, *, name_zh: str, name_en: str, by: Actor) -> None:
    """Change the names of an account; whoever asks has seen that there is one."""
    async with transaction():
        await change_names(account_id, name_zh=name_zh, name_en=name_en, scope=None, by=by)


async def change_names(account_id: UUID, *, name_zh: str, name_en: str, scope: UUID | None, by: Actor) -> None:
    """The part of :func:`rename_account` inside a transaction; the record in ``scope`` holds before and after."""
    account = await fetch_held(
        "SELECT user_name, name_zh, name_en FROM account WHERE id = $1 FOR NO KEY UPDATE", account_id
    )
    wanted = {"name_zh": name_zh, "name_en": name_en}
    difference: dict[str, object] = {
        name: [account[name], text] for name, text in wanted.items() if text != account[name]
    }
    if difference:
        await fetch("UPDATE account SET name_zh = $2, name_en = $3 WHERE id = $1", account_id, name_zh, name_en)
        await record(by, audit.ACCOUNT_RENAMED, scope=scope, subject=account["user_name"], details=difference)


async def change_own_password(me: SignedIn, *, old: str, new: str) -> None:
    """Change one's password; every other session of the account ends. Who guesses the present one must wait too."""
    session = str(me.session_id)
    await take_attempt(me.user_name, session)
    rows = await fetch("SELECT password_hash FROM account WHERE id = $1", me.account_id)
    if not await password_fits(rows[0]["password_hash"], old):
        raise refusal("old_password_wrong", field="old")
    await forget_attempts(me.user_name, session)
    refuse_if(check_password(new, me.user_name))
    password_hash = await hash_password(new)
    async with transaction():
        await fetch(
            "UPDATE account SET password_hash = $2, must_change_password = false WHERE id = $1",
            me.account_id, password_hash,
        )  # fmt: skip
        await _end_sessions(me.account_id, but=me.session_id)
        await _revoke_unused(me.account_id)
        await record(me.actor, audit.PASSWORD_CHANGED, scope=None, subject=me.user_name)


async def set_password(account_id: UUID, password: str, *, user_name: str, by: Actor) -> None:
    """Give an account a first password that must be changed at the next sign-in; ends its sessions."""
    refuse_if(check_password(password, user_name))
    password_hash = await hash_password(password)
    async with transaction():
        await fetch(
            "UPDATE account SET password_hash = $2, must_change_password = true WHERE id = $1",
            account_id, password_hash,
        )  # fmt: skip
        await _end_sessions(account_id)
        await _revoke_unused(account_id)
        await record(by, audit.PASSWORD_SET, scope=None, subject=user_name)


async def set_active(account_id: UUID, active: bool, *, user_name: str, by: Actor) -> None:
    """Close an account (its sessions end) or open it again."""
    async with transaction():
        await fetch("UPDATE account SET active = $2 WHERE id = $1", account_id, active)
        if not active:
            await _revoke_unused(account_id)
            await _end_sessions(account_id)
        await record(by, audit.ACCOUNT_OPENED if active else audit.ACCOUNT_CLOSED, scope=None, subject=user_name)


async def choose_language(me: SignedIn, language: str) -> None:
    """Remember the language with the account. A preference, so not audited."""
    await fetch("UPDATE account SET language = $2 WHERE id = $1", me.account_id, language)


async def _end_sessions(account_id: UUID, *, only: UUID | None = None, but: UUID | None = None) -> bool:
    """End the sessions of an account, ``only`` one or all ``but`` one, and the live pages they hold open."""
    ended = await fetch(
        "UPDATE session SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL"
        " AND ($3::uuid IS NULL OR id = $3) AND ($4::uuid IS NULL OR id <> $4) RETURNING id",
        account_id, now(), only, but,
    )  # fmt: skip
    await announce(sessions_topic(account_id))
    return bool(ended)


async def _revoke_unused(account_id: UUID) -> None:
    """No code that was given out outlives a changed password or a closed account."""
    await fetch(
        "UPDATE sign_in_code SET revoked_at = $2 WHERE account = $1 AND used_at IS NULL AND revoked_at IS NULL",
        account_id, now(),
    )  # fmt: skip


async def _open_session(account_id: UUID, name: str, way: str, browser: Browser) -> Token:
    secret, at = new_secret(), now()
    await fetch(
        "INSERT INTO session (id, token_hash, account, way, address, device, created_at, last_seen_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)",
        uuid4(), fingerprint(secret), account_id, way, browser.address[:64], browser.device[:200], at,
        at + SESSION_LENGTH,
    )  # fmt: skip
    await record(Actor(account_id, name), audit.SIGNED_IN, scope=None, subject=name, details={"way": way})
    return Token(secret, at + SESSION_LENGTH)


async def _end_former(over: SignedIn | None) -> None:
    """Nobody stays signed in behind the one who signs in after him in the same browser."""
    if over is not None and await _end_sessions(over.account_id, only=over.session_id):
        await record(over.actor, audit.SIGNED_OUT, scope=None, subject=over.user_name)
