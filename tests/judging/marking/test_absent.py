"""W-23: absent is who never started. Whoever has a mark is not; a sheet of somebody absent takes nothing."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from contest.entries.actions import record_status
from foundation.database import fetch
from foundation.problems import UserError
from judging.marking.actions_sheets import hand_in, open_round
from judging.marking.queries_lists import my_sheets
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, make_marked


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_marked()


def address(marked: Marked, entry: str = "01") -> str:
    return f"/events/games/divisions/17/entries/{marked.entries[entry]}"


async def absent(marked: Marked, entry: str = "01") -> None:
    await record_status(marked.entries[entry], "absent", by=marked.actor("chen"))


async def statuses() -> int:
    return (await fetch("SELECT count(*) AS n FROM entry_status"))[0]["n"]


@pytest.mark.parametrize(("number", "observed", "name"), [("A1.1", 0, "li"), ("A1.3", 0, "mei"), ("A1.2", 4, "erik")])
async def test_absent_is_refused_to_whoever_has_a_mark_even_a_nought(
    marked: Marked, browsing: Browsing, number: str, observed: int, name: str
):
    await marked.enter(await marked.sheet(), name, number, observed)
    await marked.enter(await marked.sheet(form=1), "li", "A2.4", 0)
    chen = await browsing.as_(marked.cast.chen)
    answer = await chen.post(f"{address(marked)}/status", data={"status": "absent", "confirm": "01"})
    assert answer.status_code == 422
    assert "This competitor has marks on A1, A2 and did start" in answer.text
    assert 'href="/events/games/divisions/17/marking"' in answer.text
    assert re.search(r'value="absent"[^>]*checked', answer.text)
    assert await statuses() == 0
    with pytest.raises(UserError) as refused:
        await absent(marked)
    assert [each.code for each in refused.value.problems] == ["absent_with_marks"]
    await record_status(marked.entries["01"], "withdrawn", reason="gave up", by=marked.actor("chen"))


async def test_a_mark_taken_back_and_not_attempted_are_no_marks(marked: Marked):
    await marked.enter(await marked.sheet(), "li", "A1.1", 1)
    await marked.enter(await marked.sheet(), "li", "A1.1", None, kind="retracted", seen_version=1)
    await marked.enter(await marked.sheet(), "li", "A1.2", None, kind="not_attempted")
    await absent(marked)
    assert await statuses() == 1


async def test_a_mark_and_absent_at_once_are_never_both_there(marked: Marked):
    for entry in marked.entries:
        sheet = await marked.sheet(entry)
        await asyncio.gather(
            absent(marked, entry), marked.enter(sheet, "li", "A1.1", 1), return_exceptions=True
        )
    marks = {row["entry"] for row in await fetch("SELECT s.entry FROM mark_entry m JOIN sheet s ON s.id = m.sheet")}
    gone = {row["entry"] for row in await fetch("SELECT entry FROM entry_status")}
    assert not marks & gone
    assert marks | gone == set(marked.entries.values())


async def test_the_sheet_of_somebody_absent_offers_no_entry(marked: Marked, browsing: Browsing):
    sheet, li = await marked.sheet(), await browsing.as_(marked.cast.li)
    offered = r'<button(?![^>]*disabled)[^>]*data-(?:score|done|step|not-attempted|hand-in)\b|data-may="1"'
    before = (await li.get(sheet.href)).text
    assert re.search(offered, before)
    assert (await li.get(f"{sheet.href}/standing")).json()["state"] == "open"
    await absent(marked)
    after = (await li.get(sheet.href)).text
    assert "This competitor is absent." in after
    assert not re.search(offered, after)
    assert 'data-state="closed"' in after
    standing = (await li.get(f"{sheet.href}/standing")).json()
    assert (standing["state"], standing["missing"]) == ("closed", 0)
    assert '<form' not in (await li.get(f"{sheet.href}/plain")).text.split('<ol class="aspects">')[1].split("</ol>")[0]
    await record_status(marked.entries["01"], "present", reason="came late", by=marked.actor("chen"))
    assert re.search(offered, (await li.get(sheet.href)).text)
    assert (await li.get(f"{sheet.href}/standing")).json()["state"] == "open"


async def test_nothing_is_handed_in_and_no_round_opened_for_somebody_absent(marked: Marked):
    await absent(marked)
    sheet = await marked.sheet()
    for act in (
        hand_in(sheet, by=marked.actor("li")),
        open_round(sheet, marked.aspect("A1.3"), reason_code="procedure", reason_text=None, by=marked.actor("erik")),
    ):
        with pytest.raises(UserError) as refused:
            await act
        assert [each.code for each in refused.value.problems] == ["entry_absent"]


async def test_whoever_is_present_again_waits_for_marks_again(marked: Marked):
    async def waiting() -> set[str]:
        return {each.entry_number for each in await my_sheets(marked.cast.li) if each.waits}

    await absent(marked)
    assert await waiting() == {"02", "03"}
    await record_status(marked.entries["01"], "present", reason="came late", by=marked.actor("chen"))
    assert await waiting() == {"01", "02", "03"}


async def test_open_tablets_are_told(marked: Marked, monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []

    async def listen(*topics: str) -> None:
        told.extend(topics)

    monkeypatch.setattr("contest.entries.actions.announce", listen)
    await absent(marked)
    for form in (0, 1):
        assert f"sheet:{(await marked.sheet(form=form)).id}" in told
        assert f"sheet:{(await marked.sheet('02', form)).id}" not in told
    assert f"event:{marked.event_id}" in told


async def test_holding_the_sheets_asks_as_often_for_many_marks_as_for_none(
    marked: Marked, counted_queries: Callable[[], Any]
):
    asked = []
    for entry, numbers in (("01", ()), ("02", ("A1.1", "A1.2"))):
        for number in numbers:
            await marked.enter(await marked.sheet(entry), "li", number, 1)
        with counted_queries() as count:
            await record_status(marked.entries[entry], "withdrawn", reason="ill", by=marked.actor("chen"))
        asked.append(count())
    assert asked[0] == asked[1]
