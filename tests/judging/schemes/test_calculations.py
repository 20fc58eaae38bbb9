"""Reading the parameters of a calculation (W-15): what is right, and every way to be wrong."""

from decimal import Decimal

import pytest

from foundation.problems import UserError
from judging.schemes.calculation_rules import Choice, Choices, Range, RangedScore, RegularDifference
from judging.schemes.calculations import (
    calculation_rule,
    check_calculation,
    requirement_number,
    requirement_unit,
)
from judging.schemes.scheme import Aspect
from tests.judging.marking.aspects import choices, difference, judged, ladder, measured, options, ranges


def codes(aspect: Aspect) -> list[str]:
    return [problem.code for problem in check_calculation(aspect)]


@pytest.mark.parametrize(
    "aspect",
    [
        measured(),
        judged(),
        measured("NUMBER_COMPLETED", NUM_POSSIBLE="4"),
        choices("100", "0"),
        options("0", "1.00"),
        ranges("100", ("0", "0", "0"), ("20", "0", "60")),
        difference(),
        measured("DEDUCT_STEPS", STEP="0.25"),
        measured("ADD_STEPS", STEP="0.25"),
        ladder(("0", "10"), ("1", "8")),
        measured("DEDUCT_STEPS", None, STEP="0.25"),
    ],
)
def test_nothing_wrong(aspect: Aspect) -> None:
    assert codes(aspect) == []


@pytest.mark.parametrize(
    ("aspect", "expected"),
    [
        (measured("MAGIC"), ["calculation_unknown"]),
        (measured("NUMBER_COMPLETED"), ["parameter_missing"]),
        (measured("NUMBER_COMPLETED", NUM_POSSIBLE="0"), ["parameter_zero"]),
        (measured("NUMBER_COMPLETED", NUM_POSSIBLE="-2"), ["parameter_negative"]),
        (measured("NUMBER_COMPLETED", NUM_POSSIBLE="2.5"), ["parameter_not_whole"]),
        (measured("CHOICE"), ["parameters_missing"]),
        (measured("CHOICE", CHOICE1_LABEL=(None, "a")), ["parameter_missing"]),
        (measured("CHOICE", CHOICE1_DEDUCTION="0"), ["label_missing"]),
        (choices("0", "100.1"), ["deduction_above_hundred"]),
        (choices("10", "20"), ["full_mark_out_of_reach"]),
        (
            measured("CHOICE", CHOICE1_LABEL=(None, "a"), CHOICE1_DEDUCTION="0", DEDUCTION_TYPE=(None, "MARKS")),
            ["deduction_type_unknown"],
        ),
        (options("1.01"), ["parameter_above_max"]),
        (options("0.5"), ["full_mark_out_of_reach"]),
        (ranges("0", ("-1", "1", "0")), ["parameter_negative"]),
        (ranges("0", ("1", "1", "10")), ["full_mark_out_of_reach"]),
        (
            measured("RANGED_SCORE", RANGE1_LOWER="0", RANGE1_UPPER="1", RANGE1_DEDUCTION="0"),
            ["target_missing"],
        ),
        (difference(TARGET_VALUE=None, requirement="about right"), ["target_missing"]),
        (difference(DIFFERENCE="0"), ["parameter_zero"]),
        (measured("DEDUCT_STEPS"), ["parameter_missing"]),
        (ladder(("0", "10"), ("0.0", "8")), ["ladder_row_doubled"]),
        (ladder(("0", "5"), ("1", "10")), ["ladder_rises"]),
        (ladder(("0", "10.5")), ["parameter_above_max"]),
    ],
)
def test_what_is_wrong(aspect: Aspect, expected: list[str]) -> None:
    assert codes(aspect) == expected


def test_a_rule_with_errors_is_refused_and_one_with_warnings_is_not() -> None:
    with pytest.raises(UserError, match="parameter_missing"):
        calculation_rule(measured("ADD_STEPS"))
    assert isinstance(calculation_rule(choices("10", "20")), Choices)


def test_empty_entries_are_no_rows_and_choices_keep_their_numbers() -> None:
    aspect = measured(
        "RANGED_SCORE",
        TARGET_VALUE="0",
        RANGE1_LOWER="0",
        RANGE1_UPPER="3",
        RANGE1_DEDUCTION="0",
        RANGE3_LOWER=None,
        RANGE3_UPPER=None,
        RANGE3_DEDUCTION=None,
    )
    assert calculation_rule(aspect) == RangedScore(Decimal(0), (Range(Decimal(0), Decimal(3), Decimal(0)),))
    aspect = measured("CHOICE", CHOICE2_LABEL=(None, "b"), CHOICE2_DEDUCTION="0")
    assert calculation_rule(aspect) == Choices((Choice(2, "b", Decimal(0)),))


def test_the_requirement_cell_wins_where_the_scheme_says_so() -> None:
    aspect = difference(TARGET_VAL_FROM_REQ=(None, "True"), requirement="50 mm")
    rule = calculation_rule(aspect)
    assert isinstance(rule, RegularDifference)
    assert rule.target == 50


@pytest.mark.parametrize(
    ("cell", "number", "unit"),
    [
        ("100 mm", "100", "mm"),
        (" 12,5°C ", "12.5", "°C"),
        ("１００毫米", "100", "毫米"),
        ("-3", "-3", ""),
        ("2-3 mm", None, ""),
        ("1,000 mm", None, "mm"),
        ("≤ 5", None, ""),
        ("", None, ""),
    ],
)
def test_requirement_cell(cell: str, number: str | None, unit: str) -> None:
    assert requirement_number(cell) == (None if number is None else Decimal(number))
    assert requirement_unit(cell) == unit
