"""One-time codes for several people at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from foundation.accounts.actions import Token, add_code
from foundation.audit.actions import Actor
from foundation.database import transaction


async def issue_cards(
    account_ids: Sequence[UUID], *, expires_at: datetime, by: Actor, scope: UUID
) -> list[Token]:
    """A card code for each account, all or none; one audit record a person. Refused: a closed account."""
    async with transaction():
        return [
            await add_code(account_id, kind="card", expires_at=expires_at, by=by, scope=scope)
            for account_id in account_ids
        ]
