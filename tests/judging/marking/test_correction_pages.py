"""Corrections on the pages: who gets which form, what is kept, what everybody sees afterwards."""

import re
from uuid import uuid4

import httpx
import pytest

from foundation.database import fetch
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, fill_sheet, make_marked

SIGNATURES = "/events/games/divisions/17/marking/signatures"


@pytest.fixture
async def marked(db: None) -> Marked:
    marked = await make_marked()
    await fill_sheet(marked, await marked.sheet())
    return marked


def form(**changes: str) -> dict[str, str]:
    return {"id": str(uuid4()), "round": "1", "version": "1", "score": "1", "reason": "mistyped", **changes}


async def ask(marked: Marked, client: httpx.AsyncClient, **changes: str) -> httpx.Response:
    sheet = await marked.sheet()
    return await client.post(f"{sheet.href}/aspects/{marked.aspect('A1.3')}/corrections", data=form(**changes))


async def decide(marked: Marked, client: httpx.AsyncClient, decision: str) -> httpx.Response:
    rows = await fetch("SELECT id FROM score_correction ORDER BY at DESC LIMIT 1")
    sheet = await marked.sheet()
    return await client.post(f"{sheet.href}/corrections/{rows[0]['id']}/decision", data={"decision": decision})


async def sheet_text(marked: Marked, browsing: Browsing, name: str, *, plain: bool = False) -> str:
    client = await browsing.as_(getattr(marked.cast, name))
    answer = await client.get((await marked.sheet()).href + ("/plain" if plain else ""))
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("plain", [False, True])
async def test_the_judge_asks_and_each_gets_the_form_that_is_his(marked: Marked, browsing: Browsing, plain: bool):
    for name, offered in (("li", 1), ("mei", 1), ("chen", 0), ("sun", 0), ("rui", 0)):
        text = await sheet_text(marked, browsing, name, plain=plain)
        assert text.count("Correct a keying error in your score") == offered, name
    li = await browsing.as_(marked.cast.li)
    assert (await ask(marked, li)).status_code == 303
    for name, own, others in (("li", 1, 0), ("mei", 0, 1), ("erik", 0, 1), ("chen", 0, 1), ("sun", 0, 0)):
        text = await sheet_text(marked, browsing, name, plain=plain)
        assert text.count("Withdraw the correction") == own, name
        assert text.count("Confirm: 2 becomes 1") == others, name
        assert "waits for a second person" in text or "asks to correct a keying error" in text, name


async def test_after_the_confirmation_both_scores_stand_side_by_side_for_every_reader(
    marked: Marked, browsing: Browsing
):
    await ask(marked, await browsing.as_(marked.cast.li), reason_text="the wrong card")
    assert (await decide(marked, await browsing.as_(marked.cast.mei), "confirmed")).status_code == 303
    for name in ("li", "erik", "chen", "sun", "rui"):
        text = await sheet_text(marked, browsing, name)
        assert re.findall(r'<span class="digit">(\d)</span><span class="who">', text) == ["2", "1", "2"], name
        shown = re.search(r'<div class="correction confirmed">.*?</div></dl>|<div class="correction confirmed">.*?</dl>',
                          text, re.S)  # fmt: skip
        assert shown, name
        assert re.findall(r"<dd>(\d)</dd>", shown.group()) == ["2", "1"]
        assert "Score of Li corrected, confirmed by Mei" in text
        assert "Mistyped · the wrong card" in text


async def test_a_refused_question_keeps_what_was_typed_and_changes_nothing(marked: Marked, browsing: Browsing):
    li = await browsing.as_(marked.cast.li)
    answer = await ask(marked, li, reason="other", score="3")
    assert answer.status_code == 422
    assert "Say in words what the reason is." in answer.text
    assert re.search(r'name="score" value="3" checked', answer.text)
    assert re.search(r'name="reason" value="other" checked', answer.text)
    answer = await ask(marked, li, version="4", reason_text="the wrong card")
    assert answer.status_code == 409
    assert 'value="the wrong card"' in answer.text
    for broken in ({"score": ""}, {"score": "x"}, {"score": "9"}, {"round": "0"}, {"version": "x"}, {"reason": ""}):
        assert (await ask(marked, li, **broken)).status_code == 422, broken
    nothing = (await ask(marked, li, score="")).text
    assert re.search(r'<a href="#field-score">A1\.3 .*Choose the score you meant\.', nothing)
    assert 'id="field-score"' in nothing
    assert await fetch("SELECT 1 FROM score_correction") == []


async def test_whoever_has_no_business_here_is_refused(marked: Marked, browsing: Browsing):
    people = {"olga": 403, "ines": 403, "ada": 404, "paul": 404, "projector": 403, "sun": 403, "rui": 403, "wu": 403}
    for name, status in people.items():
        assert (await ask(marked, await browsing.as_(getattr(marked.cast, name)))).status_code == status, name
    assert (await ask(marked, await browsing.as_(marked.cast.chen))).status_code == 409
    await ask(marked, await browsing.as_(marked.cast.li))
    for name, status in people.items():
        client = await browsing.as_(getattr(marked.cast, name))
        assert (await decide(marked, client, "confirmed")).status_code == status, name
    anonymous = await browsing.anonymous()
    assert (await ask(marked, anonymous)).status_code in (303, 401)
    assert (await decide(marked, await browsing.as_(marked.cast.li), "confirmed")).status_code == 409
    assert (await decide(marked, await browsing.as_(marked.cast.mei), "perhaps")).status_code == 422
    assert await fetch("SELECT 1 FROM correction_decision") == []
    assert len(await fetch("SELECT 1 FROM score_correction")) == 1


async def test_the_read_back_says_what_is_missing_instead_of_the_box(marked: Marked, browsing: Browsing):
    await ask(marked, await browsing.as_(marked.cast.li))
    erik = await browsing.as_(marked.cast.erik)
    text = (await erik.get(SIGNATURES)).text
    assert "a correction of A1.3 waits for a second person" in text
    assert 'name="sheet"' not in text
    sheet = await marked.sheet()
    assert "a correction of A1.3 waits for a second person" in (await erik.get(sheet.href)).text
    answer = await erik.post(SIGNATURES, data={"sheet": f"{sheet.id}:{sheet.position}"})
    assert answer.status_code == 409
    assert "Li’s correction of A1.3 waits for a second person." in answer.text
    assert "Li asks to correct a score on sheet 01" in (await erik.get("/sheets")).text
    await decide(marked, erik, "refused")
    assert 'name="sheet"' in (await erik.get(SIGNATURES)).text
    assert "asks to correct" not in (await erik.get("/sheets")).text


async def test_other_tablets_notice_each_step(marked: Marked, browsing: Browsing):
    """The stamp of the card changes for everybody when a correction is asked, decided, or void."""
    sheet, aspect = await marked.sheet(), str(marked.aspect("A1.3"))
    mei = await browsing.as_(marked.cast.mei)
    stamps = []

    async def stamp() -> None:
        stamps.append((await mei.get(f"{sheet.href}/standing")).json()["cards"][aspect])

    await stamp()
    await ask(marked, await browsing.as_(marked.cast.li))
    await stamp()
    await decide(marked, mei, "confirmed")
    await stamp()
    await ask(marked, await browsing.as_(marked.cast.li), version="2", score="0")
    await stamp()
    await marked.enter(sheet, "li", "A1.1", 0, seen_version=1, reason_code="misread", confirmed=True)
    await stamp()
    assert stamps[3] == stamps[4]
    assert len(set(stamps)) == 4


@pytest.mark.parametrize("decision", ["confirmed", "refused", None])
async def test_the_pages_are_chinese_in_chinese(marked: Marked, browsing: Browsing, decision: str | None):
    await ask(marked, await browsing.as_(marked.cast.li))
    mei = await browsing.as_(marked.cast.mei, language="zh_CN")
    if decision:
        await decide(marked, mei, decision)
    text = (await mei.get((await marked.sheet()).href)).text
    words = {"confirmed": "李建国 的打分已更正，由 梅小芳 确认", "refused": "李建国 提出的更正被 梅小芳 驳回",
             None: "李建国 申请更正录入错误"}  # fmt: skip
    assert words[decision] in text
