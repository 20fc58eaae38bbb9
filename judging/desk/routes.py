"""Home: one question answered for each role that the person holds."""

from dataclasses import dataclass, field, replace
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.types import ControllerRouterHandler

from contest.events.queries import EventFacts, events_of
from contest.officials.access import allow, provide_standing
from contest.officials.roles import CHIEFS, Role, Standing
from contest.skills.access import provide_division
from contest.skills.queries import DivisionFacts
from foundation.accounts.queries import count_accounts
from foundation.authentication import AppRequest, signed_in
from foundation.pages import page, redirect
from judging.desk.navigation import LEADERS, STAFF
from judging.desk.phrases import listed_counts, waiting_name, whose_turn
from judging.desk.queries import TradeLine, Waiting, sheets_to_sign, trades_on_desk
from judging.marking.queries_lists import my_sheets
from judging.marking.queries_progress import judge_progress
from judging.marking.queries_teams import experts_of_skill
from judging.marking.sheet_lists import next_of
from judging.results.queries_published import publications_of, readiness
from judging.results.readiness import OpenPoint

ANYONE = allow(anyone_inside=True)
DIVISION = {"division": Provide(provide_division)}
SEES_ALL = frozenset({Role.ORGANIZER, Role.RESULTS_STAFF, Role.SUPERVISOR})


@dataclass(slots=True)
class Desk:
    """An event on the desk: the roles held there, its trades that concern the person, and who lacks what."""

    event: EventFacts
    roles: frozenset[Role]
    trades: list[TradeLine] = field(default_factory=list)
    chief_of: list[TradeLine] = field(default_factory=list)
    expert_in: list[TradeLine] = field(default_factory=list)
    lacking: dict[Any, list[tuple[str, int, bool]]] = field(default_factory=dict)


@get("/", opt={"mine": True})
async def home(request: AppRequest) -> Response[Any]:
    me, standing = signed_in(request), await provide_standing(request)
    events = await events_of(me.account_id)
    board = _only_projects(standing, events)
    if board:
        return redirect(f"{board.href}/progress", request)
    desks = [await _desk(event, standing) for event in events]
    sheets = await my_sheets(me.account_id)
    return await page(
        request, "judging/desk/home.html", desks=desks, next_sheet=next_of(sheets),
        to_sign=await sheets_to_sign(me.account_id),
        waiting=sum(sheet.waits for sheet in sheets), seated=bool(sheets), house=standing.in_house(),
        accounts=await count_accounts() if Role.ADMINISTRATOR in standing.in_house() else None,
        words={"waiting": waiting_name, "turn": whose_turn, "listed": listed_counts}, Role=Role,
    )  # fmt: skip


def _only_projects(standing: Standing, events: list[EventFacts]) -> EventFacts | None:
    """The event whose board is this account's only task."""
    return events[0] if events and {office.role for office in standing.offices} == {Role.PROJECTOR} else None


async def _desk(event: EventFacts, standing: Standing) -> Desk:
    roles = standing.anywhere_in(event.id)
    own = [office for office in standing.offices if office.event_id == event.id and office.skill_id]
    everywhere = bool(standing.in_event(event.id) & SEES_ALL)
    watched = [office.skill_id for office in own if office.skill_id]
    if not everywhere and not watched:
        return Desk(event, roles)
    counted = await trades_on_desk(event.id, event.href, skills=None if everywhere else watched)
    trades = [await _with_open_points(line, event) for line in counted]
    chiefs = {office.skill_id for office in own if office.role in CHIEFS}
    led = [line for line in trades if line.division.skill.id in chiefs]
    expert = {office.skill_id for office in own if office.role is Role.EXPERT} - chiefs
    desk = Desk(event, roles, trades, led, [line for line in trades if line.division.skill.id in expert])
    for line in desk.chief_of:
        desk.lacking[line.division.id] = await _lacking(line)
    return desk


async def _with_open_points(line: TradeLine, event: EventFacts) -> TradeLine:
    """When every sheet is locked, what still stands before the publication, as the publication itself says it."""
    points = (await readiness(line.division.id)).points if line.all_locked else []
    if not points:
        return line
    base = f"{event.href}/divisions/{line.division.slug}/results"
    codes: dict[str, list[OpenPoint]] = {}
    for point in points:
        codes.setdefault(point.code, []).append(point)
    found = [
        Waiting(code, group[0].turn, len(group), f"{base}/{'ties' if code == 'tie_pending' else 'publication'}")
        for code, group in codes.items()
    ]
    return replace(line, waiting=(*found, *(each for each in line.waiting if each.code != "to_publish")))


async def _lacking(line: TradeLine) -> list[tuple[str, int, bool]]:
    """Judges who still have scores to give, the one with most first, and whether they are in office still."""
    experts = {each.expert_id: each for each in await experts_of_skill(line.division.skill.id)}
    missing = [
        (known.name if known else "–", each.expected - each.entered, known is None or known.in_office)
        for each in await judge_progress(line.division.id)
        for known in [experts.get(each.expert_id)]
        if each.entered < each.expected
    ]
    return sorted(missing, key=lambda each: (-each[1], each[0]))


@get("/events/{event_code:str}/divisions/{slug:str}", opt=ANYONE, dependencies=DIVISION)
async def show_division(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    """A trade's address without a page behind it leads to what this person does there."""
    event = request.scope["touchstone_event"]  # type: ignore[typeddict-item]
    held = (await provide_standing(request)).in_skill(event.id, division.skill.id)
    base = f"{event.href}/divisions/{division.slug}"
    if held & LEADERS:
        return redirect(f"{base}/marking", request)
    if held & STAFF:
        return redirect(f"{base}/scheme", request)
    published = bool(await publications_of(division.id))
    return redirect(f"{base}/results" if published else f"{event.href}/results", request)


ROUTES: list[ControllerRouterHandler] = [home, show_division]
