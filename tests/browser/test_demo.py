"""The demo's promise: three experts mark the last sheet on three tablets, and the Chief Expert sees the rank move."""

import re
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

import demo
from demo_content.event import actor
from demo_content.start import read_start
from foundation.database import owner_connection
from foundation.times import now
from tests.browser.conftest import Hall

pytestmark = pytest.mark.browser

MARKERS = ("erik", "li", "mei")
ENTRY = "04"


async def account(name: str) -> UUID:
    found = (await actor(name)).account_id
    assert found is not None
    return found


async def row_of(page: Page, number: str) -> list[str]:
    """The cells of an entry in the ranked table, texts without blanks."""
    for row in await page.locator("table tbody tr").all():
        cells = [re.sub(r"\s", "", text) for text in await row.locator("th, td").all_inner_texts()]
        if number in cells[:3]:
            return cells
    raise AssertionError(number)


def card(page: Page, number: str):
    return page.locator(f"[data-number='{number}']")


async def enter_value(page: Page, number: str, keys: str) -> None:
    await card(page, number).locator("[data-value]").click()
    for key in [*keys, "done"]:
        await page.locator(f"[data-pad] [data-key='{key}']").click()


async def test_three_tablets_mark_the_last_sheet_and_the_rank_moves(hall: Hall):
    async with owner_connection() as connection:
        await demo.build(connection, ("setup", "marking"), at_most=6)
    start = await read_start(demo.code_end(now()))
    paths = {each.code: each.path for each in start.tries if each.where.startswith("17")}

    chief = await (await hall.tablet(await account("chen"), width=1280, height=800)).new_page()
    await chief.goto(paths["results"])
    before = await row_of(chief, ENTRY)

    pages = {}
    for name in MARKERS:
        pages[name] = await (await hall.tablet(None)).new_page()
        secret = next(person.secret for person in start.people if person.user_name == name)
        await pages[name].goto(f"/sign-in/code/{secret}")
        await pages[name].locator("main form button").first.click()
        await pages[name].wait_for_load_state()
        await pages[name].goto(paths["sheet"])
    await card(pages["erik"], "E1.1").locator("[data-done='1']").click()
    await enter_value(pages["erik"], "E1.2", "100")
    await enter_value(pages["erik"], "E1.3", "0")
    for number in ("E1.1", "E1.2", "E1.3"):
        await expect(card(pages["erik"], number)).to_have_attribute("data-version", "1", timeout=60000)
    for number in ("E1.4", "E1.5"):
        for page in pages.values():
            await card(page, number).locator("[data-score='3']").click()
    for number in ("E1.4", "E1.5"):
        digits = card(pages["mei"], number).locator(".revealed .digit")
        await expect(digits).to_have_text(["3", "3", "3"], timeout=60000)

    await expect(chief.locator("main")).not_to_contain_text("30 / 31", timeout=60000)
    after = await row_of(chief, ENTRY)
    assert int(after[0]) < int(before[0])
    assert after != before
