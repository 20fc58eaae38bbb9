"""The progress board: counts, who sees it, never a mark; the same number of queries for one trade and three."""

import re
from uuid import uuid4

import pytest

from foundation.database import fetch
from judging.progress.queries import board_of_event
from tests.browsing import Browsing
from tests.judging.results.factories import World, give, make_world, mark_whole, marked_world, set_status


@pytest.fixture
async def world(db: None) -> World:
    return await marked_world()


async def test_the_board_counts_what_is_entered_and_expected(db: None):
    world = await make_world()
    await mark_whole(world, "1", "38.00", (3, 3, 3), "18.00", "26.00")
    await give(world, "2", "A2.1", "12.34")
    board = await board_of_event(world.event.id)
    line = next(line for line in board.lines if line.division.slug == "17")
    assert (line.whole.entered, line.whole.expected, line.whole.sheets, line.whole.complete) == (7, 18, 9, 4)
    assert (line.whole.state, line.whole.percent) == ("progress", 38)
    assert board.days == [1]


async def test_absent_and_withdrawn_entries_owe_nothing(db: None):
    world = await make_world()
    await set_status(world, "1", "absent")
    await set_status(world, "2", "withdrawn")
    board = await board_of_event(world.event.id)
    assert board.whole.expected == 6


async def test_states_of_a_trade(world: World):
    async def state() -> str:
        return (await board_of_event(world.event.id)).lines[0].whole.state

    assert await state() == "done"
    await fetch("UPDATE sheet SET state = 'open', open_spreads = 1 WHERE id = $1", world.sheets["1", "A1"])
    assert await state() == "needs"


ROLES = [
    ("olga", 200, 200), ("chen", 200, 200), ("erik", 200, 200), ("ines", 200, 403), ("sun", 200, 200),
    ("rui", 200, 200), ("projector", 200, 403), ("ada", 404, 404), ("paul", 404, 404),
]  # fmt: skip


@pytest.mark.parametrize(("name", "board", "own"), ROLES)
async def test_who_sees_the_board_and_the_progress_of_a_trade(
    world: World, browsing: Browsing, name: str, board: int, own: int
):
    client = await browsing.as_(getattr(world.cast, name))
    answers = [await client.get(f"{world.event.href}/progress"), await client.get(f"{world.base}/progress")]
    assert [answer.status_code for answer in answers] == [board, own]
    for answer in answers:
        assert not re.search(r"92\.00|75\.00|42\.33|38\.00", answer.text)


async def test_whoever_is_not_signed_in_sees_no_board(world: World, browsing: Browsing):
    client = await browsing.anonymous()
    assert (await client.get(f"{world.event.href}/progress")).status_code == 303


async def test_the_projector_has_no_navigation_and_no_links(world: World, browsing: Browsing):
    client = await browsing.as_(world.cast.projector)
    text = (await client.get(f"{world.event.href}/progress")).text
    assert 'data-chrome="hall"' in text
    assert "<nav" not in text
    assert "Web Technologies" in text
    block = await client.get(f"{world.event.href}/progress?hall=1", headers={"HX-Request": "true"})
    assert block.text.lstrip().startswith('<section id="board"')


async def test_the_page_of_a_trade_names_sub_criteria_and_judges(world: World, browsing: Browsing):
    client = await browsing.as_(world.cast.chen, language="zh_CN")
    text = (await client.get(f"{world.base}/progress")).text
    for shown in ("A1", "Layout", "按裁判员", "李建国", "3 / 3", "已锁定"):
        assert shown in text


@pytest.mark.parametrize("more", [0, 2])
async def test_the_board_asks_as_often_for_three_trades_as_for_one(db: None, counted_queries, more: int):
    world = await make_world()
    for number in range(more):
        await fetch(
            "INSERT INTO division (id, event, skill, slug, code, name_zh, name_en, position, rule_set)"
            " VALUES ($1, $2, $3, $4, $4, '组', 'Group', 2, 'wsc2026')",
            uuid4(), world.event.id, world.division.skill.id, f"17-{number}",
        )  # fmt: skip
    with counted_queries() as count:
        await board_of_event(world.event.id)
    assert count() == 2
