"""Writing the audit record. It stands or falls with the transaction of the verb it records."""

import json
from dataclasses import dataclass
from uuid import UUID

from foundation.database import engine, fetch
from foundation.times import now


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: an account, or the console (``account_id`` None) outside all roles."""

    account_id: UUID | None
    name: str


CONSOLE = Actor(None, "console")


async def record(
    by: Actor, event_type: str, *, scope: UUID | None, subject: str, details: dict[str, object] | None = None
) -> None:
    """Append one audit record. ``details`` name things and never hold the value of a mark.

    Raises RuntimeError outside a transaction: a record without its change, or the reverse, is a fault.
    """
    if engine().current_transaction.get() is None:
        raise RuntimeError("an audit record needs the transaction of the change it records")
    await fetch(
        "INSERT INTO audit_record (at, account, actor, event_type, scope, subject, details)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        now(), by.account_id, by.name[:120], event_type, scope, subject[:200],
        json.dumps(details or {}, ensure_ascii=False, default=str),
    )  # fmt: skip
