"""Marking teams by sub-criterion: order, reserves, leader; one team for many at once."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from contest.officials.access import allow
from contest.officials.roles import CHIEFS, Role
from contest.skills.access import provide_division, roles_in_skill
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import table_file
from foundation.forms import read_typed, shape
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.problems import UserError
from judging.marking import actions_teams
from judging.marking.forms import TeamForm
from judging.marking.phrases import member_words
from judging.marking.plan import SchemePlan
from judging.marking.queries_plan import get_latest_locked_version, plan_of_version
from judging.marking.queries_teams import Team, experts_of_skill, get_opening, teams_of_division
from judging.marking.routes_frame import division_crumbs, marking_tabs
from judging.marking.table_phrases import team_head, team_rows

BASE = "/events/{event_code:str}/divisions/{slug:str}/teams"
SEE = (Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT, Role.EXPERT, Role.SUPERVISOR, Role.ORGANIZER)
HERE = {"division": Provide(provide_division)}


@get(BASE, opt=allow(*SEE), dependencies=HERE)
async def show_teams(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _teams_page(request, division)


@get(f"{BASE}/export/{{kind:str}}", opt=allow(*SEE), dependencies=HERE)
async def export_teams(division: NamedDependency[DivisionFacts], kind: FromPath[str]) -> Response[bytes]:
    version = await get_latest_locked_version(division.id)
    forms = (await plan_of_version(version)).sheets.values() if version else ()
    rows = team_rows(forms, await teams_of_division(division.id))
    return table_file(kind, f"{division.slug}-teams", team_head(), rows)


@post(f"{BASE}/{{form_id:uuid}}", opt=allow(*CHIEFS), dependencies=HERE, status_code=200)
async def name_team(
    request: AppRequest, division: NamedDependency[DivisionFacts], form_id: FromPath[UUID]
) -> Response[Any]:
    typed = await read_typed(request)
    try:
        form = shape(TeamForm, typed)
        await actions_teams.name_team(
            division, form_id, form.experts, leader=form.leader, by=signed_in(request).actor, also=form.also,
            rest=await _forms_in_use(division) if form.rest else (),
        )  # fmt: skip
    except UserError as error:
        return await _teams_page(request, division, typed=Typed(typed, error.problems, error.status), form_id=form_id)
    return redirect(f"{request.url.path.rsplit('/', 1)[0]}#form-{form_id}", request, done="team_saved")


@post(f"{BASE}/seats", opt=allow(*CHIEFS), dependencies=HERE, status_code=200)
async def fill_seats(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    done = await actions_teams.refill_seats(division, by=signed_in(request).actor)
    said = urlencode({"moved": done.seats, "sheets": done.sheets, "short": done.short})
    return redirect(f"{request.url.path.rsplit('/', 1)[0]}?{said}", request)


async def _teams_page(
    request: AppRequest, division: DivisionFacts, *, typed: Typed = NOTHING_TYPED, form_id: UUID | None = None
) -> Response[Any]:
    version = await get_latest_locked_version(division.id)
    plan = await plan_of_version(version) if version else None
    may_name = bool(await roles_in_skill(request, division.skill) & CHIEFS)
    teams = await teams_of_division(division.id)
    edited = form_id or _edited(request, plan, teams) if may_name else None
    return await page(
        request, "judging/marking/teams.html", typed=typed, division=division, plan=plan, may_name=may_name,
        experts=await experts_of_skill(division.skill.id), teams=teams,
        left=_left(teams), filled=_filled(request), member_words=member_words,
        opening=await get_opening(division.id), edited=edited, places=range(1, 7),
        breadcrumbs=await division_crumbs(request, division, "teams"), tabs=marking_tabs(request, "teams"),
    )  # fmt: skip


def _left(teams: Mapping[UUID, Team]) -> list[str]:
    """Who stands in a team and holds no office in the trade any more."""
    return sorted({member.name for team in teams.values() for member in team.members if not member.in_office})


def _filled(request: AppRequest) -> dict[str, int]:
    """What filling the seats has just done: seats ``moved`` on ``sheets``, open sheets that are ``short`` of judges."""
    said = {name: request.query_params.get(name, "") for name in ("moved", "sheets", "short")}
    sound = all(re.fullmatch(r"[0-9]{1,6}", number) for number in said.values())
    return {name: int(number) for name, number in said.items()} if sound else {}


def _edited(request: AppRequest, plan: SchemePlan | None, teams: Mapping[UUID, Team]) -> UUID | None:
    """The sub-criterion whose team is open: the one asked for; the first while there is no team at all."""
    forms = list(plan.sheets) if plan else []
    wanted = next((each for each in forms if str(each) == request.query_params.get("edit")), None)
    return wanted or (forms[0] if forms and not teams else None)


async def _forms_in_use(division: DivisionFacts) -> list[UUID]:
    version = await get_latest_locked_version(division.id)
    return list((await plan_of_version(version)).sheets) if version else []


ROUTES = [show_teams, export_teams, name_team, fill_seats]
