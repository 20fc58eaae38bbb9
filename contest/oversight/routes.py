"""The event at a glance, and its audit record."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from contest.events.access import my_roles_in, provide_event
from contest.events.details import missing_for_announcing
from contest.events.phrases import state_name, tier_name
from contest.events.queries import EventFacts
from contest.events.states import ORDER, next_state
from contest.officials.access import allow
from contest.officials.roles import Role
from contest.oversight.forms import audit_filter, page_number
from contest.oversight.phrases import audit_head, gap_name, kind_name
from contest.oversight.phrases_details import actor_words, audit_words
from contest.oversight.queries import count_event, gaps_of
from foundation.audit.queries import PAGE, audit_event_types, audit_lines
from foundation.authentication import AppRequest
from foundation.downloads import table_file
from foundation.formats import moment
from foundation.pages import page

EVENT = {"event": Provide(provide_event)}
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
    asked = {name: request.query_params.get(name, "") for name in FILTERS}
    number = page_number(request.query_params)
    lines, found = await audit_lines(event.id, audit_filter(asked, event.time_zone), page=number)
    kinds = [("", ""), *((kind, kind_name(kind)) for kind in await audit_event_types(event.id))]
    return await page(
        request, "contest/oversight/audit.html", block="rows", event=event, lines=lines, found=found, asked=asked,
        kinds=kinds, kind_name=kind_name, audit_words=audit_words, actor_words=actor_words,
        number=number, pages=max(1, -(-found // PAGE)),
        first=(number - 1) * PAGE + 1 if lines else 0, last=(number - 1) * PAGE + len(lines), query=_query(asked),
    )  # fmt: skip


@get("/events/{event_code:str}/audit/export/{kind:str}", opt=AUDITORS, dependencies=EVENT)
async def export_audit(
    request: AppRequest, event: NamedDependency[EventFacts], kind: FromPath[str]
) -> Response[bytes]:
    asked = {name: request.query_params.get(name, "") for name in FILTERS}
    lines, _ = await audit_lines(event.id, audit_filter(asked, event.time_zone), size=MOST_EXPORTED)
    rows = [
        (
            moment(line.at, event.time_zone), actor_words(line), kind_name(line.event_type), line.subject,
            audit_words(line),
        )
        for line in lines
    ]  # fmt: skip
    return table_file(kind, f"{event.code}-audit", audit_head(), rows)


def _steps(event: EventFacts) -> list[dict[str, str]]:
    reached = ORDER.index(event.state)
    return [
        {"label": state_name(state), "state": "done" if at < reached else "progress" if at == reached else "open"}
        for at, state in enumerate(ORDER)
    ]


def _query(asked: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})


ROUTES = [show_event, show_audit, export_audit]
