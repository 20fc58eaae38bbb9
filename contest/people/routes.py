"""Pages of delegations and experts."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from pypinyin import lazy_pinyin

from contest.events.access import my_roles_in, provide_event
from contest.events.changes import fingerprint_of
from contest.events.navigation import STAFF
from contest.events.queries import EventFacts, get_event_by_id
from contest.officials.access import allow, provide_standing
from contest.officials.phrases import role_name
from contest.officials.roles import EXPERTS, Role
from contest.people import actions
from contest.people.access import provide_delegation, provide_expert
from contest.people.details import KINDS
from contest.people.forms import DelegationForm, ExpertForm, NamesForm, OriginForm, PrefillForm
from contest.people.phrases import delegation_head, delegation_kind, expert_head, expert_rows
from contest.people.queries import (
    DelegationFacts,
    ExpertLine,
    delegations_of,
    experts_of_event,
    experts_of_skill,
    get_delegation,
    get_expert,
)
from contest.skills.access import provide_skill, roles_in_skill
from contest.skills.queries import SkillFacts
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import table_file
from foundation.forms import submit
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.paging import cut, page_number

EVENT = {"event": Provide(provide_event)}
SKILL = {"skill": Provide(provide_skill)}
DELEGATION = {"event": Provide(provide_event), "delegation": Provide(provide_delegation)}
EXPERT = {"event": Provide(provide_event), "expert": Provide(provide_expert)}
READERS = allow(*STAFF)
ORGANIZERS = allow(Role.ORGANIZER)
ROLES = [role for role in Role if role in EXPERTS]


@get("/events/{event_code:str}/delegations", opt=READERS, dependencies=EVENT)
async def list_delegations(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    return await _delegations_page(request, event)


@get("/events/{event_code:str}/delegations/export/{kind:str}", opt=READERS, dependencies=EVENT)
async def export_delegations(
    request: AppRequest, event: NamedDependency[EventFacts], kind: FromPath[str]
) -> Response[bytes]:
    rows = [
        (each.code, each.name_zh, each.name_en, delegation_kind(each.kind), each.entries, each.experts)
        for each in await delegations_of(event.id)
    ]
    return table_file(kind, f"{event.code}-delegations", delegation_head(), rows)


@post("/events/{event_code:str}/delegations", opt=ORGANIZERS, dependencies=EVENT, status_code=200)
async def create_delegation(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    async def act(form: DelegationForm) -> Response[Any]:
        await actions.create_delegations(event.id, [form.details()], by=signed_in(request).actor)
        return redirect(f"{event.href}/delegations", request, done="delegation_added")

    return await submit(request, DelegationForm, act, refused=partial(_delegations_page, request, event))


@post("/events/{event_code:str}/delegations/prefill", opt=ORGANIZERS, dependencies=EVENT, status_code=200)
async def prefill_delegations(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    async def act(form: PrefillForm) -> Response[Any]:
        await actions.prefill_delegations(event.id, form.catalogue, by=signed_in(request).actor)
        return redirect(f"{event.href}/delegations", request, done="delegations_prefilled")

    return await submit(request, PrefillForm, act, refused=partial(_delegations_page, request, event))


@get("/events/{event_code:str}/delegations/{delegation_id:uuid}", opt=ORGANIZERS, dependencies=DELEGATION)
async def show_delegation(
    request: AppRequest, event: NamedDependency[EventFacts], delegation: NamedDependency[DelegationFacts]
) -> Response[Any]:
    values = {**delegation.details.values(), "based_on": fingerprint_of(delegation.details.values())}
    return await _delegation_page(request, event, delegation, typed=Typed(values))


@post(
    "/events/{event_code:str}/delegations/{delegation_id:uuid}", opt=ORGANIZERS, dependencies=DELEGATION,
    status_code=200,
)  # fmt: skip
async def edit_delegation(
    request: AppRequest, event: NamedDependency[EventFacts], delegation: NamedDependency[DelegationFacts]
) -> Response[Any]:
    async def act(form: DelegationForm) -> Response[Any]:
        by = signed_in(request).actor
        await actions.edit_delegation(delegation.id, form.details(), based_on=form.based_on, by=by)
        return redirect(f"{event.href}/delegations", request, done="delegation_saved")

    return await submit(request, DelegationForm, act, refused=partial(_delegation_page, request, event, delegation))


@get("/events/{event_code:str}/experts", opt=READERS, dependencies=EVENT)
async def list_experts(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    words, order = request.query_params.get("words", "").strip(), request.query_params.get("order", "skill")
    lines = sort_experts([line for line in await experts_of_event(event.id) if _matches(line, words)], order)
    shown = cut(lines, page_number(request.query_params.get("page", "")))
    return await page(
        request, "contest/people/experts.html", block="rows", event=event, shown=shown, words=words,
        order=order, link=urlencode({"words": words}),
        role_name=role_name, opened=await _skills_opened(request, event, lines),
    )  # fmt: skip


@get("/events/{event_code:str}/experts/export/{kind:str}", opt=READERS, dependencies=EVENT)
async def export_experts(
    request: AppRequest, event: NamedDependency[EventFacts], kind: FromPath[str]
) -> Response[bytes]:
    words, order = request.query_params.get("words", "").strip(), request.query_params.get("order", "skill")
    lines = sort_experts([line for line in await experts_of_event(event.id) if _matches(line, words)], order)
    return table_file(kind, f"{event.code}-experts", expert_head(), expert_rows(lines))


@get("/events/{event_code:str}/skills/{skill_code:str}/experts", opt=READERS, dependencies=SKILL)
async def show_skill_experts(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    return await _skill_experts_page(request, skill)


@get("/events/{event_code:str}/skills/{skill_code:str}/experts/export/{kind:str}", opt=READERS, dependencies=SKILL)
async def export_skill_experts(skill: NamedDependency[SkillFacts], kind: FromPath[str]) -> Response[bytes]:
    rows = expert_rows(await experts_of_skill(skill.id))
    return table_file(kind, f"{skill.code}-experts", expert_head(), rows)


@post("/events/{event_code:str}/skills/{skill_code:str}/experts", opt=ORGANIZERS, dependencies=SKILL, status_code=200)
async def create_expert(
    request: AppRequest, skill: NamedDependency[SkillFacts], event_code: FromPath[str]
) -> Response[Any]:
    async def act(form: ExpertForm) -> Response[Any]:
        await actions.create_expert(skill.id, form.details(), by=signed_in(request).actor)
        return redirect(f"/events/{event_code}/skills/{skill.code}/experts", request, done="expert_added")

    return await submit(request, ExpertForm, act, refused=partial(_skill_experts_page, request, skill))


@get("/events/{event_code:str}/experts/{expert_id:uuid}", opt=ORGANIZERS, dependencies=EXPERT)
async def show_expert(
    request: AppRequest, event: NamedDependency[EventFacts], expert: NamedDependency[ExpertLine]
) -> Response[Any]:
    return await _expert_page(request, event, expert)


@post("/events/{event_code:str}/experts/{expert_id:uuid}", opt=ORGANIZERS, dependencies=EXPERT, status_code=200)
async def edit_expert(
    request: AppRequest, event: NamedDependency[EventFacts], expert: NamedDependency[ExpertLine]
) -> Response[Any]:
    async def act(form: OriginForm) -> Response[Any]:
        await actions.edit_expert(
            expert.id, delegation_id=form.delegation, unit=form.unit, based_on=form.based_on,
            by=signed_in(request).actor,
        )  # fmt: skip
        return redirect(f"{event.href}/skills/{expert.skill_code}/experts", request, done="expert_saved")

    return await submit(request, OriginForm, act, refused=partial(_expert_page, request, event, expert))


@post("/events/{event_code:str}/experts/{expert_id:uuid}/name", opt=ORGANIZERS, dependencies=EXPERT, status_code=200)
async def rename_expert(
    request: AppRequest, event: NamedDependency[EventFacts], expert: NamedDependency[ExpertLine]
) -> Response[Any]:
    async def act(form: NamesForm) -> Response[Any]:
        await actions.rename_expert(
            expert.id, name_zh=form.name_zh, name_en=form.name_en, based_on=form.based_on_names,
            by=signed_in(request).actor,
        )  # fmt: skip
        return redirect(f"{event.href}/experts/{expert.id}", request, done="name_saved")

    return await submit(request, NamesForm, act, refused=partial(_expert_page, request, event, expert))


def sort_experts(lines: list[ExpertLine], order: str) -> list[ExpertLine]:
    """Experts by skill, or by name in pinyin, delegation, unit or user name; the skill decides among equals."""
    match order:
        case "name":
            return sorted(lines, key=lambda line: "".join(lazy_pinyin(line.name)).casefold())
        case "delegation" | "unit":
            return sorted(lines, key=lambda line: "".join(lazy_pinyin(getattr(line, order))).casefold() or "\uffff")
        case "user_name":
            return sorted(lines, key=lambda line: line.user_name.casefold())
        case _:
            return lines


def _matches(line: ExpertLine, words: str) -> bool:
    named = (line.skill_code, line.skill, line.user_name, line.name_zh, line.name_en, line.delegation, line.unit)
    text = " ".join(named).casefold()
    return all(word in text for word in words.casefold().split())


async def _delegations_page(request: AppRequest, event: EventFacts, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    return await page(
        request, "contest/people/delegations.html", typed=typed, event=event,
        delegations=await delegations_of(event.id), delegation_kind=delegation_kind,
        kinds=[(kind, delegation_kind(kind)) for kind in KINDS],
        organizes=Role.ORGANIZER in await my_roles_in(request, event) and not event.archived,
    )  # fmt: skip


async def _delegation_page(
    request: AppRequest, event: EventFacts, delegation: DelegationFacts, *, typed: Typed
) -> Response[Any]:
    now = delegation
    if any(problem.code == "changed_meanwhile" for problem in typed.problems):
        now = await get_delegation(event.id, delegation.id) or delegation
        values = {**typed.values, "based_on": fingerprint_of(now.details.values())}
        typed = Typed(values, typed.problems, typed.status)
    return await page(
        request, "contest/people/delegation.html", typed=typed, event=event, delegation=now,
        kinds=[(kind, delegation_kind(kind)) for kind in KINDS],
    )  # fmt: skip


async def _skills_opened(request: AppRequest, event: EventFacts, lines: Sequence[ExpertLine]) -> set[UUID]:
    """The skills of ``lines`` whose page of Experts this person may open."""
    standing = await provide_standing(request)
    return {line.skill_id for line in lines if standing.in_skill(event.id, line.skill_id) & STAFF}


async def _skill_experts_page(
    request: AppRequest, skill: SkillFacts, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    event = await get_event_by_id(skill.event_id)
    assert event is not None
    organizes = Role.ORGANIZER in await roles_in_skill(request, skill) and not event.archived
    return await page(
        request, "contest/people/skill_experts.html", typed=typed, event=event, skill=skill, organizes=organizes,
        experts=await experts_of_skill(skill.id), role_name=role_name,
        roles=[(role, role_name(role)) for role in ROLES],
        delegations=[("", "–"), *((each.id, f"{each.code} {each.name}") for each in await delegations_of(event.id))],
    )  # fmt: skip


async def _expert_page(
    request: AppRequest, event: EventFacts, expert: ExpertLine, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    stale = any(problem.code == "changed_meanwhile" for problem in typed.problems)
    if stale:
        expert = await get_expert(event.id, expert.id) or expert
    stands = {**expert.names(), "delegation": expert.delegation_id, "unit": expert.unit}
    seen = {"based_on": fingerprint_of(expert.origin()), "based_on_names": fingerprint_of(expert.names())}
    values = {**stands, **seen, **typed.values, **(seen if stale else {})}
    return await page(
        request, "contest/people/expert.html", typed=Typed(values, typed.problems, typed.status), event=event,
        expert=expert, stale=stale,
        delegations=[("", "–"), *((str(g.id), f"{g.code} {g.name}") for g in await delegations_of(event.id))],
    )  # fmt: skip


ROUTES = [
    list_delegations, export_delegations, create_delegation, prefill_delegations, show_delegation, edit_delegation,
    list_experts, export_experts, show_skill_experts, export_skill_experts, create_expert, show_expert, edit_expert,
    rename_expert,
]  # fmt: skip
