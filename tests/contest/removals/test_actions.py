"""Deleting a skill, division, delegation, entry or expert: only while nothing depends on it."""

import asyncio
import contextvars
import json
from uuid import UUID, uuid4

import asyncpg
import pytest

from contest.entries.actions import create_entry, declare_relation, edit_entry, record_status
from contest.entries.details import EntryDetails
from contest.events.actions import advance_state, announce_event
from contest.events.states import State
from contest.officials.actions import appoint, end_appointment
from contest.officials.roles import Role
from contest.people.actions import edit_delegation, rename_expert
from contest.people.details import DelegationDetails
from contest.removals.actions import delete_thing
from contest.skills.actions import create_division, edit_division
from contest.skills.details import EMPLOYEES, STUDENTS
from foundation.audit.actions import Actor
from foundation.database import connection_arguments, fetch
from foundation.problems import UserError
from tests.contest.conftest import Games
from tests.factories import make_account, make_delegations, make_entry, make_event, make_expert, make_skill
from tests.judging.marking.factories import make_marked


def olga(games: Games) -> Actor:
    return Actor(games.cast.olga, "Olga")


async def refused_codes(verb) -> set[str]:
    with pytest.raises(UserError) as refused:
        await verb
    assert refused.value.status == 409
    return {problem.code for problem in refused.value.problems}


async def last_record() -> tuple[str, str, dict[str, object]]:
    row = (await fetch("SELECT event_type, subject, details FROM audit_record ORDER BY id DESC LIMIT 1"))[0]
    return row["event_type"], row["subject"], json.loads(row["details"])


async def test_a_skill_made_by_mistake_goes_with_its_divisions_and_sections(db: None, games: Games):
    made = await make_skill(games.id, games.cast.olga, "99", divisions=(EMPLOYEES, STUDENTS))
    await delete_thing("skill", made.id, event_id=games.id, by=olga(games))
    assert await fetch("SELECT 1 FROM skill WHERE id = $1", made.id) == []
    assert await fetch("SELECT 1 FROM division WHERE skill = $1", made.id) == []
    event_type, subject, details = await last_record()
    assert (event_type, subject) == ("skill.deleted", "99")
    assert (details["name_zh"], len(details["divisions"])) == ("网站技术", 2)


async def test_a_skill_in_use_says_everything_that_is_in_the_way(db: None, games: Games):
    await appoint(games.cast.paul, Role.SUPERVISOR, event_id=games.id, skill_id=games.skill_id, by=olga(games))
    found = await refused_codes(delete_thing("skill", games.skill_id, event_id=games.id, by=olga(games)))
    assert found == {"removal_entries", "removal_experts", "removal_offices"}
    assert await fetch("SELECT 1 FROM skill WHERE id = $1", games.skill_id)


async def test_an_office_that_has_ended_keeps_no_skill(db: None, games: Games):
    made = await make_skill(games.id, games.cast.olga, "99")
    await appoint(games.cast.paul, Role.SUPERVISOR, event_id=games.id, skill_id=made.id, by=olga(games))
    office = (await fetch("SELECT id FROM appointment WHERE skill = $1", made.id))[0]["id"]
    assert await refused_codes(delete_thing("skill", made.id, event_id=games.id, by=olga(games))) == {"removal_offices"}
    await end_appointment(office, event_id=games.id, by=olga(games))
    await delete_thing("skill", made.id, event_id=games.id, by=olga(games))
    assert await fetch("SELECT 1 FROM appointment WHERE id = $1", office) == []


async def test_an_announced_event_takes_no_skill_back(db: None, games: Games):
    made = await make_skill(games.id, games.cast.olga, "99")
    for state in (State.APPLIED, State.APPROVED):
        await advance_state(games.id, state, by=olga(games))
    await announce_event(games.id, by=olga(games))
    verb = delete_thing("skill", made.id, event_id=games.id, by=olga(games))
    assert await refused_codes(verb) == {"removal_announced"}


async def test_the_last_division_stays(db: None, games: Games):
    made = await make_skill(games.id, games.cast.olga, "99", divisions=(EMPLOYEES, STUDENTS))
    one, other = made.division_ids
    await delete_thing("division", one, event_id=games.id, by=olga(games))
    assert (await last_record())[0] == "skill.division_deleted"
    verb = delete_thing("division", other, event_id=games.id, by=olga(games))
    assert await refused_codes(verb) == {"removal_only_division"}


async def test_a_delegation_goes_when_it_sends_nobody(db: None, games: Games):
    verb = delete_thing("delegation", games.delegations["BJ"], event_id=games.id, by=olga(games))
    assert await refused_codes(verb) == {"removal_sent_entries"}
    await delete_thing("delegation", games.delegations["SH"], event_id=games.id, by=olga(games))
    assert (await last_record())[:2] == ("people.delegation_deleted", "SH")


async def test_an_entry_goes_with_its_people_and_the_record_names_them(db: None, games: Games):
    await delete_thing("entry", games.entry_id, event_id=games.id, by=olga(games))
    assert await fetch("SELECT 1 FROM competitor WHERE entry = $1", games.entry_id) == []
    event_type, subject, details = await last_record()
    assert (event_type, subject, details["names"]) == ("entry.deleted", "17 07", ["选手07 Competitor 07"])


async def test_an_entry_with_a_history_stays(db: None, games: Games):
    await record_status(games.entry_id, "absent", by=olga(games))
    await declare_relation(games.expert_id, games.entry_id, "coach", by=olga(games))
    verb = delete_thing("entry", games.entry_id, event_id=games.id, by=olga(games))
    assert await refused_codes(verb) == {"removal_statuses", "removal_relations"}


async def test_an_expert_without_history_goes_with_his_offices_and_keeps_his_account(db: None, games: Games):
    await delete_thing("expert", games.expert_id, event_id=games.id, by=olga(games))
    assert await fetch("SELECT 1 FROM appointment WHERE account = $1", games.cast.li) == []
    assert await fetch("SELECT 1 FROM account WHERE id = $1", games.cast.li)
    event_type, subject, details = await last_record()
    assert (event_type, subject, details["offices"]) == ("people.expert_deleted", "li", ["expert"])


async def test_what_is_marked_is_not_deleted(db: None, browsing: object):
    """``browsing`` puts the app together, and with it what judging hangs on the things of an event."""
    marked = await make_marked()
    by = Actor(marked.cast.olga, "Olga")
    found = await refused_codes(
        delete_thing("division", marked.division.id, event_id=marked.event_id, by=by)
    )
    assert {"removal_entries", "removal_schemes", "removal_teams", "removal_sheets"} <= found
    entry = (await fetch("SELECT id FROM entry LIMIT 1"))[0]["id"]
    assert "removal_sheets" in await refused_codes(delete_thing("entry", entry, event_id=marked.event_id, by=by))
    expert = (await fetch("SELECT id FROM expert WHERE account = $1", marked.cast.erik))[0]["id"]
    found = await refused_codes(delete_thing("expert", expert, event_id=marked.event_id, by=by))
    assert {"removal_on_teams", "removal_seats"} <= found


async def prepared() -> tuple[Actor, UUID, UUID, UUID]:
    """An event with an empty division and a delegation, committed."""
    account = await make_account("olga")
    event_id = await make_event(account)
    made = await make_skill(event_id, account)
    await create_division_of(made.id, account)
    delegation = (await make_delegations(event_id, account, "BJ"))["BJ"]
    return Actor(account, "Olga"), event_id, made.division_ids[0], delegation


async def create_division_of(skill_id: UUID, account: UUID) -> None:
    rows = await fetch("SELECT id FROM division WHERE skill = $1", skill_id)
    by = Actor(account, "Olga")
    await edit_division(rows[0]["id"], EMPLOYEES, based_on=None, by=by)
    await create_division(skill_id, STUDENTS, by=by)


async def test_deleting_and_adding_at_once_never_both(committed: None):
    by, event_id, division, delegation = await prepared()
    assert by.account_id is not None
    adding = make_entry(division, delegation, by.account_id, "07")
    verbs = (delete_thing("division", division, event_id=event_id, by=by), adding)
    tasks = [asyncio.get_running_loop().create_task(verb, context=contextvars.Context()) for verb in verbs]
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert len(refused) == 1
    assert isinstance(refused[0], UserError)
    assert refused[0].status == 409
    stands = len(await fetch("SELECT 1 FROM division WHERE id = $1", division))
    assert len(await fetch("SELECT 1 FROM entry")) == stands


async def test_what_is_added_while_the_deletion_waits_is_seen(committed: None):
    by, event_id, division, delegation = await prepared()
    other = await asyncpg.connect(**connection_arguments())
    try:
        adding = other.transaction()
        await adding.start()
        await other.execute(
            "INSERT INTO entry (id, division, delegation, number, unit, workstation, guest, created_at)"
            " VALUES ($1, $2, $3, '07', '', '', false, now())",
            uuid4(), division, delegation,
        )  # fmt: skip
        deleting = asyncio.create_task(delete_thing("division", division, event_id=event_id, by=by))
        await asyncio.sleep(0.2)
        assert not deleting.done()
        await adding.commit()
        assert await refused_codes(deleting) == {"removal_entries"}
    finally:
        await other.close()


async def test_what_nobody_counts_is_refused_by_its_foreign_key(committed: None):
    by, event_id, division, _ = await prepared()
    await fetch(
        "INSERT INTO print_job (id, division, kind, sub_criterion, state, total, done, by, at, changed_at, expires_at)"
        " VALUES ($1, $2, 'blank', '', 'done', 1, 1, $3, now(), now(), now())",
        uuid4(), division, by.account_id,
    )  # fmt: skip
    verb = delete_thing("division", division, event_id=event_id, by=by)
    assert await refused_codes(verb) == {"gone_meanwhile"}
    assert await fetch("SELECT 1 FROM division WHERE id = $1", division)
    assert await fetch("SELECT 1 FROM audit_record WHERE event_type = 'skill.division_deleted'") == []


async def test_what_is_gone_is_a_refusal_for_every_verb(db: None, games: Games):
    by, nobody = olga(games), uuid4()
    for verb in (
        delete_thing("entry", nobody, event_id=games.id, by=by),
        edit_entry(nobody, EntryDetails("1", nobody, ()), based_on=None, by=by),
        record_status(nobody, "absent", by=by),
        create_entry(nobody, EntryDetails("1", nobody, ()), by=by),
        edit_division(nobody, EMPLOYEES, based_on=None, by=by),
        create_division(nobody, EMPLOYEES, by=by),
        edit_delegation(nobody, DelegationDetails("X", "甲"), based_on=None, by=by),
        make_expert(nobody, "nobody", games.cast.olga),
        rename_expert(nobody, name_zh="甲", name_en="", based_on=None, by=by),
    ):
        assert await refused_codes(verb) == {"gone_meanwhile"}


async def test_a_deleted_number_may_be_given_again(db: None, games: Games):
    await delete_thing("entry", games.entry_id, event_id=games.id, by=olga(games))
    assert await make_entry(games.division_id, games.delegations["BJ"], games.cast.olga, "07")
