"""A table planned against the event as it stands now.

Everything is read first; the planning itself takes seconds for a large table and so runs in a thread.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from contest.entries.details import EntryDetails
from contest.events.states import check_registration
from contest.imports.competitor_checks import check_divisions, check_known_people
from contest.imports.competitor_rows import keep_entry, read_competitors
from contest.imports.delegation_rows import keep_delegation, read_delegations
from contest.imports.expert_rows import keep_expert, read_experts
from contest.imports.plan import Plan, plan_import
from contest.imports.queries import known_things, standing_delegations, standing_entries, standing_experts
from contest.people.details import DelegationDetails, ExpertDetails
from foundation.problems import Problem

Table = Sequence[Sequence[str]]


async def plan_delegations(event_id: UUID, table: Table) -> tuple[Plan[DelegationDetails], list[Problem]]:
    """What importing delegations would do, and every problem of the table."""
    standing = await standing_delegations(event_id)

    def plan() -> tuple[Plan[DelegationDetails], list[Problem]]:
        wanted, problems = read_delegations(table)
        return plan_import(wanted, standing, keep_delegation), problems

    return await asyncio.to_thread(plan)


async def plan_experts(event_id: UUID, table: Table) -> tuple[Plan[ExpertDetails], list[Problem]]:
    """What importing experts would do, and every problem of the table."""
    known, standing = await known_things(event_id), await standing_experts(event_id)

    def plan() -> tuple[Plan[ExpertDetails], list[Problem]]:
        wanted, problems = read_experts(table, known)
        return plan_import(wanted, standing, keep_expert), problems

    return await asyncio.to_thread(plan)


async def plan_competitors(event_id: UUID, table: Table) -> tuple[Plan[EntryDetails], list[Problem]]:
    """What importing competitors would do, and every problem of the table."""
    known = await known_things(event_id)
    standing, people = await standing_entries(event_id)

    def plan() -> tuple[Plan[EntryDetails], list[Problem]]:
        wanted, problems = read_competitors(table, known)
        made = plan_import(wanted, standing, keep_entry)
        closed = check_registration(known.state) if made.of("new") else []
        beside = [*check_known_people(wanted, people.entries), *check_divisions(made, standing)]
        return made, [*closed, *problems, *beside]

    return await asyncio.to_thread(plan)
