"""Pages of events: list, creation, edit, settings, states, days."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from contest.events import actions
from contest.events.access import provide_event
from contest.events.changes import fingerprint_of
from contest.events.days import days_of
from contest.events.details import FAMILIES, TIERS, EventDetails, missing_for_announcing
from contest.events.forms import EventForm, NewEventForm, SettingsForm, StepForm, setting_typed, typed_event
from contest.events.offered import GROUPS, OFFERED, offered_texts
from contest.events.phrases import (
    day_head,
    day_kind,
    family_name,
    key_choices,
    keys_in_words,
    setting_value_words,
    state_name,
    tier_name,
)
from contest.events.queries import (
    EventFacts,
    all_events,
    events_of,
    family_of,
    get_event_by_id,
    get_frozen,
    number_of_skills,
    settings_of,
    states_of,
)
from contest.events.rule_families import SETTINGS, family_settings
from contest.events.rule_family_phrases import setting_group_name, setting_name
from contest.events.states import ORDER, State, next_state, previous_state
from contest.officials.access import allow, provide_house_standing, provide_standing
from contest.officials.roles import HOUSE_ROLES, Role, Standing
from foundation.accounts.queries import find_account
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import table_file
from foundation.forms import submit
from foundation.pages import NOTHING_TYPED, Typed, in_words, page, redirect
from foundation.problems import Place, Problem, refusal, refuse_if

EVENT = {"event": Provide(provide_event)}
HOUSE = {"standing": Provide(provide_house_standing)}
ORGANIZERS = allow(Role.ORGANIZER)
READERS = allow(Role.ORGANIZER, Role.SUPERVISOR, Role.RESULTS_STAFF, Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT)
MAKERS = allow(*HOUSE_ROLES)


@get("/events", opt={"mine": True})
async def list_events(request: AppRequest) -> Response[Any]:
    standing = await provide_standing(request)
    keeps_house = Role.ADMINISTRATOR in standing.in_house()
    events = await (all_events() if keeps_house else events_of(standing.account_id))
    return await page(
        request, "contest/events/list.html", events=events, seen=standing.events(), state_name=state_name,
        tier_name=tier_name, may_create=bool(standing.in_house() & HOUSE_ROLES),
    )  # fmt: skip


@get("/events/new", opt=MAKERS, dependencies=HOUSE)
async def show_new_event(request: AppRequest, standing: NamedDependency[Standing]) -> Response[Any]:
    return await _form_page(request, None, typed=Typed({**typed_event(EventDetails("", "")), "organizer": ""}))


@post("/events", opt=MAKERS, dependencies=HOUSE, status_code=200)
async def create_event(request: AppRequest, standing: NamedDependency[Standing]) -> Response[Any]:
    async def act(form: NewEventForm) -> Response[Any]:
        me = signed_in(request)
        details, problems = form.read()
        organizer = await _organizer_of(form.organizer, me.account_id, standing)
        if isinstance(organizer, Problem):
            problems.append(organizer)
        refuse_if(problems)
        assert isinstance(organizer, UUID)
        await actions.create_event(details, organizer=organizer, by=me.actor)
        return redirect(f"/events/{form.code}" if organizer == me.account_id else "/events", request)

    return await submit(request, NewEventForm, act, refused=partial(_form_page, request, None))


@get("/events/{event_code:str}/edit", opt=ORGANIZERS, dependencies=EVENT)
async def show_edit(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    return await _form_page(request, event, typed=_as_it_stands(event))


@post("/events/{event_code:str}/edit", opt=ORGANIZERS, dependencies=EVENT, status_code=200)
async def edit_event(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    async def act(form: EventForm) -> Response[Any]:
        await actions.edit_event(event.id, form.details(), based_on=form.based_on, by=signed_in(request).actor)
        return redirect(f"/events/{form.code}", request)

    return await submit(request, EventForm, act, refused=partial(_form_page, request, event))


@get("/events/{event_code:str}/settings", opt=READERS, dependencies=EVENT)
async def show_settings(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    return await _settings_page(request, event)


@post("/events/{event_code:str}/settings", opt=ORGANIZERS, dependencies=EVENT, status_code=200)
async def change_settings(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    async def act(form: SettingsForm) -> Response[Any]:
        by = signed_in(request).actor
        await actions.change_settings(event.id, form.texts(), based_on=form.based_on, by=by)
        return redirect(f"{event.href}/settings", request)

    return await submit(request, SettingsForm, act, refused=partial(_settings_page, request, event))


@get("/events/{event_code:str}/state", opt=READERS, dependencies=EVENT)
async def show_state(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    return await _state_page(request, event)


@post("/events/{event_code:str}/state", opt=ORGANIZERS, dependencies=EVENT, status_code=200)
async def change_state(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    async def act(form: StepForm) -> Response[Any]:
        target = next((state for state in State if state == form.target), None)
        if target is None:
            raise refusal("step_not_there", status=409)
        if form.confirm != event.code:
            raise refusal("confirm_wrong", field="confirm", code=event.code)
        await _take_step(event, target, form.reason, request)
        return redirect(f"{event.href}/state", request)

    return await submit(request, StepForm, act, refused=partial(_state_page, request, event))


@get("/events/{event_code:str}/days", opt=allow(anyone_inside=True), dependencies=EVENT)
async def show_days(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    return await page(request, "contest/events/days.html", event=event, days=days_of(event.details), day_kind=day_kind)


@get("/events/{event_code:str}/days/export/{kind:str}", opt=allow(anyone_inside=True), dependencies=EVENT)
async def export_days(event: NamedDependency[EventFacts], kind: FromPath[str]) -> Response[bytes]:
    rows = [(each.name, each.date, day_kind(each)) for each in days_of(event.details)]
    return table_file(kind, f"{event.code}-days", day_head(), rows)


async def _organizer_of(user_name: str, me: UUID, standing: Standing) -> UUID | Problem:
    """Whom the form names. A house organizer who names nobody is it; an administrator organizes nothing himself."""
    if not user_name:
        if Role.ORGANIZER in standing.in_house():
            return me
        return Problem("organizer_missing", place=Place(field="organizer"))
    account = await find_account(user_name)
    return account.id if account else Problem("organizer_unknown", place=Place(field="organizer"))


async def _take_step(event: EventFacts, target: State, reason: str, request: AppRequest) -> None:
    by = signed_in(request).actor
    if target is State.ANNOUNCED and not event.announced:
        await actions.announce_event(event.id, by=by)
    else:
        await actions.advance_state(event.id, target, reason=reason, by=by)


def _as_it_stands(event: EventFacts) -> Typed:
    return Typed({**typed_event(event.details), "based_on": fingerprint_of(event.details.values())})


async def _form_page(request: AppRequest, event: EventFacts | None, *, typed: Typed) -> Response[Any]:
    now = await get_event_by_id(event.id) if event and typed.status == 409 else event
    if now and any(problem.code == "changed_meanwhile" for problem in typed.problems):
        # What is typed stays; saving again is now based on what the comparison shows.
        values = {**typed.values, "based_on": fingerprint_of(now.details.values())}
        typed = Typed(values, typed.problems, typed.status)
    return await page(
        request, "contest/events/form.html", typed=typed, event=event, names_organizer=event is None,
        organizes_house=Role.ORGANIZER in (await provide_standing(request)).in_house(),
        stands=typed_event(now.details) if now else {},
        tiers=[("", "–"), *((tier, tier_name(tier)) for tier in TIERS)],
        families=[("", "–"), *((family, family_name(family)) for family in FAMILIES)],
    )  # fmt: skip


async def _settings_page(request: AppRequest, event: EventFacts, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    event = await get_event_by_id(event.id) or event
    stand = offered_texts(await settings_of(event))
    defaults = offered_texts(family_settings(family_of(event.rule_family)))
    written = {name: setting_typed(typed.values[name]) for name in OFFERED if name in typed.values}
    groups = [
        (setting_group_name(group), [
            {"name": name, "label": setting_name(name), "kind": SETTINGS[name].kind, "choices": SETTINGS[name].choices,
             "value": written.get(name, stand[name]), "stands": stand[name], "default": defaults[name]}
            for name in names
        ])
        for group, names in GROUPS.items()
    ]  # fmt: skip
    frozen = await get_frozen(event.id) if event.announced else None
    may_edit = not event.announced and bool(event.rule_family) and await _organizes(request, event)
    return await page(
        request, "contest/events/settings.html", typed=typed, event=event, groups=groups, frozen=frozen,
        may_edit=may_edit, family=family_name(event.rule_family), based_on=fingerprint_of(stand),
        stale=any(problem.code == "changed_meanwhile" for problem in typed.problems),
        value_words=setting_value_words, keys_in_words=keys_in_words, key_choices=key_choices,
    )  # fmt: skip


async def _state_page(request: AppRequest, event: EventFacts, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    event = await get_event_by_id(event.id) or event
    reached = ORDER.index(event.state)
    steps = [
        {"label": state_name(state), "state": "done" if at < reached else "progress" if at == reached else "open"}
        for at, state in enumerate(ORDER)
    ]
    organizes = await _organizes(request, event)
    skills = await number_of_skills(event.id)
    missing = [] if event.announced else missing_for_announcing(event.details, skills=skills)
    return await page(
        request, "contest/events/state.html", typed=typed, event=event, steps=steps, state_name=state_name,
        missing=[(in_words(each).sentence, event.href + _place_of(each)) for each in missing],
        organizes=organizes, forward=next_state(event.state) if organizes else None, announced=State.ANNOUNCED,
        backward=previous_state(event.state) if organizes else None, lines=await states_of(event.id),
    )  # fmt: skip


def _place_of(problem: Problem) -> str:
    """The page inside the event where something missing is given."""
    return "/skills" if problem.place.field == "skills" else f"/edit#field-{problem.place.field}"


async def _organizes(request: AppRequest, event: EventFacts) -> bool:
    return Role.ORGANIZER in (await provide_standing(request)).in_event(event.id)


ROUTES = [
    list_events, show_new_event, create_event, show_edit, edit_event, show_settings, change_settings, show_state,
    change_state, show_days, export_days,
]  # fmt: skip
