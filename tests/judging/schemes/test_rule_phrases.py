"""Calculations in words, as W-15 asks for them, in both languages."""

from decimal import Decimal
from pathlib import Path

import pytest

from foundation.language import in_language
from judging.schemes.file_forms import read_scheme
from judging.schemes.rule_phrases import describe_calculation
from judging.schemes.scheme import Aspect, Calculation, Parameter


def described(kind, requirement="", language="en", **parameters):
    found = {
        key: Parameter(*value) if isinstance(value, tuple) else Parameter(Decimal(value))
        for key, value in parameters.items()
    }
    aspect = Aspect("M", "d", Decimal(2), requirement=requirement, calculation=Calculation(kind, found))
    with in_language(language):
        return describe_calculation(aspect)


def test_the_two_inferred_samples():
    path = Path("judging/schemes/samples/euroskills2025_s17_web.xlsx")
    scheme = read_scheme(path.read_bytes(), path.name, trusted=True).scheme
    with in_language("en"):
        words = [
            describe_calculation(aspect)
            for aspect in scheme.aspects()
            if aspect.calculation and aspect.calculation.type == "RANGED_SCORE"
        ]
    assert words == [
        [
            "The target is 100.",
            "Full mark: exactly 100",
            "60 % off: from 80 to 100, both included",
            "No mark: from 100 to 120, both included",
            "Where ranges overlap, the narrowest one that holds the value counts. Outside all: 0.",
        ],
        [
            "The target is 0.",
            "Full mark: from 0 to 3, both included",
            "60 % off: from 0 to 15, both included",
            "Where ranges overlap, the narrowest one that holds the value counts. Outside all: 0.",
        ],
    ]


CASES = {
    "PASS_FAIL": {},
    "NUMBER_COMPLETED": {"NUM_POSSIBLE": 4},
    "CHOICE": {
        "CHOICE1_LABEL": (None, "bad"),
        "CHOICE1_DEDUCTION": "33.3",
        "CHOICE2_LABEL": (None, "good"),
        "CHOICE2_DEDUCTION": 0,
    },
    "OPTIONS": {"OPTION1_VALUE": (Decimal("0.25"), "half"), "OPTION2_VALUE": (Decimal(2), "all")},
    "REGULAR_DIFFERENCE_DEDUCTION": {"DIFFERENCE": 1, "DEDUCTION": 25, "NUM_POSSIBLE": 3},
    "DEDUCT_STEPS": {"STEP": "0.25"},
    "ADD_STEPS": {"STEP": "0.12"},
    "TOLERANCE_LADDER": {"TARGET_VALUE": 100, "ROW1_DEVIATION": 1, "ROW1_MARK": 2},
}


@pytest.mark.parametrize("kind", CASES)
def test_every_type_has_words_in_both_languages(kind):
    english = described(kind, "100 mm", **CASES[kind])
    chinese = described(kind, "100 mm", "zh_CN", **CASES[kind])
    assert english
    assert len(english) == len(chinese)
    assert all(one != other for one, other in zip(english, chinese, strict=True))


def test_choices_best_first():
    assert described("CHOICE", **CASES["CHOICE"]) == ["Full mark: good", "33.3 % off: bad"]


def test_what_cannot_be_marked_says_so():
    assert described("MAGIC") == ["The calculation MAGIC cannot be marked as it stands."]


def test_judgement_needs_no_words():
    assert describe_calculation(Aspect("J", "d", Decimal(1))) == []
