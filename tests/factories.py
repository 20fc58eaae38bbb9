"""Plain functions that make valid things by the app's own actions; override by keyword."""

from dataclasses import fields
from uuid import UUID

from foundation.accounts.actions import add_account
from foundation.audit.actions import CONSOLE
from foundation.database import transaction
from tests.cast import NAMES, Cast


async def make_account(user_name: str, *, name_zh: str = "", name_en: str = "") -> UUID:
    """An account that signs in by session only (no password is hashed)."""
    async with transaction():
        return await add_account(
            user_name, name_zh=name_zh or user_name, name_en=name_en, password_hash=None, by=CONSOLE
        )


async def make_cast() -> Cast:
    """Accounts for everybody, without any office."""
    ids = {}
    for person in fields(Cast):
        name_zh, name_en = NAMES[person.name]
        ids[person.name] = await make_account(person.name, name_zh=name_zh, name_en=name_en)
    return Cast(**ids)
