"""Pages of skills: the list, a skill with its sections and divisions, and its forms."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from pypinyin import lazy_pinyin

from contest.events.access import my_roles_in, provide_event
from contest.events.changes import fingerprint_of
from contest.events.queries import EventFacts, get_event_by_id
from contest.officials.access import allow
from contest.officials.phrases import role_name
from contest.officials.queries import appointments_of_skill
from contest.officials.roles import Role
from contest.skills import actions
from contest.skills.access import provide_division, provide_skill, roles_in_skill
from contest.skills.actions import SkillPlan, section_values
from contest.skills.catalogue import world_skills
from contest.skills.details import (
    EMPLOYEES,
    KINDS,
    RULE_SET_OF_FAMILY,
    RULE_SETS,
    STUDENTS,
    TEACHERS,
    DivisionDetails,
    SectionDetails,
    SkillDetails,
)
from contest.skills.forms import (
    DivisionForm,
    NewSkillForm,
    SectionsForm,
    SkillForm,
    read_sections,
    typed_sections,
    typed_skill,
)
from contest.skills.phrases import kind_name, rule_set_name, skill_table_head
from contest.skills.queries import (
    DivisionFacts,
    SkillFacts,
    SkillLine,
    divisions_of_skill,
    get_skill,
    sections_of_skill,
    skill_lines,
)
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import table_file
from foundation.forms import submit
from foundation.language import either
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.paging import cut, page_number
from foundation.sorting import natural

EVENT = {"event": Provide(provide_event)}
SKILL = {"skill": Provide(provide_skill)}
DIVISION = {"division": Provide(provide_division)}
ANYONE = allow(anyone_inside=True)
ORGANIZERS = allow(Role.ORGANIZER)
GROUPS = {division.code: division for division in (EMPLOYEES, STUDENTS, TEACHERS)}
ORDERS = ("code", "name", "entries", "experts")


@get("/events/{event_code:str}/skills", opt=ANYONE, dependencies=EVENT)
async def list_skills(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    words, order = request.query_params.get("words", "").strip(), request.query_params.get("order", "code")
    lines = sort_lines([line for line in await skill_lines(event.id) if _matches(line, words)], order)
    shown = cut(lines, page_number(request.query_params.get("page", "")))
    return await page(
        request, "contest/skills/list.html", block="rows", event=event, shown=shown, words=words, order=order,
        kind_name=kind_name, query=urlencode({"words": words, "order": order}), link=urlencode({"words": words}),
        organizes=Role.ORGANIZER in await my_roles_in(request, event),
    )  # fmt: skip


@get("/events/{event_code:str}/skills/export/{kind:str}", opt=ANYONE, dependencies=EVENT)
async def export_skills(
    request: AppRequest, event: NamedDependency[EventFacts], kind: FromPath[str]
) -> Response[bytes]:
    rows = [
        (
            line.skill.code, line.skill.name_zh, line.skill.name_en, kind_name(line.skill.kind), line.skill.team_size,
            line.skill.age_limit, line.skill.world_skill, line.divisions, line.entries, line.experts, line.chief,
        )
        for line in await skill_lines(event.id)
    ]  # fmt: skip
    return table_file(kind, f"{event.code}-skills", skill_table_head(), rows)


@get("/events/{event_code:str}/skills/new", opt=ORGANIZERS, dependencies=EVENT)
async def show_new_skill(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    known = world_skills().get(request.query_params.get("world_skill", ""))
    details = SkillDetails("", "")
    if known:
        details = SkillDetails(
            known.number, known.name_zh, known.name_en, "official", known.team_size, known.age_limit, known.number
        )
    typed = {**typed_skill(details), "rule_set": RULE_SET_OF_FAMILY.get(event.rule_family, "wsc2026")}
    return await _form_page(request, event, None, typed=Typed(typed))


@post("/events/{event_code:str}/skills", opt=ORGANIZERS, dependencies=EVENT, status_code=200)
async def create_skill(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    async def act(form: NewSkillForm) -> Response[Any]:
        chosen = [form.groups] if isinstance(form.groups, str) else form.groups
        groups = [GROUPS[code] for code in chosen if code in GROUPS] or [DivisionDetails()]
        divisions = tuple(DivisionDetails(g.code, g.name_zh, g.name_en, form.rule_set) for g in groups)
        await actions.create_skill(event.id, SkillPlan(form.details(), divisions), by=signed_in(request).actor)
        return redirect(f"{event.href}/skills/{form.code}", request, done="skill_added")

    return await submit(request, NewSkillForm, act, refused=partial(_form_page, request, event, None))


@get("/events/{event_code:str}/skills/{skill_code:str}", opt=ANYONE, dependencies=SKILL)
async def show_skill(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    event = await _event_of(skill)
    people = await appointments_of_skill(skill.id)
    roles = await roles_in_skill(request, skill)
    return await page(
        request, "contest/skills/skill.html", event=event, skill=skill, people=people, kind_name=kind_name,
        sections=await sections_of_skill(skill.id), divisions=await divisions_of_skill(skill.id),
        rule_set_name=rule_set_name, role_name=role_name, organizes=Role.ORGANIZER in roles and not event.archived,
        sees_people=bool(roles & PEOPLE_READERS),
        sees_marking=bool(roles - {Role.PROJECTOR}), world=world_skills().get(skill.world_skill),
    )  # fmt: skip


@get("/events/{event_code:str}/skills/{skill_code:str}/edit", opt=ORGANIZERS, dependencies=SKILL)
async def show_edit_skill(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    values = {**typed_skill(skill.details), "based_on": fingerprint_of(skill.details.values())}
    return await _form_page(request, await _event_of(skill), skill, typed=Typed(values))


@post("/events/{event_code:str}/skills/{skill_code:str}/edit", opt=ORGANIZERS, dependencies=SKILL, status_code=200)
async def edit_skill(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    event = await _event_of(skill)

    async def act(form: SkillForm) -> Response[Any]:
        await actions.edit_skill(skill.id, form.details(), based_on=form.based_on, by=signed_in(request).actor)
        return redirect(f"{event.href}/skills/{form.code}", request, done="skill_saved")

    return await submit(request, SkillForm, act, refused=partial(_form_page, request, event, skill))


@get("/events/{event_code:str}/skills/{skill_code:str}/sections", opt=ORGANIZERS, dependencies=SKILL)
async def show_sections(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    return await _sections_page(request, skill, typed=Typed(await _sections_as_they_stand(skill)))


@post("/events/{event_code:str}/skills/{skill_code:str}/sections", opt=ORGANIZERS, dependencies=SKILL, status_code=200)
async def change_sections(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    async def act(form: SectionsForm) -> Response[Any]:
        wanted = read_sections(form.sections)
        await actions.set_sections(skill.id, wanted, based_on=form.based_on, by=signed_in(request).actor)
        return redirect(f"{(await _event_of(skill)).href}/skills/{skill.code}", request, done="sections_saved")

    return await submit(request, SectionsForm, act, refused=partial(_sections_page, request, skill))


@get("/events/{event_code:str}/skills/{skill_code:str}/divisions/new", opt=ORGANIZERS, dependencies=SKILL)
async def show_new_division(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    event = await _event_of(skill)
    typed = {"rule_set": RULE_SET_OF_FAMILY.get(event.rule_family, "wsc2026")}
    return await _division_page(request, skill, None, typed=Typed(typed))


@post("/events/{event_code:str}/skills/{skill_code:str}/divisions", opt=ORGANIZERS, dependencies=SKILL, status_code=200)
async def create_division(request: AppRequest, skill: NamedDependency[SkillFacts]) -> Response[Any]:
    async def act(form: DivisionForm) -> Response[Any]:
        await actions.create_division(skill.id, form.details(), by=signed_in(request).actor)
        return redirect(f"{(await _event_of(skill)).href}/skills/{skill.code}", request, done="division_added")

    return await submit(request, DivisionForm, act, refused=partial(_division_page, request, skill, None))


@get("/events/{event_code:str}/divisions/{slug:str}/edit", opt=ORGANIZERS, dependencies=DIVISION)
async def show_edit_division(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    values = {**division.details.values(), "based_on": fingerprint_of(division.details.values())}
    return await _division_page(request, division.skill, division, typed=Typed(values))


@post("/events/{event_code:str}/divisions/{slug:str}/edit", opt=ORGANIZERS, dependencies=DIVISION, status_code=200)
async def edit_division(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    skill = division.skill

    async def act(form: DivisionForm) -> Response[Any]:
        await actions.edit_division(division.id, form.details(), based_on=form.based_on, by=signed_in(request).actor)
        return redirect(f"{(await _event_of(skill)).href}/skills/{skill.code}", request, done="division_saved")

    return await submit(request, DivisionForm, act, refused=partial(_division_page, request, skill, division))


PEOPLE_READERS = frozenset(
    {Role.ORGANIZER, Role.SUPERVISOR, Role.RESULTS_STAFF, Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT}
)


def sort_lines(lines: list[SkillLine], order: str) -> list[SkillLine]:
    """Skills by code, by name in pinyin, or the fullest first."""
    match order:
        case "name":
            return sorted(lines, key=lambda line: "".join(lazy_pinyin(line.skill.name)).casefold())
        case "entries":
            return sorted(lines, key=lambda line: (-line.entries, natural(line.skill.code)))
        case "experts":
            return sorted(lines, key=lambda line: (-line.experts, natural(line.skill.code)))
        case _:
            return lines


def _matches(line: SkillLine, words: str) -> bool:
    text = f"{line.skill.code} {line.skill.name_zh} {line.skill.name_en} {line.chief}".casefold()
    return all(word in text for word in words.casefold().split())


async def _event_of(skill: SkillFacts) -> EventFacts:
    event = await get_event_by_id(skill.event_id)
    assert event is not None
    return event


async def _sections_as_they_stand(skill: SkillFacts) -> dict[str, str]:
    sections = [SectionDetails(each.number, each.title, each.weight) for each in await sections_of_skill(skill.id)]
    return {"sections": typed_sections(sections), "based_on": fingerprint_of(section_values(sections))}


async def _form_page(
    request: AppRequest, event: EventFacts, skill: SkillFacts | None, *, typed: Typed
) -> Response[Any]:
    stands: dict[str, Any] = {}
    if skill and _is_stale(typed):
        now = await get_skill(event.id, skill.code) or skill
        stands = typed_skill(now.details)
        typed = _rebased(typed, fingerprint_of(now.details.values()))
    return await page(
        request, "contest/skills/form.html", typed=typed, event=event, skill=skill, stands=stands,
        kinds=[(kind, kind_name(kind)) for kind in KINDS],
        groups=[(each.code, either(each.name_zh, each.name_en)) for each in GROUPS.values()],
        rule_sets=[(name, rule_set_name(name)) for name in RULE_SETS], world_skills=world_skills().values(),
    )  # fmt: skip


async def _sections_page(request: AppRequest, skill: SkillFacts, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    stands = await _sections_as_they_stand(skill)
    if _is_stale(typed):
        typed = _rebased(typed, stands["based_on"])
    return await page(
        request, "contest/skills/sections.html", typed=typed, event=await _event_of(skill), skill=skill, stands=stands
    )


async def _division_page(
    request: AppRequest, skill: SkillFacts, division: DivisionFacts | None, *, typed: Typed
) -> Response[Any]:
    present = await divisions_of_skill(skill.id)
    stands = next((each for each in present if division and each.id == division.id), None)
    stale = stands is not None and _is_stale(typed)
    if stands and stale:
        typed = _rebased(typed, fingerprint_of(stands.details.values()))
    return await page(
        request, "contest/skills/division.html", typed=typed, event=await _event_of(skill), skill=skill,
        alone=len(present) == 1, division=division, stands=stands if stale else None, rule_set_name=rule_set_name,
        rule_sets=[(name, rule_set_name(name)) for name in RULE_SETS],
    )  # fmt: skip


def _is_stale(typed: Typed) -> bool:
    return any(problem.code == "changed_meanwhile" for problem in typed.problems)


def _rebased(typed: Typed, based_on: str) -> Typed:
    """What was typed stays; saving it again is now based on what the comparison shows."""
    return Typed({**typed.values, "based_on": based_on}, typed.problems, typed.status)


ROUTES = [
    list_skills, export_skills, show_new_skill, create_skill, show_skill, show_edit_skill, edit_skill, show_sections,
    change_sections, show_new_division, create_division, show_edit_division, edit_division,
]  # fmt: skip
