"""Three judges on three tablets, a spread, a lost network, a conflict; the team leader signs."""

import os
import re
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, Route, expect

from foundation.database import fetch
from judging.marking.queries import SheetFacts, get_sheet
from tests.browser.conftest import Hall
from tests.judging.marking.factories import Marked, fill_sheet, make_marked

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("TOUCHSTONE_SHOTS")


@pytest_asyncio.fixture(scope="module")
async def marked(hall: Hall) -> Marked:
    return await make_marked(entries=6)


async def shoot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=False)


async def open_sheet(context: BrowserContext, sheet: SheetFacts) -> Page:
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    await page.goto(sheet.href)
    await expect(page.locator(".sheet-top .competitor")).to_contain_text(sheet.entry_number)
    return page


def card(page: Page, marked: Marked, number: str):
    return page.locator(f"#aspect-{marked.aspect(number)}")


async def saved(page: Page, marked: Marked, number: str) -> None:
    await expect(card(page, marked, number)).to_have_attribute("data-state", "saved", timeout=8000)


async def entries(sheet: SheetFacts) -> list[tuple[object, ...]]:
    rows = await fetch("SELECT seat, round, version, observed FROM mark_entry WHERE sheet = $1 ORDER BY position", sheet.id)
    return [tuple(row.values()) for row in rows]


async def test_three_judges_mark_a_competitor_and_the_leader_signs(hall: Hall, marked: Marked):
    sheet = await marked.sheet("01")
    pages = {}
    for name in ("erik", "li", "mei"):
        context = await hall.tablet(getattr(marked.cast, name), language="en")
        pages[name] = await open_sheet(context, sheet)
    li = pages["li"]
    await card(li, marked, "A1.1").locator("[data-done='1']").click()
    await expect(card(li, marked, "A1.1").locator("[data-mark]")).to_have_text("1.00")
    await saved(li, marked, "A1.1")
    for _ in range(2):
        await card(li, marked, "A1.2").locator("[data-step='1']").click()
    await expect(card(li, marked, "A1.2").locator("[data-mark]")).to_have_text("1.00")
    await saved(li, marked, "A1.2")
    await expect(card(pages["mei"], marked, "A1.2").locator("[data-count]")).to_have_value("2", timeout=8000)
    for name, score in (("erik", 0), ("li", 2)):
        await card(pages[name], marked, "A1.3").locator(f"[data-score='{score}']").click()
        await saved(pages[name], marked, "A1.3")
    mei = card(pages["mei"], marked, "A1.3")
    await expect(mei.locator(".waiting")).to_contain_text("has scored", timeout=8000)
    await expect(mei.locator(".revealed")).to_have_count(0)
    await shoot(pages["mei"], "blind")
    await mei.locator("[data-score='3']").click()
    for page in pages.values():
        await expect(card(page, marked, "A1.3").locator(".spread-say")).to_be_visible(timeout=8000)
        await expect(card(page, marked, "A1.3").locator(".revealed .digit")).to_have_text(["0", "2", "3"])
    await shoot(pages["mei"], "spread")
    for name, score in (("erik", 1), ("li", 2), ("mei", 2)):
        await card(pages[name], marked, "A1.3").locator(f"[data-score='{score}']").click()
    for page in pages.values():
        await expect(card(page, marked, "A1.3").locator(".revealed .digit")).to_have_text(["1", "2", "2"], timeout=10000)
    await expect(li.locator("[data-subtotal]")).to_have_text("3.67")
    await shoot(li, "done")
    await sign(pages["erik"])
    assert (await get_sheet(sheet.id)).state == "signed"
    await expect(li.locator("text=The sheet is signed")).to_be_visible(timeout=8000)


async def sign(page: Page) -> None:
    await page.reload()
    await page.get_by_role("link", name=re.compile("Read back and sign")).click()
    await expect(page.locator("tfoot")).to_contain_text("3.67")
    await shoot(page, "sign")
    box = page.get_by_role("checkbox", name=re.compile("Read back: sign"))
    await expect(box).not_to_be_checked()
    await box.check()
    await page.get_by_role("button", name="Sign the sheets chosen").click()
    await expect(page.locator("text=Nothing to sign now")).to_be_visible()


async def test_the_pad_takes_a_value_and_a_tap_is_taken_back(hall: Hall, marked: Marked):
    sheet = await marked.sheet("02", 1)
    page = await open_sheet(await hall.tablet(marked.cast.li, language="en"), sheet)
    value = card(page, marked, "A2.3")
    await value.locator("[data-value]").click()
    for key in "108.5":
        await page.locator(f"[data-pad] [data-key='{key}']").click()
    await expect(value.locator("[data-mark]")).to_have_text("2.00", timeout=5000)
    await shoot(page, "pad")
    await page.locator("[data-pad] [data-key='done']").click()
    await saved(page, marked, "A2.3")
    score = card(page, marked, "A2.1").locator("[data-score='2']")
    await score.click()
    await page.wait_for_timeout(700)
    await score.click()
    await expect(score).to_have_attribute("aria-pressed", "false")
    await expect(card(page, marked, "A2.1").locator("[data-note]")).to_have_text("taken back")
    await page.wait_for_timeout(1800)
    assert await entries(sheet) == [(0, 1, 1, 108.5)]
    deduct = card(page, marked, "A2.4")
    await deduct.locator("[data-step='1']").click(click_count=2)
    await expect(deduct.locator("[data-deduction-reasons]")).to_be_visible()
    await expect(deduct).to_have_attribute("data-state", "needs", timeout=4000)
    assert len(await entries(sheet)) == 1
    await deduct.get_by_role("button", name="Damage").click()
    await saved(page, marked, "A2.4")
    await expect(deduct.locator("[data-mark]")).not_to_have_text("2.00")
    await deduct.locator("[data-step='1']").click()  # one more for the reason that stands chosen
    await expect(deduct).to_have_attribute("data-own", "3", timeout=4000)
    await saved(page, marked, "A2.4")


async def test_a_double_tap_is_one_tap(hall: Hall, marked: Marked):
    sheet = await marked.sheet("05", 1)
    page = await open_sheet(await hall.tablet(marked.cast.li, language="en"), sheet)
    score = card(page, marked, "A2.1").locator("[data-score='2']")
    await score.click()
    await page.wait_for_timeout(150)
    await score.click()
    await expect(score).to_have_attribute("aria-pressed", "true")
    await saved(page, marked, "A2.1")
    assert [row[3] for row in await entries(sheet)] == [2]


async def test_what_is_no_number_is_said_at_once_and_not_entered(hall: Hall, marked: Marked):
    sheet = await marked.sheet("04", 1)
    page = await open_sheet(await hall.tablet(marked.cast.li, width=1280, height=800, language="en"), sheet)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/preview" in request.url else None)
    value = card(page, marked, "A2.3")
    field, note = value.locator("[data-value]"), value.locator("[data-note]")
    for text in ("8.5.5", "abc", "1e3", "1,234", "9999999999"):
        await field.fill(text)
        await expect(note).to_contain_text(text)
        await expect(value).to_have_attribute("data-state", "missing")
    await page.wait_for_timeout(500)
    assert asked == []
    pad = await page.locator("[data-pad]").bounding_box()
    foot = await page.locator(".sheet-foot").bounding_box()
    assert pad is not None and foot is not None
    assert pad["y"] > 0
    assert pad["y"] + pad["height"] <= foot["y"]
    await shoot(page, "no-number")
    await field.fill("5000")
    await expect(value.locator("[data-mark]")).to_have_text("0.00")
    assert len(asked) == 1
    await expect(note).to_be_hidden()  # no warning before the number is entered
    await field.press("Enter")
    await expect(value.locator("[data-ask-text]")).to_contain_text("far outside", timeout=5000)
    await expect(value).to_have_attribute("data-state", "needs")
    assert (await value.inner_text()).count("far outside") == 1
    await shoot(page, "asked")
    assert await entries(sheet) == []


async def test_a_tap_is_sent_when_the_page_is_left(hall: Hall, marked: Marked):
    sheet = await marked.sheet("03", 1)
    page = await open_sheet(await hall.tablet(marked.cast.li, language="en"), sheet)
    page.on("dialog", lambda dialog: dialog.accept())
    await card(page, marked, "A2.1").locator("[data-score='3']").click()
    await page.reload()
    await saved(page, marked, "A2.1")
    assert [row[3] for row in await entries(sheet)] == [3]


async def test_after_a_lost_connection_the_page_is_asked_for_again(hall: Hall, marked: Marked):
    sheet = await marked.sheet("01", 1)
    context = await hall.tablet(marked.cast.li, language="en")
    page = await open_sheet(context, sheet)
    await context.set_offline(True)
    await expect(page.locator("[data-connection]")).to_have_attribute("data-state", "offline")
    score = card(page, marked, "A2.1").locator("[data-score='1']")
    await score.click()
    await expect(card(page, marked, "A2.1")).to_have_attribute("data-state", "kept")
    await expect(page.locator("[data-kept]")).to_have_text("1")
    await page.wait_for_timeout(2200)
    await score.click()
    await marked.enter(sheet, "mei", "A2.3", 100)
    await shoot(page, "not-sent")
    await context.set_offline(False)
    await saved(page, marked, "A2.1")
    await saved(page, marked, "A2.3")
    await expect(page.locator("[data-kept]")).to_have_text("0")
    assert sorted(row[3] for row in await entries(sheet)) == [1, 100]
    await page.locator("[data-hand-in]").click()
    await expect(page.locator("[data-missing-list] li")).to_have_count(2)
    await shoot(page, "hand-in")


async def test_the_keyboard_alone_is_enough(hall: Hall, marked: Marked):
    sheet = await marked.sheet("03")
    page = await open_sheet(await hall.tablet(marked.cast.mei, width=1280, height=800, language="en"), sheet)
    await card(page, marked, "A1.1").locator("[data-done='1']").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(card(page, marked, "A1.2").locator("[data-count]")).to_be_focused()
    await page.keyboard.press("Enter")  # nothing is typed: it goes on and enters nothing
    await page.keyboard.press("3")
    await saved(page, marked, "A1.3")
    await saved(page, marked, "A1.1")
    await shoot(page, "desktop")
    assert sorted(row[3] for row in await entries(sheet)) == [1, 3]


async def test_what_the_network_loses_stays_and_is_sent_once(hall: Hall, marked: Marked):
    sheet = await marked.sheet("04")
    context = await hall.tablet(marked.cast.li, language="en")
    page = await open_sheet(context, sheet)
    lost = 0

    async def lose_answer(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost == 1:
            await route.abort()
        elif lost == 2:
            await route.fetch()  # the server takes it, the answer is lost
            await route.abort()
        elif lost == 3:
            await route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to the venue WiFi</h1>")
        elif lost == 4:
            await route.fulfill(status=200, content_type="application/json", body='{"outcomes": []}')
        else:
            await route.continue_()

    await page.route("**/marks", lose_answer)
    yes = card(page, marked, "A1.1").locator("[data-done='1']")
    await yes.click()
    await expect(card(page, marked, "A1.1")).to_have_attribute("data-state", "kept", timeout=5000)
    await expect(page.locator("[data-connection]")).to_have_attribute("data-state", "offline", timeout=5000)
    await shoot(page, "offline")
    for _ in range(6):
        if await card(page, marked, "A1.1").get_attribute("data-state") == "saved":
            break
        await expect(yes).to_have_attribute("aria-pressed", "true")
        await page.wait_for_timeout(700)
        retry = card(page, marked, "A1.1").locator("[data-retry]")
        if await retry.is_visible():
            await retry.click()
    await saved(page, marked, "A1.1")
    assert lost >= 5
    assert await entries(sheet) == [(0, 1, 1, 1)]


async def test_a_lost_session_keeps_the_value_until_one_signs_in_again(hall: Hall, marked: Marked):
    sheet = await marked.sheet("05")
    context = await hall.tablet(marked.cast.li, language="en")
    page = await open_sheet(context, sheet)
    kept = await context.cookies()
    await context.clear_cookies(name="touchstone_session")
    await card(page, marked, "A1.1").locator("[data-done='1']").click()
    await expect(page.locator("#sign-in-again")).to_be_visible(timeout=5000)
    await expect(card(page, marked, "A1.1")).to_have_attribute("data-state", "kept")
    assert await entries(sheet) == []
    await shoot(page, "signed_out")
    await context.add_cookies([each for each in kept if each["name"] == "touchstone_session"])
    await page.locator("#sign-in-again [data-retry-all]").click()
    await saved(page, marked, "A1.1")
    assert len(await entries(sheet)) == 1


async def test_a_conflict_shows_both_values_and_nothing_is_overwritten(hall: Hall, marked: Marked):
    sheet = await marked.sheet("06")
    page = await open_sheet(await hall.tablet(marked.cast.li, language="en"), sheet)
    await page.route("**/standing", lambda route: route.abort())
    await page.route("**/aspects/*", lambda route: route.abort())
    await marked.enter(sheet, "mei", "A1.2", 3)
    count = card(page, marked, "A1.2")
    await count.locator("[data-step='1']").click()
    await expect(count.locator("[data-conflict]")).to_be_visible(timeout=5000)
    await expect(count.locator("[data-conflict-theirs]")).to_have_text("3")
    await expect(count.locator("[data-conflict-mine]")).to_have_text("1")
    await shoot(page, "conflict")
    assert [row[3] for row in await entries(sheet)] == [3]
    await count.locator("[data-take-mine]").click()
    await expect(count.locator("[data-correction-reasons]")).to_be_visible(timeout=5000)
    await count.locator("[data-correction-reasons]").get_by_role("button", name="Misread").click()
    ask = count.locator("[data-ask-yes]")
    await saved(page, marked, "A1.2") if not await ask.is_visible() else await ask.click()
    await saved(page, marked, "A1.2")
    assert [row[3] for row in await entries(sheet)] == [3, 1]


async def test_a_value_never_goes_in_under_another_name(hall: Hall, marked: Marked):
    """W-10: Mei signs in on Li's tablet while Li's page still holds a score; it stays Li's."""
    sheet = await marked.sheet("04", 1)
    context = await hall.tablet(marked.cast.li, language="en")
    page = await open_sheet(context, sheet)
    own = await context.cookies()
    other = await hall.tablet(marked.cast.mei, language="en")
    await context.add_cookies([each for each in await other.cookies() if each["name"] == "touchstone_session"])
    await card(page, marked, "A2.1").locator("[data-score='2']").click()
    await expect(page.locator("#other-account")).to_be_visible(timeout=5000)
    await expect(card(page, marked, "A2.1")).to_have_attribute("data-state", "kept")
    assert await entries(sheet) == []
    await context.add_cookies([each for each in own if each["name"] == "touchstone_session"])
    await page.locator("#other-account [data-retry-all]").click()
    await saved(page, marked, "A2.1")
    await expect(page.locator("#other-account")).to_be_hidden()
    rows = await fetch("SELECT judge FROM mark_entry WHERE sheet = $1", sheet.id)
    assert [row["judge"] for row in rows] == [marked.cast.li]


async def test_keys_alone_keep_the_score_they_chose(hall: Hall, marked: Marked):
    sheet = await marked.sheet("03", 1)
    page = await open_sheet(await hall.tablet(marked.cast.li, language="en"), sheet)
    await page.keyboard.press("ArrowDown")
    assert await card(page, marked, "A2.1").evaluate("(card) => card.contains(document.activeElement)")
    await page.keyboard.press("3")
    await page.keyboard.press("Enter")
    assert await card(page, marked, "A2.2").evaluate("(card) => card.contains(document.activeElement)")
    await saved(page, marked, "A2.1")
    assert [row[3] for row in await entries(sheet)] == [3]
    await page.keyboard.press("ArrowUp")  # back on a card with a value: Enter goes on and changes nothing
    await page.keyboard.press("Enter")
    await page.wait_for_timeout(2000)
    assert [row[3] for row in await entries(sheet)] == [3]


async def test_a_cleared_field_says_what_still_counts_and_a_tap_beside_the_pad_is_taken(hall: Hall, marked: Marked):
    sheet = await marked.sheet("02", 1)
    page = await open_sheet(await hall.tablet(marked.cast.mei, language="en"), sheet)
    before = await entries(sheet)
    value = card(page, marked, "A2.3")
    await value.locator("[data-value]").click()
    await page.locator("[data-pad] [data-key='clear']").click()
    await expect(value).to_have_attribute("data-state", "needs")
    choice = card(page, marked, "A2.2").locator("[data-choice]").first
    await choice.scroll_into_view_if_needed()
    await choice.click()
    await expect(choice).to_have_attribute("aria-pressed", "true")
    await expect(value.locator("[data-value]")).to_have_value("108.5")
    await expect(value.locator("[data-note]")).to_contain_text("still counts")
    await expect(value.locator("[data-mark]")).to_have_text("2.00")
    await expect(value).to_have_attribute("data-state", "saved")
    await saved(page, marked, "A2.2")
    assert len(await entries(sheet)) == len(before) + 1


async def test_after_an_outage_the_latest_wish_is_compared(hall: Hall, marked: Marked):
    sheet = await marked.sheet("06")
    page = await open_sheet(await hall.tablet(marked.cast.li, language="en"), sheet)
    aspect = card(page, marked, "A1.1")
    down = True

    async def away(route: Route) -> None:
        await (route.abort() if down else route.continue_())

    await page.route("**/marks", away)
    await aspect.locator("[data-done='1']").click()
    await expect(aspect).to_have_attribute("data-state", "kept", timeout=5000)
    await page.wait_for_timeout(2200)
    await aspect.locator("[data-done='0']").click()
    await page.wait_for_timeout(2200)
    await marked.enter(sheet, "mei", "A1.1", 1)
    down = False
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(aspect.locator("[data-conflict]")).to_be_visible(timeout=20000)
    await expect(aspect.locator("[data-conflict-mine]")).to_have_text(re.compile("No"))
    await aspect.locator("[data-take-theirs]").click()
    await saved(page, marked, "A1.1")
    await expect(aspect.locator("[data-done='1']")).to_have_attribute("aria-pressed", "true", timeout=8000)


async def test_pages_of_the_chief_expert_in_both_languages(hall: Hall, marked: Marked):
    await fill_sheet(marked, await marked.sheet("06", 1))
    for language in ("zh_CN", "en"):
        for width, height in ((1280, 800), (800, 1280), (390, 844)):
            context = await hall.tablet(marked.cast.chen, width=width, height=height, language=language)
            page = await context.new_page()
            for name in ("teams", "marking"):
                await page.goto(f"/events/games/divisions/17/{name}")
                await expect(page.locator("h1")).to_be_visible()
                wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, (name, width)
                await shoot(page, f"{name}-{language}-{width}")
            judge = await hall.tablet(marked.cast.li, width=width, height=height, language=language)
            page = await judge.new_page()
            await page.goto("/sheets")
            await shoot(page, f"mine-{language}-{width}")
            await page.goto((await marked.sheet("06", 1)).href)
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, ("sheet", width)
            await shoot(page, f"sheet-{language}-{width}")
            await context.close()
            await judge.close()
