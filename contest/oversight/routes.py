"""The event at a glance, and its audit record."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from contest.events.access import my_roles_in, provide_event
from contest.events.details import missing_for_announcing
from contest.events.phrases import state_name, tier_name
from contest.events.queries import EventFacts, get_event_by_id
from contest.events.states import ORDER, next_state
from contest.officials.access import allow, provide_house_standing, provide_standing
from contest.officials.roles import Role, Standing
from contest.oversight.forms import audit_filter
from contest.oversight.phrases import audit_head, gap_name, kind_name
from contest.oversight.phrases_details import PEOPLE_FIELDS, actor_words, audit_words, subject_words
from contest.oversight.queries import count_event, gaps_of, people_in
from foundation.audit.queries import PAGE, audit_event_types, audit_lines
from foundation.authentication import AppRequest
from foundation.downloads import table_file
from foundation.formats import DEFAULT_ZONE, moment
from foundation.pages import page, redirect
from foundation.paging import nearest_page, page_number

EVENT = {"event": Provide(provide_event)}
HOUSE = {"standing": Provide(provide_house_standing)}
AUDITORS = allow(Role.ORGANIZER, Role.SUPERVISOR)
MOST_EXPORTED = 100_000
FILTERS = ("actor", "kind", "words", "since", "until")


@get("/events/{event_code:str}", opt=allow(anyone_inside=True), dependencies=EVENT)
async def show_event(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    counts = await count_event(event.id)
    roles = await my_roles_in(request, event)
    reads_gaps = bool(roles & {Role.ORGANIZER, Role.SUPERVISOR, Role.RESULTS_STAFF})
    missing = missing_for_announcing(event.details, skills=counts.skills) if not event.announced else []
    return await page(
        request, "contest/oversight/event.html", event=event, counts=counts, steps=_steps(event),
        missing={str(problem.place.field): problem for problem in missing}, forward=next_state(event.state),
        gaps=await gaps_of(event.id) if reads_gaps else [], organizes=Role.ORGANIZER in roles, reads_gaps=reads_gaps,
        state_name=state_name, tier_name=tier_name, gap_name=gap_name,
    )  # fmt: skip


@get("/events/{event_code:str}/audit", opt=AUDITORS, dependencies=EVENT)
async def show_audit(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    return await _audit_page(request, event)


@get("/audit", opt={"mine": True})
async def show_house_audit(request: AppRequest) -> Response[Any]:
    """The record of the house for the administrator; who reads that of one event is led there."""
    standing = await provide_standing(request)
    if Role.ADMINISTRATOR in standing.in_house():
        return await _audit_page(request, None)
    read = [each for each in standing.events() if standing.in_event(each) & {Role.ORGANIZER, Role.SUPERVISOR}]
    event = await get_event_by_id(read[0]) if len(read) == 1 else None
    if event is None:
        raise PermissionDeniedException
    return redirect(f"{event.href}/audit", request)


async def _audit_page(request: AppRequest, event: EventFacts | None) -> Response[Any]:
    """The record of an event, or of what belongs to none: accounts, sign-ins, offices of the house."""
    asked = {name: request.query_params.get(name, "") for name in FILTERS}
    scope, zone = _scope(event)
    shown = await nearest_page(
        lambda number: audit_lines(scope, audit_filter(asked, zone), page=number),
        page_number(request.query_params.get("page", "")), size=PAGE,
    )  # fmt: skip
    kinds = [("", ""), *((kind, kind_name(kind)) for kind in await audit_event_types(scope))]
    return await page(
        request, "contest/oversight/audit.html", block="rows", event=event, lines=shown.rows,
        found=shown.total, asked=asked, kinds=kinds, kind_name=kind_name, audit_words=audit_words,
        actor_words=actor_words,
        subject_words=subject_words, people=await people_in(shown.rows, PEOPLE_FIELDS),
        base=f"{event.href}/audit" if event else "/audit", zone=zone,
        number=shown.number, pages=shown.pages, first=shown.first, last=shown.last, query=_query(asked),
    )  # fmt: skip


@get("/events/{event_code:str}/audit/export/{kind:str}", opt=AUDITORS, dependencies=EVENT)
async def export_audit(
    request: AppRequest, event: NamedDependency[EventFacts], kind: FromPath[str]
) -> Response[bytes]:
    return await _audit_file(request, event, kind)


@get("/audit/export/{kind:str}", opt=allow(Role.ADMINISTRATOR), dependencies=HOUSE)
async def export_house_audit(
    request: AppRequest, standing: NamedDependency[Standing], kind: FromPath[str]
) -> Response[bytes]:
    return await _audit_file(request, None, kind)


async def _audit_file(request: AppRequest, event: EventFacts | None, kind: str) -> Response[bytes]:
    asked = {name: request.query_params.get(name, "") for name in FILTERS}
    scope, zone = _scope(event)
    lines, _ = await audit_lines(scope, audit_filter(asked, zone), size=MOST_EXPORTED)
    people = await people_in(lines, PEOPLE_FIELDS)
    rows = [
        (
            moment(line.at, zone), actor_words(line, people.latin), kind_name(line.event_type),
            subject_words(line, people.by_user_name), audit_words(line, people.by_user_name),
        )
        for line in lines
    ]  # fmt: skip
    return table_file(kind, f"{event.code if event else 'house'}-audit", audit_head(), rows)


def _scope(event: EventFacts | None) -> tuple[UUID | None, str]:
    return (event.id, event.time_zone) if event else (None, DEFAULT_ZONE)


def _steps(event: EventFacts) -> list[dict[str, str]]:
    reached = ORDER.index(event.state)
    return [
        {"label": state_name(state), "state": "done" if at < reached else "progress" if at == reached else "open"}
        for at, state in enumerate(ORDER)
    ]


def _query(asked: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})


ROUTES = [show_event, show_audit, export_audit, show_house_audit, export_house_audit]
