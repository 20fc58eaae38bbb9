"""Role × state × route (W-20, T-73): every route is asked by everybody in every stage of an event.

Each route says in its ``opt`` whom it is for. Here the app is asked, with sound requests, and what it answered is
held against those words, against the pure rules of sheets, and against ``docs/access.md``.
"""

import os
from dataclasses import dataclass
from functools import partial

import pytest
import pytest_asyncio
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

import foundation.pdf
import judging.paper.routes
from contest.officials.queries import get_standing
from contest.officials.roles import Role, Standing
from foundation.database import engine
from judging.marking.sheet_states import ACTS, Part, SheetAct
from judging.results.access import SEE_BEFORE
from tests.access.probes import Ask, Asker
from tests.access.table import HEAD, TABLE, whom
from tests.access.walk import address_of, routes, walk
from tests.access.world import PEOPLE, World, make_world
from tests.browsing import Browsing
from tests.conftest import client_of

SHEET = "/sheets/{sheet_id:uuid}"

# An archived event takes no change; what is taken all the same changes nothing of it.
CHANGES_NOTHING = {
    "POST /events/{event_code:str}/codes/{account_id:uuid}/revocation": "takes a code back that would let somebody in",
    "POST /events/{event_code:str}/imports/{kind:str}": "reads a table and shows what it would do",
    "POST /events/{event_code:str}/imports/{kind:str}/problems/{ending:str}": "says what is wrong with a table",
    "POST /events/{event_code:str}/divisions/{slug:str}/paper/prints": "prints forms, kept for a day",
}  # fmt: skip


@dataclass
class Walked:
    """What the walk found: the stages by route and person."""

    let_in: dict[str, dict[str, set[str]]]
    strange: list[str]
    standings: dict[str, Standing]
    world: World

    def stages(self, route: str, person: str) -> set[str]:
        return self.let_in.get(route, {}).get(person, set())


@pytest_asyncio.fixture(scope="module")
async def walked(pooled: None, app: Litestar) -> Walked:
    """The whole walk, once: one world, everybody in every stage. Paper is not rendered; that it is asked for counts."""
    patch = pytest.MonkeyPatch()
    patch.setattr(foundation.pdf, "_pool", lambda: None)
    patch.setattr(foundation.pdf, "render_pdf", lambda html: b"%PDF")
    patch.setattr(judging.paper.routes, "begin", lambda *_, **__: None)
    transaction = engine().transaction()
    await transaction.__aenter__()
    try:
        world = await make_world()
        people = [Asker(name, await Browsing(partial(client_of, app)).as_(world.accounts[name])) for name in PEOPLE]
        standings = {name: await get_standing(world.accounts[name]) for name in PEOPLE}
        let_in, strange = await walk(world, people, app)
        return Walked(let_in, strange, standings, world)
    finally:
        await transaction.rollback()
        await transaction.__aexit__(None, None, None)
        patch.undo()


@pytest.fixture(scope="module")
def guarded(app: Litestar) -> dict[str, HTTPRouteHandler]:
    """The routes that ask who somebody is."""
    return {f"{method} {path}": handler for method, path, handler in routes(app) if "allow" in handler.opt}


def held(route: str, standing: Standing, world: World) -> frozenset[Role]:
    """The roles that count at a route: those of the trade, of anywhere in the event, or of the house."""
    if any(name in route for name in ("{slug", "{skill_code", "{sheet_id")):
        return standing.in_skill(world.event.id, world.division.skill.id)
    return standing.anywhere_in(world.event.id) if "{event_code" in route else standing.in_house()


def named(handler: HTTPRouteHandler, route: str, standing: Standing, world: World) -> bool:
    """Whether the route's own words are for somebody with these offices."""
    inside = standing.anywhere_in(world.event.id)
    if "{event_code" in route and not inside:
        return False
    allowed = handler.opt["allow"]
    return bool(held(route, standing, world) & allowed.roles) or (allowed.anyone_inside and bool(inside))


def test_every_route_says_whom_it_is_for(app: Litestar):
    silent = [
        f"{method} {path}"
        for method, path, handler in routes(app)
        if sum(key in handler.opt for key in ("public", "mine", "allow")) != 1
    ]
    assert silent == []


def test_every_answer_is_yes_or_no(walked: Walked):
    assert walked.strange == []


def test_nobody_is_let_in_whom_the_route_does_not_name(walked: Walked, guarded: dict[str, HTTPRouteHandler]):
    wrong = [
        f"{route} lets {person} in"
        for route, people in walked.let_in.items()
        for person in people
        if not named(guarded[route], route, walked.standings[person], walked.world)
    ]
    assert wrong == []


def test_whoever_a_route_names_is_let_in_at_some_stage(walked: Walked, guarded: dict[str, HTTPRouteHandler]):
    """Else the request of the probe is not sound, or the route is named to somebody in vain."""
    wrong = [
        f"{route} never lets {person} in"
        for route, handler in guarded.items()
        for person in PEOPLE
        if named(handler, route, walked.standings[person], walked.world)
        and not walked.stages(route, person)
        and handler.opt["allow"].narrowed != "named"
    ]
    assert wrong == []


def test_every_route_is_open_to_somebody(walked: Walked, guarded: dict[str, HTTPRouteHandler]):
    assert [route for route in guarded if not walked.let_in.get(route)] == []


def test_an_archived_event_takes_no_change(walked: Walked):
    taken = {
        route for route, people in walked.let_in.items()
        if route.startswith("POST") and "/accounts" not in route and route != "POST /events"
        and any("archived" in stages for stages in people.values())
    }  # fmt: skip
    assert taken == set(CHANGES_NOTHING)


def test_results_are_seen_by_few_before_publication(walked: Walked):
    """W-20, T-73: whoever is no official of the results or the trade waits for the publication."""
    wrong = []
    for route, people in walked.let_in.items():
        if "/results" not in route or not route.startswith("GET") or "{slug" not in route:
            continue
        for person, stages in people.items():
            mine = held(route, walked.standings[person], walked.world)
            if not mine & SEE_BEFORE and stages - {"published", "archived"}:
                wrong.append(f"{route}: {person} in {sorted(stages)}")
    assert wrong == []


SHEET_ROUTES: dict[str, SheetAct] = {
    f"POST {SHEET}/marks": "enter", f"POST {SHEET}/hand-in": "hand_in", f"POST {SHEET}/reopenings": "reopen",
    f"POST {SHEET}/aspects/{{aspect_id:uuid}}/rounds": "open_round",
    f"POST {SHEET}/aspects/{{aspect_id:uuid}}/corrections": "correct",
    f"POST {SHEET}/corrections/{{correction_id:uuid}}/decision": "confirm_correction",
    "POST /events/{event_code:str}/divisions/{slug:str}/marking/signatures": "sign",
    "POST /events/{event_code:str}/divisions/{slug:str}/marking/locks": "lock",
}  # fmt: skip
PARTS: dict[str, set[Part]] = {
    "erik": {"marker", "marking_team_leader"}, "li": {"marker"}, "chen": {"chief_expert"},
    "dai": {"deputy_chief_expert"},
}  # fmt: skip


@pytest.mark.parametrize("route", SHEET_ROUTES)
@pytest.mark.parametrize("person", PEOPLE)
def test_the_acts_on_a_sheet_are_those_of_its_rules(walked: Walked, route: str, person: str):
    """W-19: who may do what in which state of the sheet; the rules' table and the app say the same."""
    rule = ACTS[SHEET_ROUTES[route]]
    expected = set(rule.states) if rule.parts & PARTS.get(person, set()) else set()
    assert walked.stages(route, person) == expected


def test_the_administrator_has_no_right_over_schemes_marks_or_results(walked: Walked):
    assert [route for route, people in walked.let_in.items() if "ada" in people and "{event_code" in route] == []


def test_the_table_in_docs_is_up_to_date(walked: Walked, app: Litestar):
    rows = sorted({(path, method, whom(handler, walked.let_in.get(f"{method} {path}", {})))
                   for method, path, handler in routes(app)})  # fmt: skip
    table = HEAD + "".join(f"| `{method} {path}` | {people} |\n" for path, method, people in rows)
    if os.environ.get("TOUCHSTONE_WRITE_ACCESS_TABLE"):
        TABLE.write_text(table, encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == table


async def test_nobody_gets_anything_without_signing_in(db: None, browsing: Browsing, app: Litestar):
    world = await make_world()
    client = await browsing.anonymous()
    wrong = []
    for method, path, handler in routes(app):
        if handler.opt.get("public"):
            continue
        answer = await client.request(method, await address_of(path, method, world, Ask()))
        if answer.status_code not in (303, 401) or "/sign-in" not in answer.headers.get("location", "/sign-in"):
            wrong.append(f"{method} {path} answers {answer.status_code}")
    assert wrong == []
