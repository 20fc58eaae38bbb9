"""Reading skills and divisions."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from foundation.database import fetch
from foundation.language import either


@dataclass(frozen=True, slots=True)
class SkillFacts:
    """A skill of an event."""

    id: UUID
    event_id: UUID
    code: str
    name_zh: str
    name_en: str
    kind: str
    team_size: int
    age_limit: int | None
    world_skill: str
    compatriots_allowed: bool
    compatriots_approval: str

    @property
    def name(self) -> str:
        return either(self.name_zh, self.name_en)


@dataclass(frozen=True, slots=True)
class DivisionFacts:
    """A division with the skill it belongs to."""

    id: UUID
    slug: str
    code: str
    name_zh: str
    name_en: str
    rule_set: str
    skill: SkillFacts

    @property
    def name(self) -> str:
        """The skill's name, with the division's behind it where it has one."""
        own = either(self.name_zh, self.name_en)
        return f"{self.skill.name} · {own}" if own else self.skill.name

    @property
    def title(self) -> str:
        """Code and name, as headings show it."""
        return f"{self.skill.code} {self.name}"


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section of a skill's occupational standards. ``weight`` in marks, None: not printed."""

    number: str
    title: str
    weight: Decimal | None


_SKILL = (
    "s.id, s.event AS event_id, s.code, s.name_zh, s.name_en, s.kind, s.team_size, s.age_limit, s.world_skill,"
    " s.compatriots_allowed, s.compatriots_approval"
)
_DIVISION = (
    "d.id AS division_id, d.slug, d.code AS division_code, d.name_zh AS division_zh, d.name_en AS division_en,"
    f" d.rule_set, {_SKILL}"
)


async def get_skill(event_id: UUID, code: str) -> SkillFacts | None:
    """The skill of a code in an event (T-06: codes are compared as strings)."""
    rows = await fetch(f"SELECT {_SKILL} FROM skill s WHERE s.event = $1 AND s.code = $2", event_id, code)
    return SkillFacts(**rows[0]) if rows else None


async def skills_of_event(event_id: UUID) -> list[SkillFacts]:
    """All skills, by code."""
    rows = await fetch(f"SELECT {_SKILL} FROM skill s WHERE s.event = $1 ORDER BY s.code", event_id)
    return [SkillFacts(**row) for row in rows]


async def get_division(event_id: UUID, slug: str) -> DivisionFacts | None:
    """The division of a slug in an event."""
    found = await _divisions("d.event = $1 AND d.slug = $2", event_id, slug)
    return found[0] if found else None


async def get_division_by_id(division_id: UUID) -> DivisionFacts | None:
    """The division of an id."""
    found = await _divisions("d.id = $1", division_id)
    return found[0] if found else None


async def divisions_of_event(event_id: UUID) -> list[DivisionFacts]:
    """All divisions, by skill and position."""
    return await _divisions("d.event = $1", event_id)


async def divisions_of_skill(skill_id: UUID) -> list[DivisionFacts]:
    """The divisions of a skill, by position."""
    return await _divisions("d.skill = $1", skill_id)


async def sections_of_skill(skill_id: UUID) -> list[SectionFacts]:
    """The sections of the standards, in order."""
    rows = await fetch(
        "SELECT number, title, weight FROM skill_section WHERE skill = $1 ORDER BY position", skill_id
    )
    return [SectionFacts(**row) for row in rows]


async def _divisions(condition: str, *arguments: object) -> list[DivisionFacts]:
    rows = await fetch(
        f"SELECT {_DIVISION} FROM division d JOIN skill s ON s.id = d.skill WHERE {condition}"
        " ORDER BY s.code, d.position",
        *arguments,
    )
    found = []
    for row in rows:
        values = dict(row)
        own = {
            "id": values.pop("division_id"), "slug": values.pop("slug"), "code": values.pop("division_code"),
            "name_zh": values.pop("division_zh"), "name_en": values.pop("division_en"),
            "rule_set": values.pop("rule_set"),
        }  # fmt: skip
        found.append(DivisionFacts(**own, skill=SkillFacts(**values)))
    return found
