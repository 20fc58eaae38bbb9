"""Publishing and deciding ties: what is refused, what is frozen, and that the frozen says the same."""

import asyncio
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.problems import UserError
from judging.results.actions import decide_tie, frozen_of, publish_results
from judging.results.frozen import digest_of, freeze, thaw
from judging.results.queries import division_results
from judging.results.queries_published import Shown, computed_results, published_of_event, published_results, readiness
from judging.schemes.queries import get_locked_scheme
from tests.judging.results.factories import World, give, lock_all, make_world, mark_whole, marked_world, set_status


def rui(world: World) -> Actor:
    return Actor(world.cast.rui, "芮思雨")


async def digest(world: World) -> str:
    ready, scheme = await readiness(world.division.id), await get_locked_scheme(world.division.id)
    assert ready.shown
    assert scheme
    return frozen_of(world.event, world.division, ready.shown, scheme).sha256


async def publish(world: World, seen: str | None = None) -> int:
    return await publish_results(
        world.event, world.division, seen_digest=seen or await digest(world), by=rui(world)
    )


async def refused(world: World, seen: str | None = None) -> UserError:
    with pytest.raises(UserError) as caught:
        await publish(world, seen or "seen")
    assert await fetch("SELECT 1 FROM publication") == []
    return caught.value


@pytest.fixture
async def world(db: None) -> World:
    return await marked_world()


async def test_what_is_published_equals_what_was_computed(world: World):
    await set_status(world, "3", "withdrawn")
    await mark_whole(world, "3", "11.00", (1, 1, 1), "19.00", "10.00")
    computed = await computed_results(world.division.id)
    # two are too few for the scale; a rule set on marks needs none
    await fetch("UPDATE division SET rule_set = 'cn-medals' WHERE id = $1", world.division.id)
    computed = await computed_results(world.division.id)
    assert await publish(world) == 1
    shown = await published_results(world.division.id)
    assert computed
    assert shown
    assert [same(line) for line in shown.results.lines] == [same(line) for line in computed.results.lines]
    assert shown.results.criteria == computed.results.criteria
    assert shown.results.result.scale == computed.results.result.scale
    assert shown.results.rules == computed.results.rules
    for line in computed.results.lines:
        assert shown.steps(line.number)[-1] == computed.steps(line.number)[-1]


def same(line: object) -> object:
    """A final line, without what only a provisional one needs."""
    return replace(line, covered_by_criterion={}, place=None)  # type: ignore[type-var]


async def test_the_scale_is_frozen_with_its_parameters_and_population(world: World):
    await publish(world)
    row = (await fetch("SELECT parameters, population, sha256 FROM publication"))[0]
    kept = json.loads(row["parameters"])
    assert (kept["median"], kept["mad"], kept["size"], kept["started"]) == ("75", "17", 3, 3)
    assert json.loads(row["population"]) == ["1", "2", "3"]
    frozen = (await fetch("SELECT total, exact_points, points, award FROM published_row ORDER BY row"))[0]
    assert tuple(frozen) == (Decimal("92.0000"), Decimal("720.234723"), 720, "GOLD")
    assert len(row["sha256"]) == 64


async def test_published_results_do_not_move_with_the_ledger(world: World):
    await publish(world)
    before = await published_results(world.division.id)
    await give(world, "3", "A1.1", "40.00")
    assert (await division_results(world.division.id)).line("3").total == Decimal("72.33")  # type: ignore[union-attr]
    after = await published_results(world.division.id)
    assert before
    assert after
    assert [line.total for line in after.results.lines] == [line.total for line in before.results.lines]


async def test_a_second_publication_has_the_next_number_and_the_first_stays(world: World):
    await publish(world)
    with pytest.raises(UserError) as nothing:
        await publish(world)
    assert (nothing.value.problems[0].code, nothing.value.status) == ("nothing_new", 409)
    await give(world, "3", "A1.1", "40.00")
    assert await publish(world) == 2
    first, last = await published_results(world.division.id, 1), await published_results(world.division.id)
    assert first
    assert last
    assert first.results.line("3").total == Decimal("42.33")  # type: ignore[union-attr]
    assert last.results.line("3").total == Decimal("72.33")  # type: ignore[union-attr]
    assert [shown.publication.number for _, shown in await published_of_event(world.event.id)] == [2]  # type: ignore[union-attr]


async def test_a_stale_digest_is_refused_and_nothing_is_written(world: World):
    seen = await digest(world)
    await give(world, "3", "A1.1", "40.00")
    error = await refused(world, seen)
    assert (error.problems[0].code, error.status) == ("results_changed", 409)


async def test_everything_that_is_open_is_named_at_once(db: None):
    world = await make_world()
    await mark_whole(world, "1", "38.00", (3, 3, 3), "18.00", "26.00")
    await fetch("UPDATE sheet SET state = 'signed' WHERE id = $1", world.sheets["1", "A2"])
    await fetch("UPDATE sheet SET blocked = 'seats_blocked' WHERE id = $1", world.sheets["2", "B1"])
    await fetch("UPDATE sheet SET open_spreads = 1 WHERE id = $1", world.sheets["3", "A1"])
    codes = {problem.code for problem in (await refused(world)).problems}
    assert codes == {
        "open_sheet_blocked", "open_sheet_spread_open", "open_sheet_marks_missing", "open_sheet_to_sign",
        "open_sheet_to_lock",
    }  # fmt: skip
    turns = {(point.code, point.turn) for point in (await readiness(world.division.id)).points}
    assert ("sheet_to_sign", "marking_team_leader") in turns
    assert ("sheet_to_lock", "chief_expert") in turns
    assert ("sheet_marks_missing", "marker") in turns


async def test_absent_and_withdrawn_entries_owe_no_sheets(db: None):
    world = await make_world(entries=("1", "2", "3", "4", "5"))
    for number in ("1", "2", "3"):
        await mark_whole(world, number, f"{30 + int(number)}.00", (2, 2, 2), "10.00", "10.00")
        for sub in ("A1", "A2", "B1"):
            await fetch("UPDATE sheet SET state = 'locked' WHERE id = $1", world.sheets[number, sub])
    await set_status(world, "4", "absent")
    await set_status(world, "5", "withdrawn")
    assert await publish(world) == 1


async def test_no_scale_and_a_pending_tie_stop_the_publication(db: None):
    world = await make_world(entries=("1", "2", "3", "4"))
    for number in "1234":
        points = "30.00" if number != "4" else "20.00"
        await mark_whole(world, number, points, (2, 2, 2), "10.00", "10.00")
    await lock_all(world)
    assert [problem.code for problem in (await refused(world)).problems] == ["mad_zero"]
    await fetch("UPDATE division SET rule_set = 'cn-medals' WHERE id = $1", world.division.id)
    assert [problem.code for problem in (await refused(world)).problems] == ["tie_pending"]
    order = [world.entries[number] for number in ("2", "3", "1")]
    chen = Actor(world.cast.chen, "陈立新")
    await decide_tie(world.event, world.division, entries=order, reason="附加赛", by=chen)
    assert await publish(world) == 1
    shown = await published_results(world.division.id)
    assert shown
    assert [line.number for line in shown.results.lines] == ["2", "3", "1", "4"]


async def test_a_field_of_equals_is_published_and_said_aloud(db: None):
    world = await make_world()
    for number in "123":
        await mark_whole(world, number, "30.00", (2, 2, 2), "10.00", "10.00")
    await lock_all(world)
    await publish(world)
    shown = await published_results(world.division.id)
    assert shown
    assert {(line.points, line.award) for line in shown.results.lines} == {(700, None)}
    assert [problem.code for problem in shown.results.result.problems] == ["all_equal"]


async def test_each_act_leaves_one_audit_record_without_a_mark(world: World):
    await publish(world)
    rows = await fetch("SELECT event_type, actor, details FROM audit_record WHERE scope = $1", world.event.id)
    published = [row for row in rows if row["event_type"] == "results.published"]
    assert len(published) == 1
    assert set(json.loads(published[0]["details"])) == {"number", "sha256", "entries"}


async def test_a_tie_decision_for_entries_that_are_not_tied_is_refused(world: World):
    with pytest.raises(UserError) as caught:
        await decide_tie(
            world.event, world.division, entries=[world.entries["1"], world.entries["2"]], reason="x", by=rui(world)
        )
    assert caught.value.problems[0].code == "tie_not_pending"
    assert await fetch("SELECT 1 FROM tie_decision") == []


async def test_freezing_and_thawing_gives_the_same_digest(world: World):
    await publish(world)
    shown = await published_results(world.division.id)
    scheme = await get_locked_scheme(world.division.id)
    assert isinstance(shown, Shown)
    assert shown.publication
    assert scheme
    again = freeze(
        shown.results, event="demo", division="17", scheme_version=scheme.version_id, scheme_number=1,
        scheme_sha=scheme.content_sha256,
    )  # fmt: skip
    assert again.sha256 == shown.publication.sha256
    assert thaw(again.parameters, list(again.rows))[0].lines == shown.results.lines


def test_the_digest_is_that_of_the_canonical_json():
    assert digest_of({"b": 1, "a": "名"}) == "064bf2bccd984a9ff150a612d9fc8bbe61752d1197ba2ef3f32f214c4fc52d38"


async def test_of_two_who_publish_at_once_one_wins(committed: None):
    world = await marked_world()
    seen = await digest(world)
    ended = await asyncio.gather(publish(world, seen), publish(world, seen), return_exceptions=True)
    assert sorted(type(each).__name__ for each in ended) == ["UserError", "int"]
    assert len(await fetch("SELECT 1 FROM publication")) == 1
    assert len(await fetch("SELECT 1 FROM published_row")) == 3
