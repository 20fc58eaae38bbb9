"""A table planned against the event as it stands now."""

from collections.abc import Sequence
from uuid import UUID

from contest.entries.details import EntryDetails
from contest.imports.competitor_rows import check_known_people, keep_entry, read_competitors
from contest.imports.delegation_rows import keep_delegation, read_delegations
from contest.imports.expert_rows import keep_expert, read_experts
from contest.imports.plan import Plan, plan_import
from contest.imports.queries import known_things, standing_delegations, standing_entries, standing_experts
from contest.people.details import DelegationDetails, ExpertDetails
from foundation.problems import Problem

Table = Sequence[Sequence[str]]


async def plan_delegations(event_id: UUID, table: Table) -> tuple[Plan[DelegationDetails], list[Problem]]:
    """What importing delegations would do, and every problem of the table."""
    wanted, problems = read_delegations(table)
    return plan_import(wanted, await standing_delegations(event_id), keep_delegation), problems


async def plan_experts(event_id: UUID, table: Table) -> tuple[Plan[ExpertDetails], list[Problem]]:
    """What importing experts would do, and every problem of the table."""
    wanted, problems = read_experts(table, await known_things(event_id))
    return plan_import(wanted, await standing_experts(event_id), keep_expert), problems


async def plan_competitors(event_id: UUID, table: Table) -> tuple[Plan[EntryDetails], list[Problem]]:
    """What importing competitors would do, and every problem of the table."""
    wanted, problems = read_competitors(table, await known_things(event_id))
    standing, people = await standing_entries(event_id)
    return plan_import(wanted, standing, keep_entry), [*problems, *check_known_people(wanted, people.entries)]
