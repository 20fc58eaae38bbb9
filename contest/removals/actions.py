"""Deleting a thing that nothing depends on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from contest.events.actions import hold_event
from contest.officials.roles import EXPERTS
from contest.removals.audit_types import REMOVED
from contest.removals.obstacles import Kind, obstacles
from contest.removals.queries import dependents_of, facts_of
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.live import announce
from foundation.problems import refusal, refuse_if

_EXPERT_ROLES = ", ".join(f"'{role.value}'" for role in sorted(EXPERTS))
# What belongs to the thing alone goes with it, in this order; $1 is its id. An expert's offices were given with
# him; offices in a skill that have ended concern nobody any more.
_DELETES: Mapping[Kind, Sequence[str]] = {
    "skill": (
        "DELETE FROM appointment WHERE skill = $1 AND ended_at IS NOT NULL",
        "DELETE FROM skill_section WHERE skill = $1",
        "DELETE FROM division WHERE skill = $1",
        "DELETE FROM skill WHERE id = $1",
    ),
    "division": ("DELETE FROM division WHERE id = $1",),
    "delegation": ("DELETE FROM delegation WHERE id = $1",),
    "entry": ("DELETE FROM competitor WHERE entry = $1", "DELETE FROM entry WHERE id = $1"),
    "expert": (
        "DELETE FROM appointment p USING expert x WHERE x.id = $1 AND p.account = x.account AND p.skill = x.skill"
        f" AND p.role IN ({_EXPERT_ROLES})",
        "DELETE FROM expert WHERE id = $1",
    ),
}
# The rows that are held first: whoever hangs something on one waits, and is refused by its foreign key. The skill of
# a division is held too, so that of two last divisions one stays.
_HOLDS: Mapping[Kind, Sequence[str]] = {
    "skill": ("SELECT 1 FROM skill WHERE id = $1 FOR UPDATE", "SELECT 1 FROM division WHERE skill = $1 FOR UPDATE"),
    "division": (
        "SELECT 1 FROM skill WHERE id = (SELECT skill FROM division WHERE id = $1) FOR NO KEY UPDATE",
        "SELECT 1 FROM division WHERE id = $1 FOR UPDATE",
    ),
    "delegation": ("SELECT 1 FROM delegation WHERE id = $1 FOR UPDATE",),
    "entry": ("SELECT 1 FROM entry WHERE id = $1 FOR UPDATE",),
    "expert": ("SELECT 1 FROM expert WHERE id = $1 FOR UPDATE",),
}


async def delete_thing(kind: Kind, thing_id: UUID, *, event_id: UUID, by: Actor) -> None:
    """Delete a skill, division, delegation, entry or expert of an event; the record says what it was.

    Refused (409): everything that stands in the way, at once; deleted already; an archived event.
    """
    async with transaction():
        event = await hold_event(event_id)
        held = [bool(await fetch(sql, thing_id)) for sql in _HOLDS[kind]]
        if not all(held):
            raise refusal("gone_meanwhile", status=409)
        found = obstacles(kind, event.state, await dependents_of(kind, thing_id))
        refuse_if([each.problem for each in found], status=409)
        subject, details = await facts_of(kind, thing_id)
        for sql in _DELETES[kind]:
            await fetch(sql, thing_id)
        await record(by, REMOVED[kind], scope=event_id, subject=subject, details=details)
        await announce(f"event:{event_id}")
