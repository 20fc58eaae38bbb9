"""A score keyed wrongly: asked for on one tablet, confirmed on another, side by side on all; keys score nothing."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from foundation.database import fetch
from tests.browser.conftest import Hall
from tests.browser.test_marking import card, open_sheet, shoot
from tests.judging.marking.factories import Marked, fill_sheet, make_marked

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def marked(hall: Hall) -> Marked:
    return await make_marked(entries=3, code="corrections")


async def test_a_correction_goes_from_tablet_to_tablet(hall: Hall, marked: Marked):
    sheet = await marked.sheet("01")
    await fill_sheet(marked, sheet)
    li = await open_sheet(await hall.tablet(marked.cast.li, language="en"), sheet)
    mei = await open_sheet(await hall.tablet(marked.cast.mei, language="zh_CN"), sheet)
    mine, theirs = card(li, marked, "A1.3"), card(mei, marked, "A1.3")
    await mine.get_by_text("Correct a keying error in your score").click()
    await mine.get_by_label("0", exact=True).check()
    await mine.get_by_label("Wrong competitor").check()
    await mine.get_by_label(re.compile("In words")).fill("card 3 instead of card 2")
    await shoot(li, "correction-ask")
    await mine.get_by_role("button", name="Ask for the correction").click()
    await expect(mine.get_by_text("Your correction waits for a second person")).to_be_visible()
    await expect(theirs.get_by_role("button", name="确认：2 更正为 0")).to_be_visible(timeout=8000)
    await shoot(mei, "correction-confirm")
    await theirs.get_by_role("button", name="确认：2 更正为 0").click()
    for shown in (mine, theirs):
        await expect(shown.locator(".revealed .digit")).to_have_text(["2", "0", "2"], timeout=8000)
        await expect(shown.locator(".correction.confirmed dd")).to_have_text(["2", "0"])
        await expect(shown.locator(".spread-say")).to_be_visible()
    await shoot(li, "correction-done")


async def test_keys_in_the_form_of_a_card_score_nothing_and_the_form_is_not_taken_away(hall: Hall, marked: Marked):
    """A spread is open, so that 0 to 3 would score the next round; the others go on meanwhile."""
    sheet = await marked.sheet("02")
    for name, score in (("erik", 0), ("li", 2), ("mei", 2)):
        await marked.enter(sheet, name, "A1.3", score)
    page = await open_sheet(await hall.tablet(marked.cast.li, width=1280, height=800, language="en"), sheet)
    mine = card(page, marked, "A1.3")
    await mine.get_by_text("Correct a keying error in your score").click()
    words = mine.get_by_label(re.compile("In words"))
    await words.press_sequentially("3 and 1")
    await marked.enter(sheet, "mei", "A1.3", 1, round=2)
    await page.wait_for_timeout(2500)
    await expect(words).to_have_value("3 and 1")
    rows = await fetch("SELECT 1 FROM mark_entry WHERE sheet = $1 AND judge = $2 AND round = 2", sheet.id, marked.cast.li)
    assert rows == []
    await words.blur()
    await marked.enter(sheet, "erik", "A1.3", 1, round=2)
    await expect(mine.get_by_text("Correct a keying error in your score")).to_have_count(0, timeout=8000)
