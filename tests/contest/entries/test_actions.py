"""Adding and editing entries, their status, declared relations."""

from dataclasses import replace
from datetime import date

import pytest

from contest.entries.actions import create_entries, declare_relation, edit_entry, record_status, withdraw_relation
from contest.entries.details import EntryDetails, MemberDetails
from contest.entries.queries import entry_details
from contest.events.changes import fingerprint_of
from contest.events.states import ORDER, State
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.problems import UserError
from tests.factories import (
    make_account,
    make_delegations,
    make_entry,
    make_event,
    make_expert,
    make_skill,
    move_event,
)


@pytest.fixture
async def place(db: None):
    """Organizer, division and a delegation."""
    olga = await make_account("olga")
    event_id = await make_event(olga)
    made = await make_skill(event_id, olga)
    ids = await make_delegations(event_id, olga, "BJ", "SH")
    await move_event(event_id, State.REGISTRATION, olga)
    return olga, made, ids["BJ"], ids["SH"]


async def test_many_entries_are_added_in_a_handful_of_statements(place):
    olga, made, beijing, _ = place
    entries = [
        EntryDetails(f"{number:03}", beijing, (MemberDetails(f"选手{number}", birth_date=date(2006, 1, 1)),))
        for number in range(1, 201)
    ]
    ids = await create_entries(made.division_ids[0], entries, by=Actor(olga, "Olga"))
    stored = await entry_details(ids)
    assert [stored[key] for key in ids] == entries


@pytest.mark.parametrize("state", ORDER)
async def test_entries_are_added_from_the_announcement_until_the_results_are_posted(db: None, state: State):
    olga = await make_account("olga")
    event_id = await make_event(olga)
    made = await make_skill(event_id, olga)
    delegation = (await make_delegations(event_id, olga, "BJ"))["BJ"]
    await move_event(event_id, state, olga)
    entry = EntryDetails("07", delegation, (MemberDetails("科拉"),))
    adding = create_entries(made.division_ids[0], [entry], by=Actor(olga, "Olga"))
    if state in (State.ANNOUNCED, State.REGISTRATION, State.RUNNING):
        assert len(await adding) == 1
        return
    with pytest.raises(UserError) as refused:
        await adding
    early = ORDER.index(state) < ORDER.index(State.ANNOUNCED)
    late = "event_archived" if state is State.ARCHIVED else "registration_over"
    assert (refused.value.problems[0].code, refused.value.status) == ("registration_not_open" if early else late, 409)


async def test_a_number_stands_once_in_a_division(place):
    olga, made, beijing, _ = place
    await make_entry(made.division_ids[0], beijing, olga, "07")
    with pytest.raises(UserError) as refused:
        await make_entry(made.division_ids[0], beijing, olga, "07", members=(MemberDetails("别人"),))
    assert (refused.value.problems[0].code, refused.value.status) == ("entry_number_taken", 409)


async def test_a_workstation_holds_one_entry_of_a_division(place):
    olga, made, beijing, _ = place
    first = await make_entry(made.division_ids[0], beijing, olga, "07", workstation="A-7")
    other = await make_entry(made.division_ids[0], beijing, olga, "08")
    shown = await entry_details([first, other])
    by = Actor(olga, "Olga")
    with pytest.raises(UserError) as added:
        await make_entry(made.division_ids[0], beijing, olga, "09", workstation="a-7")
    with pytest.raises(UserError) as edited:
        await edit_entry(other, replace(shown[other], workstation="A-7"), based_on=None, by=by)
    for refused in (added.value, edited.value):
        assert (refused.problems[0].code, refused.problems[0].values["entry"], refused.status) == (
            "workstation_taken", "07", 409,
        )  # fmt: skip
    await edit_entry(first, replace(shown[first], unit="一厂"), based_on=None, by=by)
    assert (await entry_details([first]))[first].unit == "一厂"


async def test_a_person_stands_once_in_an_event(place):
    olga, made, beijing, shanghai = place
    cora = MemberDetails("科拉", "Cora", date(2005, 3, 1))
    await make_entry(made.division_ids[0], beijing, olga, "07", members=(cora,))
    with pytest.raises(UserError) as refused:
        await make_entry(made.division_ids[0], shanghai, olga, "08", members=(cora,))
    assert refused.value.problems[0].values["entry"] == "17 07"


async def test_a_stale_edit_of_an_entry_is_refused(place):
    olga, made, beijing, shanghai = place
    entry_id = await make_entry(made.division_ids[0], beijing, olga)
    shown = (await entry_details([entry_id]))[entry_id]
    by, seen = Actor(olga, "Olga"), fingerprint_of(shown.values())
    await edit_entry(entry_id, replace(shown, workstation="A-12"), based_on=seen, by=by)
    with pytest.raises(UserError) as refused:
        await edit_entry(entry_id, replace(shown, delegation_id=shanghai), based_on=seen, by=by)
    assert refused.value.status == 409
    assert (await entry_details([entry_id]))[entry_id] == replace(shown, workstation="A-12")


async def test_the_people_of_an_entry_can_change(place):
    olga, made, beijing, _ = place
    entry_id = await make_entry(made.division_ids[0], beijing, olga)
    shown = (await entry_details([entry_id]))[entry_id]
    wanted = replace(shown, members=(MemberDetails("替补", "Reserve", date(2007, 7, 7)),))
    await edit_entry(entry_id, wanted, based_on=None, by=Actor(olga, "Olga"))
    assert (await entry_details([entry_id]))[entry_id] == wanted


async def test_a_status_is_a_row_and_the_last_counts(place):
    olga, made, beijing, _ = place
    by = Actor(olga, "Olga")
    entry_id = await make_entry(made.division_ids[0], beijing, olga)
    await record_status(entry_id, "absent", by=by)
    await record_status(entry_id, "present", reason="arrived by the late bus", by=by)
    rows = await fetch("SELECT position, status FROM entry_status WHERE entry = $1 ORDER BY position", entry_id)
    assert [tuple(row) for row in rows] == [(1, "absent"), (2, "present")]
    with pytest.raises(UserError):
        await record_status(entry_id, "present", reason="again", by=by)
    kinds = await fetch("SELECT details FROM audit_record WHERE event_type = 'entry.status_changed'")
    assert len(kinds) == 2


async def test_a_relation_is_declared_once_and_taken_back_with_a_reason(place):
    olga, made, beijing, _ = place
    by = Actor(olga, "Olga")
    entry_id = await make_entry(made.division_ids[0], beijing, olga)
    account = await make_expert(made.id, "li", olga)
    expert = (await fetch("SELECT id FROM expert WHERE account = $1", account))[0]["id"]
    await declare_relation(expert, entry_id, "teacher", by=by)
    with pytest.raises(UserError):
        await declare_relation(expert, entry_id, "coach", by=by)
    with pytest.raises(UserError):
        await withdraw_relation(expert, entry_id, reason="", by=by)
    await withdraw_relation(expert, entry_id, reason="declared by mistake", by=by)
    assert await fetch("SELECT 1 FROM declared_relation") == []


async def test_a_relation_stays_inside_a_skill(place):
    olga, made, beijing, _ = place
    entry_id = await make_entry(made.division_ids[0], beijing, olga)
    event_id = (await fetch("SELECT event FROM skill WHERE id = $1", made.id))[0]["event"]
    other = await make_skill(event_id, olga, "18", world_skill="18")
    account = await make_expert(other.id, "ines", olga)
    expert = (await fetch("SELECT id FROM expert WHERE account = $1", account))[0]["id"]
    with pytest.raises(UserError) as refused:
        await declare_relation(expert, entry_id, "coach", by=Actor(olga, "Olga"))
    assert refused.value.problems[0].code == "relation_of_another_skill"
