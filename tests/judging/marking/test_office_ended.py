"""W-11, W-14: a named marker whose appointment ends in the middle of marking. He is told, and so is everybody else."""

import re
from uuid import uuid4

import pytest

from contest.officials.actions import end_appointment
from contest.officials.roles import Role
from foundation.database import fetch
from foundation.problems import UserError
from judging.marking.actions_sheets import sign_sheets
from judging.marking.actions_teams import copy_team, name_team, refill_seats
from judging.marking.queries import has_left_office, markers_of_sheet
from judging.marking.seats import MarkedEntry, Marker, fill_seats
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, appoint, ask, fill_sheet, make_marked, name_teams

TEAMS = "/events/games/divisions/17/teams"


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_marked()


async def end_office(marked: Marked, name: str) -> None:
    rows = await fetch(
        "SELECT id FROM appointment WHERE account = $1 AND skill = $2 AND ended_at IS NULL",
        getattr(marked.cast, name), marked.division.skill.id,
    )  # fmt: skip
    await end_appointment(rows[0]["id"], event_id=marked.event_id, by=marked.actor("olga"))


def sent(marked: Marked) -> dict[str, object]:
    request = ask(marked.aspect("A1.1"), 1)
    mark = {"id": str(request.client_id), "aspect": str(request.aspect), "observed": 1}
    return {"scheme_version": str(marked.plan.scheme_version), "device": "t", "marks": [mark]}


async def rows() -> int:
    return (await fetch("SELECT count(*) AS n FROM mark_entry"))[0]["n"]


@pytest.mark.parametrize("replaced", [False, True])
async def test_his_marks_are_refused_with_words_seated_still_or_not(
    marked: Marked, browsing: Browsing, replaced: bool
):
    sheet = await marked.sheet()
    mei = await browsing.as_(marked.cast.mei)
    assert (await mei.post(f"{sheet.href}/marks", json=sent(marked))).json()["outcomes"][0]["outcome"] == "saved"
    await end_office(marked, "mei")
    if replaced:
        await name_teams(marked, "erik", "li", "wu")
    before = await rows()
    answer = await mei.post(f"{sheet.href}/marks", json=sent(marked))
    assert answer.status_code == 403
    problem = answer.json()["problems"][0]
    assert problem["code"] == "office_ended"
    assert "Your appointment in this trade has ended" in problem["message"]
    assert await rows() == before
    for path in (sheet.href, f"{sheet.href}/plain", f"{sheet.href}/standing", f"{sheet.href}/live"):
        refused = await mei.get(path)
        assert (refused.status_code, "Your appointment in this trade has ended" in refused.text) == (403, True), path
    assert (await mei.post(f"{sheet.href}/hand-in")).status_code == 403


async def test_whoever_never_marked_in_the_trade_is_told_nothing_new(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    await end_office(marked, "mei")
    for name, status in (("ines", 403), ("olga", 403), ("paul", 404), ("ada", 404)):
        answer = await (await browsing.as_(getattr(marked.cast, name))).post(f"{sheet.href}/marks", json=sent(marked))
        assert answer.status_code == status, name
        assert "office_ended" not in answer.text, name
        assert not await has_left_office(marked.division.skill.id, getattr(marked.cast, name))
    assert await has_left_office(marked.division.skill.id, marked.cast.mei)
    await appoint(marked, "mei", Role.EXPERT, skill=marked.division.skill.id)
    assert not await has_left_office(marked.division.skill.id, marked.cast.mei)


async def test_his_pages_list_nothing_that_he_may_not_open(marked: Marked, browsing: Browsing):
    await fill_sheet(marked, await marked.sheet())
    erik = await browsing.as_(marked.cast.erik)
    for path, words in (("/", "for your signature"), ("/", "My next sheet"), ("/sheets", "code-big")):
        assert words in (await erik.get(path)).text
    await end_office(marked, "erik")
    for path in ("/", "/sheets"):
        text = (await erik.get(path)).text
        assert not re.search(r'href="/sheets/|signatures|code-big|My next sheet', text), path


async def test_the_chief_expert_sees_it_on_his_page_and_in_the_teams(marked: Marked, browsing: Browsing):
    chen = await browsing.as_(marked.cast.chen)
    assert "appointment" not in (await chen.get("/")).text
    assert "appointment ended</span>" not in (await chen.get(TEAMS)).text
    await end_office(marked, "mei")
    home = (await chen.get("/")).text
    assert "People in marking teams whose appointment has ended" in home
    assert "Mei (6; appointment ended)" in home
    assert "Erik (6)" in home
    page = (await chen.get(TEAMS)).text
    assert "The appointment of Mei has ended." in page
    assert page.count("appointment ended</span>") == len(marked.forms)
    zh = await browsing.as_(marked.cast.chen, language="zh_CN")
    assert "梅小芳（6，任职已结束）" in (await zh.get("/")).text
    assert "梅小芳的任职已结束" in (await zh.get(TEAMS)).text


async def test_a_team_with_somebody_whose_office_has_ended_is_refused_by_name(marked: Marked, browsing: Browsing):
    await end_office(marked, "mei")
    team, form = [marked.experts[name] for name in ("erik", "li", "mei", "wu")], marked.forms[0]
    chen = await browsing.as_(marked.cast.chen)
    answer = await chen.post(f"{TEAMS}/{form}", data={"marker": [str(each) for each in team], "leader": str(team[0])})
    assert answer.status_code == 422
    assert "The appointment of Mei in this trade has ended" in answer.text
    assert "Mei – appointment ended" in answer.text  # what was typed is kept
    with pytest.raises(UserError) as refused:
        await copy_team(marked.division, form, [marked.forms[1]], by=marked.actor("chen"))
    assert [each.code for each in refused.value.problems] == ["marker_left"]
    await name_team(marked.division, form, [team[0], team[1], team[3]], leader=team[0], by=marked.actor("chen"))
    assert (await chen.get(f"{TEAMS}?edit={form}")).text.count("Mei") == 2  # the notice, and the other team's line: she is not offered


async def test_filling_seats_puts_the_reserve_in_his_place_and_says_what_moved(marked: Marked, browsing: Browsing):
    chen = await browsing.as_(marked.cast.chen)
    nothing = await chen.post(f"{TEAMS}/seats", follow_redirects=True)
    assert "No seat changed hands" in nothing.text
    assert "Every open sheet has its judges" in nothing.text
    await fill_sheet(marked, await marked.sheet())
    await sign_sheets({(await marked.sheet()).id: (await marked.sheet()).position}, by=marked.actor("erik"))
    await end_office(marked, "mei")
    done = await chen.post(f"{TEAMS}/seats", follow_redirects=True)
    assert "5 seats changed hands" in done.text  # six sheets, one of them signed
    names = [each.name_en for each in await markers_of_sheet((await marked.sheet("02")).id)]
    assert names == ["Erik", "Li", "Wu"]
    assert [each.name_en for each in await markers_of_sheet((await marked.sheet()).id)] == ["Erik", "Li", "Mei"]
    await end_office(marked, "wu")
    short = await chen.post(f"{TEAMS}/seats", follow_redirects=True)
    assert "5 open sheets have too few judges" in short.text
    details = await fetch("SELECT details FROM audit_record WHERE event_type = 'marking.seats_filled' ORDER BY at")
    said = [each["details"] for each in details]
    assert [('"seats_moved": 0' in s, '"seats_moved": 5' in s) for s in said] == [
        (True, False), (False, True), (False, True)
    ]  # fmt: skip
    assert '"sheets_short": 5' in said[2]


async def test_what_filling_says_in_the_address_is_read_as_numbers_only(marked: Marked, browsing: Browsing):
    chen = await browsing.as_(marked.cast.chen)
    text = (await chen.get(f"{TEAMS}?moved=<b>&sheets=1&short=0")).text
    assert "changed hands" not in text


def test_a_seat_goes_to_nobody_who_is_in_office_no_more():
    people = [uuid4() for _ in range(4)]
    team = [Marker(each, in_office=place != 1) for place, each in enumerate(people)]
    seating = fill_seats(team, MarkedEntry(), compatriots_allowed=True)
    assert seating.experts == (people[0], people[2], people[3])
    assert [(each.expert, each.ties) for each in seating.skipped] == [(people[1], ("office_ended",))]
    assert fill_seats(team[:3], MarkedEntry()).blocked


async def test_open_tablets_of_moved_seats_are_told_and_no_others(marked: Marked, monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []

    async def listen(*topics: str) -> None:
        told.extend(topics)

    monkeypatch.setattr("judging.marking.actions_seats.announce", listen)
    await refill_seats(marked.division, by=marked.actor("chen"))
    assert told == []
    await end_office(marked, "mei")
    await refill_seats(marked.division, by=marked.actor("chen"))
    sheets = [await marked.sheet(entry, form) for entry in marked.entries for form in (0, 1)]
    assert sorted(told) == sorted(f"sheet:{sheet.id}" for sheet in sheets)
