"""What is said about a skill (赛项), its sections and its divisions (组别), and what is wrong with it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from contest.events.changes import Plain
from contest.events.codes import check_code
from foundation.problems import Place, Problem

KINDS = ("official", "demonstration", "future", "exhibition")
# Rule sets for awards that work on marks; judging knows what they do (a test compares the names).
RULE_SETS = ("cn-medals", "cn-prizes", "wsc2026", "field-size")
RULE_SET_OF_FAMILY = {"A": "cn-medals", "B": "cn-prizes", "C": "wsc2026"}
LARGEST_TEAM = 20
AGE_LIMITS = range(14, 81)
# What decides who may enter, how and by whom he is marked: the announcement said so to everybody (T-02, T-15a, W-18).
FIXED_WHEN_ANNOUNCED = ("kind", "team_size", "age_limit", "compatriots_allowed", "compatriots_approval")


@dataclass(frozen=True, slots=True)
class SectionDetails:
    """A section of the occupational standards; ``weight`` in marks, None where none is printed."""

    number: str
    title: str
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SkillDetails:
    """A skill as it is typed. ``age_limit`` L: born in event year − L or later (T-15a), None for no limit.

    ``world_skill`` is the number of the WorldSkills skill it follows (T-08), empty for none.
    ``compatriots_allowed`` needs the approval that allows it (W-18).
    """

    code: str
    name_zh: str
    name_en: str = ""
    kind: str = "official"
    team_size: int = 1
    age_limit: int | None = None
    world_skill: str = ""
    compatriots_allowed: bool = False
    compatriots_approval: str = ""

    def values(self) -> dict[str, Plain]:
        """Field by field, for fingerprints and audit records."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DivisionDetails:
    """A division as it is typed; the one division of a skill without groups has no code and no name."""

    code: str = ""
    name_zh: str = ""
    name_en: str = ""
    rule_set: str = "wsc2026"

    def values(self) -> dict[str, Plain]:
        """Field by field, for fingerprints and audit records."""
        return asdict(self)


EMPLOYEES = DivisionDetails("zg", "职工组", "Employees")
STUDENTS = DivisionDetails("xs", "学生组", "Students")
TEACHERS = DivisionDetails("js", "教师组", "Teachers")


def check_skill(details: SkillDetails) -> list[Problem]:
    """Code, a name, kind from the list, team of 1–20, age limit 14–80 or none, approval of compatriots."""
    problems = check_code(details.code)
    if not (details.name_zh or details.name_en):
        problems.append(_about("name_zh", "name_missing"))
    if details.kind not in KINDS:
        problems.append(_about("kind", "not_a_choice"))
    if not 1 <= details.team_size <= LARGEST_TEAM:
        problems.append(_about("team_size", "team_size_out_of_range", most=str(LARGEST_TEAM)))
    if details.age_limit is not None and details.age_limit not in AGE_LIMITS:
        problems.append(
            _about("age_limit", "age_limit_out_of_range", least=str(AGE_LIMITS[0]), most=str(AGE_LIMITS[-1]))
        )
    if details.compatriots_allowed and not details.compatriots_approval:
        problems.append(_about("compatriots_approval", "approval_missing"))
    return problems


def check_fixed(before: Mapping[str, Plain], after: SkillDetails, *, announced: bool) -> list[Problem]:
    """After announcing, what decides who may enter and who may mark cannot be edited any more (T-02)."""
    if not announced:
        return []
    new = after.values()
    return [_about(name, "fixed_by_announcement") for name in FIXED_WHEN_ANNOUNCED if before[name] != new[name]]


def check_divisions(divisions: Sequence[DivisionDetails]) -> list[Problem]:
    """All divisions of one skill together: one unnamed one, or several of which each has a code of its own."""
    problems: list[Problem] = []
    for division in divisions:
        problems.extend(check_division(division, alone=len(divisions) == 1))
    for code, times in Counter(division.code.casefold() for division in divisions).items():
        if times > 1 and code:
            problems.append(_about("code", "division_code_taken", taken=code))
    return problems or ([] if divisions else [_about("code", "division_missing")])


def check_division(division: DivisionDetails, *, alone: bool) -> list[Problem]:
    """One division; only a division that is ``alone`` may go without code and name."""
    problems: list[Problem] = []
    if division.code:
        problems.extend(check_code(division.code))
    elif not alone:
        problems.append(_about("code", "division_needs_code"))
    if division.code and not (division.name_zh or division.name_en):
        problems.append(_about("name_zh", "name_missing"))
    if division.rule_set not in RULE_SETS:
        problems.append(_about("rule_set", "not_a_choice"))
    return problems


def check_sections(sections: Sequence[SectionDetails]) -> list[Problem]:
    """Numbers are there, short, and stand once each; weights are not negative, with at most three places."""
    problems: list[Problem] = []
    for section in sections:
        if not section.number or len(section.number) > 10:
            problems.append(_about("sections", "section_number_missing", title=section.title))
        if section.weight is not None and not _is_weight(section.weight):
            problems.append(_about("sections", "section_weight_wrong", number=section.number))
    for number, times in Counter(section.number for section in sections).items():
        if times > 1:
            problems.append(_about("sections", "section_number_taken", number=number))
    return problems


def _is_weight(weight: Decimal) -> bool:
    exponent = weight.normalize().as_tuple().exponent
    return 0 <= weight <= 1000 and isinstance(exponent, int) and exponent >= -3


def _about(field: str, code: str, **values: str) -> Problem:
    return Problem(code, place=Place(field=field), values=values)
