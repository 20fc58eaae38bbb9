"""Locked schemes as marking plans, kept in memory: a locked version never changes."""

from collections import OrderedDict
from uuid import UUID

from judging.marking.plan import SchemePlan, plan_of
from judging.schemes.queries import get_locked_scheme, get_locked_version

MOST_KEPT = 256

_kept: OrderedDict[UUID, SchemePlan] = OrderedDict()


async def plan_of_version(scheme_version: UUID) -> SchemePlan:
    """The plan of a locked scheme version; LookupError when it is not locked."""
    known = _kept.get(scheme_version)
    if known is None:
        locked = await get_locked_version(scheme_version)
        if locked is None:
            raise LookupError(f"scheme version {scheme_version} is not locked")
        known = _kept[scheme_version] = plan_of(scheme_version, locked.scheme)
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return known


async def get_latest_locked_version(division_id: UUID) -> UUID | None:
    """The division's locked scheme version with the highest number."""
    locked = await get_locked_scheme(division_id)
    return locked.version_id if locked else None
