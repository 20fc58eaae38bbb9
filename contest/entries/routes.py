"""Pages of entries: of the event, of a division, one entry with its status and declared relations."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from contest.entries import actions
from contest.entries.access import provide_entry
from contest.entries.details import RELATIONS, EntryDetails, alike_numbers
from contest.entries.forms import RelationForm, StatusForm, WithdrawalForm, read_entry, typed_entry
from contest.entries.phrases import entry_head, entry_rows, numbers_alike, relation_name, status_name
from contest.entries.queries import (
    EntryLine,
    entries_of_division,
    entries_page,
    entry_details,
    relations_of,
    statuses_of,
)
from contest.events.access import provide_event
from contest.events.changes import fingerprint_of
from contest.events.navigation import STAFF
from contest.events.queries import EventFacts, get_event_by_id
from contest.events.states import check_registration
from contest.officials.access import allow, provide_standing
from contest.officials.roles import CHIEFS, Role
from contest.people.access_codes import skills_led
from contest.people.queries import delegations_of, experts_of_skill
from contest.skills.access import provide_division, roles_in_skill
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import table_file
from foundation.forms import read_typed, submit
from foundation.pages import NOTHING_TYPED, Typed, in_words, page, redirect
from foundation.paging import cut, nearest_page, page_number
from foundation.problems import UserError, refusal

EVENT = {"event": Provide(provide_event)}
DIVISION = {"division": Provide(provide_division)}
ENTRY = {"division": Provide(provide_division), "entry": Provide(provide_entry)}
READERS = allow(*STAFF)
ORGANIZERS = allow(Role.ORGANIZER)
STATUS_KEEPERS = allow(*CHIEFS)
RELATION_KEEPERS = allow(Role.ORGANIZER, *CHIEFS)
MOST_EXPORTED = 100_000
WHOLE_EVENT = frozenset({Role.ORGANIZER, Role.SUPERVISOR, Role.RESULTS_STAFF})


@get("/events/{event_code:str}/entries", opt=READERS, dependencies=EVENT)
async def list_entries(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    words, order = request.query_params.get("words", "").strip(), request.query_params.get("order", "division")
    seen = await _seen_skills(request, event)
    shown = await nearest_page(
        lambda number: entries_page(event.id, words=words, skill_ids=seen, order=order, page=number),
        page_number(request.query_params.get("page", "")),
    )  # fmt: skip
    return await page(
        request, "contest/entries/list.html", block="rows", event=event, shown=shown, words=words,
        order=order, link=urlencode({"words": words}), status_name=status_name,
    )  # fmt: skip


@get("/events/{event_code:str}/entries/export/{kind:str}", opt=READERS, dependencies=EVENT)
async def export_entries(
    request: AppRequest, event: NamedDependency[EventFacts], kind: FromPath[str]
) -> Response[bytes]:
    words, order = request.query_params.get("words", "").strip(), request.query_params.get("order", "division")
    seen = await _seen_skills(request, event)
    lines, _ = await entries_page(event.id, words=words, skill_ids=seen, order=order, size=MOST_EXPORTED)
    return table_file(kind, f"{event.code}-entries", entry_head(), entry_rows(lines))


@get("/events/{event_code:str}/divisions/{slug:str}/entries", opt=READERS, dependencies=DIVISION)
async def list_division_entries(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    event, (words, order, lines) = await _event_of(division), await _lines_of(request, division)
    organizes = Role.ORGANIZER in await roles_in_skill(request, division.skill) and not event.archived
    closed = check_registration(event.state)
    return await page(
        request, "contest/entries/division.html", block="rows", event=event, division=division, words=words,
        order=order, link=urlencode({"words": words}), status_name=status_name,
        shown=cut(lines, page_number(request.query_params.get("page", ""))),
        alike=[numbers_alike(group) for group in alike_numbers(line.number for line in lines)],
        closed=in_words(closed[0]).sentence if organizes and closed else "", may_add=organizes and not closed,
    )  # fmt: skip


@get("/events/{event_code:str}/divisions/{slug:str}/entries/export/{kind:str}", opt=READERS, dependencies=DIVISION)
async def export_division_entries(
    request: AppRequest, division: NamedDependency[DivisionFacts], kind: FromPath[str]
) -> Response[bytes]:
    _words, _order, lines = await _lines_of(request, division)
    return table_file(kind, f"{division.slug}-entries", entry_head(), entry_rows(lines))


@get("/events/{event_code:str}/divisions/{slug:str}/entries/new", opt=ORGANIZERS, dependencies=DIVISION)
async def show_new_entry(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _form_page(request, division, None, typed=NOTHING_TYPED)


@post("/events/{event_code:str}/divisions/{slug:str}/entries", opt=ORGANIZERS, dependencies=DIVISION, status_code=200)
async def create_entry(
    request: AppRequest, division: NamedDependency[DivisionFacts], event_code: FromPath[str]
) -> Response[Any]:
    async def act(entry: EntryDetails, based_on: str) -> Response[Any]:
        await actions.create_entry(division.id, entry, by=signed_in(request).actor)
        return redirect(f"/events/{event_code}/divisions/{division.slug}/entries", request, done="entry_added")

    return await _submit_entry(request, division, None, act)


@get("/events/{event_code:str}/divisions/{slug:str}/entries/{entry_id:uuid}", opt=READERS, dependencies=ENTRY)
async def show_entry(
    request: AppRequest, division: NamedDependency[DivisionFacts], entry: NamedDependency[EntryLine]
) -> Response[Any]:
    return await _entry_page(request, division, entry)


@get("/events/{event_code:str}/divisions/{slug:str}/entries/{entry_id:uuid}/edit", opt=ORGANIZERS, dependencies=ENTRY)
async def show_edit_entry(
    request: AppRequest, division: NamedDependency[DivisionFacts], entry: NamedDependency[EntryLine]
) -> Response[Any]:
    details = (await entry_details([entry.id]))[entry.id]
    values = {**typed_entry(details), "based_on": fingerprint_of(details.values())}
    return await _form_page(request, division, entry, typed=Typed(values))


@post(
    "/events/{event_code:str}/divisions/{slug:str}/entries/{entry_id:uuid}/edit", opt=ORGANIZERS, dependencies=ENTRY,
    status_code=200,
)  # fmt: skip
async def edit_entry(
    request: AppRequest, division: NamedDependency[DivisionFacts], entry: NamedDependency[EntryLine],
    event_code: FromPath[str],
) -> Response[Any]:  # fmt: skip
    async def act(details: EntryDetails, based_on: str) -> Response[Any]:
        await actions.edit_entry(entry.id, details, based_on=based_on, by=signed_in(request).actor)
        address = f"/events/{event_code}/divisions/{division.slug}/entries/{entry.id}"
        return redirect(address, request, done="entry_saved")

    return await _submit_entry(request, division, entry, act)


@post(
    "/events/{event_code:str}/divisions/{slug:str}/entries/{entry_id:uuid}/status", opt=STATUS_KEEPERS,
    dependencies=ENTRY, status_code=200,
)  # fmt: skip
async def record_status(
    request: AppRequest, division: NamedDependency[DivisionFacts], entry: NamedDependency[EntryLine]
) -> Response[Any]:
    async def act(form: StatusForm) -> Response[Any]:
        if form.confirm != entry.number:
            raise refusal("confirm_wrong", field="confirm", code=entry.number)
        await actions.record_status(entry.id, form.status, reason=form.reason, by=signed_in(request).actor)
        return redirect(request.url.path.removesuffix("/status"), request, done="entry_status_recorded")

    return await submit(request, StatusForm, act, refused=partial(_entry_page, request, division, entry))


@post(
    "/events/{event_code:str}/divisions/{slug:str}/entries/{entry_id:uuid}/relations", opt=RELATION_KEEPERS,
    dependencies=ENTRY, status_code=200,
)  # fmt: skip
async def declare_relation(
    request: AppRequest, division: NamedDependency[DivisionFacts], entry: NamedDependency[EntryLine]
) -> Response[Any]:
    async def act(form: RelationForm) -> Response[Any]:
        await actions.declare_relation(form.expert, entry.id, form.kind, by=signed_in(request).actor)
        return redirect(request.url.path.removesuffix("/relations"), request, done="relation_declared")

    return await submit(request, RelationForm, act, refused=partial(_entry_page, request, division, entry))


@post(
    "/events/{event_code:str}/divisions/{slug:str}/entries/{entry_id:uuid}/relations/withdrawal",
    opt=RELATION_KEEPERS, dependencies=ENTRY, status_code=200,
)  # fmt: skip
async def withdraw_relation(
    request: AppRequest, division: NamedDependency[DivisionFacts], entry: NamedDependency[EntryLine]
) -> Response[Any]:
    async def act(form: WithdrawalForm) -> Response[Any]:
        await actions.withdraw_relation(form.expert, entry.id, reason=form.reason, by=signed_in(request).actor)
        return redirect(request.url.path.removesuffix("/relations/withdrawal"), request, done="relation_withdrawn")

    return await submit(request, WithdrawalForm, act, refused=partial(_entry_page, request, division, entry))


async def _seen_skills(request: AppRequest, event: EventFacts) -> list[UUID] | None:
    """None for who sees the whole event, else the skills he leads."""
    standing = await provide_standing(request)
    return None if standing.in_event(event.id) & WHOLE_EVENT else skills_led(standing, event.id)


async def _lines_of(request: AppRequest, division: DivisionFacts) -> tuple[str, str, list[EntryLine]]:
    """What is searched in the division, the order asked for, and the entries found."""
    words, order = request.query_params.get("words", "").strip(), request.query_params.get("order", "number")
    return words, order, await entries_of_division(division.id, words=words, order=order)


async def _event_of(division: DivisionFacts) -> EventFacts:
    event = await get_event_by_id(division.skill.event_id)
    assert event is not None
    return event


async def _submit_entry(
    request: AppRequest, division: DivisionFacts, entry: EntryLine | None,
    act: Callable[[EntryDetails, str], Awaitable[Response[Any]]],
) -> Response[Any]:  # fmt: skip
    """As ``foundation.forms.submit``, for a form whose people are numbered fields."""
    values = await read_typed(request)
    try:
        form = read_entry(values, division.skill.team_size)
        return await act(form.details(), form.based_on)
    except UserError as error:
        return await _form_page(request, division, entry, typed=Typed(values, error.problems, error.status))


async def _form_page(
    request: AppRequest, division: DivisionFacts, entry: EntryLine | None, *, typed: Typed
) -> Response[Any]:
    event = await _event_of(division)
    stands: dict[str, Any] = {}
    if entry and any(problem.code == "changed_meanwhile" for problem in typed.problems):
        now = (await entry_details([entry.id]))[entry.id]
        stands = typed_entry(now)
        typed = Typed({**typed.values, "based_on": fingerprint_of(now.values())}, typed.problems, typed.status)
    return await page(
        request, "contest/entries/form.html", typed=typed, event=event, division=division, entry=entry, stands=stands,
        places=range(1, division.skill.team_size + 1),
        delegations=[("", "–"), *((str(g.id), f"{g.code} {g.name}") for g in await delegations_of(event.id))],
    )  # fmt: skip


async def _entry_page(
    request: AppRequest, division: DivisionFacts, entry: EntryLine, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    event = await _event_of(division)
    roles = await roles_in_skill(request, division.skill)
    details = (await entry_details([entry.id]))[entry.id]
    experts = await experts_of_skill(division.skill.id)
    return await page(
        request, "contest/entries/entry.html", typed=typed, event=event, division=division, entry=entry,
        members=details.members, statuses=await statuses_of(entry.id), relations=await relations_of(entry.id),
        experts=[(each.id, each.name) for each in experts], kinds=[(kind, relation_name(kind)) for kind in RELATIONS],
        organizes=Role.ORGANIZER in roles and not event.archived, status_name=status_name, relation_name=relation_name,
        keeps_status=bool(roles & CHIEFS) and not event.archived,
        keeps_relations=bool(roles & (CHIEFS | {Role.ORGANIZER})) and not event.archived,
    )  # fmt: skip


ROUTES = [
    list_entries, export_entries, list_division_entries, export_division_entries, show_new_entry, create_entry,
    show_entry, show_edit_entry, edit_entry, record_status, declare_relation, withdraw_relation,
]  # fmt: skip
