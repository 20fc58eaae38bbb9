"""Making and editing skills, their sections and their divisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from contest.events.actions import hold_event
from contest.events.changes import Plain, changed, check_based_on
from contest.events.codes import division_slug
from contest.skills import audit_types as audit
from contest.skills.catalogue import sections_of
from contest.skills.details import (
    DivisionDetails,
    SectionDetails,
    SkillDetails,
    check_division,
    check_divisions,
    check_fixed,
    check_sections,
    check_skill,
)
from foundation.audit.actions import Actor, record
from foundation.database import fetch, fetch_held, transaction
from foundation.problems import refusal, refuse_if

SKILL_COLUMNS = tuple(SkillDetails.__dataclass_fields__)
_SKILL_LIST = ", ".join(SKILL_COLUMNS)
DIVISION_COLUMNS = tuple(DivisionDetails.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class SkillPlan:
    """A skill to make. ``sections`` None: those of its WorldSkills skill, where it follows one."""

    details: SkillDetails
    divisions: tuple[DivisionDetails, ...] = (DivisionDetails(),)
    sections: tuple[SectionDetails, ...] | None = None


@dataclass(frozen=True, slots=True)
class MadeSkill:
    """Ids of a new skill and its divisions, in the order of the plan."""

    id: UUID
    division_ids: tuple[UUID, ...]


async def create_skill(event_id: UUID, plan: SkillPlan, *, by: Actor) -> MadeSkill:
    """Make a skill with its divisions and sections. Refused: what the rules find; a code taken (409, T-06)."""
    async with transaction():
        return (await add_skills(event_id, [plan], by=by))[0]


async def create_skills(event_id: UUID, plans: Sequence[SkillPlan], *, by: Actor) -> list[MadeSkill]:
    """Make many skills at once, all or none."""
    async with transaction():
        return await add_skills(event_id, plans, by=by)


async def add_skills(event_id: UUID, plans: Sequence[SkillPlan], *, by: Actor) -> list[MadeSkill]:
    """The part of :func:`create_skills` inside a transaction; three statements and one audit record in all."""
    await hold_event(event_id)
    for plan in plans:
        sections = _sections(plan)
        refuse_if([*check_skill(plan.details), *check_divisions(plan.divisions), *check_sections(sections)])
    ids = await _insert_skills(event_id, [plan.details for plan in plans])
    divisions = await _insert_divisions(
        event_id,
        [
            (skill_id, plan.details.code, division, position)
            for skill_id, plan in zip(ids, plans, strict=True)
            for position, division in enumerate(plan.divisions, start=1)
        ],
    )
    await _insert_sections([(skill_id, _sections(plan)) for skill_id, plan in zip(ids, plans, strict=True)])
    codes = [plan.details.code for plan in plans]
    await record(
        by, audit.SKILLS_CREATED, scope=event_id, subject=codes[0] if len(codes) == 1 else str(len(codes)),
        details={"skills": codes},
    )  # fmt: skip
    each = iter(divisions)
    return [
        MadeSkill(skill_id, tuple(next(each) for _ in plan.divisions))
        for skill_id, plan in zip(ids, plans, strict=True)
    ]


async def edit_skill(skill_id: UUID, details: SkillDetails, *, based_on: str | None, by: Actor) -> None:
    """Change a skill; the addresses of its divisions follow its code.

    Refused: changed meanwhile, code taken (409); what the announcement fixed (T-02).
    """
    async with transaction():
        event_id, before = await _lock_skill(skill_id)
        refuse_if(check_based_on(based_on, before), status=409)
        announced = (await hold_event(event_id)).announced
        refuse_if([*check_skill(details), *check_fixed(before, details, announced=announced)])
        difference = changed(before, details.values())
        if not difference:
            return
        if details.code != before["code"] and await _stands(
            "SELECT 1 FROM skill WHERE event = $1 AND code = $2", event_id, details.code
        ):
            raise refusal("skill_code_taken", field="code", status=409, taken=details.code)
        sets = ", ".join(f"{name} = ${number + 2}" for number, name in enumerate(SKILL_COLUMNS))
        await fetch(
            f"UPDATE skill SET {sets} WHERE id = $1",
            skill_id, *(getattr(details, name) for name in SKILL_COLUMNS),
        )  # fmt: skip
        if details.code != before["code"]:
            await _name_divisions_anew(event_id, skill_id, details.code)
        await record(by, audit.SKILL_EDITED, scope=event_id, subject=details.code, details=difference)


async def set_sections(
    skill_id: UUID, sections: Sequence[SectionDetails], *, based_on: str | None = None, by: Actor
) -> None:
    """Replace the sections of a skill's standards. Refused: numbers twice, weights below zero; changed meanwhile."""
    async with transaction():
        event_id, skill = await _lock_skill(skill_id)
        before = await _sections_now(skill_id)
        refuse_if(check_based_on(based_on, section_values(before)), status=409)
        refuse_if(check_sections(sections))
        difference = changed(section_values(before), section_values(sections))
        await fetch("DELETE FROM skill_section WHERE skill = $1", skill_id)
        await _insert_sections([(skill_id, tuple(sections))])
        await record(by, audit.SECTIONS_CHANGED, scope=event_id, subject=str(skill["code"]), details=difference)


async def create_division(skill_id: UUID, division: DivisionDetails, *, by: Actor) -> UUID:
    """Add a division to a skill. Refused: code taken; the skill's unnamed division has no code yet (409)."""
    async with transaction():
        event_id, skill = await _lock_skill(skill_id)
        present = await _divisions_now(skill_id)
        refuse_if(check_division(division, alone=False))
        if any(not code for code in present.values()):
            raise refusal("division_name_first", status=409)
        position = len(present) + 1
        made = await _insert_divisions(event_id, [(skill_id, str(skill["code"]), division, position)])
        await record(
            by, audit.DIVISION_ADDED, scope=event_id, subject=str(skill["code"]), details=dict(division.values())
        )
        return made[0]


async def edit_division(division_id: UUID, division: DivisionDetails, *, based_on: str | None, by: Actor) -> None:
    """Change a division's code, names or rule set for medals. Refused: changed meanwhile, code taken, another
    rule set once the event is announced (409; T-02)."""
    async with transaction():
        skill_id = (await fetch_held("SELECT skill FROM division WHERE id = $1", division_id))["skill"]
        event_id, skill = await _lock_skill(skill_id)
        before = dict(
            await fetch_held("SELECT code, name_zh, name_en, rule_set FROM division WHERE id = $1", division_id)
        )
        others = {key: code for key, code in (await _divisions_now(skill_id)).items() if key != division_id}
        refuse_if(check_based_on(based_on, before), status=409)
        refuse_if(check_division(division, alone=not others))
        slug = division_slug(str(skill["code"]), division.code)
        if division.code in others.values() or await _stands(
            "SELECT 1 FROM division WHERE event = $1 AND slug = $2 AND id <> $3", event_id, slug, division_id
        ):
            raise refusal("division_code_taken", field="code", status=409, taken=division.code)
        difference = changed(before, division.values())
        if "rule_set" in difference and (await hold_event(event_id)).announced:
            raise refusal("settings_frozen", field="rule_set", status=409)
        if difference:
            await fetch(
                "UPDATE division SET code = $2, name_zh = $3, name_en = $4, rule_set = $5, slug = $6 WHERE id = $1",
                division_id, division.code, division.name_zh, division.name_en, division.rule_set, slug,
            )  # fmt: skip
            await record(by, audit.DIVISION_EDITED, scope=event_id, subject=slug, details=difference)


def section_values(sections: Sequence[SectionDetails]) -> dict[str, Plain]:
    """Sections as one flat mapping, for fingerprints and audit records."""
    return {
        each.number: f"{each.title} {'' if each.weight is None else format(each.weight.normalize(), 'f')}".strip()
        for each in sections
    }


def _sections(plan: SkillPlan) -> tuple[SectionDetails, ...]:
    return sections_of(plan.details.world_skill) if plan.sections is None else plan.sections


async def _lock_skill(skill_id: UUID) -> tuple[UUID, dict[str, Plain]]:
    event_id = (await fetch_held("SELECT event FROM skill WHERE id = $1", skill_id))["event"]
    await hold_event(event_id)
    await fetch("SELECT 1 FROM skill WHERE id = $1 FOR NO KEY UPDATE", skill_id)
    return event_id, dict(await fetch_held(f"SELECT {_SKILL_LIST} FROM skill WHERE id = $1", skill_id))


async def _sections_now(skill_id: UUID) -> list[SectionDetails]:
    rows = await fetch("SELECT number, title, weight FROM skill_section WHERE skill = $1 ORDER BY position", skill_id)
    return [SectionDetails(**row) for row in rows]


async def _divisions_now(skill_id: UUID) -> dict[UUID, str]:
    rows = await fetch("SELECT id, code FROM division WHERE skill = $1", skill_id)
    return {row["id"]: row["code"] for row in rows}


async def _stands(sql: str, *arguments: object) -> bool:
    return bool(await fetch(sql, *arguments))


async def _name_divisions_anew(event_id: UUID, skill_id: UUID, skill_code: str) -> None:
    for division_id, code in (await _divisions_now(skill_id)).items():
        slug = division_slug(skill_code, code)
        if await _stands(
            "SELECT 1 FROM division WHERE event = $1 AND slug = $2 AND skill <> $3", event_id, slug, skill_id
        ):
            raise refusal("skill_code_taken", field="code", status=409, taken=skill_code)
        await fetch("UPDATE division SET slug = $2 WHERE id = $1", division_id, slug)


async def _insert_skills(event_id: UUID, skills: Sequence[SkillDetails]) -> list[UUID]:
    ids = [uuid4() for _ in skills]
    columns = [[getattr(skill, name) for skill in skills] for name in SKILL_COLUMNS]
    rows = await fetch(
        f"INSERT INTO skill (id, event, {_SKILL_LIST}) SELECT r.id, $2, {_SKILL_LIST}"
        " FROM unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[],"
        f" $9::text[], $10::bool[], $11::text[]) AS r(id, {_SKILL_LIST}) ON CONFLICT DO NOTHING RETURNING id",
        ids, event_id, *columns,
    )  # fmt: skip
    made = {row["id"] for row in rows}
    taken = [skill.code for key, skill in zip(ids, skills, strict=True) if key not in made]
    if taken:
        raise refusal("skill_code_taken", field="code", status=409, taken=", ".join(taken))
    return ids


async def _insert_divisions(event_id: UUID, wanted: Sequence[tuple[UUID, str, DivisionDetails, int]]) -> list[UUID]:
    ids = [uuid4() for _ in wanted]
    slugs = [division_slug(skill_code, division.code) for _, skill_code, division, _ in wanted]
    rows = await fetch(
        "INSERT INTO division (id, event, skill, slug, position, code, name_zh, name_en, rule_set)"
        " SELECT r.id, $2, r.skill, r.slug, r.position, r.code, r.name_zh, r.name_en, r.rule_set"
        " FROM unnest($1::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[])"
        " AS r(id, skill, slug, position, code, name_zh, name_en, rule_set) ON CONFLICT DO NOTHING RETURNING id",
        ids, event_id, [skill for skill, *_ in wanted], slugs, [position for *_, position in wanted],
        *([getattr(division, name) for _, _, division, _ in wanted] for name in DIVISION_COLUMNS),
    )  # fmt: skip
    made = {row["id"] for row in rows}
    taken = [slug for key, slug in zip(ids, slugs, strict=True) if key not in made]
    if taken:
        raise refusal("division_code_taken", field="code", status=409, taken=", ".join(taken))
    return ids


async def _insert_sections(wanted: Sequence[tuple[UUID, tuple[SectionDetails, ...]]]) -> None:
    lines = [(skill, at, each) for skill, sections in wanted for at, each in enumerate(sections, start=1)]
    await fetch(
        "INSERT INTO skill_section (id, skill, position, number, title, weight)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::numeric[])",
        [uuid4() for _ in lines], [skill for skill, _, _ in lines], [at for _, at, _ in lines],
        [each.number for *_, each in lines], [each.title for *_, each in lines], [each.weight for *_, each in lines],
    )  # fmt: skip
