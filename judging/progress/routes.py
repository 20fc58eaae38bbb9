"""The progress board of an event, and the progress of a division by sub-criterion and judge; live."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from contest.events.access import provide_event
from contest.events.queries import EventFacts
from contest.officials.access import allow, provide_standing
from contest.officials.roles import CHIEFS, Role
from contest.skills.access import provide_division
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import table_file
from foundation.language import gettext as _
from foundation.pages import page
from foundation.streams import follow
from foundation.times import now
from judging.marking.phrases import member_words
from judging.marking.queries_progress import JudgeProgress, ProgressLine, division_progress, judge_progress
from judging.marking.queries_teams import experts_of_skill
from judging.progress.phrases import (
    board_head,
    board_rows,
    day_name,
    judge_head,
    judge_rows,
    state_words,
    sub_head,
    sub_rows,
    sub_state,
)
from judging.progress.queries import board_of_event
from judging.schemes.queries import get_locked_scheme
from judging.schemes.scheme import SubCriterion

ANYONE = allow(anyone_inside=True)
# By day the board is not for the hall: its screen shows trades only.
READERS = allow(*(role for role in Role if role not in (Role.PROJECTOR, Role.ADMINISTRATOR)))
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
        now=now(), hall=hall, chrome="hall" if hall else "desk", linked=linked, state_words=state_words,
        day_name=day_name,
        breadcrumbs=[(event.name, event.href), (_("Progress"), None)],
    )  # fmt: skip


@get(f"{BOARD}/export/{{kind:str}}", opt=READERS, dependencies=EVENT)
async def export_board(event: NamedDependency[EventFacts], kind: FromPath[str]) -> Response[bytes]:
    board = await board_of_event(event.id)
    return table_file(kind, f"{event.code}-progress", board_head(board.days), board_rows(board))


@get(f"{BOARD}/live", opt=ANYONE, dependencies=EVENT)
async def follow_board(request: AppRequest, event: NamedDependency[EventFacts]) -> Stream:
    return follow(signed_in(request), f"event:{event.id}")


@get(OWN, opt=STAFF, dependencies=DIVISION)
async def show_division(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    event = request.scope["touchstone_event"]  # type: ignore[typeddict-item]
    judges, names = await _judges(division)
    return await page(
        request, "judging/progress/division.html", block="progress", event=event, division=division,
        subs=await _subs(division), judges=judges, names=names, base=f"{event.href}/divisions/{division.slug}",
        sub_state=sub_state,
        breadcrumbs=[(event.name, event.href), (_("Progress"), f"{event.href}/progress"), (division.title, None)],
    )  # fmt: skip


@get(f"{OWN}/export/{{kind:str}}", opt=STAFF, dependencies=DIVISION)
async def export_division(division: NamedDependency[DivisionFacts], kind: FromPath[str]) -> Response[bytes]:
    return table_file(kind, f"{division.slug}-progress", sub_head(), sub_rows(await _subs(division)))


@get(f"{OWN}/judges/export/{{kind:str}}", opt=STAFF, dependencies=DIVISION)
async def export_judges(division: NamedDependency[DivisionFacts], kind: FromPath[str]) -> Response[bytes]:
    return table_file(kind, f"{division.slug}-judges", judge_head(), judge_rows(*await _judges(division)))


@get(f"{OWN}/live", opt=STAFF, dependencies=DIVISION)
async def follow_division(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Stream:
    return follow(signed_in(request), f"division:{division.id}")


async def _subs(division: DivisionFacts) -> list[tuple[SubCriterion, ProgressLine | None]]:
    """The sub-criteria of the locked scheme, each with its counts once marking is open."""
    scheme = await get_locked_scheme(division.id)
    counts = {line.sub_criterion_id: line for line in await division_progress(division.id)}
    return [(sub, counts.get(sub.id)) for sub in scheme.scheme.sub_criteria() if sub.id] if scheme else []


async def _judges(division: DivisionFacts) -> tuple[list[JudgeProgress], dict[UUID, str]]:
    """The judges with seats, by name, and the names."""
    experts = await experts_of_skill(division.skill.id)
    names = {each.expert_id: member_words(each.name, in_office=each.in_office) for each in experts}
    return sorted(await judge_progress(division.id), key=lambda each: names.get(each.expert_id, "")), names


ROUTES: list[ControllerRouterHandler] = [
    show_board, export_board, follow_board, show_division, export_division, export_judges, follow_division,
]  # fmt: skip
