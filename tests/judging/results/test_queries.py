"""Division results from the ledger: marks, totals, provisional ranks, statuses, ties."""

from decimal import Decimal
from typing import get_args

import pytest

from foundation.database import fetch
from judging.desk.queries import trades_on_desk
from judging.marking.owing import EXCUSED
from judging.marking.queries_progress import division_progress, judge_progress
from judging.progress.queries import board_of_event
from judging.results.queries import division_results
from judging.results.queries_index import results_of_event
from judging.results.readiness import OWES
from judging.results.totals import Status
from tests.judging.results.factories import World, give, make_world, mark_whole, marked_world, set_status


@pytest.fixture
async def world(db: None) -> World:
    return await make_world()


async def results(world: World):
    found = await division_results(world.division.id)
    assert found is not None
    return found


async def test_totals_points_positions_and_awards_of_a_marked_division(db: None):
    found = await results(await marked_world())
    assert [(line.number, line.total, line.position) for line in found.lines] == [
        ("1", Decimal("92.00"), 1), ("2", Decimal("75.00"), 2), ("3", Decimal("42.33"), 3)
    ]  # fmt: skip
    assert found.lines[0].by_criterion == {"A": Decimal("66.00"), "B": Decimal("26.00")}
    # median 75, MAD 17: 700 + 30 * 17 / (1.4826 * 17) = 720.23…
    assert [line.points for line in found.lines] == [720, 700, 661]
    assert [line.award for line in found.lines] == ["GOLD", "SILVER", None]
    assert found.final
    assert found.covered == ("A1", "A2", "B1")


async def test_nothing_is_ranked_before_a_sub_criterion_is_complete_for_everybody(world: World):
    await mark_whole(world, "1", "38.00", (3, 3, 3), "18.00", "26.00")
    found = await results(world)
    assert found.covered == ()
    assert {line.position for line in found.lines} == {None}
    assert found.line("1").total == Decimal("92.00")  # type: ignore[union-attr]


async def test_the_provisional_rank_stands_over_what_is_complete_for_everybody(world: World):
    for number, mark in (("1", "10.00"), ("2", "19.00"), ("3", "15.00")):
        await give(world, number, "A2.1", mark)
    await give(world, "1", "B1.1", "30.00")
    found = await results(world)
    assert found.covered == ("A2",)
    assert not found.final
    assert [line.number for line in found.lines] == ["2", "3", "1"]
    assert [line.ranked_mark for line in found.lines] == [Decimal("19.00"), Decimal("15.00"), Decimal("10.00")]
    assert {line.total for line in found.lines} == {None}
    assert found.lines[0].covered_by_criterion == {"A": Decimal("19.00"), "B": None}


async def test_an_unrevealed_score_counts_nowhere(world: World):
    await give(world, "1", "A1.1", "40.00")
    await give(world, "1", "A1.2", scores=(3, 3))
    line = (await results(world)).line("1")
    assert line.by_sub_criterion["A1"] is None  # type: ignore[union-attr]
    await give(world, "2", "A1.1", "40.00")
    await give(world, "2", "A1.2", scores=(3, 1, 3))  # a spread of 2: to be scored again
    assert (await results(world)).line("2").by_sub_criterion["A1"] is None  # type: ignore[union-attr]
    await give(world, "2", "A1.2", scores=(2, 2, 3), round=2)
    assert (await results(world)).line("2").by_sub_criterion["A1"] == Decimal("47.78")  # type: ignore[union-attr]


async def test_a_correction_counts_and_a_retraction_leaves_nothing(world: World):
    await give(world, "1", "A2.1", "11.00")
    await give(world, "1", "A2.1", "12.50")
    assert (await results(world)).line("1").by_sub_criterion["A2"] == Decimal("12.50")  # type: ignore[union-attr]
    await give(world, "1", "A2.1", kind="retracted")
    assert (await results(world)).line("1").by_sub_criterion["A2"] is None  # type: ignore[union-attr]
    await give(world, "1", "A2.1", kind="not_attempted")
    assert (await results(world)).line("1").by_sub_criterion["A2"] == Decimal(0)  # type: ignore[union-attr]


async def test_absent_withdrawn_and_guest_are_out_of_the_population(db: None):
    world = await make_world(entries=("1", "2", "3", "4", "5"))
    for number in ("1", "2", "3"):
        await mark_whole(world, number, f"{30 + int(number)}.00", (2, 2, 2), "10.00", "10.00")
    await set_status(world, "4", "absent")
    await set_status(world, "5", "withdrawn")
    found = await results(world)
    assert found.final
    assert [line.number for line in found.population] == ["3", "2", "1"]
    assert found.result.started == 4
    assert found.line("4").total is None  # type: ignore[union-attr]
    assert found.line("4").complete  # type: ignore[union-attr]
    assert found.line("5").position is None  # type: ignore[union-attr]


async def tied_world() -> World:
    world = await make_world(rule_set="cn-medals", entries=tuple("12345678"))
    for number in "12":
        await mark_whole(world, number, "40.00", (3, 3, 3), "20.00", "20.00")
    for place, number in enumerate("345678"):
        await mark_whole(world, number, f"{30 - place}.00", (1, 1, 1), "10.00", "10.00")
    return world


async def test_a_tie_waits_for_the_chief_expert_and_his_decision_orders_it(db: None):
    world = await tied_world()
    found = await results(world)
    assert found.pending == (("1", "2"),)
    assert [problem.code for problem in found.problems] == ["tie_pending"]
    await fetch(
        "INSERT INTO tie_decision (id, division, entries, reason, by, at)"
        " VALUES (gen_random_uuid(), $1, jsonb_build_array($2::text, $3::text), 'jury', $4, now())",
        world.division.id, str(world.entries["2"]), str(world.entries["1"]), world.cast.chen,
    )  # fmt: skip
    found = await results(world)
    assert found.pending == ()
    assert [(line.number, line.position, line.award) for line in found.lines][:2] == [
        ("2", 1, "GOLD"),
        ("1", 2, "SILVER"),
    ]


async def test_a_decision_about_others_decides_nothing(db: None):
    world = await tied_world()
    await fetch(
        "INSERT INTO tie_decision (id, division, entries, reason, by, at)"
        " VALUES (gen_random_uuid(), $1, jsonb_build_array($2::text, $3::text), 'jury', $4, now())",
        world.division.id, str(world.entries["2"]), str(world.entries["3"]), world.cast.chen,
    )  # fmt: skip
    assert (await results(world)).pending == (("1", "2"),)


@pytest.mark.parametrize("entries", [("1",), ("1", "2", "3")])
async def test_the_number_of_queries_does_not_grow_with_the_entries(
    db: None, entries: tuple[str, ...], counted_queries
):
    world = await make_world(entries=entries)
    await results(world)
    with counted_queries() as count:
        await results(world)
    assert count() == 10  # two fewer once the event is announced, one fewer for a committed lock


async def test_equal_points_share_a_position_and_the_higher_total_stands_first(db: None):
    world = await make_world(entries=("1", "2", "3", "4", "5"))
    firsts = {"1": "10.00", "2": "20.00", "3": "20.01", "4": "30.00", "5": "38.00"}
    for number, mark in firsts.items():
        await mark_whole(world, number, mark, (3, 3, 3), "10.00", "10.00")
    found = await results(world)
    assert found.lines[2].points == found.lines[3].points
    assert [(line.number, line.position) for line in found.lines] == [("5", 1), ("4", 2), ("3", 3), ("2", 3), ("1", 5)]


def test_the_statuses_that_are_not_counted_are_those_that_owe_no_sheet():
    assert set(EXCUSED) == set(get_args(Status)) - OWES


@pytest.mark.parametrize("status", EXCUSED)
async def test_who_owes_nothing_is_left_out_of_every_count(db: None, status: str):
    world = await make_world()
    for number in "12":
        await mark_whole(world, number, "40.00", (3, 3, 3), "20.00", "20.00")
    await set_status(world, "3", status)
    desk = (await trades_on_desk(world.event.id, world.event.href))[0]
    board = (await board_of_event(world.event.id)).lines[0].whole
    index = (await results_of_event(world.event.id))[0]
    lines = await division_progress(world.division.id)
    assert {each.sheets for each in (desk, board, index)} == {sum(line.sheets for line in lines)} == {6}
    assert {each.expected for each in (desk, board, index)} == {sum(line.expected for line in lines)}
    assert {each.entered for each in (desk, board, index)} == {board.expected}
    assert all(each.entered == each.expected for each in await judge_progress(world.division.id))
