"""Who may approve and lock a marking scheme, and when. Pure; the page and the action ask the same functions.

What this does: the four-eyes rule (the Chief Expert and another Expert who is not an author).
What it does not: judge the scheme itself (``checks.py``).

Terms: a *capacity* is ``chief`` (the Chief Expert, in his absence the deputy) or ``second`` (another Expert of
the trade). *Authors* are all who saved a revision of the version.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from contest.officials.roles import CHIEFS, EXPERTS, Role
from foundation.problems import Problem

Capacity = Literal["chief", "second"]
CAPACITIES: tuple[Capacity, ...] = ("chief", "second")


@dataclass(frozen=True, slots=True)
class Approval:
    """A consent that stands."""

    id: UUID
    capacity: Capacity
    account_id: UUID
    name: str
    absence: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Approver:
    """Who wants to approve: the account and the roles it holds in the trade."""

    account_id: UUID
    roles: frozenset[Role]


def check_approver(
    approver: Approver,
    capacity: Capacity,
    *,
    authors: Collection[UUID],
    standing: Sequence[Approval],
    absence: bool = False,
) -> list[Problem]:
    """Why this person may not approve in this capacity; nothing when he may.

    ``chief``: the Chief Expert, or a deputy who says that the Chief Expert is absent. ``second``: any Expert of
    the trade who is no author. Each capacity once, and never both by one person.
    """
    found = _check_role(approver, capacity, absence)
    if capacity == "second" and approver.account_id in authors:
        found.append(Problem("approver_is_author"))
    if any(each.capacity == capacity for each in standing):
        found.append(Problem("capacity_taken"))
    elif any(each.account_id == approver.account_id for each in standing):
        found.append(Problem("approver_in_both"))
    return found


def _check_role(approver: Approver, capacity: Capacity, absence: bool) -> list[Problem]:
    if capacity == "second":
        return [] if approver.roles & EXPERTS else [Problem("approver_no_expert")]
    if Role.CHIEF_EXPERT in approver.roles:
        return []
    if not approver.roles & CHIEFS:
        return [Problem("approver_no_chief")]
    return [] if absence else [Problem("absence_not_stated")]


def check_lock(roles: frozenset[Role], standing: Sequence[Approval]) -> list[Problem]:
    """Why the scheme cannot be locked by somebody with these roles: both approvals must stand."""
    found = [] if roles & CHIEFS else [Problem("lock_no_chief")]
    given = {each.capacity for each in standing}
    return found + [Problem(f"approval_missing_{capacity}") for capacity in CAPACITIES if capacity not in given]
