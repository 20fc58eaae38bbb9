"""Reading skills and divisions."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from contest.skills.details import DivisionDetails, SkillDetails
from foundation.database import fetch
from foundation.language import either
from foundation.sorting import natural


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

    @property
    def details(self) -> SkillDetails:
        """What forms show and edits are compared with."""
        return SkillDetails(**{name: getattr(self, name) for name in SkillDetails.__dataclass_fields__})


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
    def details(self) -> DivisionDetails:
        """What forms show and edits are compared with."""
        return DivisionDetails(self.code, self.name_zh, self.name_en, self.rule_set)

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


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill as it is listed, with what it holds."""

    skill: SkillFacts
    divisions: int
    entries: int
    experts: int
    chief_zh: str
    chief_en: str

    @property
    def chief(self) -> str:
        """The Chief Expert's name, empty for none."""
        return either(self.chief_zh, self.chief_en)


async def skill_lines(event_id: UUID) -> list[SkillLine]:
    """All skills with counts and Chief Expert, in one statement; "2" before "10"."""
    rows = await fetch(
        f"SELECT {_SKILL}, (SELECT count(*) FROM division d WHERE d.skill = s.id) AS divisions,"
        " (SELECT count(*) FROM entry n JOIN division d ON d.id = n.division WHERE d.skill = s.id) AS entries,"
        " (SELECT count(DISTINCT account) FROM appointment p WHERE p.skill = s.id AND p.ended_at IS NULL"
        " AND p.role IN ('chief_expert', 'deputy_chief_expert', 'expert')) AS experts,"
        " COALESCE(c.name_zh, '') AS chief_zh, COALESCE(c.name_en, '') AS chief_en FROM skill s"
        " LEFT JOIN LATERAL (SELECT a.name_zh, a.name_en FROM appointment p JOIN account a ON a.id = p.account"
        " WHERE p.skill = s.id AND p.role = 'chief_expert' AND p.ended_at IS NULL ORDER BY p.at LIMIT 1) c ON true"
        " WHERE s.event = $1 ORDER BY s.code",
        event_id,
    )
    lines = []
    for row in rows:
        values = dict(row)
        own = {name: values.pop(name) for name in ("divisions", "entries", "experts", "chief_zh", "chief_en")}
        lines.append(SkillLine(SkillFacts(**values), **own))
    return sorted(lines, key=lambda line: natural(line.skill.code))


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
