"""The pages and JSON of marking in process: who gets what, and what a judge sends."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from foundation.database import fetch
from foundation.times import now
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, fill_sheet, insert, make_marked

NOBODY = {"olga": 403, "ines": 403, "ada": 404, "paul": 404, "projector": 403}


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_marked()


def mark(aspect: UUID, observed: object, **changes: object) -> dict[str, object]:
    return {"id": str(uuid4()), "aspect": str(aspect), "observed": observed, **changes}


def body(marked: Marked, *marks: dict[str, object], one: bool = False) -> dict[str, object]:
    content: dict[str, object] = {"scheme_version": str(marked.plan.scheme_version), "device": "tablet-1"}
    return {**content, "mark": marks[0]} if one else {**content, "marks": list(marks)}


async def rows() -> int:
    return (await fetch("SELECT count(*) AS n FROM mark_entry"))[0]["n"]


async def test_the_sheet_shows_the_competitor_and_no_name(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    client = await browsing.as_(marked.cast.li)
    answer = await client.get(sheet.href)
    assert answer.status_code == 200, answer.text
    assert "W01" in answer.text
    assert "Competitor 01" not in answer.text
    assert "选手01" not in answer.text
    for text in ("step 0", "step 3", "Finish of the surface", "Hand in"):
        assert text in answer.text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_every_page_of_a_judge_answers(marked: Marked, browsing: Browsing, language: str):
    sheet = await marked.sheet(form=1)
    client = await browsing.as_(marked.cast.erik, language=language)
    for path in ("/sheets", sheet.href, f"{sheet.href}/plain", f"{sheet.href}/standing"):
        answer = await client.get(path)
        assert answer.status_code == 200, (path, answer.text)


async def test_whoever_has_no_business_here_is_refused(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    content = body(marked, mark(marked.aspect("A1.1"), 1))
    for name, status in NOBODY.items():
        client = await browsing.as_(getattr(marked.cast, name))
        assert (await client.get(sheet.href)).status_code == status, name
        assert (await client.post(f"{sheet.href}/marks", json=content)).status_code == status, name
    for name in ("sun", "rui", "chen"):
        client = await browsing.as_(getattr(marked.cast, name))
        assert (await client.get(sheet.href)).status_code == 200, name
        answer = await client.post(f"{sheet.href}/marks", json=content)
        assert answer.status_code == 403 or answer.json()["outcomes"][0]["status"] == 403, name
    wu = await browsing.as_(marked.cast.wu)
    assert (await wu.get(sheet.href)).status_code == 403
    anonymous = await browsing.anonymous()
    assert (await anonymous.get(sheet.href)).status_code == 303
    assert (await anonymous.post(f"{sheet.href}/marks", json=content)).status_code == 401
    assert (await (await browsing.as_(marked.cast.li)).get(f"/sheets/{uuid4()}")).status_code == 404
    assert await rows() == 0


async def test_a_batch_answers_200_with_an_outcome_for_each(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    client = await browsing.as_(marked.cast.li)
    sent = body(
        marked, mark(marked.aspect("A1.1"), "1"), mark(marked.aspect("A1.2"), "９"), mark(marked.aspect("A1.3"), 2)
    )
    answer = await client.post(f"{sheet.href}/marks", json=sent)
    assert answer.status_code == 200
    outcomes = answer.json()["outcomes"]
    assert [each["outcome"] for each in outcomes] == ["saved", "refused", "saved"]
    assert outcomes[0]["mark"] == "1.00"
    assert outcomes[2]["mark"] is None
    assert "hash" not in answer.text
    again = await client.post(f"{sheet.href}/marks", json=sent)
    assert again.json()["outcomes"] == outcomes
    assert await rows() == 2


async def test_a_single_mark_answers_with_its_own_status(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet(form=1)
    client = await browsing.as_(marked.cast.li)
    for typed in ("1,25", "１．２５", " 1.25 "):
        first = mark(marked.aspect("A2.3"), typed, confirmed=True)
        answer = await client.post(f"{sheet.href}/marks", json=body(marked, first, one=True))
        assert answer.status_code in (200, 409), answer.text
    assert answer.status_code == 409
    assert answer.json()["current"] == {"kind": "mark", "version": 1, "observed": "1.25", "mark": "0.00"}
    bad = mark(marked.aspect("A2.3"), "1.2.3", version=1)
    assert (await client.post(f"{sheet.href}/marks", json=body(marked, bad, one=True))).status_code == 422
    far = mark(marked.aspect("A2.3"), "5000", version=1)
    answer = await client.post(f"{sheet.href}/marks", json=body(marked, far, one=True))
    assert (answer.status_code, answer.json()["outcome"]) == (422, "ask")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"marks": []}',
        b'{"scheme_version": "x"}',
        b"\xff\xfe",
        b'{"scheme_version": null, "marks": 5}',
    ],
)
async def test_a_broken_request_is_refused_and_changes_nothing(marked: Marked, browsing: Browsing, content: bytes):
    sheet = await marked.sheet()
    client = await browsing.as_(marked.cast.li)
    answer = await client.post(f"{sheet.href}/marks", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "marks_unreadable"
    assert await rows() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"observed": 1.5}, {"observed": True}, {"observed": [1]}, {"round": 0}, {"version": -1}, {"id": "1"},
        {"at": "2026-01-01T00:00:00"}, {"at": "0001-01-01T00:00:00+14:00"}, {"kind": "scheme"},
        {"reason": "x" * 99}, {"round": 10**9},
    ],
)  # fmt: skip
async def test_odd_fields_are_refused(marked: Marked, browsing: Browsing, change: dict[str, object]):
    sheet = await marked.sheet()
    client = await browsing.as_(marked.cast.li)
    sent = {**mark(marked.aspect("A1.1"), 1), **change}
    answer = await client.post(f"{sheet.href}/marks", json=body(marked, sent))
    assert answer.status_code == 422, answer.text
    assert await rows() == 0


async def test_an_expired_session_says_so_and_keeps_nothing(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    client = await browsing.as_(marked.cast.li)
    sent = body(marked, mark(marked.aspect("A1.1"), 1))
    await fetch("UPDATE session SET expires_at = now() - interval '1 minute'")
    answer = await client.post(f"{sheet.href}/marks", json=sent)
    assert answer.status_code == 401
    assert answer.json()["problems"][0]["code"] == "sign_in_needed"
    assert await rows() == 0
    again = await browsing.as_(marked.cast.li)
    assert (await again.post(f"{sheet.href}/marks", json=sent)).json()["outcomes"][0]["outcome"] == "saved"


async def test_without_csrf_nothing_is_saved(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    client = await browsing.as_(marked.cast.li)
    del client.headers["x-csrftoken"]
    answer = await client.post(f"{sheet.href}/marks", json=body(marked, mark(marked.aspect("A1.1"), 1)))
    assert answer.status_code == 403
    assert await rows() == 0


async def test_the_plain_form_enters_and_keeps_what_was_typed(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet(form=1)
    client = await browsing.as_(marked.cast.li)
    typed = {"aspect": str(marked.aspect("A2.3")), "observed": "98,5x", "version": "0", "round": "1",
             "scheme_version": str(marked.plan.scheme_version), "id": str(uuid4())}  # fmt: skip
    answer = await client.post(f"{sheet.href}/marks", data=typed)
    assert answer.status_code == 422
    assert "98,5x" in answer.text
    answer = await client.post(f"{sheet.href}/marks", data={**typed, "observed": "98,5"})
    assert answer.status_code == 303, answer.text
    assert (await client.post(f"{sheet.href}/marks", data={**typed, "observed": "98,5"})).status_code == 303
    assert await rows() == 1


async def test_the_preview_is_the_rule_of_the_server(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet(form=1)
    client = await browsing.as_(marked.cast.li)
    found = await client.get(f"{sheet.href}/preview", params={"aspect": str(marked.aspect("A2.3")), "observed": "108"})
    assert found.json() == {"mark": "2.00", "warnings": []}
    far = await client.get(f"{sheet.href}/preview", params={"aspect": str(marked.aspect("A2.3")), "observed": "5000"})
    assert [each["code"] for each in far.json()["warnings"]] == ["far_outside_ranges"]
    judged = await client.get(f"{sheet.href}/preview", params={"aspect": str(marked.aspect("A2.1")), "observed": "2"})
    assert judged.status_code == 422
    assert await rows() == 0


async def test_my_sheets_say_what_waits(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    client = await browsing.as_(marked.cast.li)
    text = (await client.get("/sheets")).text
    assert "5 sheets wait" not in text
    assert "2 sheets wait" in text
    assert "Entered" not in text
    assert "Show the 1 finished sheet as well" in text
    assert "Entered" in (await client.get("/sheets?day=1&whole=1")).text
    assert "3 sheets wait" in (await client.get("/sheets?day=2")).text
    assert "ready for your signature" not in text
    leader = (await (await browsing.as_(marked.cast.erik)).get("/sheets")).text
    assert "1 sheet of 17 is ready for your signature" in leader
    assert "/events/games/divisions/17/marking/signatures" in leader
    assert (await (await browsing.as_(marked.cast.wu)).get("/sheets")).text.count("code-big") == 0


async def test_the_read_back_asks_as_often_for_three_sheets_as_for_one(
    marked: Marked, browsing: Browsing, counted_queries: Callable[[], Any]
):
    client = await browsing.as_(marked.cast.erik)
    path = "/events/games/divisions/17/marking/signatures"
    asked = []
    for entries in (["01"], ["02", "03"]):
        for entry in entries:
            await fill_sheet(marked, await marked.sheet(entry))
        with counted_queries() as count:
            text = (await client.get(path)).text
        asked.append((text.count('name="sheet"'), count()))
        assert "checked" not in text
    assert asked == [(1, 13), (3, 13)]


async def test_the_marking_page_counts_only_entries_that_owe_marks(marked: Marked, browsing: Browsing):
    chen = await browsing.as_(marked.cast.chen)
    expected = sum([(await marked.sheet("01", form)).expected for form in (0, 1)])
    path = "/events/games/divisions/17/marking"
    assert f"0 of {3 * expected}" in (await chen.get(path)).text
    for entry, status in (("02", "absent"), ("03", "withdrawn")):
        await insert(
            "entry_status", entry=marked.entries[entry], position=1, status=status, reason="", by=marked.cast.chen,
            at=now(),
        )  # fmt: skip
    text = (await chen.get(path)).text
    assert f"0 of {expected}" in text
    assert f"0 of {3 * expected}" not in text
