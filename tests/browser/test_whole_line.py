"""The whole line in a real browser: organizer, expert, three judges, team leader, Chief Expert, results staff, paper.

Nothing is written but through pages: an event is set up and announced, people come from pasted tables, a scheme
from its workbook, two people approve it, three judges mark on three tablets, and a ranked result is published
and printed.
"""

import subprocess
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import BrowserContext, Page, expect

from contest.officials.actions import appoint
from contest.officials.roles import Role
from foundation.audit.actions import CONSOLE
from foundation.database import fetch
from judging.schemes.export import export_scheme
from judging.schemes.scheme import Aspect, Calculation, Criterion, Descriptor, Scheme, Section, SubCriterion
from tests.browser.conftest import Hall
from tests.factories import make_account

pytestmark = pytest.mark.browser

EVENT = "/events/line"
HERE = f"{EVENT}/divisions/17"
EXPERTS = """skill\tuser_name\tname_zh\trole\tdelegation
17\tchen\t陈立新\t裁判长\tBJ
17\terik\t艾瑞克\t裁判员\tTJ
17\tli\t李建国\t裁判员\tHE
17\tmei\t梅小芳\t裁判员\tSX"""
COMPETITORS = """赛项\t参赛编号\t姓名\t代表团\t工位
17\t01\t张伟\tNM\t1
17\t02\t王芳\tLN\t2
17\t03\t赵敏 # "" <b>\tJL\t3"""
# What each competitor shows: done or not, and the scores of three judges.
SHOWN = {"01": (1, (2, 2, 3)), "02": (0, (1, 1, 2)), "03": (1, (3, 3, 3))}


def small_workbook() -> bytes:
    ladder = tuple(Descriptor(score, f"level {score}") for score in range(4))
    measured = Aspect("M", "Works without an error", Decimal(60), "1", calculation=Calculation("PASS_FAIL"), day=1)
    judged = Aspect("J", "Finish of the surface", Decimal(40), "1", descriptors=ladder, day=1)
    sub = SubCriterion("A1", "The piece", (measured, judged))
    criteria = (Criterion("A", "Work", Decimal(100), (sub,)),)
    return export_scheme(Scheme("17 Web", criteria, (Section("1", "Everything", Decimal(100)),), Decimal(100)))


async def opened(hall: Hall, account: UUID, *, width: int = 1280, height: int = 800) -> BrowserContext:
    return await hall.tablet(account, width=width, height=height, language="en")


async def open_page(context: BrowserContext, path: str) -> Page:
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    answer = await page.goto(path)
    assert answer is not None
    assert answer.status == 200, f"{path} answers {answer.status}"
    return page


async def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"[name='{name}']").first
        if await field.evaluate("node => node.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)


async def press(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label).first.click()
    await page.wait_for_load_state()
    assert await page.locator("#error-summary").count() == 0, await page.inner_text("#error-summary")


async def account_of(user_name: str) -> UUID:
    return (await fetch("SELECT id FROM account WHERE user_name = $1", user_name))[0]["id"]


async def set_up(hall: Hall, olga: UUID) -> None:
    context = await opened(hall, olga)
    page = await open_page(context, "/events/new")
    await fill(page, code="line", name_zh="全线测试赛", name_en="Whole line", tier="national_games", rule_family="C")
    await fill(page, rule_document="Rules", rule_document_version="1", lead_organiser="Committee", venue="Hall 1")
    await fill(page, first_day="2026-11-20")
    await page.locator("main form button[type=submit]").last.click()
    await page.wait_for_url(f"**{EVENT}")
    page = await open_page(context, f"{EVENT}/skills/new")
    await fill(page, code="17", name_zh="网站技术", name_en="Web Technologies")
    await page.locator("main form button[type=submit]").last.click()
    await page.wait_for_url("**/skills/17*")
    page = await open_page(context, f"{EVENT}/delegations")
    await page.locator("form[action$='/prefill'] button").first.click()
    await page.wait_for_load_state()
    await import_table(context, "experts", EXPERTS)
    await press_forward(await open_page(context, f"{EVENT}/state"), "registration")
    await import_table(context, "competitors", COMPETITORS)
    await press_forward(await open_page(context, f"{EVENT}/state"), "running")
    await context.close()


async def import_table(context: BrowserContext, kind: str, pasted: str) -> None:
    page = await open_page(context, f"{EVENT}/imports/{kind}")
    await fill(page, pasted=pasted)
    await press(page, "Check the table")
    await page.get_by_role("button", name="rows as shown").click()
    await page.wait_for_load_state()


async def press_forward(page: Page, target: str) -> None:
    """Forward until the event is in a state, typing the event's code each time."""
    for _ in range(8):
        await page.goto(f"{EVENT}/state")
        state = (await fetch("SELECT state FROM event_state ORDER BY position DESC LIMIT 1"))[0]["state"]
        if state == target:
            return
        form = page.locator("form", has=page.locator("[name='target']")).first  # the step forward stands first
        await form.locator("[name='confirm']").fill("line")
        await form.locator("button").click()
        await page.wait_for_load_state()
    raise AssertionError(await page.inner_text("main"))


async def bring_scheme(hall: Hall, tmp_path: Path) -> None:
    workbook = tmp_path / "评分标准.xlsx"
    workbook.write_bytes(small_workbook())
    people = {name: await opened(hall, await account_of(name)) for name in ("erik", "chen", "li")}
    page = await open_page(people["erik"], f"{HERE}/scheme/uploads")
    await page.locator("input[type=file]").set_input_files(workbook)
    await press(page, "Read the file")
    await press(page, "Save as draft")
    for name, label in (("chen", "Approve as Chief Expert"), ("li", "Approve as second person")):
        await press(await open_page(people[name], f"{HERE}/scheme/draft/approval"), label)
    page = await open_page(people["chen"], f"{HERE}/scheme/draft/approval")
    await fill(page, confirm="17")
    await press(page, "Lock version 1")
    page = await open_page(people["chen"], f"{HERE}/teams")
    markers = page.locator("select[name='marker']")
    for place, name in enumerate(("艾瑞克", "李建国", "梅小芳")):
        option = markers.nth(place).locator("option", has_text=name)
        await markers.nth(place).select_option(await option.get_attribute("value"))
    leader = page.locator("select[name='leader']")
    await leader.select_option(await leader.locator("option", has_text="艾瑞克").get_attribute("value"))
    await press(page, "Save team of A1")
    page = await open_page(people["chen"], f"{HERE}/marking")
    await fill(page, confirm="17")
    await press(page, "Open marking")
    for context in people.values():
        await context.close()


async def mark_everybody(hall: Hall) -> None:
    judges = ("erik", "li", "mei")
    contexts = {name: await opened(hall, await account_of(name), width=800, height=1280) for name in judges}
    rows = await fetch("SELECT s.id, e.number FROM sheet s JOIN entry e ON e.id = s.entry ORDER BY e.number")
    for row in rows:
        done, scores = SHOWN[row["number"]]
        for place, name in enumerate(judges):
            page = await open_page(contexts[name], f"/sheets/{row['id']}")
            assert "张伟" not in await page.content()
            if name == "erik":
                card = page.locator("[data-aspect]").first
                await card.locator(f"[data-done='{done}']").click()
                await expect(card).to_have_attribute("data-state", "saved", timeout=8000)
            judged = page.locator("[data-aspect]").nth(1)
            await judged.locator(f"[data-score='{scores[place]}']").click()
            await expect(judged).to_have_attribute("data-state", "saved", timeout=8000)
            await page.close()
    page = await open_page(contexts["erik"], f"{HERE}/marking/signatures")
    for box in await page.locator("[name='sheet']").all():
        await box.check()
    await press(page, "Sign the sheets chosen")
    for context in contexts.values():
        await context.close()


async def lock_and_publish(hall: Hall, rui: UUID) -> None:
    chen = await opened(hall, await account_of("chen"))
    page = await open_page(chen, f"{HERE}/marking")
    await page.get_by_text("Lock all signed sheets").click()
    await press(page, "signed sheet")
    page = await open_page(chen, f"{HERE}/results")
    assert "赵敏" in await page.inner_text("main")
    await chen.close()
    staff = await opened(hall, rui)
    page = await open_page(staff, f"{HERE}/results/publication")
    await fill(page, confirm="17")
    await press(page, "Publish results of 17")
    await staff.close()


async def test_from_an_empty_house_to_a_printed_result(hall: Hall, tmp_path: Path):
    olga, rui, sun = [await make_account(name) for name in ("olga", "rui", "sun")]
    await appoint(olga, Role.ORGANIZER, event_id=None, by=CONSOLE)
    await set_up(hall, olga)
    event_id = (await fetch("SELECT id FROM event"))[0]["id"]
    await appoint(rui, Role.RESULTS_STAFF, event_id=event_id, by=CONSOLE)
    await appoint(sun, Role.SUPERVISOR, event_id=event_id, by=CONSOLE)
    await bring_scheme(hall, tmp_path)
    await mark_everybody(hall)
    await lock_and_publish(hall, rui)

    rows = await fetch("SELECT number, total, points, position, award FROM published_row ORDER BY number")
    # 60 + 40·7/9, 40·4/9, 60 + 40: median 91.11, MAD 8.89 (W-13, W-30, W-41).
    assert [(row["number"], row["total"], row["position"], row["award"]) for row in rows] == [
        ("01", Decimal("91.11"), 2, "SILVER"),
        ("02", Decimal("17.78"), 3, None),
        ("03", Decimal("100.00"), 1, "GOLD"),
    ]
    supervisor = await opened(hall, sun)
    page = await open_page(supervisor, f"{HERE}/results")
    shown = await page.inner_text("main")
    assert '赵敏 # "" <b>' in shown
    assert shown.index("赵敏") < shown.index("张伟") < shown.index("王芳")
    printed = await supervisor.request.get(f"{HERE}/paper/results.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    (tmp_path / "book.pdf").write_bytes(await printed.body())
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "book.pdf", "-"], capture_output=True, text=True, check=True)
    assert "赵敏" in text.stdout
    assert "100.00" in text.stdout
    await supervisor.close()
