"""Teams, opening, seats, later entries; their pages."""

import re
from uuid import uuid4

import pytest

from foundation.database import fetch
from foundation.problems import UserError
from judging.marking.actions_seats import keep_seats
from judging.marking.actions_sheets import sign_sheets
from judging.marking.actions_teams import copy_team, make_missing_sheets, name_team, open_marking
from judging.marking.queries import get_sheet, markers_of_sheet
from judging.marking.queries_teams import teams_of_division
from judging.marking.seats import Seating
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, add_entry, add_expert, fill_sheet, insert, make_marked, name_teams

BASE = "/events/games/divisions/17"


@pytest.fixture
async def closed(db: None) -> Marked:
    return await make_marked(opened=False)


def code_of(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


async def seats(marked: Marked, entry: str = "01", form: int = 0) -> list[str]:
    sheet = await marked.sheet(entry, form)
    return [each.name_en.lower() for each in await markers_of_sheet(sheet.id)]


async def test_a_team_needs_three_of_this_trade_and_a_leader_among_them(closed: Marked):
    by, form = closed.actor("chen"), closed.forms[0]
    erik, li, mei, ines = (closed.experts[name] for name in ("erik", "li", "mei", "ines"))
    for team, leader, code in (
        ([erik, li], erik, "team_too_small"),
        ([erik, li, ines], erik, "expert_of_other_trade"),
        ([erik, li, mei], closed.experts["wu"], "leader_not_in_team"),
        ([erik, li, mei, erik], erik, "marker_twice"),
    ):
        with pytest.raises(UserError) as refused:
            await name_team(closed.division, form, team, leader=leader, by=by)
        assert code_of(refused) == [code]
    assert await teams_of_division(closed.division.id) == {}
    await name_team(closed.division, form, [erik, li, mei], leader=li, by=by)
    await copy_team(closed.division, form, [closed.forms[1]], by=by)
    teams = await teams_of_division(closed.division.id)
    assert [each.expert_id for each in teams[closed.forms[1]].members] == [erik, li, mei]
    assert teams[closed.forms[1]].leader_id == li


async def test_opening_says_everything_that_stands_against_it(db: None):
    marked = await make_marked(opened=False, entries=0)
    await fetch("UPDATE skill SET name_en = 'x' WHERE false")
    with pytest.raises(UserError) as refused:
        await open_marking(marked.division, by=marked.actor("chen"))
    assert code_of(refused) == ["opening_without_entries"]
    await add_entry(marked, "01", marked.delegations[7])
    with pytest.raises(UserError) as refused:
        await open_marking(marked.division, by=marked.actor("chen"))
    assert code_of(refused) == ["team_missing_for"]
    assert refused.value.problems[0].values == {"sub_criteria": "A1, A2", "count": "2"}
    await name_teams(marked)
    assert await open_marking(marked.division, by=marked.actor("chen")) == 2
    with pytest.raises(UserError) as refused:
        await open_marking(marked.division, by=marked.actor("chen"))
    assert code_of(refused) == ["marking_open_already"]


async def test_a_compatriot_is_skipped_for_this_competitor_only(closed: Marked):
    await add_entry(closed, "09", closed.delegations[1])
    await name_teams(closed)
    await open_marking(closed.division, by=closed.actor("chen"))
    assert await seats(closed, "09") == ["erik", "mei", "wu"]
    assert await seats(closed, "01") == ["erik", "li", "mei"]


async def test_a_sheet_without_enough_judges_is_made_blocked_and_opens_with_a_reserve(closed: Marked):
    await add_entry(closed, "09", closed.delegations[1])
    await name_teams(closed, "erik", "li", "mei")
    await open_marking(closed.division, by=closed.actor("chen"))
    sheet = await closed.sheet("09")
    assert sheet.blocked == "seats_blocked"
    refused = await closed.enter(sheet, "erik", "A1.1", 1)
    assert [problem.code for problem in refused.problems] == ["sheet_blocked"]
    await name_teams(closed)
    assert (await get_sheet(sheet.id)).blocked == ""
    assert (await closed.enter(sheet, "wu", "A1.1", 1)).position == 1


async def test_a_later_entry_gets_its_sheets_once(db: None):
    marked = await make_marked()
    await add_entry(marked, "20", marked.delegations[8])
    assert await make_missing_sheets(marked.division, by=marked.actor("chen")) == 2
    assert await make_missing_sheets(marked.division, by=marked.actor("chen")) == 0
    assert await seats(marked, "20") == ["erik", "li", "mei"]


async def test_whoever_has_scored_keeps_his_seat_when_the_team_changes(db: None):
    marked = await make_marked()
    sheet = await marked.sheet()
    await marked.enter(sheet, "mei", "A1.3", 2)
    await name_teams(marked, "wu", "mei", "erik")
    assert await seats(marked) == ["wu", "erik", "mei"]
    assert await seats(marked, "02") == ["wu", "mei", "erik"]


def test_keeping_seats_leaves_nobody_twice():
    a, b, c, d = (__import__("uuid").uuid4() for _ in range(4))
    assert keep_seats(Seating((a, b, c)), {3: a, 1: d}).experts == (b, c, a)
    assert keep_seats(Seating((a, b, c)), {}).experts == (a, b, c)


async def test_a_declared_relation_moves_the_seat_when_seats_are_filled_anew(db: None):
    marked = await make_marked()
    from foundation.times import now
    from judging.marking.actions_teams import refill_seats

    await insert("declared_relation", expert=marked.experts["li"], entry=marked.entries["01"], kind="teacher",
                 by=marked.cast.chen, at=now())  # fmt: skip
    await refill_seats(marked.division, by=marked.actor("chen"))
    assert await seats(marked) == ["erik", "mei", "wu"]
    assert await seats(marked, "02") == ["erik", "li", "mei"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_pages_of_the_chief_expert(closed: Marked, browsing: Browsing, language: str):
    chen = await browsing.as_(closed.cast.chen, language=language)
    for path in ("teams", "marking", "marking/signatures"):
        answer = await chen.get(f"{BASE}/{path}")
        assert answer.status_code == 200, answer.text
    assert f'<a href="{BASE}/teams">' in (await chen.get(f"{BASE}/marking")).text.split("list-plain")[-1]
    team = [str(closed.experts[name]) for name in ("erik", "li", "mei")]
    answer = await chen.post(f"{BASE}/teams/{closed.forms[0]}", data={"marker": [*team, "", ""], "leader": team[0]})
    assert answer.status_code == 303, answer.text
    refused = await chen.post(f"{BASE}/teams/{closed.forms[1]}", data={"marker": [team[0], ""], "leader": team[0]})
    assert refused.status_code == 422
    assert "error-summary" in refused.text
    again = await chen.post(
        f"{BASE}/teams/{closed.forms[0]}", data={"marker": team, "leader": team[1], "also": str(closed.forms[1])}
    )
    assert again.status_code == 303, again.text
    assert (await chen.post(f"{BASE}/marking", data={"confirm": "no"})).status_code == 422
    assert (await chen.post(f"{BASE}/marking", data={"confirm": "17"})).status_code == 303
    assert (await chen.get(f"{BASE}/marking")).status_code == 200
    assert (await chen.get(f"{BASE}/teams")).status_code == 200


async def test_blocked_sheets_are_listed_before_opening(closed: Marked, browsing: Browsing):
    await add_entry(closed, "09", closed.delegations[1])
    await name_teams(closed, "erik", "li", "mei")
    chen = await browsing.as_(closed.cast.chen)
    text = (await chen.get(f"{BASE}/marking")).text
    assert "the same delegation" in text
    assert "09 · A1" in text


async def test_only_the_chief_expert_names_teams_and_opens(closed: Marked, browsing: Browsing):
    await name_teams(closed)
    await add_expert(closed, "paul", closed.delegations[3], skill=closed.division.skill.id)
    for name, status in {"olga": 403, "li": 403, "sun": 403, "rui": 403, "ines": 403, "ada": 404}.items():
        client = await browsing.as_(getattr(closed.cast, name))
        form = {
            "marker": [str(each) for each in list(closed.experts.values())[:3]],
            "leader": str(closed.experts["li"]),
        }
        assert (await client.post(f"{BASE}/teams/{closed.forms[0]}", data=form)).status_code == status, name
        assert (await client.post(f"{BASE}/marking", data={"confirm": "17"})).status_code == status, name
    assert await fetch("SELECT 1 FROM marking_opening") == []


async def test_the_matrix_counts_queries_not_rows(db: None, browsing: Browsing):
    counted = []
    for entries in (1, 3):
        marked = await make_marked(entries=entries, code=f"games{entries}") if entries == 1 else marked  # noqa: F821
        if entries == 3:
            await add_entry(marked, "02", marked.delegations[6])
            await add_entry(marked, "03", marked.delegations[7])
            await make_missing_sheets(marked.division, by=marked.actor("chen"))
        chen = await browsing.as_(marked.cast.chen)
        counted.append(await _queries(chen, "/events/games1/divisions/17/marking"))
    assert counted[0] == counted[1]


async def _queries(client: object, path: str) -> int:
    import asyncpg

    calls, real = 0, asyncpg.Connection.fetch

    async def counting(self, *arguments, **named):
        nonlocal calls
        calls += 1
        return await real(self, *arguments, **named)

    asyncpg.Connection.fetch = counting
    try:
        await client.get(path)  # warm: plans are kept in memory
        calls = 0
        answer = await client.get(path)
    finally:
        asyncpg.Connection.fetch = real
    assert answer.status_code == 200
    return calls


async def test_revealed_scores_name_who_gave_them_even_when_the_seat_has_another_holder(db: None, browsing: Browsing):
    marked = await make_marked()
    sheet = await marked.sheet()
    for name, score in (("erik", 1), ("li", 2), ("mei", 2)):
        await marked.enter(sheet, name, "A1.3", score)
    await name_teams(marked, "erik", "wu", "mei")
    text = (await (await browsing.as_(marked.cast.erik)).get(sheet.href)).text
    assert re.findall(r'<span class="digit">(\d)</span><span class="who">(\w+)', text) == [
        ("1", "Erik"), ("2", "Li"), ("2", "Mei")
    ]  # fmt: skip


async def test_one_team_is_set_for_several_sub_criteria_at_once(closed: Marked):
    erik, li, mei, wu = (closed.experts[name] for name in ("erik", "li", "mei", "wu"))
    first, second = closed.forms
    await name_team(closed.division, second, [li, mei, wu], leader=wu, by=closed.actor("chen"))
    await name_team(closed.division, first, [erik, li, mei], leader=erik, by=closed.actor("chen"), rest=closed.forms)
    teams = await teams_of_division(closed.division.id)
    assert (teams[first].leader_id, teams[second].leader_id) == (erik, wu)  # who has a team keeps it
    await name_team(closed.division, first, [erik, mei, wu], leader=mei, by=closed.actor("chen"), also=[second, first])
    teams = await teams_of_division(closed.division.id)
    assert [each.leader_id for each in teams.values()] == [mei, mei]
    assert len(await fetch("SELECT 1 FROM audit_record WHERE event_type = 'marking.team_named'")) == 3
    with pytest.raises(UserError) as error:
        await name_team(closed.division, first, [erik, li, mei], leader=erik, by=closed.actor("chen"), also=[uuid4()])
    assert [problem.code for problem in error.value.problems] == ["sub_criterion_unknown"]


async def test_the_teams_page_opens_one_team_and_keeps_what_was_typed(closed: Marked, browsing: Browsing):
    chen = await browsing.as_(closed.cast.chen)
    team = [str(closed.experts[name]) for name in ("erik", "li", "mei")]
    text = (await chen.get(f"{BASE}/teams")).text
    assert text.count("Save team of") == 1  # nobody is named yet: the first one is open
    assert "Save team of A1" in text
    answer = await chen.post(f"{BASE}/teams/{closed.forms[0]}", data={"marker": team, "leader": team[0], "rest": "1"})
    assert answer.status_code == 303
    text = (await chen.get(f"{BASE}/teams")).text
    assert "Save team of" not in text
    assert "No team" not in text
    text = (await chen.get(f"{BASE}/teams?edit={closed.forms[1]}")).text
    assert "Save team of A2" in text
    assert text.count('name="marker"') == 6
    refused = await chen.post(
        f"{BASE}/teams/{closed.forms[1]}",
        data={"marker": [team[2], team[1]], "leader": team[1], "also": str(closed.forms[0])},
    )
    assert refused.status_code == 422
    assert "Save team of A2" in refused.text
    assert refused.text.count(f'<option value="{team[2]}" selected>') == 1
    assert f'name="also" value="{closed.forms[0]}" checked' in refused.text
    assert "Save team of" not in (await chen.get(f"{BASE}/teams?edit=x")).text
    erik = await browsing.as_(closed.cast.erik)
    assert "Save team of" not in (await erik.get(f"{BASE}/teams?edit={closed.forms[1]}")).text


async def test_the_matrix_narrows_by_day_and_to_what_is_unfinished(db: None, browsing: Browsing):
    marked = await make_marked()
    for entry in ("01", "02"):
        sheet = await marked.sheet(entry)
        await fill_sheet(marked, sheet)
        await sign_sheets({sheet.id: (await marked.sheet(entry)).position}, by=marked.actor("erik"))
    chen = await browsing.as_(marked.cast.chen)

    async def shown(query: str) -> tuple[list[str], list[str]]:
        text = (await chen.get(f"{BASE}/marking{query}")).text
        heads = re.findall(r'<th scope="col" title="[^"]*">(\w+)</th>', text)
        return heads, re.findall(r'<th scope="row">(\w+)', text)

    assert await shown("") == (["A1", "A2"], ["01", "02", "03"])
    assert await shown("?day=1") == (["A1"], ["01", "02", "03"])
    assert await shown("?day=1&unfinished=1") == (["A1"], ["03"])
    assert await shown("?unfinished=1") == (["A1", "A2"], ["01", "02", "03"])
    assert await shown("?day=9") == ([], ["01", "02", "03"])
    for odd in ("?day=x", "?day=", "?day=1e9", "?day=１", "?day=99999", "?day=-", "?day=--1"):
        assert await shown(odd) == (["A1", "A2"], ["01", "02", "03"]), odd
    text = (await chen.get(f"{BASE}/marking")).text
    assert text.count('<td class="signed">') == 2
    assert "signed: 2" in text
    fragment = await chen.get(f"{BASE}/marking?day=1&unfinished=1", headers={"hx-request": "true"})
    assert fragment.text.count('<th scope="row">') == 1
    assert "<html" not in fragment.text
