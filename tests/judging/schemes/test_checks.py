"""W-01 … W-08, W-15, T-07, T-115: warnings at import, refusals at approval."""

from dataclasses import replace
from decimal import Decimal

import pytest

from foundation.phrases import registered_codes, sentence
from judging.schemes import phrases  # registers the sentences
from judging.schemes.calculation_grammar import fingerprint
from judging.schemes.checks import CheckSettings, check_scheme
from judging.schemes.scheme import (
    Aspect,
    Calculation,
    Criterion,
    Descriptor,
    Parameter,
    Scheme,
    Section,
    SubCriterion,
)

LADDER = tuple(Descriptor(score, f"step {score}") for score in range(4))
RANGED = Calculation(
    "RANGED_SCORE",
    {
        "TARGET_VALUE": Parameter(Decimal(5)),
        "RANGE1_LOWER": Parameter(Decimal(1)),
        "RANGE1_UPPER": Parameter(Decimal(1)),
        "RANGE1_DEDUCTION": Parameter(Decimal(0)),
    },
)


def m(mark="1.25", **more):
    return Aspect("M", "done", Decimal(mark) if mark is not None else None, "1", extra="so", day=1, **more)


def j(**more):
    given = {"descriptors": LADDER, "day": 1, **more}
    return Aspect("J", "good", Decimal("1.25"), "1", **given)


def scheme(*of, **more):
    """Five criteria with 16 aspects of 1.25 each, 100 in all; ``of`` replace the first ones."""
    criteria = []
    for letter in "ABCDE":
        content = [*of, *[m()] * (16 - len(of))] if letter == "A" else [m()] * 16
        sub = SubCriterion(f"{letter}1", "Sub", tuple(content))
        criteria.append(Criterion(letter, "Name", Decimal(20), (sub,)))
    return Scheme("T", tuple(criteria), (Section("1", "Work", Decimal(100)),), Decimal(100), **more)


def found(scheme, level="import", **settings):
    return {p.code: p.severity for p in check_scheme(scheme, CheckSettings(**settings), level)}


def test_a_good_scheme_has_no_problem_at_either_level():
    good = scheme(j(), m(calculation=Calculation("PASS_FAIL")))
    assert found(good) == {}
    assert found(good, "approval") == {}


GRAVER = {
    "total_differs": scheme(m("2.00")),
    "ladder_missing": scheme(j(descriptors=())),
    "ladder_steps": scheme(j(descriptors=LADDER[:3])),
    "descriptor_missing": scheme(j(descriptors=(*LADDER[:3], Descriptor(3, "")))),
    "description_missing": scheme(replace(m(), description="")),
    "calculation_unknown": scheme(m(calculation=Calculation("MAGIC"))),
    "calculation_inferred": scheme(m(calculation=RANGED)),
    "parameter_missing": scheme(m(calculation=Calculation("NUMBER_COMPLETED"))),
}


@pytest.mark.parametrize("code", GRAVER)
def test_warned_at_import_refused_at_approval(code):
    assert found(GRAVER[code])[code] == "warning"
    assert found(GRAVER[code], "approval")[code] == "error"


ALWAYS_ERRORS = {
    "max_mark_missing": scheme(m(None)),
    "max_mark_not_positive": scheme(m("0")),
}


@pytest.mark.parametrize("code", ALWAYS_ERRORS)
def test_errors_at_both_levels(code):
    assert found(ALWAYS_ERRORS[code])[code] == found(ALWAYS_ERRORS[code], "approval")[code] == "error"


ALWAYS_WARNINGS = {
    "max_mark_large": scheme(m("2.01")),
    "mark_too_fine": scheme(m("1.255")),
    "section_unknown": scheme(replace(m(), section="9")),
    "section_missing": scheme(replace(m(), section=None)),
    "ladder_under_measurement": scheme(m(descriptors=LADDER)),
    "days_differ": scheme(replace(m(), day=2)),
    "section_differs": scheme(m("1")),
    "criterion_differs": scheme(m("1")),
    "declared_total_differs": scheme(m("1")),
}


@pytest.mark.parametrize("code", ALWAYS_WARNINGS)
def test_warnings_at_both_levels(code):
    assert found(ALWAYS_WARNINGS[code])[code] == found(ALWAYS_WARNINGS[code], "approval")[code] == "warning"


def test_a_module_may_be_worth_seventeen():
    module = Scheme("T", (Criterion("A", "N", None, (SubCriterion("A1", "S", (m("17"),)),)),))
    assert "total_differs" in found(module)
    assert "total_differs" not in found(module, "approval", total_max=Decimal(17))


def test_variation_is_warned_of_above_the_setting_only():
    sections = (Section("1", "W", Decimal("97.5")), Section("2", "T", Decimal("2.5")))
    varied = replace(scheme(), sections=sections)
    assert "variation_too_large" not in found(varied)
    assert found(varied, most_variation=Decimal("4.99"))["variation_too_large"] == "warning"


@pytest.mark.parametrize(("least", "most", "warned"), [(5, 9, False), (6, 9, True), (1, 4, True)])
def test_number_of_criteria(least, most, warned):
    assert ("criteria_count" in found(scheme(), least_criteria=least, most_criteria=most)) is warned


@pytest.mark.parametrize(("least", "most", "warned"), [(80, 80, False), (81, 99, True), (1, 79, True)])
def test_number_of_aspects(least, most, warned):
    assert ("aspects_count" in found(scheme(), least_aspects=least, most_aspects=most)) is warned


def test_doubles():
    good = scheme()
    sub = good.criteria[0].sub_criteria[0]
    twice = replace(good.criteria[0], sub_criteria=(sub, sub))
    codes = found(replace(good, criteria=(twice, *good.criteria[1:], good.criteria[0])))
    assert codes["duplicate_code"] == codes["duplicate_criterion"] == "error"


def test_empty_parts():
    empty = Criterion("F", "N", Decimal(1), (SubCriterion("F1", "S"),))
    good = scheme()
    codes = found(replace(good, criteria=(*good.criteria, empty, Criterion("G", "N", Decimal(1)))), "approval")
    assert codes["sub_criterion_empty"] == codes["criterion_empty"] == "error"


def test_a_confirmed_reading_is_not_asked_again():
    asked = scheme(m(calculation=RANGED), m(calculation=replace(RANGED)))
    assert [p.code for p in check_scheme(asked)].count("calculation_inferred") == 1
    assert found(asked, "approval", confirmed=frozenset({fingerprint(RANGED)})) == {}


def test_an_own_fault_is_reported_for_each_calculation_once():
    shared = Calculation("NUMBER_COMPLETED")
    asked = scheme(m(calculation=shared), m(calculation=shared), m(calculation=Calculation("ADD_STEPS")))
    assert [p.code for p in check_scheme(asked)].count("parameter_missing") == 2


def test_places_name_the_part():
    places = [p.place for p in check_scheme(scheme(m(), replace(m(None), row=31)), None, "import")]
    assert [(place.field, place.row) for place in places if place.row] == [("aspect.0.0.1.max_mark", 31)]


def test_every_problem_has_its_sentence():
    everything = [*GRAVER.values(), *ALWAYS_ERRORS.values(), *ALWAYS_WARNINGS.values()]
    for each in everything:
        for level in ("import", "approval"):
            for problem in check_scheme(each, CheckSettings(least_criteria=9, most_aspects=1), level):
                assert sentence(problem)
    assert set(phrases.FILE) | set(phrases.SCHEME) <= registered_codes()
