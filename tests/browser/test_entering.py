"""What the tablet says of a value while it is chosen, typed, on its way or unheard of; and where a touch goes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, Route, expect

from foundation.database import fetch
from judging.marking.queries import SheetFacts
from tests.browser.conftest import Hall
from tests.judging.marking.factories import Marked, make_marked

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def marked(hall: Hall) -> Marked:
    return await make_marked(entries=6)


class Tablet:
    """One sheet open in a browser, and what the ledger holds of it."""

    def __init__(self, page: Page, marked: Marked, sheet: SheetFacts) -> None:
        self.page, self.marked, self.sheet = page, marked, sheet

    def card(self, number: str) -> Locator:
        return self.page.locator(f"#aspect-{self.marked.aspect(number)}")

    async def state(self, number: str, state: str, *, timeout: float = 8000) -> None:
        await expect(self.card(number)).to_have_attribute("data-state", state, timeout=timeout)
        await expect(self.card(number).locator(".entry-state:visible")).to_have_attribute("data-entry-state", state)

    async def key(self, keys: str) -> None:
        for key in keys:
            await self.page.locator(f"[data-pad] [data-key='{key}']").tap()

    async def bar(self, state: str, *, timeout: float = 8000) -> None:
        """Top and foot say the same, once."""
        await expect(self.page.locator("[data-connection]")).to_have_attribute("data-state", state, timeout=timeout)
        said = await self.page.locator("[data-bar]:visible").evaluate_all(
            "(all) => all.map((each) => each.dataset.bar)"
        )
        assert said == ([] if state == "online" else [state])

    async def values(self) -> list[float]:
        rows = await fetch("SELECT observed FROM mark_entry WHERE sheet = $1 ORDER BY position", self.sheet.id)
        return [float(row["observed"]) for row in rows]


async def open_tablet(
    hall: Hall, marked: Marked, entry: str, form: int, *, width: int = 800, height: int = 1280
) -> Tablet:
    sheet = await marked.sheet(entry, form)
    context = await hall.tablet(marked.cast.li, language="en", width=width, height=height)
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    await page.goto(sheet.href)
    tablet = Tablet(page, marked, sheet)
    await tablet.bar("online")
    return tablet


@asynccontextmanager
async def hanging(tablet: Tablet) -> AsyncIterator[asyncio.Event]:
    """The server takes marks and answers nothing until the end; the event is set when the first has come."""
    come, go_on = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        come.set()
        await go_on.wait()
        await route.continue_()

    await tablet.page.route("**/marks", hold)
    yield come
    go_on.set()


@pytest.mark.parametrize(
    ("entry", "number", "button"), [("01", "A1.3", "[data-score='{}']"), ("02", "A1.1", "[data-done='{}']")]
)
async def test_nothing_is_called_saved_while_another_value_is_on_its_way(
    hall: Hall, marked: Marked, entry: str, number: str, button: str
):
    tablet = await open_tablet(hall, marked, entry, 0)
    first, second = tablet.card(number).locator(button.format(0)), tablet.card(number).locator(button.format(1))
    await first.tap()
    await tablet.state(number, "chosen", timeout=1000)
    await tablet.state(number, "saved")
    async with hanging(tablet) as come:
        await second.tap()
        await come.wait()
        await tablet.state(number, "saving")
        await first.tap()
        await tablet.page.wait_for_timeout(700)  # longer than a trembling finger
        await first.tap()
        await expect(tablet.card(number).locator("[data-note]")).to_have_text("taken back")
        await expect(second).to_have_attribute("aria-pressed", "true")
        await tablet.state(number, "saving")
    if number == "A1.1":
        await tablet.card(number).locator("[data-ask-yes]").tap()  # from nothing to everything is asked once
    await tablet.state(number, "saved")
    await expect(second).to_have_attribute("aria-pressed", "true")
    assert await tablet.values() == [0, 1]


async def test_the_pad_stands_still_while_one_types(hall: Hall, marked: Marked):
    tablet = await open_tablet(hall, marked, "01", 1)
    await tablet.card("A2.3").locator("[data-value]").tap()
    keys = {key: await place_of(tablet, key) for key in ("1", "9", ".")}
    previews = 0

    def count_previews() -> None:
        nonlocal previews
        previews += 1

    tablet.page.on("requestfinished", lambda request: count_previews() if "/preview" in request.url else None)
    for number, key in enumerate(("1", "1", ".", "9"), 1):
        await tablet.page.touchscreen.tap(*keys[key])
        await tablet.page.wait_for_timeout(300)  # long enough for the server's word on what stands there
        assert await place_of(tablet, "1") == keys["1"], number
    await expect(tablet.card("A2.3").locator("[data-value]")).to_have_value("11.9")
    await expect(tablet.card("A2.3").locator("[data-note]")).to_be_hidden()
    assert previews >= 3
    await tablet.state("A2.3", "typed")


async def place_of(tablet: Tablet, key: str) -> tuple[float, float]:
    await tablet.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    box = await tablet.page.locator(f"[data-pad] [data-key='{key}']").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize(("width", "height", "entry"), [(800, 1280, "02"), (390, 844, "03")])
async def test_a_touch_beside_the_pad_enters_the_number_and_is_taken(
    hall: Hall, marked: Marked, width: int, height: int, entry: str
):
    tablet = await open_tablet(hall, marked, entry, 1, width=width, height=height)
    await tablet.card("A2.3").locator("[data-value]").tap()
    await tablet.key("100.5")
    plus = tablet.card("A2.4").locator("[data-step='1']")
    await plus.tap()
    await expect(tablet.card("A2.4").locator("[data-count]")).to_have_value("1")
    await expect(tablet.page.locator("[data-pad]")).to_be_hidden()
    await tablet.state("A2.3", "saved")
    await tablet.state("A2.4", "needs")
    await expect(tablet.card("A2.4").locator("[data-note]")).to_contain_text("choose the reason")
    assert await tablet.values() == [100.5]


async def test_from_one_field_to_the_next_both_numbers_go_in(hall: Hall, marked: Marked):
    tablet = await open_tablet(hall, marked, "06", 1)
    await tablet.card("A2.3").locator("[data-value]").tap()
    await tablet.key("99")
    await tablet.card("A2.4").locator("[data-count]").tap()
    await tablet.page.keyboard.type("0")
    await tablet.state("A2.3", "saved")
    await tablet.card("A2.1").locator("[data-score='2']").tap()
    await tablet.state("A2.4", "saved")
    await tablet.state("A2.1", "saved")
    assert sorted(await tablet.values()) == [0, 2, 99]


async def test_half_a_number_is_never_entered_by_itself(hall: Hall, marked: Marked):
    tablet = await open_tablet(hall, marked, "04", 1)
    sent: list[str] = []
    tablet.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    await tablet.card("A2.3").locator("[data-value]").tap()
    await tablet.key("10")
    await tablet.page.wait_for_timeout(5000)  # a long look at the gauge
    await tablet.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    await tablet.state("A2.3", "typed")
    assert (sent, await tablet.values()) == ([], [])
    await expect(tablet.page.locator("[data-pad]")).to_be_visible()
    await tablet.key("0")
    await tablet.page.locator("[data-pad] [data-key='done']").tap()
    await tablet.state("A2.3", "saved")
    assert await tablet.values() == [100]


async def test_a_question_about_a_number_left_alone_takes_neither_focus_nor_pad(hall: Hall, marked: Marked):
    tablet = await open_tablet(hall, marked, "05", 1)
    await tablet.card("A2.3").locator("[data-value]").tap()
    await tablet.key("5000")
    async with hanging(tablet) as come:
        await tablet.card("A2.4").locator("[data-count]").tap()
        await come.wait()
        await tablet.page.keyboard.type("0")
    await tablet.state("A2.3", "needs")
    await expect(tablet.card("A2.3").locator("[data-ask]")).to_be_visible()
    await expect(tablet.card("A2.4").locator("[data-count]")).to_be_focused()
    await expect(tablet.page.locator(".toast")).to_contain_text("A2.3")
    assert await tablet.values() == []


async def test_the_bar_says_who_is_signed_in_wherever_the_page_is_scrolled(hall: Hall, marked: Marked):
    tablet = await open_tablet(hall, marked, "03", 0)
    context = tablet.page.context
    own = await context.cookies()
    await tablet.card("A1.3").scroll_into_view_if_needed()
    await context.clear_cookies(name="touchstone_session")
    await tablet.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from another tab
    await tablet.bar("out")
    await expect(tablet.page.locator("#sign-in-again")).to_be_in_viewport()
    for name in ("mei", "ines"):  # one who marks this sheet too, one who may not even see it
        other = await hall.tablet(getattr(marked.cast, name), language="en")
        await context.add_cookies([each for each in await other.cookies() if each["name"] == "touchstone_session"])
        await tablet.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await tablet.bar("other")
    await expect(tablet.page.locator("#other-account")).to_be_in_viewport()
    await tablet.card("A1.3").locator("[data-score='2']").tap()
    await tablet.state("A1.3", "kept")
    await context.add_cookies([each for each in own if each["name"] == "touchstone_session"])
    await tablet.page.locator("#other-account [data-retry-all]").tap()
    await tablet.state("A1.3", "saved")
    await tablet.bar("online")


async def test_a_server_that_hangs_is_noticed_in_seconds_and_caught_up_with(hall: Hall, marked: Marked):
    tablet = await open_tablet(hall, marked, "04", 0)
    with hall.hanging():
        await tablet.bar("offline", timeout=6500)
        await tablet.card("A1.1").locator("[data-done='1']").tap()
        await tablet.state("A1.1", "kept")
    await tablet.bar("online", timeout=10000)
    await tablet.state("A1.1", "saved")
    assert await tablet.values() == [1]


async def test_the_hall_screen_says_when_it_hears_nothing(hall: Hall, marked: Marked):
    context = await hall.tablet(marked.cast.projector, width=1280, height=800, language="en")
    page = await context.new_page()
    async with page.expect_response("**/progress?hall=1"):
        await page.goto("/events/games/progress?hall=1", wait_until="commit")
    async with page.expect_response("**/progress?hall=1"):
        pass  # asked for again: the first event has come, so the page follows
    silent = page.locator("[data-silent]")
    await expect(silent).to_be_hidden()
    with hall.hanging():
        await expect(silent).to_be_visible(timeout=8000)
    await expect(silent).to_be_hidden(timeout=8000)
