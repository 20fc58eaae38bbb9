"""Officials of an event: who holds which office, appointing and ending."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from contest.events.access import my_roles_in, provide_event
from contest.events.queries import EventFacts
from contest.officials import actions
from contest.officials.access import allow
from contest.officials.phrases import role_name
from contest.officials.queries import appointments_of_event
from contest.officials.roles import EVENT_ROLES, SKILL_ROLES, Role
from contest.people.forms import AppointForm
from contest.skills.queries import skills_of_event
from foundation.accounts.queries import find_account
from foundation.authentication import AppRequest, signed_in
from foundation.forms import submit
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.problems import refusal

EVENT = {"event": Provide(provide_event)}
READERS = allow(Role.ORGANIZER, Role.SUPERVISOR)
ORGANIZERS = allow(Role.ORGANIZER)
OFFERED = [role for role in Role if role in EVENT_ROLES | SKILL_ROLES]


@get("/events/{event_code:str}/officials", opt=READERS, dependencies=EVENT)
async def list_officials(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    return await _officials_page(request, event)


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
        return redirect(f"{event.href}/officials", request)

    return await submit(request, AppointForm, act, refused=partial(_officials_page, request, event))


@post(
    "/events/{event_code:str}/officials/{appointment_id:uuid}/end", opt=ORGANIZERS, dependencies=EVENT,
    status_code=200,
)  # fmt: skip
async def end(
    request: AppRequest, event: NamedDependency[EventFacts], appointment_id: FromPath[UUID]
) -> Response[Any]:
    await actions.end_appointment(appointment_id, event_id=event.id, by=signed_in(request).actor)
    return redirect(f"{event.href}/officials", request)


async def _refuse_strange_skill(event: EventFacts, skill_id: UUID | None) -> None:
    if skill_id is not None and skill_id not in {skill.id for skill in await skills_of_event(event.id)}:
        raise refusal("role_not_there", field="skill")


async def _officials_page(request: AppRequest, event: EventFacts, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    skills = await skills_of_event(event.id)
    return await page(
        request, "contest/people/officials.html", typed=typed, event=event, role_name=role_name,
        lines=await appointments_of_event(event.id), roles=[(role, role_name(role)) for role in OFFERED],
        skills=[("", "–"), *((skill.id, f"{skill.code} {skill.name}") for skill in skills)],
        organizes=Role.ORGANIZER in await my_roles_in(request, event) and not event.archived,
    )  # fmt: skip


ROUTES = [list_officials, appoint, end]
