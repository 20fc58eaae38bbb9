"""Locked schemes as marking plans, kept in memory: a locked version never changes."""

import json
from uuid import UUID

from foundation.database import fetch
from judging.marking.plan import SchemePlan, plan_of
from judging.schemes.stored import from_stored

MOST_KEPT = 256

_kept: dict[UUID, SchemePlan] = {}


async def plan_of_version(scheme_version: UUID) -> SchemePlan:
    """The plan of a locked scheme version; LookupError when it is not locked."""
    known = _kept.get(scheme_version)
    if known is None:
        rows = await fetch(
            "SELECT r.content FROM scheme_lock l JOIN scheme_revision r"
            " ON r.scheme_version = l.scheme_version AND r.revision = l.revision WHERE l.scheme_version = $1",
            scheme_version,
        )
        if not rows:
            raise LookupError(f"scheme version {scheme_version} is not locked")
        known = plan_of(scheme_version, from_stored(json.loads(rows[0]["content"])))
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[scheme_version] = known
    return known


async def get_latest_locked_version(division_id: UUID) -> UUID | None:
    """The division's locked scheme version with the highest number."""
    rows = await fetch(
        "SELECT v.id FROM scheme_version v JOIN scheme_lock l ON l.scheme_version = v.id"
        " WHERE v.division = $1 ORDER BY v.number DESC LIMIT 1",
        division_id,
    )
    return rows[0]["id"] if rows else None
