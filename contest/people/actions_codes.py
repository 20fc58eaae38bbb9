"""One-time codes of an event: on the screen, and for several people at once on cards. An archived event gives none."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contest.events.actions import hold_event
from foundation.accounts.actions import Token, add_code
from foundation.audit.actions import Actor
from foundation.database import transaction


async def issue_screen_code(account_id: UUID, *, expires_at: datetime, by: Actor, event_id: UUID) -> Token:
    """A code for the screen. Refused: a closed account; an archived event (409)."""
    async with transaction():
        await hold_event(event_id)
        return await add_code(account_id, kind="screen", expires_at=expires_at, by=by, scope=event_id)


async def issue_cards(
    account_ids: Sequence[UUID], *, expires_at: datetime, by: Actor, event_id: UUID
) -> list[Token]:
    """A card code for each account, all or none; one audit record a person. Refused as for the screen."""
    async with transaction():
        await hold_event(event_id)
        return [
            await add_code(account_id, kind="card", expires_at=expires_at, by=by, scope=event_id)
            for account_id in account_ids
        ]
