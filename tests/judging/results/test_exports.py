"""Results for other programs: the API in the shape of W-48, the ceremony's file of W-47; published results only."""

import io
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from foundation.audit.actions import Actor
from foundation.database import fetch
from judging.results.actions import frozen_of, publish_results
from judging.results.printing import CEREMONY_COLUMNS, split_name
from judging.results.queries import division_results
from judging.results.queries_published import published_results, readiness
from judging.schemes.queries import get_locked_scheme
from tests.browsing import Browsing
from tests.judging.results.factories import World, marked_world

API = "/api/v1/events/demo/results"
CEREMONY = "/events/demo/results/Competitor_results.xlsx"


@pytest.fixture
async def world(db: None) -> World:
    world = await marked_world()
    await fetch(
        "INSERT INTO competitor (id, entry, position, name_zh, name_en) VALUES ($1, $2, 2, '司马光', 'Guang Sima')",
        uuid4(), world.entries["1"],
    )  # fmt: skip
    return world


async def publish(world: World) -> None:
    ready, scheme = await readiness(world.division.id), await get_locked_scheme(world.division.id)
    assert ready.shown
    assert scheme
    digest = frozen_of(world.event, world.division, ready.shown, scheme).sha256
    await publish_results(world.event, world.division, seen_digest=digest, by=Actor(world.cast.rui, "芮思雨"))


async def test_the_api_holds_published_results_and_no_raw_mark(world: World, browsing: Browsing):
    client = await browsing.as_(world.cast.projector)
    empty = (await client.get(API)).json()
    assert (empty["results"], empty["total_count"]) == ([], 0)
    await publish(world)
    answer = await client.get(API)
    told = answer.json()
    assert told["total_count"] == 3
    assert set(told) == {"results", "total_count", "links"}
    first = told["results"][0]
    assert set(first) == {
        "competitors", "member", "medal", "mark", "position", "best_of_nation", "albert_vidal_award", "published", "skill",
    }  # fmt: skip
    assert (first["mark"], first["position"], first["medal"]) == ("720.00", 1, {"code": "GOLD", "name": "Gold"})
    assert first["member"] == {
        "code": "D1", "name": [{"lang_code": "en", "text": "Province 1"}, {"lang_code": "zh", "text": "省1"}]
    }  # fmt: skip
    assert [set(person) for person in first["competitors"]] == [{"first_name", "last_name", "person_id"}] * 2
    assert set(first["skill"]) >= {"number", "name", "type", "event"}
    assert told["results"][2]["medal"] is None
    assert not any(mark in answer.text for mark in ("92.00", "66.00", "42.33"))


async def test_the_ceremony_file_has_a_row_a_person_and_exactly_these_columns(world: World, browsing: Browsing):
    await publish(world)
    client = await browsing.as_(world.cast.rui)
    content = (await client.get(CEREMONY)).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert tuple(rows[0]) == CEREMONY_COLUMNS
    assert rows[1] == [1, "D1", "Province 1", "17", "Gold", "Competitor", "1", 720]
    assert rows[2][5:7] == ["Guang", "Sima"]
    assert len(rows) == 5


@pytest.mark.parametrize(("name", "status"), [("ada", 404), ("paul", 404), ("erik", 200), ("olga", 200)])
async def test_who_may_fetch_them(world: World, browsing: Browsing, name: str, status: int):
    client = await browsing.as_(getattr(world.cast, name))
    for path in (API, CEREMONY, "/events/demo/results"):
        assert (await client.get(path)).status_code == status, path


async def test_the_list_of_results_holds_no_mark_and_leads_only_where_one_may(world: World, browsing: Browsing):
    outsider, chief = await browsing.as_(world.cast.erik), await browsing.as_(world.cast.chen)
    link = 'href="/events/demo/divisions/17/results"'
    before = (await outsider.get("/events/demo/results")).text
    assert "Web Technologies" in before
    assert link not in before
    assert link in (await chief.get("/events/demo/results")).text
    await publish(world)
    assert link in (await outsider.get("/events/demo/results")).text


def test_names_are_split_into_first_and_last():
    assert split_name("王伟", "") == ("伟", "王")
    assert split_name("", "Jean Luc Picard") == ("Jean Luc", "Picard")
    assert split_name("", "Pelé") == ("Pelé", "")


async def test_the_settings_of_the_event_rule_the_results(db: None):
    world = await marked_world()
    for name, value in (("population_minimum", "4"), ("ties_allowed", "true"), ("tie_keys", "total,judgement")):
        await fetch(
            "INSERT INTO setting_override (id, event, name, value) VALUES ($1, $2, $3, $4)",
            uuid4(), world.event.id, name, value,
        )  # fmt: skip
    results = await division_results(world.division.id)
    assert results
    assert [problem.code for problem in results.result.problems] == ["field_too_small"]
    assert results.rules.ties_allowed
    assert results.rules.tie_keys == ("total", "judgement")
    assert await published_results(world.division.id) is None
