"""The demo: whether it may be built here, what is built at each stage, and what a reader's terminal shows.

A small field is built through all stages in a database of its own; counts and open points are checked as a person
would find them, by the app's own queries.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

import demo
from contest.events.states import State
from demo_content import marks
from demo_content.event import divisions, plans, read_sample, the_event
from demo_content.people import read
from demo_content.start import CAST, read_start
from foundation.accounts.actions import Browser, redeem_code, sign_in
from foundation.database import fetch, owner_connection
from foundation.problems import UserError
from judging.marking.observations import check_observed
from judging.marking.queries import sheets_of_division
from judging.marking.rounds import ALLOWED_SPREAD
from judging.results.queries import division_results
from judging.results.queries_published import publications_of, readiness
from judging.schemes.calculations import CALCULATION_TYPES, calculation_rule
from judging.schemes.checks import check_scheme
from judging.schemes.queries import approvals_of, get_draft, get_locked_scheme
from judging.schemes.scheme import Scheme

FIELD = 6


def schemes() -> dict[str, Scheme]:
    return {trade["scheme"]: read_sample(trade["scheme"])[0] for trade in read("event.json")["trades"]}


@pytest.mark.parametrize("name", schemes())
def test_a_scheme_of_the_demo_is_worth_100_and_ready_for_approval(name: str):
    scheme = schemes()[name]
    assert scheme.max_mark == scheme.declared_total == Decimal(100)
    assert all(criterion.declared == criterion.max_mark for criterion in scheme.criteria)
    found = {each.code for each in check_scheme(scheme, level="approval")}
    known = {"section_differs"} if name.endswith(".xlsx") else set()
    assert found <= {"calculation_inferred", *known}  # readings are confirmed by a person, and so by the demo
    assert 75 <= sum(1 for _ in scheme.aspects()) <= 192
    assert {sub.day for sub in scheme.sub_criteria()} >= {1, 2, 3}


def test_every_kind_of_calculation_occurs_in_the_demo():
    used = Counter(
        each.calculation.type if each.calculation else "PASS_FAIL"
        for scheme in schemes().values()
        for each in scheme.aspects()
        if each.type == "M"
    )
    assert set(used) == set(CALCULATION_TYPES)


@pytest.mark.parametrize("name", schemes())
def test_what_judges_see_is_always_allowed(name: str):
    rng = random.Random(name)
    for aspect in schemes()[name].aspects():
        for level in (marks.LOWEST, 500, marks.HIGHEST):
            if aspect.type == "M":
                assert calculation_rule(aspect)
                assert check_observed(aspect, marks.seen(aspect, level, rng)) == []
            else:
                given = marks.scores(level, rng)
                assert max(given) - min(given) <= ALLOWED_SPREAD
                apart = marks.far_apart(given)
                assert set(apart) <= {0, 1, 2, 3}
                assert max(apart) - min(apart) > ALLOWED_SPREAD


def test_there_are_trades_of_every_kind():
    trades = read("event.json")["trades"]
    assert len(trades) >= 8
    assert {trade.get("age_limit") for trade in trades} >= {22, 25}
    assert any(trade.get("team_size") == 2 for trade in trades)
    assert any(len(trade["divisions"]) == 2 for trade in trades)
    assert any(trade.get("kind") == "demonstration" for trade in trades)
    assert all(12 <= plan.line["entries"] <= 36 for plan in plans())


FRESH_HERE = demo.Found()
OTHERS = demo.Found(events=("games",), accounts=3)
ACCOUNTS = demo.Found(accounts=1)
MARKED = demo.Found("marking", ("demo",), 50)
DONE = demo.Found("results", ("demo",), 50)
BROKEN = demo.Found("building", ("demo",), 12)
GROWN = demo.Found("results", ("demo", "games"), 60)
UNMARKED = demo.Found("", ("demo",), 5)
ALL = demo.STAGES


@pytest.mark.parametrize(
    ("found", "stage", "fresh", "expected"),
    [
        (FRESH_HERE, "results", False, demo.Decision(stages=ALL)),
        (FRESH_HERE, "setup", True, demo.Decision(stages=("setup",))),
        (OTHERS, "results", False, demo.Decision("other_events")),
        (OTHERS, "results", True, demo.Decision("other_events")),
        (ACCOUNTS, "results", False, demo.Decision("other_events")),
        (ACCOUNTS, "results", True, demo.Decision("other_events")),
        (UNMARKED, "results", True, demo.Decision("other_events")),
        (MARKED, "results", False, demo.Decision(stages=("results",))),
        (MARKED, "marking", False, demo.Decision()),
        (MARKED, "setup", False, demo.Decision("further")),
        (MARKED, "setup", True, demo.Decision(drop=True, stages=("setup",))),
        (DONE, "results", False, demo.Decision()),
        (BROKEN, "marking", False, demo.Decision(drop=True, stages=("setup", "marking"))),
        (GROWN, "results", False, demo.Decision()),
        (GROWN, "results", True, demo.Decision("other_events")),
        (demo.Found("building", ("demo", "games"), 9), "results", False, demo.Decision("other_events")),
    ],
)
def test_the_demo_never_touches_a_database_that_holds_more(
    found: demo.Found, stage: str, fresh: bool, expected: demo.Decision
):
    assert demo.decide(found, stage, fresh=fresh) == expected


def test_columns_count_chinese_twice():
    assert demo.columns("陈 chen") == 7
    assert demo.padded("陈立新", 8) == "陈立新  "
    assert demo.padded("much too long", 3) == "much too long "


def test_links_end_with_the_day_but_never_within_four_hours():
    noon = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    assert demo.code_end(noon) == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    late = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    assert demo.code_end(late) == late + timedelta(hours=4)


async def test_the_demo_is_built_stage_by_stage(committed: None, capsys: pytest.CaptureFixture[str]):
    async with owner_connection() as connection:
        await demo.build(connection, ("setup",), at_most=FIELD)
        await check_setup()
        assert await demo.look(connection) == demo.Found("setup", ("demo",), 50)
        await demo.build(connection, ("marking",))
        await check_marking()
        await demo.build(connection, ("results",))
        await check_results()
        assert (await demo.look(connection)).stage == 3
        assert (await demo.look(connection)).mark == "results"
    await check_start()
    assert "网站技术" in capsys.readouterr().out


async def check_setup() -> None:
    event = await the_event()
    assert event.announced
    assert event.date_of(3) == demo.today()
    assert not await fetch("SELECT 1 FROM mark_entry LIMIT 1")
    assert not await fetch("SELECT 1 FROM sheet LIMIT 1")
    assert (await fetch("SELECT count(*) AS n FROM delegation"))[0]["n"] >= 30
    for plan, division in await divisions():
        locked = await get_locked_scheme(division.id)
        draft = await get_draft(division.id)
        if plan.trade.get("scheme_state") == "one_approval":
            assert locked is None
            assert draft is not None
            assert [each.capacity for each in await approvals_of(draft.id, draft.revision)] == ["chief"]
        else:
            assert locked is not None
            assert draft is None
    with_teams = {row["slug"] for row in await fetch(
        "SELECT DISTINCT d.slug FROM marking_team t JOIN division d ON d.id = t.division"
    )}  # fmt: skip
    assert with_teams == {plan.slug for plan in plans()} - {"20", "26"}


async def check_marking() -> None:
    assert (await the_event()).state is State.RUNNING
    for plan, division in await divisions():
        sheets = await sheets_of_division(division.id)
        assert bool(sheets) == bool(plan.line.get("marked_days"))
        assert not any(sheet.blocked for sheet in sheets)
        if "missing" in plan.line:
            empty = [sheet for sheet in sheets if not sheet.complete and sheet.entry_status == "ok"]
            assert [(sheet.entry_number, sheet.entered) for sheet in empty] == [("04", 0)]
            assert empty[0].day == 3
        if "twins" in plan.line:
            results = await division_results(division.id)
            assert results is not None
            assert [set(group) for group in results.pending] == [{"02", "05"}]
            assert [point.code for point in (await readiness(division.id)).points] == ["tie_pending"]
        assert sum(sheet.open_spreads for sheet in sheets) == ("spread" in plan.line)
        assert await publications_of(division.id) == []


async def check_results() -> None:
    for plan, division in await divisions():
        published = await publications_of(division.id)
        assert len(published) == bool(plan.line.get("publish"))
        closed = plan.slug == "10-zg"
        if closed:
            assert not (await readiness(division.id)).points


async def check_start() -> None:
    """Links work once, new ones make the old worthless, the password is everybody's."""
    browser = Browser("127.0.0.1", "test")
    end = demo.code_end(datetime.now(UTC))
    first = await read_start(end)
    again = await read_start(end)
    assert [person.user_name for person in again.people] == list(CAST)
    assert again.today_is == 3
    with pytest.raises(UserError):
        await redeem_code(first.people[0].secret, browser=browser)
    await redeem_code(again.people[0].secret, browser=browser)
    with pytest.raises(UserError):
        await redeem_code(again.people[0].secret, browser=browser)
    await sign_in("chief29", again.password, browser=browser)
    codes = {each.code for each in again.tries}
    assert codes == {"sheet", "results", "close", "tie", "spread", "publish", "approve", "teams", "published"}
    assert all(each.path.startswith(("/sheets/", "/events/demo/")) for each in again.tries)
