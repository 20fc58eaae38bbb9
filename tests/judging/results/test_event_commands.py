"""``touchstone results``: the document of the contract, published equals computed, exit codes."""

import json
import subprocess
import sys

import pytest

import cli
from foundation.audit.actions import Actor
from judging.results.actions import frozen_of, publish_results
from judging.results.event_commands import document, found_results, problems_of
from judging.results.queries_published import readiness
from judging.schemes.queries import get_locked_scheme
from tests.conftest import ROOT
from tests.judging.results.factories import World, give, lock_all, make_world, mark_whole, marked_world


async def publish(world: World) -> None:
    ready, scheme = await readiness(world.division.id), await get_locked_scheme(world.division.id)
    assert ready.shown
    assert scheme
    frozen = frozen_of(world.event, world.division, ready.shown, scheme)
    by = Actor(world.cast.rui, "芮思雨")
    await publish_results(world.event, world.division, seen_digest=frozen.sha256, by=by)


async def test_the_document_has_the_shape_of_the_contract(db: None):
    await marked_world()
    event, found = await found_results("demo")
    assert event
    told = document(event, found)
    assert told["event"] == "demo"
    skill = told["skills"][0]
    assert (skill["code"], skill["division"], skill["state"], skill["rules"]) == ("17", None, "complete", "wsc2026")
    row = skill["rows"][0]
    assert row | {"entry": ""} == {
        "number": "1", "entry": "", "delegation": "D1", "status": "ok", "marks_by_criterion": {"A": "66.00", "B": "26.00"},
        "total": "92.00", "provisional_total": "92.00", "exact_points": "720.234723", "points": 720, "position": 1,
        "award": "GOLD", "complete": True,
    }  # fmt: skip


async def test_published_and_computed_rows_are_the_same(db: None):
    world = await marked_world()
    event, computed = await found_results("demo")
    assert event
    before = document(event, computed)["skills"][0]
    await publish(world)
    after = document(event, (await found_results("demo", "17"))[1])["skills"][0]
    assert (before["state"], after["state"]) == ("complete", "published")
    assert before["rows"] == after["rows"]


async def test_provisional_results_say_so_and_hide_no_missing_mark(db: None):
    world = await make_world()
    for number, mark in (("1", "10.00"), ("2", "19.00"), ("3", "15.00")):
        await give(world, number, "A2.1", mark)
    event, found = await found_results("demo")
    assert event
    skill = document(event, found)["skills"][0]
    assert (skill["state"], skill["covered"], skill["sub_criteria"]) == ("provisional", ["A2"], 3)
    first = skill["rows"][0]
    assert (first["number"], first["total"], first["complete"]) == ("2", None, False)
    assert first["marks_by_criterion"] == {"A": None, "B": None}
    assert problems_of(found[0][1].results) == ()  # type: ignore[union-attr]


async def test_the_document_says_why_results_are_not_complete(db: None):
    world = await make_world(rule_set="cn-medals", entries=("1", "2"))
    for number in "12":
        await mark_whole(world, number, "40.00", (3, 3, 3), "20.00", "20.00")
    await lock_all(world)
    event, found = await found_results("demo")
    assert event
    problems = document(event, found)["skills"][0]["problems"]
    assert [(each["severity"], each["code"]) for each in problems] == [("error", "tie_pending")]
    assert "1, 2" in problems[0]["message"] or "1、2" in problems[0]["message"]


async def test_an_unknown_event_or_trade_is_none(db: None):
    await make_world()
    assert await found_results("nothing") == (None, [])
    assert (await found_results("demo", "00"))[1] == []


def test_the_command_stands_in_the_table_and_asks_for_the_event(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        cli.main(["results"])
    assert ended.value.code == 2
    assert "--event" in capsys.readouterr().err


async def test_the_command_prints_one_json_document(committed: None):
    await marked_world()
    for arguments, code in ((["--event", "demo", "--json"], 0), (["--event", "none", "--json"], 2)):
        ran = subprocess.run(
            [sys.executable, "cli.py", "results", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert ran.returncode == code, ran.stderr
        if code == 0:
            assert json.loads(ran.stdout)["skills"][0]["rows"][0]["total"] == "92.00"
        else:
            assert ran.stdout == ""
