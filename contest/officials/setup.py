"""The first account of a new installation.

While no account exists, ``touchstone serve`` prints an address with a one-time token that only whoever runs the
server sees; ``/setup`` takes it and makes the administrator. The token lies in the data folder, readable by its
owner alone, and ends with the first account.
"""

import os
import secrets
from pathlib import Path
from uuid import UUID

from contest.officials.actions import add_appointment
from contest.officials.roles import Role
from foundation.accounts.actions import add_account
from foundation.accounts.passwords import check_password, hash_password
from foundation.accounts.queries import accounts_exist
from foundation.audit.actions import CONSOLE
from foundation.database import fetch, transaction
from foundation.problems import refusal, refuse_if
from foundation.settings import data_folder

SETUP_LOCK = 7_461_900_002


def setup_token_file() -> Path:
    """Where the token lies."""
    return data_folder() / "setup_token"


def issue_setup_token() -> str:
    """The token of this installation, made when there is none; several processes get the same one."""
    path = setup_token_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(24))
    try:
        os.link(written, path)
    except FileExistsError:
        pass  # another process was quicker; its token is the one
    finally:
        written.unlink()
    return path.read_text(encoding="ascii").strip()


def setup_token_fits(token: str) -> bool:
    """Whether this is the installation's token; takes as long for a wrong one."""
    try:
        kept = setup_token_file().read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return False
    return bool(kept) and secrets.compare_digest(kept.encode(), token.strip().encode())


async def create_first_account(
    token: str, *, user_name: str, name_zh: str, name_en: str, password: str, organizes: bool
) -> UUID:
    """Make the system administrator, who is also organizer of the house when he wants to be.

    Refused: an account exists (409); a wrong token (403); a password too short.
    """
    if not setup_token_fits(token):
        raise refusal("setup_token_wrong", field="token", status=403)
    refuse_if(check_password(password, user_name))
    password_hash = await hash_password(password)
    async with transaction():
        await fetch("SELECT pg_advisory_xact_lock($1)", SETUP_LOCK)
        if await accounts_exist():
            raise refusal("setup_done", status=409)
        account_id = await add_account(
            user_name, name_zh=name_zh, name_en=name_en, password_hash=password_hash, by=CONSOLE
        )
        await add_appointment(account_id, Role.ADMINISTRATOR, event_id=None, by=CONSOLE)
        if organizes:
            await add_appointment(account_id, Role.ORGANIZER, event_id=None, by=CONSOLE)
    setup_token_file().unlink(missing_ok=True)
    return account_id
