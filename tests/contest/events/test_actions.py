"""Creating, editing and moving events."""

from dataclasses import replace

import pytest

from contest.events.actions import advance_state, create_event, edit_event
from contest.events.changes import fingerprint_of
from contest.events.details import EventDetails
from contest.events.queries import get_event
from contest.events.states import State
from contest.officials.queries import get_standing
from contest.officials.roles import Role
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.problems import UserError
from tests.factories import make_account, make_event

DRAFT = EventDetails("games", "大赛")


@pytest.fixture
async def olga(db: None):
    return await make_account("olga")


async def audit_of(event_id):
    rows = await fetch("SELECT event_type FROM audit_record WHERE scope = $1 ORDER BY id", event_id)
    return [row["event_type"] for row in rows]


async def test_a_new_event_is_a_draft_with_its_organizer(olga):
    event_id = await create_event(DRAFT, organizer=olga, by=Actor(olga, "Olga"))
    event = await get_event("games")
    assert event is not None
    assert event.state is State.DRAFT
    assert (await get_standing(olga)).in_event(event_id) == {Role.ORGANIZER}
    assert await audit_of(event_id) == ["event.created", "official.appointed"]


async def test_a_code_is_taken_once(olga):
    await make_event(olga)
    with pytest.raises(UserError) as refused:
        await make_event(olga)
    assert (refused.value.problems[0].code, refused.value.status) == ("event_code_taken", 409)


async def test_the_second_of_two_organizers_is_told(olga):
    by = Actor(olga, "Olga")
    event_id = await create_event(DRAFT, organizer=olga, by=by)
    seen = fingerprint_of(DRAFT.values())
    await edit_event(event_id, replace(DRAFT, venue="上海"), based_on=seen, by=by)
    with pytest.raises(UserError) as refused:
        await edit_event(event_id, replace(DRAFT, venue="北京"), based_on=seen, by=by)
    assert (refused.value.problems[0].code, refused.value.status) == ("changed_meanwhile", 409)
    event = await get_event("games")
    assert event is not None
    assert event.venue == "上海"


async def test_an_edit_that_changes_nothing_leaves_no_record(olga):
    event_id = await create_event(DRAFT, organizer=olga, by=Actor(olga, "Olga"))
    before = await audit_of(event_id)
    await edit_event(event_id, DRAFT, based_on=None, by=Actor(olga, "Olga"))
    assert await audit_of(event_id) == before


async def test_states_go_forward_and_announcing_is_a_verb_of_its_own(olga):
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    await advance_state(event_id, State.APPLIED, by=by)
    await advance_state(event_id, State.APPROVED, by=by)
    with pytest.raises(UserError) as refused:
        await advance_state(event_id, State.ANNOUNCED, by=by)
    assert refused.value.problems[0].code == "step_is_announcing"
    await advance_state(event_id, State.APPLIED, reason="documents were missing", by=by)
    rows = await fetch("SELECT state, reason FROM event_state WHERE event = $1 ORDER BY position", event_id)
    assert [tuple(row) for row in rows][-1] == ("applied", "documents were missing")
