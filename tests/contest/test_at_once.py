"""Two people at the same moment: real commits, real locks."""

import asyncio
import contextvars
from dataclasses import replace
from datetime import date

from contest.entries.actions import create_entry, edit_entry
from contest.entries.details import EntryDetails, MemberDetails
from contest.events.actions import advance_state, edit_event
from contest.events.changes import fingerprint_of
from contest.events.queries import get_event
from contest.events.states import State
from contest.people.actions import edit_delegation
from contest.people.details import DelegationDetails
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.problems import UserError
from tests.factories import make_account, make_delegations, make_entry, make_event, make_skill, move_event


async def both(*verbs):
    """Run verbs at once, each in a context of its own; their answers or refusals."""
    tasks = [asyncio.get_running_loop().create_task(verb, context=contextvars.Context()) for verb in verbs]
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_of_two_edits_at_once_one_wins_and_the_other_is_told(committed: None):
    olga = await make_account("olga")
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    event = await get_event("games")
    assert event is not None
    seen = fingerprint_of(event.details.values())
    answers = await both(
        *(edit_event(event_id, replace(event.details, venue=f"馆{n}"), based_on=seen, by=by) for n in range(6))
    )
    refused = [answer for answer in answers if isinstance(answer, UserError)]
    assert len(refused) == 5
    assert {(error.problems[0].code, error.status) for error in refused} == {("changed_meanwhile", 409)}


async def test_of_two_entries_with_one_number_one_stands(committed: None):
    olga = await make_account("olga")
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    made = await make_skill(event_id, olga)
    delegation = (await make_delegations(event_id, olga, "BJ"))["BJ"]
    await move_event(event_id, State.REGISTRATION, olga)
    entries = [EntryDetails("07", delegation, (MemberDetails(f"选手{n}"),)) for n in range(4)]
    answers = await both(*(create_entry(made.division_ids[0], entry, by=by) for entry in entries))
    assert sum(isinstance(answer, UserError) for answer in answers) == 3
    assert len(await fetch("SELECT 1 FROM entry")) == 1
    assert len(await fetch("SELECT 1 FROM competitor")) == 1


async def test_adding_and_editing_entries_at_once_waits_and_never_deadlocks(committed: None):
    olga = await make_account("olga")
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    division = (await make_skill(event_id, olga)).division_ids[0]
    delegation = (await make_delegations(event_id, olga, "BJ"))["BJ"]
    await move_event(event_id, State.REGISTRATION, olga)

    def person(n: int) -> EntryDetails:
        return EntryDetails(
            f"{n:02d}", delegation, (MemberDetails(f"选手{n}", "", date(2006, 1, 1 + n % 28)),), workstation=f"A-{n}"
        )

    stand = [await create_entry(division, person(n), by=by) for n in range(1, 7)]
    edits = (edit_entry(key, replace(person(n), unit="一厂"), based_on=None, by=by) for n, key in enumerate(stand, 1))
    answers = await both(*edits, *(create_entry(division, person(n), by=by) for n in range(11, 17)))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []


async def test_of_two_delegations_renamed_to_one_code_one_is_told(committed: None):
    olga = await make_account("olga")
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    codes = [f"D{n}" for n in range(6)]
    made = await make_delegations(event_id, olga, *codes)
    answers = await both(
        *(edit_delegation(made[code], DelegationDetails("BJ", f"团{code}"), based_on=None, by=by) for code in codes)
    )
    refused = [answer for answer in answers if isinstance(answer, UserError)]
    assert len(refused) == 5
    assert [answer for answer in answers if isinstance(answer, Exception) and answer not in refused] == []
    assert {error.status for error in refused} == {409}


async def test_of_two_entries_at_one_workstation_one_stands(committed: None):
    olga = await make_account("olga")
    event_id = await make_event(olga)
    made = await make_skill(event_id, olga)
    delegation = (await make_delegations(event_id, olga, "BJ"))["BJ"]
    wanted = [make_entry(made.division_ids[0], delegation, olga, f"0{n}", workstation="A-7") for n in range(1, 5)]
    refused = [answer for answer in await both(*wanted) if isinstance(answer, UserError)]
    assert [error.problems[0].code for error in refused] == ["workstation_taken"] * 3
    assert len(await fetch("SELECT 1 FROM entry")) == 1


async def test_a_state_is_left_once(committed: None):
    olga = await make_account("olga")
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    answers = await both(*(advance_state(event_id, State.APPLIED, by=by) for _ in range(4)))
    assert sum(isinstance(answer, UserError) for answer in answers) == 3
    assert len(await fetch("SELECT 1 FROM event_state")) == 2


async def test_one_person_enters_once_even_at_one_moment(committed: None):
    olga = await make_account("olga")
    by = Actor(olga, "Olga")
    event_id = await make_event(olga)
    places = [(await make_skill(event_id, olga, code)).division_ids[0] for code in ("17", "18", "19")]
    delegation = (await make_delegations(event_id, olga, "BJ"))["BJ"]
    await move_event(event_id, State.REGISTRATION, olga)
    cora = EntryDetails("07", delegation, (MemberDetails("科拉", "Cora", date(2006, 5, 1)),))
    answers = await both(*(create_entry(place, cora, by=by) for place in places))
    refused = [answer for answer in answers if isinstance(answer, UserError)]
    assert [error.problems[0].code for error in refused] == ["person_entered_already"] * 2
