"""Locking: what a day still lacks, refusals that name the sheets, and words after every act."""

from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

import judging.marking.phrases  # noqa: F401  # registers the words
from foundation.language import in_language
from foundation.phrases import sentence
from foundation.problems import Place, Problem
from judging.marking.locking import SEVERAL, by_sub_criterion, days_to_lock
from judging.marking.plan import SheetPlan
from judging.marking.sheet_states import SheetState
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, fill_sheet, make_marked


@dataclass(frozen=True)
class Sheet:
    day: int | None
    state: SheetState


FIRST, SECOND = (SheetPlan(uuid4(), code, code, "A", "A", 1, (), {}) for code in ("A10", "A2"))
NUMBERS = {uuid4(): number for number in ("10", "9", "11")}
TEN, NINE, GONE = NUMBERS


def refused(number: str, code: str = "sheet_not_signed", form: str = "A2") -> Problem:
    return Problem(code, place=Place(sheet=number, column=form))


def test_a_day_says_whom_it_waits_for_and_how_many_sheets_it_locks():
    sheets = {
        (TEN, FIRST.id): Sheet(1, "open"), (NINE, FIRST.id): Sheet(1, "entered"), (NINE, SECOND.id): Sheet(1, "signed"),
        (TEN, SECOND.id): Sheet(2, "signed"), (GONE, SECOND.id): Sheet(2, "open"), (GONE, FIRST.id): Sheet(3, "locked"),
    }  # fmt: skip
    one, two = days_to_lock([FIRST, SECOND], NUMBERS, sheets, excused=[GONE])
    assert (one.day, one.ready, one.waiting, one.missing) == (1, 1, (("A10", "9, 10"),), 2)
    assert (two.day, two.ready, two.waiting, two.missing) == (2, 1, (), 0)
    assert days_to_lock([SECOND], NUMBERS, sheets)[1].waiting == (("A2", "11"),)


def test_many_refusals_are_one_sentence_with_the_sheets_in_it():
    told = by_sub_criterion([*(refused(str(number)) for number in range(40, 0, -1)), refused("7", form="A3")])
    assert [each.code for each in told] == ["sheets_not_signed", "sheet_not_signed"]
    with in_language("en"):
        assert sentence(told[0]).startswith("A2: 40 sheets are not signed: 1, 2, 3, ")
        assert sentence(told[0]).endswith(", 24, …")
    assert told[1].place == Place(sheet="7", column="A3")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("code", SEVERAL)
def test_every_refusal_of_several_sheets_has_words(code: str, language: str):
    (told,) = by_sub_criterion([refused("1", code), refused("2", code)])
    with in_language(language):
        assert "A2" in sentence(told)
        assert "1, 2" in sentence(told)


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_marked()


async def english(browsing: Browsing, account: object) -> httpx.AsyncClient:
    client = await browsing.as_(account)  # type: ignore[arg-type]
    client.cookies.set("touchstone_language", "en")
    await client.post("/language", data={"language": "en", "back": "/"})
    return client


def address(marked: Marked) -> str:
    return f"/events/{marked.event_code}/divisions/{marked.division.slug}/marking"


async def sign(marked: Marked, client: httpx.AsyncClient) -> httpx.Response:
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    position = (await marked.sheet()).position
    return await client.post(f"{address(marked)}/signatures", data={"sheet": f"{sheet.id}:{position}"})


async def test_signing_and_locking_say_how_many_and_a_refusal_names_the_sheets(marked: Marked, browsing: Browsing):
    erik, chen = await english(browsing, marked.cast.erik), await english(browsing, marked.cast.chen)
    signed = await sign(marked, erik)
    assert "Sheets signed: 1." in (await erik.get(signed.headers["location"])).text
    page = (await chen.get(address(marked))).text
    assert "Lock the 1 signed sheet<" in page
    assert "Day C1 cannot be locked yet" in page
    assert "Lock the 1 sheet of day" not in page
    refused_day = await chen.post(f"{address(marked)}/locks", data={"scope": "day", "day": "1"})
    assert refused_day.status_code == 409
    assert "A1: 2 sheets are not signed: 02, 03" in refused_day.text
    locked = await chen.post(f"{address(marked)}/locks", data={"scope": "all"})
    assert "Sheets locked: 1." in (await chen.get(locked.headers["location"])).text


async def test_signing_nothing_says_what_to_do(marked: Marked, browsing: Browsing):
    erik = await english(browsing, marked.cast.erik)
    await fill_sheet(marked, await marked.sheet())
    answer = await erik.post(f"{address(marked)}/signatures", data={})
    assert answer.status_code == 422
    assert "Tick at least one sheet" in answer.text


async def test_an_answered_form_knows_the_address_of_its_page(marked: Marked, browsing: Browsing):
    erik = await english(browsing, marked.cast.erik)
    page = f"{address(marked)}/signatures"
    answer = await erik.post(page, data={}, headers={"referer": f"http://hall.test{page}?sheet=x"})
    assert f'data-own-address="{page}?sheet=x"' in answer.text
    assert "data-own-address" not in (await erik.get(page)).text


async def test_reopening_without_a_reason_leads_to_the_reasons(marked: Marked, browsing: Browsing):
    erik, chen = await english(browsing, marked.cast.erik), await english(browsing, marked.cast.chen)
    await sign(marked, erik)
    sheet = await marked.sheet()
    answer = await chen.post(f"{sheet.href}/reopenings", data={})
    assert answer.status_code in (409, 422)
    assert '<a href="#field-reason">Reason: Give a reason.</a>' in answer.text
    assert 'id="field-reason"' in answer.text
    opened = await chen.post(f"{sheet.href}/reopenings", data={"reason": "keying_error"})
    assert "The sheet is open again." in (await chen.get(opened.headers["location"])).text
