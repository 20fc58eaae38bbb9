"""Signing in, in a real browser: both languages, keyboard only, phone to projector."""

import pytest

from foundation.accounts.actions import create_account
from foundation.audit.actions import CONSOLE
from tests.browser.conftest import Hall


@pytest.fixture(scope="module")
async def olga(hall: Hall):
    return await create_account("olga", name_zh="王秋兰", name_en="Olga", password="a long password", by=CONSOLE)


@pytest.mark.browser
async def test_signing_in_with_the_keyboard_alone(hall: Hall, olga):
    context = await hall.tablet(None, width=1280, height=800)
    page = await context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto("/")
    await page.keyboard.type("olga")
    await page.keyboard.press("Tab")
    await page.keyboard.type("a long password")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/")
    assert "王秋兰" in await page.inner_text("body")
    assert faults == []
    await context.close()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (800, 1280), (390, 844), (1920, 1080)])
async def test_the_sign_in_page_fits_every_screen(hall: Hall, olga, width: int, height: int):
    context = await hall.tablet(None, width=width, height=height)
    page = await context.new_page()
    await page.goto("/sign-in")
    wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    box = await page.locator("main button[type=submit]").first.bounding_box()
    assert box is not None
    assert box["height"] >= (48 if width < 1000 else 40)
    await context.close()
