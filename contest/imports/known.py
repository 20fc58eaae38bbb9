"""What the rows of a table may refer to: skills, divisions and delegations of the event. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from contest.events.states import State
from contest.imports.columns import RawRow, fold
from foundation.problems import Problem


@dataclass(frozen=True, slots=True)
class KnownDivision:
    """A division: its code and names, and what decides who may enter."""

    id: UUID
    slug: str
    code: str
    names: tuple[str, ...]
    team_size: int
    age_limit: int | None


@dataclass(frozen=True, slots=True)
class KnownSkill:
    """A skill with its divisions."""

    id: UUID
    code: str
    divisions: tuple[KnownDivision, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Skills by code, delegations by folded code or name, the year of the event, the day of today, the event's state;
    folded user names of the Chief Expert of each skill and of the system administrators."""

    skills: Mapping[str, KnownSkill]
    delegations: Mapping[str, UUID]
    event_year: int | None
    today: date
    state: State
    chiefs: Mapping[UUID, str] = field(default_factory=dict)
    administrators: frozenset[str] = frozenset()


def find_skill(row: RawRow, known: Known) -> KnownSkill | Problem:
    """The skill of the row: its code as a string (T-06), or without the zeros a spreadsheet took away."""
    written = row.cell("skill").split(" ")[0]
    padded = [code for code in known.skills if code.lstrip("0") == written.lstrip("0")]
    if written in known.skills:
        return known.skills[written]
    return known.skills[padded[0]] if len(padded) == 1 and written else row.problem("skill_unknown", "skill")


def find_division(row: RawRow, skill: KnownSkill) -> KnownDivision | Problem:
    """The division of the row by code or name; a skill with one division needs none."""
    written = fold(row.cell("division"))
    if not written:
        return skill.divisions[0] if len(skill.divisions) == 1 else row.problem("division_needed", "division")
    for division in skill.divisions:
        if written in {fold(division.code), fold(division.slug), *map(fold, division.names)} - {""}:
            return division
    return row.problem("division_unknown", "division")


def find_delegation(row: RawRow, known: Known) -> UUID | Problem:
    """The delegation of the row by code or by name in either language."""
    return known.delegations.get(fold(row.cell("delegation"))) or row.problem("delegation_not_known", "delegation")
