"""Home answers one question for each role; the navigation shows only what the person may do."""

from decimal import Decimal
from uuid import uuid4

import pytest

from contest.events.queries import get_event
from foundation.database import fetch
from judging.desk.queries import trades_on_desk
from judging.marking.actions_corrections import ask_correction, decide_correction
from judging.marking.corrections import CorrectionRequest
from judging.schemes.actions import approve_scheme, discard_draft, lock_scheme, save_draft
from tests.browsing import Browsing
from tests.judging.marking.factories import fill_sheet, make_marked
from tests.judging.results.factories import World, give, lock_all, make_world, mark_whole, marked_world
from tests.judging.schemes.stage import actor, make_stage, small_scheme


@pytest.fixture
async def world(db: None) -> World:
    world = await make_world()
    await mark_whole(world, "1", "38.00", (3, 3, 3), "18.00", "26.00")
    return world


async def home(world: World, browsing: Browsing, name: str, language: str = "en") -> str:
    client = await browsing.as_(getattr(world.cast, name), language=language)
    return (await client.get("/")).text


async def test_a_judge_finds_his_next_sheet(world: World, browsing: Browsing):
    text = await home(world, browsing, "erik")
    assert "My next sheet" in text
    assert f"/sheets/{world.sheets['2', 'A1']}" in text
    assert "6 sheets wait for you" in text


async def test_the_chief_expert_finds_which_sheets_lack_whom(world: World, browsing: Browsing):
    await give(world, "2", "A1.2", scores=(3,))
    text = await home(world, browsing, "chen")
    assert "Scores are missing from: Li (2), Mei (2), Erik (1)" in " ".join(text.split())
    assert "Marks are missing" in text
    assert "/divisions/17/marking" in text


async def test_the_organizer_finds_what_is_blocked_and_who_must_act(world: World, browsing: Browsing):
    await fetch("UPDATE sheet SET blocked = 'seats_blocked' WHERE id = $1", world.sheets["2", "B1"])
    text = await home(world, browsing, "olga")
    for shown in ("Too few free judges", "Chief Expert", "To be signed", "Marking team leader"):
        assert shown in text


async def test_the_results_staff_find_what_can_be_published(db: None, browsing: Browsing):
    world = await marked_world()
    text = await home(world, browsing, "rui")
    assert "/divisions/17/results/publication" in text
    chinese = await home(world, browsing, "rui", "zh_CN")
    assert "可以发布的成绩" in chinese


async def test_the_chief_expert_finds_a_tie_before_the_publication(db: None, browsing: Browsing):
    world = await make_world(rule_set="cn-medals", entries=("1", "2"))
    for number in "12":
        await mark_whole(world, number, "40.00", (3, 3, 3), "20.00", "20.00")
    await lock_all(world)
    text = await home(world, browsing, "chen")
    assert "A tie to be decided" in text
    assert "/divisions/17/results/ties" in text
    staff = await home(world, browsing, "rui")
    assert "No trade is ready" not in staff
    assert "Every sheet is locked, but something is open:" in staff
    assert "A tie to be decided" in staff
    client = await browsing.as_(world.cast.rui)
    index = (await client.get(f"{world.event.href}/results")).text
    assert "A tie to be decided" in index
    assert "results/publication" not in index


async def test_the_supervisor_finds_what_waits(world: World, browsing: Browsing):
    assert "What waits, and for whom" in await home(world, browsing, "sun")


async def test_the_team_leader_finds_what_to_sign(world: World, browsing: Browsing):
    sub = next(iter(world.scheme.sub_criteria()))
    await fetch(
        "INSERT INTO marking_team (id, division, sub_criterion, leader) VALUES (gen_random_uuid(), $1, $2, $3)",
        world.division.id, sub.id, world.experts["erik"],
    )  # fmt: skip
    text = await home(world, browsing, "erik")
    assert "Complete sheets for your signature" in text
    assert "1 sheet<" in text
    assert "Complete sheets" not in await home(world, browsing, "li")


async def test_the_address_of_a_trade_leads_to_what_one_does_there(world: World, browsing: Browsing):
    for name, there in (
        ("chen", f"{world.base}/marking"), ("rui", f"{world.base}/marking"), ("erik", f"{world.base}/scheme"),
        ("projector", f"{world.event.href}/results"),
    ):  # fmt: skip
        client = await browsing.as_(getattr(world.cast, name))
        answer = await client.get(world.base)
        assert (answer.status_code, answer.headers["location"]) == (303, there), name
        assert (await client.get(there)).status_code == 200, name
    client = await browsing.as_(world.cast.paul)
    assert (await client.get(world.base)).status_code == 404


async def test_the_projector_goes_to_the_board(world: World, browsing: Browsing):
    client = await browsing.as_(world.cast.projector)
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/events/demo/progress")


@pytest.mark.parametrize("name", ["ada", "paul"])
async def test_whoever_has_no_office_in_an_event_sees_none(world: World, browsing: Browsing, name: str):
    text = await home(world, browsing, name)
    assert "National Event" not in text
    assert ("No event yet" in text) is (name == "paul")
    assert ("/accounts" in text) is (name == "ada")


async def test_home_holds_no_mark(world: World, browsing: Browsing):
    for name in ("olga", "chen", "erik", "sun", "rui"):
        text = await home(world, browsing, name)
        assert "38.00" not in text
        assert "92.00" not in text


async def test_the_navigation_of_a_trade_by_role(world: World, browsing: Browsing):
    page = f"{world.event.href}/progress"
    own = f"{world.base}/progress"
    for name, address, link, there in (
        ("chen", own, "/marking/signatures", True), ("olga", own, "/divisions/17/paper", False),
        ("erik", own, "/divisions/17/teams", False), ("erik", page, 'href="/sheets"', True),
        ("olga", page, 'href="/sheets"', False), ("rui", own, "/divisions/17/results", True),
    ):  # fmt: skip
        client = await browsing.as_(getattr(world.cast, name))
        assert (link in (await client.get(address)).text) is there, (name, link)


@pytest.mark.parametrize("entries", [("1",), ("1", "2", "3")])
async def test_home_asks_as_often_for_three_entries_as_for_one(
    db: None, browsing: Browsing, counted_queries, entries: tuple[str, ...]
):
    world = await make_world(entries=entries)
    client = await browsing.as_(world.cast.olga)
    with counted_queries() as count:
        await client.get("/")
    assert count() == 9


async def test_the_chief_expert_finds_a_correction_that_waits_for_a_second_person(db: None, browsing: Browsing):
    marked = await make_marked()
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    chen = await browsing.as_(marked.cast.chen, language="en")
    assert "Corrections that wait" not in (await chen.get("/")).text
    asked = CorrectionRequest(uuid4(), marked.aspect("A1.3"), Decimal(1), 1, 1, "mistyped")
    await ask_correction(await marked.sheet(), asked, by=marked.actor("li"))
    text = (await chen.get("/")).text
    assert "Corrections that wait for a second person" in text
    assert f'href="/sheets/{sheet.id}"' in text
    await decide_correction(await marked.sheet(), asked.id, "refused", by=marked.actor("erik"))
    assert "Corrections that wait" not in (await chen.get("/")).text


async def test_a_scheme_says_step_by_step_what_it_waits_for_and_whose_turn_it_is(db: None):
    stage = await make_stage()
    event = await get_event(stage.event_code)
    assert event is not None

    async def waits() -> list[tuple[str, str]]:
        lines = await trades_on_desk(event.id, event.href, skills=[stage.division.skill.id])
        return [(each.code, each.turn) for each in lines[0].waiting if each.code.startswith("scheme")]

    assert await waits() == [("scheme_to_draft", "expert")]
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    await approve_scheme(stage.division, seen_revision=1, capacity="chief", by=actor(stage.cast.chen))
    await discard_draft(stage.division, seen_revision=1, by=actor(stage.cast.erik))
    assert await waits() == [("scheme_to_draft", "expert")]  # what was given up counts for nothing
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    assert await waits() == [("scheme_to_approve", "chief_expert"), ("scheme_to_approve", "second_expert")]
    await approve_scheme(stage.division, seen_revision=1, capacity="chief", by=actor(stage.cast.chen))
    assert await waits() == [("scheme_to_approve", "second_expert")]
    await approve_scheme(stage.division, seen_revision=1, capacity="second", by=actor(stage.cast.li))
    assert await waits() == [("scheme_to_lock", "chief_expert")]
    await lock_scheme(stage.division, seen_revision=1, by=actor(stage.cast.chen))
    assert await waits() == []
