"""What a skill and its divisions must say; the catalogue of WorldSkills skills."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.skills.catalogue import world_skills
from contest.skills.details import (
    EMPLOYEES,
    RULE_SET_OF_FAMILY,
    RULE_SETS,
    STUDENTS,
    DivisionDetails,
    SectionDetails,
    SkillDetails,
    check_divisions,
    check_sections,
    check_skill,
)

WEB = SkillDetails("17", "网站技术", "Web Technologies")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "1/7"}, "code"),
        ({"name_zh": "", "name_en": ""}, "name_zh"),
        ({"kind": "secret"}, "kind"),
        ({"team_size": 0}, "team_size"),
        ({"age_limit": 5}, "age_limit"),
        ({"compatriots_allowed": True}, "compatriots_approval"),
    ],
)
def test_what_a_skill_says_is_checked(change: dict[str, object], field: str):
    assert [problem.place.field for problem in check_skill(replace(WEB, **change))] == [field]
    assert check_skill(WEB) == []


def test_a_skill_has_one_unnamed_division_or_several_with_codes():
    assert check_divisions([DivisionDetails()]) == []
    assert check_divisions([EMPLOYEES, STUDENTS]) == []
    for wrong, code in (
        ([], "division_missing"),
        ([DivisionDetails(), STUDENTS], "division_needs_code"),
        ([STUDENTS, STUDENTS], "division_code_taken"),
        ([DivisionDetails(rule_set="lottery")], "not_a_choice"),
    ):
        assert [problem.code for problem in check_divisions(wrong)] == [code]


def test_section_numbers_stand_once_and_weights_are_marks():
    fine = [SectionDetails("1", "a", Decimal("12.5")), SectionDetails("2", "b", None)]
    assert check_sections(fine) == []
    wrong = [SectionDetails("1", "a", Decimal("-1")), SectionDetails("1", "b", Decimal("0.0001"))]
    wrong.append(SectionDetails("", "c"))
    assert sorted(problem.code for problem in check_sections(wrong)) == [
        "section_number_missing", "section_number_taken", "section_weight_wrong", "section_weight_wrong",
    ]  # fmt: skip


def test_the_catalogue_holds_the_64_skills():
    skills = world_skills()
    assert len(skills) == 64
    assert sum(skill.team_size == 2 for skill in skills.values()) == 7
    assert sum(skill.age_limit == 25 for skill in skills.values()) == 13
    weighed = [skill for skill in skills.values() if all(section.weight is not None for section in skill.sections)]
    assert [number for number in skills if skills[number] not in weighed] == ["53"]
    assert {sum(section.weight for section in skill.sections) for skill in weighed} == {Decimal("100")}


def test_rule_sets_offered_are_rule_sets_of_judging():
    from judging.results.rule_sets import RULE_SETS as known

    assert {name for name in RULE_SETS if known[name].takes_marks} == set(RULE_SETS)
    assert set(RULE_SET_OF_FAMILY.values()) <= set(RULE_SETS)
