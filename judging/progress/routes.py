"""The progress board of an event, and the progress of a division by sub-criterion and judge; live."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from contest.events.access import provide_event
from contest.events.queries import EventFacts
from contest.officials.access import allow, provide_standing
from contest.officials.roles import CHIEFS, Role
from contest.skills.access import provide_division
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.language import gettext as _
from foundation.pages import page
from foundation.streams import follow
from foundation.times import now
from judging.marking.queries_progress import division_progress, judge_progress
from judging.marking.queries_teams import experts_of_skill
from judging.progress.queries import board_of_event
from judging.schemes.queries import get_locked_scheme

ANYONE = allow(anyone_inside=True)
STAFF = allow(Role.ORGANIZER, Role.RESULTS_STAFF, Role.SUPERVISOR, *CHIEFS, Role.EXPERT)
EVENT = {"event": Provide(provide_event)}
DIVISION = {"division": Provide(provide_division)}
BOARD = "/events/{event_code:str}/progress"
OWN = "/events/{event_code:str}/divisions/{slug:str}/progress"


@get(BOARD, opt=ANYONE, dependencies=EVENT)
async def show_board(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    standing = await provide_standing(request)
    held = standing.anywhere_in(event.id)
    board = await board_of_event(event.id)
    skills = {line.division.skill.id for line in board.lines}
    linked = {skill for skill in skills if standing.in_skill(event.id, skill) & STAFF["allow"].roles}
    hall = held == {Role.PROJECTOR} or "hall" in request.query_params
    return await page(
        request, "judging/progress/board.html", block="board", event=event, board=board,
        now=now(), hall=hall, chrome="hall" if hall else "desk", linked=linked,
        breadcrumbs=[(event.name, event.href), (_("Progress"), None)],
    )  # fmt: skip


@get(f"{BOARD}/live", opt=ANYONE, dependencies=EVENT)
async def follow_board(request: AppRequest, event: NamedDependency[EventFacts]) -> Stream:
    return follow(signed_in(request), f"event:{event.id}")


@get(OWN, opt=STAFF, dependencies=DIVISION)
async def show_division(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    event = request.scope["touchstone_event"]  # type: ignore[typeddict-item]
    scheme = await get_locked_scheme(division.id)
    counts = {line.sub_criterion_id: line for line in await division_progress(division.id)}
    names = {each.expert_id: each.name for each in await experts_of_skill(division.skill.id)}
    judges = sorted(await judge_progress(division.id), key=lambda each: names.get(each.expert_id, ""))
    subs = [(sub, counts.get(sub.id)) for sub in scheme.scheme.sub_criteria() if sub.id] if scheme else []
    return await page(
        request, "judging/progress/division.html", block="progress", event=event, division=division, subs=subs,
        judges=judges, names=names, base=f"{event.href}/divisions/{division.slug}",
        breadcrumbs=[(event.name, event.href), (_("Progress"), f"{event.href}/progress"), (division.title, None)],
    )  # fmt: skip


@get(f"{OWN}/live", opt=STAFF, dependencies=DIVISION)
async def follow_division(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Stream:
    return follow(signed_in(request), f"division:{division.id}")


ROUTES: list[ControllerRouterHandler] = [show_board, follow_board, show_division, follow_division]
