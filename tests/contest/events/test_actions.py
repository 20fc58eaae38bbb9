"""Creating, editing and moving events."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.events.actions import (
    advance_state,
    announce_event,
    change_settings,
    create_event,
    edit_event,
)
from contest.events.changes import fingerprint_of
from contest.events.details import EventDetails
from contest.events.offered import offered_texts
from contest.events.queries import get_event, get_frozen, overrides_of, settings_of_event
from contest.events.rule_families import fingerprint
from contest.events.states import State
from contest.officials.queries import get_standing
from contest.officials.roles import Role
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.problems import UserError
from tests.factories import make_account, make_event, make_skill

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


async def approved(olga, **changes):
    event_id = await make_event(olga, **changes)
    for state in (State.APPLIED, State.APPROVED):
        await advance_state(event_id, state, by=Actor(olga, "Olga"))
    return event_id


async def test_announcing_refuses_with_everything_that_is_missing(olga):
    event_id = await approved(olga, tier="", lead_organiser="", rule_document_version="")
    with pytest.raises(UserError) as refused:
        await announce_event(event_id, by=Actor(olga, "Olga"))
    fields = sorted(str(problem.place.field) for problem in refused.value.problems)
    assert fields == ["lead_organiser", "rule_document_version", "skills", "tier"]
    assert await get_frozen(event_id) is None


async def test_announcing_freezes_the_settings_for_good(olga):
    by = Actor(olga, "Olga")
    event_id = await approved(olga)
    await make_skill(event_id, olga)
    await change_settings(event_id, {"total_max": "200"}, by=by)
    sha256 = await announce_event(event_id, by=by)
    frozen = await get_frozen(event_id)
    assert frozen is not None
    assert (frozen.settings.total_max, frozen.sha256) == (Decimal(200), sha256)
    assert fingerprint(frozen.settings) == sha256
    assert await settings_of_event(event_id) == frozen.settings
    for text in ("300", ""):
        with pytest.raises(UserError) as refused:
            await change_settings(event_id, {"total_max": text}, by=by)
        assert (refused.value.problems[0].code, refused.value.status) == ("settings_frozen", 409)
    event = await get_event("games")
    assert event is not None
    with pytest.raises(UserError) as refused:
        await edit_event(event_id, replace(event.details, tier="city", venue="北京"), based_on=None, by=by)
    assert [problem.place.field for problem in refused.value.problems] == ["tier"]
    await edit_event(event_id, replace(event.details, venue="北京"), based_on=None, by=by)


async def test_an_event_is_announced_from_approval_only(olga):
    event_id = await make_event(olga)
    await make_skill(event_id, olga)
    with pytest.raises(UserError) as refused:
        await announce_event(event_id, by=Actor(olga, "Olga"))
    assert refused.value.status == 409


async def test_an_override_equal_to_the_family_is_none(olga):
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    for back in ("100.00", " "):
        await change_settings(event_id, {"total_max": "２００"}, by=by)
        assert await overrides_of(event_id) == {"total_max": "200"}
        await change_settings(event_id, {"total_max": back}, by=by)
        assert await overrides_of(event_id) == {}
    for wrong in ({"total_max": "0.5"}, {"favourite_colour": "blue"}):
        with pytest.raises(UserError):
            await change_settings(event_id, wrong, by=by)


async def test_many_settings_change_at_once_with_a_record_each_or_not_at_all(olga):
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    # Both limits move past the old ones: neither could be saved alone.
    wanted = {"aspects_fewest": "300", "aspects_most": "400", "total_max": "100", "ties_allowed": "true"}
    with pytest.raises(UserError) as refused:
        await change_settings(event_id, {**wanted, "criteria_most": "0", "total_max": "x"}, by=by)
    assert sorted(str(each.place.field) for each in refused.value.problems) == ["criteria_most", "total_max"]
    assert await overrides_of(event_id) == {}
    await change_settings(event_id, wanted, by=by)
    assert await overrides_of(event_id) == {"aspects_fewest": "300", "aspects_most": "400", "ties_allowed": "true"}
    await change_settings(event_id, wanted, by=by)
    records = await fetch("SELECT details FROM audit_record WHERE event_type = 'event.setting_changed'")
    assert len(records) == 3


async def test_settings_that_changed_meanwhile_are_not_overwritten(olga):
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    seen = fingerprint_of(offered_texts(await settings_of_event(event_id)))
    await change_settings(event_id, {"total_max": "200"}, based_on=seen, by=by)
    with pytest.raises(UserError) as refused:
        await change_settings(event_id, {"total_max": "100", "excellence_from": "710"}, based_on=seen, by=by)
    assert (refused.value.problems[0].code, refused.value.status) == ("changed_meanwhile", 409)
    assert await overrides_of(event_id) == {"total_max": "200"}


async def test_settings_ask_for_a_family_first(olga):
    event_id = await make_event(olga, rule_family="")
    with pytest.raises(UserError) as refused:
        await change_settings(event_id, {"total_max": "200"}, by=Actor(olga, "Olga"))
    assert refused.value.problems[0].code == "family_missing"
    assert (await settings_of_event(event_id)).family == "C"
