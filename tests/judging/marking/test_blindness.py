"""Blind until all are in: every byte of every answer a judge can get is read (W-10).

The scores of the others are chosen so that nothing else on the page can look like them: the descriptor texts
and the judge's own buttons are the same whatever the others scored, so two worlds that differ in the others'
scores alone must answer byte for byte the same."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from foundation.database import fetch
from judging.marking.queries import get_sheet
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, make_marked, mark_of, name_teams

# What differs between two answers to the same request anyway: ids, times, tokens.
NOISE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?\S*"
)
DIVISION = "/events/games/divisions/17"


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_marked()


async def answers(
    client: httpx.AsyncClient, marked: Marked, *, post: bool = True
) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Every GET and POST of marking that touches the sheet, by anybody."""
    sheet = await marked.sheet()
    aspect = marked.aspect("A1.3")
    pages = [
        "/", "/sheets", sheet.href, f"{sheet.href}/plain", f"{sheet.href}/standing", f"{sheet.href}/aspects/{aspect}",
        f"{sheet.href}/preview?aspect={aspect}&observed=1", f"{DIVISION}/marking", f"{DIVISION}/teams",
        f"{DIVISION}/marking/signatures", f"{DIVISION}/marking/signatures?sheet={sheet.id}", f"{DIVISION}/results",
    ]  # fmt: skip
    for path in pages:
        yield f"GET {path}", await client.get(path)
        yield f"GET {path} as fragment", await client.get(path, headers={"hx-request": "true"})
    if not post:
        return
    version = str(marked.plan.scheme_version)
    fields = {"aspect": str(aspect), "observed": "9", "scheme_version": version, "id": str(uuid4())}
    for changes in (
        {},
        {"version": 5},
        {"round": 2},
        {"kind": "not_attempted", "observed": None},
        {"kind": "retracted"},
    ):
        mark = {"id": str(uuid4()), "aspect": str(aspect), "observed": "9", **changes}
        for content in ({"mark": mark}, {"marks": [mark]}):
            yield (
                f"POST {content}",
                await client.post(f"{sheet.href}/marks", json={"scheme_version": version, **content}),
            )
    yield "POST plain", await client.post(f"{sheet.href}/marks", data=fields)
    yield "POST plain stale", await client.post(f"{sheet.href}/marks", data={**fields, "version": "7", "observed": "1"})
    reason = {"reason": "procedure"}
    yield "POST round", await client.post(f"{sheet.href}/aspects/{aspect}/rounds", data=reason)
    yield "POST reopening", await client.post(f"{sheet.href}/reopenings", data=reason)
    facts = await get_sheet(sheet.id)
    signed = {"sheet": f"{sheet.id}:{facts.position}"}
    yield "POST signature", await client.post(f"{DIVISION}/marking/signatures", data=signed)
    yield "POST lock", await client.post(f"{DIVISION}/marking/locks", data={"scope": "day", "day": "1"})


async def world(marked: Marked, browsing: Browsing, scores: tuple[int, int], name: str) -> list[tuple[str, int, str]]:
    """What ``name`` can read while Erik and Li have scored and Mei has not; everything is undone afterwards."""
    await fetch("SAVEPOINT world")
    sheet = await marked.sheet()
    for judge, score in zip(("erik", "li"), scores, strict=True):
        await marked.enter(sheet, judge, "A1.3", score)
    client = await browsing.as_(getattr(marked.cast, name))
    found = []
    async for label, answer in answers(client, marked):
        text = NOISE.sub("·", answer.text) + NOISE.sub("·", str(sorted(answer.headers.items())))
        found.append((NOISE.sub("·", label), answer.status_code, re.sub(r"csrftoken=\S+", "", text)))
    await fetch("ROLLBACK TO world")
    return found


def difference(one: str, two: str) -> str:
    """Where two answers part, with what stands around it; empty when they are the same."""
    if one == two:
        return ""
    place = next(
        (i for i, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), min(len(one), len(two))
    )
    return f"{one[max(0, place - 80) : place + 80]!r} instead of {two[max(0, place - 80) : place + 80]!r}"


@pytest.mark.parametrize("name", ["mei", "wu", "chen", "sun", "rui", "olga", "ines"])
async def test_two_worlds_that_differ_in_hidden_scores_alone_answer_the_same(
    marked: Marked, browsing: Browsing, name: str
):
    one = await world(marked, browsing, (0, 3), name)
    two = await world(marked, browsing, (2, 1), name)
    assert [each[0] for each in one] == [each[0] for each in two]
    for (label, status, text), (_, other_status, other) in zip(one, two, strict=True):
        assert status == other_status, label
        assert difference(text, other) == "", label


async def test_a_judge_reads_his_own_score_and_no_other(marked: Marked, browsing: Browsing):
    one = await world(marked, browsing, (2, 0), "erik")
    two = await world(marked, browsing, (2, 3), "erik")
    assert [each[1:] for each in one] == [each[1:] for each in two]
    text = next(text for label, _, text in one if label.startswith("GET /sheets/·") and "standing" not in label)
    assert 'data-score="2" aria-pressed="true"' in text


async def test_the_third_score_reveals_all_three_side_by_side(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    for judge, score in (("erik", 2), ("li", 1)):
        await marked.enter(sheet, judge, "A1.3", score)
    mei = await browsing.as_(marked.cast.mei)
    before = (await mei.get(sheet.href)).text
    assert 'class="revealed"' not in before
    assert before.count("has scored") == 2
    await marked.enter(sheet, "mei", "A1.3", 2)
    after = (await mei.get(sheet.href)).text
    assert re.findall(r'<span class="digit">(\d)</span><span class="who">', after) == ["2", "1", "2"]
    assert "1.67" in after


async def test_a_second_round_is_blind_again_and_the_first_stays_readable(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    for judge, score in (("erik", 0), ("li", 2), ("mei", 3)):
        await marked.enter(sheet, judge, "A1.3", score)
    mei = await browsing.as_(marked.cast.mei)
    texts = []
    for score in (1, 3):
        await fetch("SAVEPOINT round")
        await marked.enter(sheet, "erik", "A1.3", score, round=2)
        texts.append(NOISE.sub("·", (await mei.get(sheet.href)).text))
        await fetch("ROLLBACK TO round")
    assert texts[0] == texts[1]
    assert re.findall(r'<span class="digit">(\d)</span><span class="who">', texts[0]) == ["0", "2", "3"]


async def test_totals_leave_hidden_scores_out(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "erik", "A1.3", 3)
    await marked.enter(sheet, "li", "A1.3", 3)
    assert await mark_of(sheet) is None


async def test_a_new_holder_of_a_seat_does_not_learn_what_was_scored_there(marked: Marked, browsing: Browsing):
    texts = []
    for score in (0, 3):
        await fetch("SAVEPOINT seat")
        sheet = await marked.sheet()
        await marked.enter(sheet, "li", "A1.3", score)
        await name_teams(marked, "erik", "wu", "mei")
        wu = await browsing.as_(marked.cast.wu)
        texts.append(NOISE.sub("·", (await wu.get(sheet.href)).text))
        outcome = await marked.enter(sheet, "wu", "A1.3", 2)
        assert (outcome.version, outcome.mark) == (2, None)  # taken over without a word about the score before
        texts[-1] += NOISE.sub("·", (await wu.get(sheet.href)).text)
        await fetch("ROLLBACK TO seat")
    assert texts[0] == texts[1]
