"""Writing a table exactly as its preview showed it.

The confirmed table is read anew and planned anew under the event's lock; when the plan differs from the one that
was shown, because the event or the table changed in between, nothing is written.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from contest.entries.actions import add_entries, change_entry, hold_division
from contest.entries.details import EntryDetails
from contest.events.actions import lock_event
from contest.events.states import check_open
from contest.imports import audit_types as audit
from contest.imports.plan import Plan, Step
from contest.imports.queries_plans import plan_competitors, plan_delegations, plan_experts
from contest.officials.actions import add_appointment, end_appointments_in_skill
from contest.officials.roles import EXPERTS
from contest.people.actions import add_delegations, add_experts, change_delegation, change_expert
from contest.people.details import DelegationDetails, ExpertDetails
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.problems import Problem, refusal, refuse_if

Table = Sequence[Sequence[str]]
Value = TypeVar("Value")


async def import_delegations(event_id: UUID, table: Table, *, digest: str, by: Actor) -> Plan[DelegationDetails]:
    """Write the delegations of a table. Refused: it has errors; the plan is not the one shown (409)."""

    async def write(plan: Plan[DelegationDetails]) -> None:
        new = [step.wanted.value for step in plan.of("new")]
        if new:
            await add_delegations(event_id, new, by=by)
        for step in plan.of("changed"):
            await change_delegation(event_id, _id(step), step.wanted.value, based_on=None, by=by)

    return await _import(event_id, "delegations", lambda: plan_delegations(event_id, table), write, digest, by)


async def import_experts(event_id: UUID, table: Table, *, digest: str, by: Actor) -> Plan[ExpertDetails]:
    """Write the experts of a table, with accounts and offices. Refused as :func:`import_delegations`."""

    async def write(plan: Plan[ExpertDetails]) -> None:
        new: dict[UUID, list[ExpertDetails]] = {}
        for step in plan.of("new"):
            if step.wanted.place is not None:
                new.setdefault(step.wanted.place, []).append(step.wanted.value)
        await add_experts(event_id, new, by=by)
        for step in plan.of("changed"):
            await _change_expert(event_id, step, by)

    return await _import(event_id, "experts", lambda: plan_experts(event_id, table), write, digest, by)


async def import_competitors(event_id: UUID, table: Table, *, digest: str, by: Actor) -> Plan[EntryDetails]:
    """Write the entries of a table. Refused as :func:`import_delegations`."""

    async def write(plan: Plan[EntryDetails]) -> None:
        new: dict[UUID, list[EntryDetails]] = {}
        for step in plan.of("new"):
            if step.wanted.place is not None:
                new.setdefault(step.wanted.place, []).append(step.wanted.value)
        for step in plan.of("changed"):
            if step.wanted.place is not None:
                division = await hold_division(step.wanted.place)
                await change_entry(division, _id(step), step.wanted.value, based_on=None, by=by)
        for division_id, entries in new.items():
            await add_entries(division_id, entries, by=by)

    return await _import(event_id, "competitors", lambda: plan_competitors(event_id, table), write, digest, by)


async def _import(
    event_id: UUID, kind: str, plan_it: Callable[[], Awaitable[tuple[Plan[Value], list[Problem]]]],
    write: Callable[[Plan[Value]], Awaitable[None]], digest: str, by: Actor,
) -> Plan[Value]:  # fmt: skip
    async with transaction():
        event = await lock_event(event_id)
        refuse_if(check_open(event.state), status=409)
        plan, problems = await plan_it()
        refuse_if(problems)
        if plan.digest != digest:
            raise refusal("import_changed", status=409)
        await write(plan)
        numbers: dict[str, object] = {"kind": kind, "added": len(plan.of("new")), "changed": len(plan.of("changed"))}
        await record(by, audit.TABLE_IMPORTED, scope=event_id, subject=event.details.code, details=numbers)
        return plan


async def _change_expert(event_id: UUID, step: Step[ExpertDetails], by: Actor) -> None:
    details, skill_id = step.wanted.value, step.wanted.place
    await change_expert(
        event_id, _id(step), delegation_id=details.delegation_id, unit=details.unit, based_on=None, by=by
    )
    if "role" in step.difference and skill_id is not None:
        account = (await fetch("SELECT account FROM expert WHERE id = $1", _id(step)))[0]["account"]
        others = EXPERTS - {details.role}
        await end_appointments_in_skill(account, others, event_id=event_id, skill_id=skill_id, by=by)
        await add_appointment(account, details.role, event_id=event_id, skill_id=skill_id, by=by)


def _id(step: Step[Value]) -> UUID:
    assert step.id is not None
    return step.id
