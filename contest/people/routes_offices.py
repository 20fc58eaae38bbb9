"""Officials of an event: who holds which office, appointing and ending."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from contest.events.access import my_roles_in, provide_event
from contest.events.queries import EventFacts
from contest.officials import actions
from contest.officials.access import allow
from contest.officials.phrases import role_name
from contest.officials.queries import AppointmentLine, appointments_of_event
from contest.officials.roles import EVENT_ROLES, SKILL_ROLES, Role
from contest.people.forms import AppointForm
from contest.people.phrases import official_head
from contest.skills.queries import skills_of_event
from foundation.accounts.queries import find_account
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import table_file
from foundation.formats import moment
from foundation.forms import submit
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.paging import cut, page_number
from foundation.problems import refusal

EVENT = {"event": Provide(provide_event)}
READERS = allow(Role.ORGANIZER, Role.SUPERVISOR)
ORGANIZERS = allow(Role.ORGANIZER)
OFFERED = [role for role in Role if role in EVENT_ROLES | SKILL_ROLES]


@get("/events/{event_code:str}/officials", opt=READERS, dependencies=EVENT)
async def list_officials(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    return await _officials_page(request, event)


@get("/events/{event_code:str}/officials/export/{kind:str}", opt=READERS, dependencies=EVENT)
async def export_officials(
    request: AppRequest, event: NamedDependency[EventFacts], kind: FromPath[str]
) -> Response[bytes]:
    rows = [
        (role_name(line.role), line.name_zh, line.name_en, line.skill_code or "", line.user_name,
         moment(line.at, event.time_zone))
        for line in await appointments_of_event(event.id)
    ]  # fmt: skip
    return table_file(kind, f"{event.code}-officials", official_head(), rows)


@post("/events/{event_code:str}/officials", opt=ORGANIZERS, dependencies=EVENT, status_code=200)
async def appoint(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    async def act(form: AppointForm) -> Response[Any]:
        account = await find_account(form.user_name)
        if account is None:
            raise refusal("account_unknown", field="user_name")
        await _refuse_strange_skill(event, form.skill)
        await actions.appoint(
            account.id, form.role, event_id=event.id, skill_id=form.skill, by=signed_in(request).actor
        )
        return redirect(f"{event.href}/officials", request, done="appointed")

    return await submit(request, AppointForm, act, refused=partial(_officials_page, request, event))


@post(
    "/events/{event_code:str}/officials/{appointment_id:uuid}/end", opt=ORGANIZERS, dependencies=EVENT,
    status_code=200,
)  # fmt: skip
async def end(
    request: AppRequest, event: NamedDependency[EventFacts], appointment_id: FromPath[UUID]
) -> Response[Any]:
    await actions.end_appointment(appointment_id, event_id=event.id, by=signed_in(request).actor)
    return redirect(f"{event.href}/officials", request, done="office_ended")


async def _refuse_strange_skill(event: EventFacts, skill_id: UUID | None) -> None:
    if skill_id is not None and skill_id not in {skill.id for skill in await skills_of_event(event.id)}:
        raise refusal("role_not_there", field="skill")


def _holds(line: AppointmentLine, words: str) -> bool:
    named = (role_name(line.role), line.user_name, line.name_zh, line.name_en, line.skill_code or "")
    text = " ".join(named).casefold()
    return all(word in text for word in words.casefold().split())


async def _officials_page(request: AppRequest, event: EventFacts, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    skills = await skills_of_event(event.id)
    words, role = request.query_params.get("words", "").strip(), request.query_params.get("role", "")
    lines = [line for line in await appointments_of_event(event.id) if role in ("", line.role) and _holds(line, words)]
    return await page(
        request, "contest/people/officials.html", block="rows", typed=typed, event=event, role_name=role_name,
        words=words, role=role, shown=cut(lines, page_number(request.query_params.get("page", ""))),
        query=urlencode({"words": words, "role": role}), roles=[(role, role_name(role)) for role in OFFERED],
        skills=[("", "–"), *((skill.id, f"{skill.code} {skill.name}") for skill in skills)],
        organizes=Role.ORGANIZER in await my_roles_in(request, event) and not event.archived,
    )  # fmt: skip


ROUTES = [list_officials, export_officials, appoint, end]
