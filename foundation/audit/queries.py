"""Reading the audit record."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from foundation.database import fetch

PAGE = 50


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One record as it is read on screen."""

    id: int
    at: datetime
    actor: str
    account_id: UUID | None
    event_type: str
    subject: str
    details: dict[str, object]


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to look for: all given conditions hold together. Empty means any."""

    actor: str = ""
    event_type: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


async def audit_lines(
    scope: UUID | None, wanted: AuditFilter, *, page: int = 1, size: int = PAGE
) -> tuple[list[AuditLine], int]:
    """A page of the scope's records (None: of the house), newest first, and how many there are in all."""
    where, arguments = _conditions(scope, wanted)
    rows = await fetch(
        f"SELECT *, count(*) OVER () AS found FROM audit_record WHERE {where}"
        f" ORDER BY id DESC LIMIT {size:d} OFFSET {(page - 1) * size:d}",
        *arguments,
    )
    return [_line(row) for row in rows], rows[0]["found"] if rows else 0


async def audit_event_types(scope: UUID | None) -> list[str]:
    """The kinds of record that occur in the scope, for the filter."""
    where, arguments = _conditions(scope, AuditFilter())
    rows = await fetch(f"SELECT DISTINCT event_type FROM audit_record WHERE {where} ORDER BY 1", *arguments)
    return [row["event_type"] for row in rows]


def _conditions(scope: UUID | None, wanted: AuditFilter) -> tuple[str, list[object]]:
    parts = ["scope IS NULL" if scope is None else "scope = $1"]
    arguments: list[object] = [] if scope is None else [scope]
    for condition, value in (
        (
            "(actor ILIKE '%' || {0} || '%' OR account IN (SELECT id FROM account"
            " WHERE name_en ILIKE '%' || {0} || '%' OR user_name = {0}))",
            wanted.actor,
        ),
        ("event_type = {}", wanted.event_type),
        ("(actor || ' ' || subject || ' ' || details::text) ILIKE '%' || {} || '%'", wanted.words),
        ("at >= {}", wanted.since),
        ("at < {}", wanted.until),
    ):
        if value:
            arguments.append(value)
            parts.append(condition.format(f"${len(arguments)}"))
    return " AND ".join(parts), arguments


def _line(row: object) -> AuditLine:
    values = dict(row)  # type: ignore[call-overload]
    return AuditLine(
        id=values["id"], at=values["at"], actor=values["actor"], account_id=values["account"],
        event_type=values["event_type"], subject=values["subject"], details=json.loads(values["details"]),
    )  # fmt: skip
