"""Who sees which page of results in which state, and what stands there."""

import csv
import io

import pytest

from foundation.audit.actions import Actor
from judging.results.actions import frozen_of, publish_results
from judging.results.queries_published import readiness
from judging.schemes.queries import get_locked_scheme
from tests.browsing import Browsing
from tests.judging.results.factories import World, add_entry, give, lock_all, make_world, mark_whole, marked_world

EVERYBODY = ("olga", "chen", "erik", "ines", "sun", "rui", "ada", "paul", "projector")
SEES = {  # before publication · after it
    "olga": (403, 200), "chen": (200, 200), "erik": (403, 200), "ines": (403, 200), "sun": (200, 200),
    "rui": (200, 200), "ada": (404, 404), "paul": (404, 404), "projector": (403, 200),
}  # fmt: skip
PAGES = ("results", "results/entries/1", "results/table.xlsx", "results/table.csv")
SECRETS = ("92.00", "66.00", "42.33", ">92<", ">66<", "Gold", "Competitor 1")


async def publish(world: World) -> int:
    ready, scheme = await readiness(world.division.id), await get_locked_scheme(world.division.id)
    assert ready.shown
    assert scheme
    digest = frozen_of(world.event, world.division, ready.shown, scheme).sha256
    return await publish_results(world.event, world.division, seen_digest=digest, by=Actor(world.cast.rui, "芮思雨"))


@pytest.fixture
async def world(db: None) -> World:
    return await marked_world()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", EVERYBODY)
async def test_who_sees_results_before_and_after_publication(world: World, browsing: Browsing, name: str, page: str):
    client = await browsing.as_(getattr(world.cast, name))
    before, after = SEES[name]
    answer = await client.get(f"{world.base}/{page}")
    assert answer.status_code == before
    if before != 200:
        assert not any(secret in answer.text for secret in SECRETS)
    await publish(world)
    assert (await client.get(f"{world.base}/{page}")).status_code == after


@pytest.mark.parametrize("path", ["/results", "/results/publication", "/results/ties"])
async def test_whoever_is_not_signed_in_is_led_to_the_sign_in(world: World, browsing: Browsing, path: str):
    client = await browsing.anonymous()
    answer = await client.get(world.base + path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("name", "publication", "ties"),
    [("rui", 200, 403), ("chen", 200, 200), ("sun", 200, 403), ("olga", 403, 403), ("erik", 403, 403),
     ("ines", 403, 403), ("projector", 403, 403), ("ada", 404, 404), ("paul", 404, 404)],
)  # fmt: skip
async def test_who_sees_the_pages_of_publication_and_ties(
    world: World, browsing: Browsing, name: str, publication: int, ties: int
):
    client = await browsing.as_(getattr(world.cast, name))
    assert (await client.get(f"{world.base}/results/publication")).status_code == publication
    assert (await client.get(f"{world.base}/results/ties")).status_code == ties


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "rui"])
async def test_only_results_staff_publish(world: World, browsing: Browsing, name: str):
    client = await browsing.as_(getattr(world.cast, name))
    answer = await client.post(f"{world.base}/results/publications", data={"digest": "x", "confirm": "17"})
    assert answer.status_code in (403, 404)


async def test_the_ranked_page_shows_marks_points_awards_and_leads_to_why(world: World, browsing: Browsing):
    client = await browsing.as_(world.cast.chen)
    text = (await client.get(f"{world.base}/results")).text
    for shown in ("Every mark is in; not published yet", "Competitor 1", "Province 2", "720", "Gold", "Silver"):
        assert shown in text
    why = (await client.get(f"{world.base}/results/entries/2")).text
    assert "Median 75.00 and MAD 17.00 of 3 competitors." in why
    assert "700 + 30 × (75.00 − 75.00)" in why
    assert "W-30" in why
    assert (await client.get(f"{world.base}/results/entries/99")).status_code == 404


async def test_the_page_in_chinese(world: World, browsing: Browsing):
    client = await browsing.as_(world.cast.rui, language="zh_CN")
    text = (await client.get(f"{world.base}/results")).text
    for shown in ("名次", "金牌", "选手1", "网站技术", "成绩"):
        assert shown in text


async def test_a_provisional_page_says_so_and_moves_when_a_sheet_completes(db: None, browsing: Browsing):
    world = await make_world()
    for number, mark in (("1", "10.00"), ("2", "19.00")):
        await give(world, number, "A2.1", mark)
    client = await browsing.as_(world.cast.chen)
    first = await client.get(f"{world.base}/results")
    assert "Provisional: over 0 of 3 sub-criteria" in first.text
    assert "19.00" not in (await client.get(f"{world.base}/results/table.csv")).text
    await give(world, "3", "A2.1", "15.00")
    text = (await client.get(f"{world.base}/results", headers={"HX-Request": "true"})).text
    assert text.lstrip().startswith('<section id="ranking"')
    assert "Provisional: over 1 of 3 sub-criteria" in text
    assert text.index("Competitor 2") < text.index("Competitor 3") < text.index("Competitor 1")
    stamp = text.split('name="seen" value="')[1].split('"')[0]
    again = await client.get(f"{world.base}/results?seen={stamp}", headers={"HX-Request": "true"})
    assert (again.status_code, again.text) == (204, "")


async def test_publishing_by_form(world: World, browsing: Browsing):
    client = await browsing.as_(world.cast.rui)
    page = (await client.get(f"{world.base}/results/publication")).text
    digest = page.split('name="digest" value="')[1].split('"')[0]
    wrong = await client.post(f"{world.base}/results/publications", data={"digest": digest, "confirm": "71"})
    assert wrong.status_code == 422
    assert "Type 17 exactly." in wrong.text
    assert 'value="71"' in wrong.text
    done = await client.post(f"{world.base}/results/publications", data={"digest": digest, "confirm": "17"})
    assert done.status_code == 303
    cora = await browsing.as_(world.cast.projector)
    assert "publication 1" in (await cora.get(f"{world.base}/results")).text
    again = await client.post(f"{world.base}/results/publications", data={"digest": digest, "confirm": "17"})
    assert again.status_code == 409


async def test_the_publication_page_lists_what_is_open(db: None, browsing: Browsing):
    world = await make_world()
    await mark_whole(world, "1", "38.00", (3, 3, 3), "18.00", "26.00")
    client = await browsing.as_(world.cast.rui)
    text = (await client.get(f"{world.base}/results/publication")).text
    assert "Marks are missing" in text
    assert "To be signed" in text
    assert f"/sheets/{world.sheets['2', 'A1']}" in text
    assert "Publish results of" not in text


async def test_exports_hold_numbers_and_neutralise_formulas(db: None, browsing: Browsing):
    world = await make_world(entries=("1", "2"))
    await add_entry(world, "3", name_zh="=HYPERLINK(1)", name_en='=cmd|" /C calc"!A0')
    for number in "123":
        await mark_whole(world, number, f"{30 + int(number)}.00", (2, 2, 2), "10.00", "10.00")
    client = await browsing.as_(world.cast.chen)
    answer = await client.get(f"{world.base}/results/table.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Position", "Number", "Competitor"]
    assert rows[1][2].startswith("'=cmd")
    assert rows[1][7] == "59.67"
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(
        io.BytesIO((await client.get(f"{world.base}/results/table.xlsx")).content)
    ).get_sheet_by_index(0)
    cells = book.to_python()
    assert cells[1][7] == 59.67
    assert cells[1][2].startswith("=cmd")


async def test_the_tie_page_takes_the_chief_experts_order(db: None, browsing: Browsing):
    world = await make_world(rule_set="cn-medals", entries=tuple("12345678"))
    for number in "12":
        await mark_whole(world, number, "40.00", (3, 3, 3), "20.00", "20.00")
    for place, number in enumerate("345678"):
        await mark_whole(world, number, f"{30 - place}.00", (1, 1, 1), "10.00", "10.00")
    await lock_all(world)
    client = await browsing.as_(world.cast.chen)
    assert "Position 1 is shared by 2" in (await client.get(f"{world.base}/results/ties")).text
    order = [str(world.entries["2"]), str(world.entries["1"])]
    without = await client.post(f"{world.base}/results/ties", data={"order": order, "reason": ""})
    assert without.status_code == 422
    twice = await client.post(f"{world.base}/results/ties", data={"order": [order[0], order[0]], "reason": "x"})
    assert twice.status_code == 422
    assert twice.text.count(f'<option value="{order[0]}" selected>') == 2
    half = await client.post(f"{world.base}/results/ties", data={"order": [order[0], ""], "reason": "x"})
    assert half.status_code == 422
    assert half.text.count(f'<option value="{order[0]}" selected>') == 1
    done = await client.post(f"{world.base}/results/ties", data={"order": order, "reason": "跳高"})
    assert done.status_code == 303
    assert "No tie waits" in (await client.get(f"{world.base}/results/ties")).text
    text = (await client.get(f"{world.base}/results/entries/2")).text
    assert "decided by the Chief Expert&#39;s decision" in text
    assert "decided the order: 跳高" in text
    assert "decided the order" not in (await client.get(f"{world.base}/results/entries/3")).text


@pytest.mark.parametrize("entries", [("1",), ("1", "2", "3")])
async def test_the_ranked_page_asks_as_often_for_three_as_for_one(
    db: None, browsing: Browsing, counted_queries, entries: tuple[str, ...]
):
    world = await make_world(entries=entries)
    client = await browsing.as_(world.cast.chen)
    with counted_queries() as count:
        await client.get(f"{world.base}/results")
    assert count() == 17


@pytest.mark.parametrize(("name", "status"), [("erik", 403), ("olga", 403), ("ines", 403), ("paul", 404), ("ada", 404)])
async def test_nobody_follows_results_live_before_publication(world: World, browsing: Browsing, name: str, status: int):
    client = await browsing.as_(getattr(world.cast, name))
    assert (await client.get(f"{world.base}/results/live")).status_code == status


async def test_an_earlier_publication_stays_readable_and_an_unknown_one_is_not_there(world: World, browsing: Browsing):
    await publish(world)
    await give(world, "3", "A1.1", "40.00")
    await publish(world)
    client = await browsing.as_(world.cast.erik)
    assert "72.33" in (await client.get(f"{world.base}/results/table.csv")).text
    assert "publication 1" in (await client.get(f"{world.base}/results?publication=1")).text
    first = (await client.get(f"{world.base}/results/table.csv?publication=1")).text
    assert "42.33" in first
    assert "72.33" not in first
    assert (await client.get(f"{world.base}/results?publication=3")).status_code == 404
    assert (await client.get(f"{world.base}/results/entries/3?publication=1")).status_code == 200


@pytest.mark.parametrize("kind", ["results", "results/publication", "results/entries/1", "results/ties"])
async def test_names_of_any_shape_harm_no_page(db: None, browsing: Browsing, kind: str):
    world = await make_world(entries=("1", "2"))
    await add_entry(world, "3", name_zh='# "" <b>', name_en='# "" <b>')
    for number in "123":
        await mark_whole(world, number, f"{30 + int(number)}.00", (2, 2, 2), "10.00", "10.00")
    await lock_all(world)
    client = await browsing.as_(world.cast.chen)
    text = (await client.get(f"{world.base}/{kind}")).text
    assert "<b>" not in text
    assert ("&lt;b&gt;" in text) is (kind in ("results", "results/publication"))
