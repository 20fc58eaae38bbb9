"""Marking teams by sub-criterion: order, reserves, leader; one team for many."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from contest.officials.access import allow
from contest.officials.roles import CHIEFS, Role
from contest.skills.access import provide_division, roles_in_skill
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.forms import read_typed, shape
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.problems import UserError
from judging.marking import actions_teams
from judging.marking.forms import CopyForm, TeamForm
from judging.marking.queries_plan import get_latest_locked_version, plan_of_version
from judging.marking.queries_teams import experts_of_skill, get_opening, teams_of_division
from judging.marking.routes_frame import division_crumbs, marking_tabs

BASE = "/events/{event_code:str}/divisions/{slug:str}/teams"
SEE = (Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT, Role.EXPERT, Role.SUPERVISOR, Role.ORGANIZER)
HERE = {"division": Provide(provide_division)}


@get(BASE, opt=allow(*SEE), dependencies=HERE)
async def show_teams(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _teams_page(request, division)


@post(f"{BASE}/{{form_id:uuid}}", opt=allow(*CHIEFS), dependencies=HERE, status_code=200)
async def name_team(
    request: AppRequest, division: NamedDependency[DivisionFacts], form_id: FromPath[UUID]
) -> Response[Any]:
    typed = await read_typed(request)
    try:
        form = shape(TeamForm, typed)
        await actions_teams.name_team(division, form_id, form.experts, leader=form.leader, by=signed_in(request).actor)
    except UserError as error:
        return await _teams_page(request, division, typed=Typed(typed, error.problems, error.status), form_id=form_id)
    return redirect(f"{request.url.path.rsplit('/', 1)[0]}#form-{form_id}", request)


@post(f"{BASE}/copies", opt=allow(*CHIEFS), dependencies=HERE, status_code=200)
async def copy_team(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    typed = await read_typed(request)
    try:
        form = shape(CopyForm, typed)
        await actions_teams.copy_team(division, form.source, form.target, by=signed_in(request).actor)
    except UserError as error:
        return await _teams_page(request, division, typed=Typed(typed, error.problems, error.status))
    return redirect(request.url.path.rsplit("/", 1)[0], request)


@post(f"{BASE}/seats", opt=allow(*CHIEFS), dependencies=HERE, status_code=200)
async def fill_seats(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    await actions_teams.refill_seats(division, by=signed_in(request).actor)
    return redirect(request.url.path.rsplit("/", 1)[0], request)


async def _teams_page(
    request: AppRequest, division: DivisionFacts, *, typed: Typed = NOTHING_TYPED, form_id: UUID | None = None
) -> Response[Any]:
    version = await get_latest_locked_version(division.id)
    plan = await plan_of_version(version) if version else None
    may_name = bool(await roles_in_skill(request, division.skill) & CHIEFS)
    return await page(
        request, "judging/marking/teams.html", typed=typed, division=division, plan=plan, may_name=may_name,
        experts=await experts_of_skill(division.skill.id), teams=await teams_of_division(division.id),
        opening=await get_opening(division.id), refused_form=form_id, places=range(1, 7),
        breadcrumbs=await division_crumbs(request, division, "teams"), tabs=marking_tabs(request, "teams"),
    )  # fmt: skip


ROUTES = [show_teams, name_team, copy_team, fill_seats]
