"""What may come in about skills, sections and divisions."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from contest.skills.details import DivisionDetails, SectionDetails, SkillDetails
from foundation.forms import Form
from foundation.numbers import exact_text, parse_decimal
from foundation.problems import Place, Problem, UserError


class SkillForm(Form):
    code: str = Field(max_length=40)
    name_zh: str = Field(default="", max_length=200)
    name_en: str = Field(default="", max_length=200)
    kind: str = "official"
    team_size: int = 1
    age_limit: int | None = None
    world_skill: str = Field(default="", max_length=10)
    compatriots_allowed: bool = False
    compatriots_approval: str = Field(default="", max_length=200)
    based_on: str = ""

    def details(self) -> SkillDetails:
        return SkillDetails(**self.model_dump(include=set(SkillDetails.__dataclass_fields__)))


class NewSkillForm(SkillForm):
    groups: list[str] | str = Field(default_factory=list)
    rule_set: str = "wsc2026"


class DivisionForm(Form):
    code: str = Field(default="", max_length=40)
    name_zh: str = Field(default="", max_length=100)
    name_en: str = Field(default="", max_length=100)
    rule_set: str = "wsc2026"
    based_on: str = ""

    def details(self) -> DivisionDetails:
        return DivisionDetails(self.code, self.name_zh, self.name_en, self.rule_set)


class SectionsForm(Form):
    sections: str = ""
    based_on: str = ""


def read_sections(text: str) -> list[SectionDetails]:
    """Sections, one a line: number, title, weight with a tab or | between them; a missing weight is none.

    Raises UserError with every line that cannot be read.
    """
    sections: list[SectionDetails] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = [part.strip() for part in line.replace("\t", "|").split("|")]
        if not any(parts):
            continue
        weight = parse_decimal(parts[2], places=3) if len(parts) > 2 and parts[2] else None
        if not 2 <= len(parts) <= 3 or not parts[0] or not parts[1] or isinstance(weight, Problem):
            problems.append(
                Problem("section_line_unreadable", place=Place(field="sections"), values={"line": str(number)})
            )
        else:
            sections.append(SectionDetails(parts[0], parts[1], weight))
    if problems:
        raise UserError(*problems)
    return sections


def typed_sections(sections: Sequence[SectionDetails]) -> str:
    """Sections as their form shows them."""
    return "\n".join(
        f"{each.number} | {each.title}" + (f" | {exact_text(each.weight)}" if each.weight is not None else "")
        for each in sections
    )


def typed_skill(details: SkillDetails) -> dict[str, Any]:
    """A skill as its form shows it."""
    shown = {name: "" if value is None else str(value) for name, value in details.values().items()}
    return {**shown, "compatriots_allowed": details.compatriots_allowed}
