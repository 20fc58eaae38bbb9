"""The page of a deletion: what stands in the way, or what would go, and the code to type."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide

from contest.entries.access import provide_entry
from contest.entries.queries import EntryLine
from contest.events.access import provide_event
from contest.events.queries import EventFacts, get_event_by_id
from contest.officials.access import allow
from contest.officials.roles import Role
from contest.people.access import provide_delegation, provide_expert
from contest.people.queries import DelegationFacts, ExpertLine
from contest.removals.actions import delete_thing
from contest.removals.forms import RemovalForm
from contest.removals.obstacles import Kind, obstacles
from contest.removals.phrases import removal_consequence, removal_title
from contest.removals.queries import dependents_of
from contest.skills.access import provide_division, provide_skill
from contest.skills.queries import DivisionFacts, SkillFacts
from foundation.authentication import AppRequest, signed_in
from foundation.forms import submit
from foundation.pages import NOTHING_TYPED, Typed, in_words, page, redirect
from foundation.problems import refusal

ORGANIZERS = allow(Role.ORGANIZER)
SKILL = {"skill": Provide(provide_skill)}
DIVISION = {"division": Provide(provide_division)}
ENTRY = {"division": Provide(provide_division), "entry": Provide(provide_entry)}
DELEGATION = {"event": Provide(provide_event), "delegation": Provide(provide_delegation)}
EXPERT = {"event": Provide(provide_event), "expert": Provide(provide_expert)}


@dataclass(frozen=True, slots=True)
class Thing:
    """What is to be deleted: its code is typed to go on; ``own`` is its page and ``after`` the list it stood in, inside
    the event."""

    kind: Kind
    id: UUID
    event_id: UUID
    code: str
    name: str
    own: str
    after: str


@get("/events/{event_code:str}/skills/{skill_code:str}/removal", opt=ORGANIZERS, dependencies=SKILL)
async def show_skill_removal(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    return await _removal_page(request, _skill(skill))


@post("/events/{event_code:str}/skills/{skill_code:str}/removal", opt=ORGANIZERS, dependencies=SKILL, status_code=200)
async def delete_skill(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    return await _remove(request, _skill(skill))


@get("/events/{event_code:str}/divisions/{slug:str}/removal", opt=ORGANIZERS, dependencies=DIVISION)
async def show_division_removal(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _removal_page(request, _division(division))


@post("/events/{event_code:str}/divisions/{slug:str}/removal", opt=ORGANIZERS, dependencies=DIVISION, status_code=200)
async def delete_division(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _remove(request, _division(division))


@get(
    "/events/{event_code:str}/divisions/{slug:str}/entries/{entry_id:uuid}/removal", opt=ORGANIZERS, dependencies=ENTRY
)
async def show_entry_removal(
    request: AppRequest, division: NamedDependency[DivisionFacts], entry: NamedDependency[EntryLine]
) -> Response[Any]:
    return await _removal_page(request, _entry(division, entry))


@post(
    "/events/{event_code:str}/divisions/{slug:str}/entries/{entry_id:uuid}/removal", opt=ORGANIZERS,
    dependencies=ENTRY, status_code=200,
)  # fmt: skip
async def delete_entry(
    request: AppRequest, division: NamedDependency[DivisionFacts], entry: NamedDependency[EntryLine]
) -> Response[Any]:
    return await _remove(request, _entry(division, entry))


@get("/events/{event_code:str}/delegations/{delegation_id:uuid}/removal", opt=ORGANIZERS, dependencies=DELEGATION)
async def show_delegation_removal(
    request: AppRequest, event: NamedDependency[EventFacts], delegation: NamedDependency[DelegationFacts]
) -> Response[Any]:
    return await _removal_page(request, _delegation(event, delegation))


@post(
    "/events/{event_code:str}/delegations/{delegation_id:uuid}/removal", opt=ORGANIZERS, dependencies=DELEGATION,
    status_code=200,
)  # fmt: skip
async def delete_delegation(
    request: AppRequest, event: NamedDependency[EventFacts], delegation: NamedDependency[DelegationFacts]
) -> Response[Any]:
    return await _remove(request, _delegation(event, delegation))


@get("/events/{event_code:str}/experts/{expert_id:uuid}/removal", opt=ORGANIZERS, dependencies=EXPERT)
async def show_expert_removal(
    request: AppRequest, event: NamedDependency[EventFacts], expert: NamedDependency[ExpertLine]
) -> Response[Any]:
    return await _removal_page(request, _expert(event, expert))


@post("/events/{event_code:str}/experts/{expert_id:uuid}/removal", opt=ORGANIZERS, dependencies=EXPERT, status_code=200)
async def delete_expert(
    request: AppRequest, event: NamedDependency[EventFacts], expert: NamedDependency[ExpertLine]
) -> Response[Any]:
    return await _remove(request, _expert(event, expert))


def _skill(skill: SkillFacts) -> Thing:
    return Thing(
        "skill", skill.id, skill.event_id, skill.code, f"{skill.code} {skill.name}", f"/skills/{skill.code}", "/skills"
    )


def _division(division: DivisionFacts) -> Thing:
    skill = division.skill
    own, after = f"/divisions/{division.slug}/edit", f"/skills/{skill.code}"
    return Thing("division", division.id, skill.event_id, division.slug, division.title, own, after)


def _entry(division: DivisionFacts, entry: EntryLine) -> Thing:
    listed = f"/divisions/{division.slug}/entries"
    name = f"{entry.number} {entry.people}"
    return Thing("entry", entry.id, division.skill.event_id, entry.number, name, f"{listed}/{entry.id}", listed)


def _delegation(event: EventFacts, delegation: DelegationFacts) -> Thing:
    own = f"/delegations/{delegation.id}"
    return Thing("delegation", delegation.id, event.id, delegation.code, delegation.name, own, "/delegations")


def _expert(event: EventFacts, expert: ExpertLine) -> Thing:
    own, after = f"/experts/{expert.id}", f"/skills/{expert.skill_code}/experts"
    return Thing("expert", expert.id, event.id, expert.user_name, expert.name, own, after)


async def _remove(request: AppRequest, thing: Thing) -> Response[Any]:
    async def act(form: RemovalForm) -> Response[Any]:
        if form.confirm != thing.code:
            raise refusal("confirm_wrong", field="confirm", code=thing.code)
        await delete_thing(thing.kind, thing.id, event_id=thing.event_id, by=signed_in(request).actor)
        event = await get_event_by_id(thing.event_id)
        assert event is not None
        return redirect(f"{event.href}{thing.after}", request)

    return await submit(request, RemovalForm, act, refused=partial(_removal_page, request, thing))


async def _removal_page(request: AppRequest, thing: Thing, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    event = await get_event_by_id(thing.event_id)
    assert event is not None
    found = obstacles(thing.kind, event.state, await dependents_of(thing.kind, thing.id), own=thing.own)
    return await page(
        request, "contest/removals/removal.html", typed=typed, event=event, thing=thing,
        in_the_way=[(in_words(each.problem).sentence, f"{event.href}{each.href}") for each in found],
        title=removal_title(thing.kind), consequence=removal_consequence(thing.kind),
    )  # fmt: skip


ROUTES = [
    show_skill_removal, delete_skill, show_division_removal, delete_division, show_entry_removal, delete_entry,
    show_delegation_removal, delete_delegation, show_expert_removal, delete_expert,
]  # fmt: skip
