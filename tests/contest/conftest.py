"""An event with people in every office, for the tests of its pages."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from contest.officials.actions import appoint
from contest.officials.roles import Role
from foundation.audit.actions import Actor
from foundation.database import fetch
from tests.cast import Cast
from tests.factories import (
    make_cast,
    make_delegations,
    make_entry,
    make_event,
    make_expert,
    make_skill,
)


@dataclass(frozen=True, slots=True)
class Games:
    """An event of Olga's with skill 17 (Chen chief; Erik, Li, Mei experts; one entry) and skill 18 (Ines)."""

    cast: Cast
    id: UUID
    skill_id: UUID
    division_id: UUID
    entry_id: UUID
    delegations: dict[str, UUID]
    expert_id: UUID


async def make_games(cast: Cast) -> Games:
    """The event and everybody's office in it."""
    event_id = await make_event(cast.olga)
    made = await make_skill(event_id, cast.olga)
    other = await make_skill(event_id, cast.olga, "18", name_zh="电气装置", world_skill="18")
    delegations = await make_delegations(event_id, cast.olga, "BJ", "SH")
    await make_expert(made.id, "chen", cast.olga, role=Role.CHIEF_EXPERT)
    for name in ("erik", "li", "mei"):
        await make_expert(made.id, name, cast.olga)
    await make_expert(other.id, "ines", cast.olga)
    by = Actor(cast.olga, "Olga")
    for account, role in ((cast.sun, Role.SUPERVISOR), (cast.rui, Role.RESULTS_STAFF), (cast.projector, Role.PROJECTOR)):
        await appoint(account, role, event_id=event_id, by=by)
    await appoint(cast.ada, Role.ADMINISTRATOR, event_id=None, by=by)
    entry_id = await make_entry(made.division_ids[0], delegations["BJ"], cast.olga, "07")
    rows = await fetch("SELECT id FROM expert WHERE account = $1", cast.li)
    return Games(cast, event_id, made.id, made.division_ids[0], entry_id, delegations, rows[0]["id"])


@pytest.fixture
async def games(db: None) -> Games:
    return await make_games(await make_cast())
