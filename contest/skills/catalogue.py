"""The 64 skills of WorldSkills 2026 with their standards, from the files in ``data/`` (see SOURCES.md)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from contest.skills.details import SectionDetails

FILES = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class WorldSkill:
    """A skill of the catalogue. ``sections`` have English titles; ``weight`` None where none is printed."""

    number: str
    name_en: str
    name_zh: str
    team_size: int
    age_limit: int
    sections: tuple[SectionDetails, ...]


@cache
def world_skills() -> Mapping[str, WorldSkill]:
    """All skills by number ("17"), in order."""
    sections: dict[str, list[SectionDetails]] = {}
    for row in _rows("worldskills-2026-standards.tsv"):
        weight = Decimal(row["weight"]) if row["weight"] else None
        sections.setdefault(row["skill"], []).append(SectionDetails(row["section"], row["title"], weight))
    return {
        row["number"]: WorldSkill(
            row["number"], row["name_en"], row["name_zh"], int(row["team_size"]), int(row["max_age"]),
            tuple(sections.get(row["number"], ())),
        )
        for row in _rows("worldskills-2026-skills.tsv")
    }  # fmt: skip


def sections_of(number: str) -> tuple[SectionDetails, ...]:
    """The sections of a skill of the catalogue; none for an unknown number or an own trade."""
    found = world_skills().get(number)
    return found.sections if found else ()


def _rows(name: str) -> list[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
