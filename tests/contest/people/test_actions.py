"""Delegations and experts."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest

from contest.events.changes import fingerprint_of
from contest.officials.actions import appoint
from contest.officials.queries import get_standing
from contest.officials.roles import Role
from contest.people.actions import (
    create_delegations,
    create_expert,
    edit_delegation,
    edit_expert,
    prefill_delegations,
    rename_expert,
)
from contest.people.catalogue import delegations_of
from contest.people.details import DelegationDetails, ExpertDetails
from foundation.accounts.queries import find_account
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.problems import UserError
from tests.factories import make_account, make_delegations, make_event, make_expert, make_skill


@pytest.fixture
async def olga(db: None):
    return await make_account("olga")


@pytest.fixture
async def event_id(olga):
    return await make_event(olga)


def test_the_catalogues_hold_the_regions_and_the_members():
    china = delegations_of("china")
    assert sum(each.kind == "region" for each in china) == 32
    assert {each.kind for each in delegations_of("worldskills")} == {"member"}


async def test_prefilling_twice_adds_nothing(olga, event_id):
    by = Actor(olga, "Olga")
    await make_delegations(event_id, olga, "BJ")
    assert await prefill_delegations(event_id, "china", by=by) == len(delegations_of("china")) - 1
    assert await prefill_delegations(event_id, "china", by=by) == 0


async def test_a_code_stands_once_in_an_event(olga, event_id):
    await make_delegations(event_id, olga, "BJ")
    with pytest.raises(UserError) as refused:
        await create_delegations(
            event_id, [DelegationDetails("SH", "上海"), DelegationDetails("BJ", "北京")], by=Actor(olga, "Olga")
        )
    assert refused.value.problems[0].values["taken"] == "BJ"


async def test_a_stale_edit_of_a_delegation_is_refused(olga, event_id):
    ids = await make_delegations(event_id, olga, "BJ")
    by, shown = Actor(olga, "Olga"), DelegationDetails("BJ", "代表团BJ", "Delegation BJ")
    seen = fingerprint_of(shown.values())
    await edit_delegation(ids["BJ"], replace(shown, name_en="Beijing"), based_on=seen, by=by)
    with pytest.raises(UserError) as refused:
        await edit_delegation(ids["BJ"], replace(shown, name_en="Peking"), based_on=seen, by=by)
    assert refused.value.status == 409


async def test_an_expert_gets_an_account_without_password_and_an_office(olga, event_id):
    made = await make_skill(event_id, olga)
    account_id = await make_expert(made.id, "erik", olga, role=Role.CHIEF_EXPERT)
    account = await find_account("Erik")
    assert account is not None
    assert (account.id, account.has_password) == (account_id, False)
    assert (await get_standing(account_id)).in_skill(event_id, made.id) == {Role.CHIEF_EXPERT}


async def test_a_known_account_is_taken_as_it_is(olga, event_id):
    made = await make_skill(event_id, olga)
    erik = await make_account("erik", name_zh="艾瑞克")
    assert await make_expert(made.id, "ERIK", olga) == erik
    account = await find_account("erik")
    assert account is not None
    assert account.name_zh == "艾瑞克"
    with pytest.raises(UserError) as refused:
        await make_expert(made.id, "erik", olga)
    assert (refused.value.problems[0].code, refused.value.status) == ("expert_stands", 409)


async def test_an_expert_comes_from_a_delegation_of_the_event(olga, event_id):
    made = await make_skill(event_id, olga)
    with pytest.raises(UserError) as refused:
        await create_expert(made.id, ExpertDetails("li", "李", delegation_id=uuid4()), by=Actor(olga, "Olga"))
    assert refused.value.problems[0].code == "delegation_unknown"


async def test_where_an_expert_comes_from_can_be_put_right(olga, event_id):
    made = await make_skill(event_id, olga)
    ids = await make_delegations(event_id, olga, "BJ", "SH")
    account = await make_expert(made.id, "li", olga, delegation_id=ids["BJ"])
    expert = (await fetch("SELECT id FROM expert WHERE account = $1", account))[0]["id"]
    seen = fingerprint_of({"delegation_id": ids["BJ"], "unit": ""})
    by = Actor(olga, "Olga")
    await edit_expert(expert, delegation_id=ids["SH"], unit="一厂", based_on=seen, by=by)
    with pytest.raises(UserError) as refused:
        await edit_expert(expert, delegation_id=None, unit="", based_on=seen, by=by)
    assert refused.value.status == 409


async def test_a_name_is_put_right_and_the_record_holds_both(olga, event_id):
    made = await make_skill(event_id, olga)
    account = await make_expert(made.id, "li", olga)
    expert = (await fetch("SELECT id FROM expert WHERE account = $1", account))[0]["id"]
    by, seen = Actor(olga, "Olga"), fingerprint_of({"name_zh": "裁判li", "name_en": "Li"})
    await rename_expert(expert, name_zh="李建国", name_en="Li", based_on=seen, by=by)
    rows = await fetch("SELECT subject, details FROM audit_record WHERE event_type = 'account.renamed'")
    assert [(row["subject"], json.loads(row["details"])) for row in rows] == [
        ("li", {"name_zh": ["裁判li", "李建国"]})
    ]
    with pytest.raises(UserError) as refused:
        await rename_expert(expert, name_zh="李", name_en="", based_on=seen, by=by)
    assert (refused.value.problems[0].code, refused.value.status) == ("changed_meanwhile", 409)
    with pytest.raises(UserError) as refused:
        await rename_expert(expert, name_zh="", name_en="", based_on=None, by=by)
    assert refused.value.problems[0].code == "name_missing"


async def test_an_event_renames_nobody_who_belongs_elsewhere_too(olga, event_id):
    made = await make_skill(event_id, olga)
    other = await make_skill(await make_event(olga, "other"), olga)
    account = await make_expert(made.id, "li", olga)
    await make_expert(other.id, "li", olga)
    expert = (await fetch("SELECT id FROM expert WHERE account = $1 AND skill = $2", account, made.id))[0]["id"]
    by = Actor(olga, "Olga")
    with pytest.raises(UserError) as refused:
        await rename_expert(expert, name_zh="李", name_en="", based_on=None, by=by)
    assert (refused.value.problems[0].code, refused.value.status) == ("name_of_elsewhere", 409)
    mei = await make_expert(made.id, "mei", olga)
    await appoint(mei, Role.ORGANIZER, event_id=None, by=by)
    expert = (await fetch("SELECT id FROM expert WHERE account = $1", mei))[0]["id"]
    with pytest.raises(UserError):
        await rename_expert(expert, name_zh="梅", name_en="", based_on=None, by=by)
