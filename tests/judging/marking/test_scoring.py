"""The mark of an aspect: golden numbers of W-13, W-15, T-60, T-61, T-66, and properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.language import in_language
from foundation.phrases import sentence
from foundation.problems import UserError
from judging.marking.observations import observation_of
from judging.marking.scoring import (
    asks_confirmation,
    check_mark,
    is_spread_open,
    judgement_mark,
    measurement_mark,
    spread,
)
from judging.schemes.scheme import Aspect
from tests.judging.marking.aspects import choices, difference, judged, ladder, measured, options, ranges

SAMPLE_AROUND_100 = ranges("100", ("0", "20", "100"), ("20", "0", "60"), ("0", "0", "0"), maximum="1.5")
SAMPLE_FROM_0 = ranges("0", ("0", "3", "0"), ("0", "15", "60"))
STEPS_DOWN = measured("DEDUCT_STEPS", "2.00", STEP="0.25")
STEPS_UP = measured("ADD_STEPS", "1.00", STEP="0.12")
LADDER = ladder(("5", "1"), ("0", "10"), ("1", "8"))


@pytest.mark.parametrize(
    ("aspect", "observed", "mark"),
    [
        (measured(), "1", "1.00"),
        (measured("PASS_FAIL", "0.75"), "1", "0.75"),
        (measured("PASS_FAIL"), "0", "0.00"),
        (measured("PASS_FAIL", "0.125"), "1", "0.125"),
        (measured("NUMBER_COMPLETED", NUM_POSSIBLE="7"), "4", "0.57"),
        (measured("NUMBER_COMPLETED", NUM_POSSIBLE="4.00000000"), "4", "1.00"),
        (choices("0E-8", "33.30000000", "66.60000000", "100", maximum="0.75"), "2", "0.50"),
        (choices("0", "33.3", "66.6", "100", maximum="1.5"), "3", "0.50"),
        (choices("0", "33.3", "66.6", "100"), "4", "0.00"),
        (options("0", "0.4", "1.00"), "2", "0.40"),
        (SAMPLE_AROUND_100, "100", "1.50"),
        (SAMPLE_AROUND_100, "80", "0.60"),
        (SAMPLE_AROUND_100, "99.999999", "0.60"),
        (SAMPLE_AROUND_100, "100.5", "0.00"),
        (SAMPLE_AROUND_100, "79", "0.00"),
        (SAMPLE_FROM_0, "0", "1.00"),
        (SAMPLE_FROM_0, "3", "1.00"),
        (SAMPLE_FROM_0, "3.01", "0.40"),
        (SAMPLE_FROM_0, "15", "0.40"),
        (SAMPLE_FROM_0, "16", "0.00"),
        (SAMPLE_FROM_0, "-1", "0.00"),
        (ranges("10", ("1", "1", "50"), ("2", "0", "20")), "9.5", "0.80"),
        (difference(), "100", "2.00"),
        (difference(), "101.999999", "2.00"),
        (difference(), "102", "1.50"),
        (difference(), "94", "0.50"),
        (difference(), "92", "0.00"),
        (difference(DEDUCTION="40"), "106", "0.00"),
        (difference(DIFFERENCE="0.1"), "100.3", "0.50"),
        (STEPS_DOWN, "3", "1.25"),
        (STEPS_DOWN, "9", "0.00"),
        (STEPS_UP, "5", "0.60"),
        (STEPS_UP, "10", "1.00"),
        (LADDER, "0", "10.00"),
        (LADDER, "0.4", "8.00"),
        (LADDER, "-1", "8.00"),
        (LADDER, "5", "1.00"),
        (LADDER, "5.000001", "0.00"),
        (ladder(("0", "10"), ("1", "8"), target="20"), "20.5", "8.00"),
        (ladder(("0", "10"), ("1", "8"), target="20"), "-20", "0.00"),
    ],
)
def test_measurement_mark(aspect: Aspect, observed: str, mark: str) -> None:
    assert measurement_mark(aspect, Decimal(observed)) == Decimal(mark)


def test_not_attempted_counts_nothing() -> None:
    assert measurement_mark(measured(), None) == 0


def test_target_may_stand_in_the_requirement_cell() -> None:
    aspect = difference(TARGET_VALUE=None, TARGET_VAL_FROM_REQ=(None, "true"), requirement="100 mm")
    assert measurement_mark(aspect, Decimal("102")) == Decimal("1.50")


@pytest.mark.parametrize(
    ("aspect", "observed", "code"),
    [
        (measured(maximum=None), "1", "max_mark_missing"),
        (measured(), "2", "observed_out_of_range"),
        (measured("MAGIC"), "1", "calculation_unknown"),
        (measured("NUMBER_COMPLETED", NUM_POSSIBLE="4"), "2.5", "observed_not_whole"),
    ],
)
def test_refused_observations_give_no_mark(aspect: Aspect, observed: str, code: str) -> None:
    with pytest.raises(UserError, match=code):
        measurement_mark(aspect, Decimal(observed))


@pytest.mark.parametrize(
    ("maximum", "scores", "mark"),
    [
        ("1.00", (2, 2, 3), "0.78"),
        ("2.00", (0, 1, 1), "0.44"),
        ("0.75", (1, 2, 2), "0.42"),
        ("1.50", (3, 3, 3), "1.50"),
        ("0.125", (3, 3, 3), "0.125"),
    ],
)
def test_judgement_mark(maximum: str, scores: tuple[int, ...], mark: str) -> None:
    assert judgement_mark(Decimal(maximum), scores) == Decimal(mark)


def test_the_ten_values_of_one_mark() -> None:
    scores = [
        (0, 0, 0),
        (0, 0, 1),
        (0, 1, 1),
        (1, 1, 1),
        (1, 1, 2),
        (1, 2, 2),
        (2, 2, 2),
        (2, 2, 3),
        (2, 3, 3),
    ]
    values = [judgement_mark(Decimal(1), each) for each in [*scores, (3, 3, 3)]]
    expected = "0 .11 .22 .33 .44 .56 .67 .78 .89 1.00"
    assert values == [Decimal(text) for text in expected.split()]


@pytest.mark.parametrize(
    ("scores", "code"),
    [((1, 3, 2), "spread_open"), ((1, 1), "scores_missing"), ((2, 3, 4), "observed_out_of_range")],
)
def test_judgement_refusals(scores: tuple[int, ...], code: str) -> None:
    with pytest.raises(UserError, match=code):
        judgement_mark(Decimal(1), scores)


def test_spread() -> None:
    assert spread((1, 3, 2)) == 2
    assert is_spread_open((1, 3, 2))
    assert not is_spread_open((2, 3, 2))
    assert not is_spread_open((1, 3, 2), allowed_spread=2)


def test_five_judges() -> None:
    assert judgement_mark(Decimal(2), (2, 2, 3, 3, 2), judges=5) == Decimal("1.60")


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("0", None),
        ("2.00", None),
        ("1.25", None),
        ("2.01", "mark_out_of_range"),
        ("-0.01", "mark_out_of_range"),
        ("1.255", "too_many_decimals"),
    ],
)
def test_check_mark(mark: str, code: str | None) -> None:
    assert [problem.code for problem in check_mark(Decimal(mark), Decimal("2.00"))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("aspect", "previous", "new", "codes"),
    [
        (measured(), None, "0", []),
        (measured(), "1", "0", ["yes_becomes_no"]),
        (measured(), "0", "1", ["no_becomes_yes"]),
        (measured("NUMBER_COMPLETED", NUM_POSSIBLE="4"), "4", "2", []),
        (measured("NUMBER_COMPLETED", NUM_POSSIBLE="4"), "4", "1", ["moves_more_than_half"]),
        (judged(), "1", "2", []),
        (judged(), "1", "3", ["score_moves_far"]),
        (SAMPLE_AROUND_100, None, "160", []),
        (SAMPLE_AROUND_100, None, "161", ["far_outside_ranges"]),
        (SAMPLE_AROUND_100, "100", "1000", ["moves_more_than_half", "far_outside_ranges"]),
        (SAMPLE_FROM_0, None, "-15.1", ["far_outside_ranges"]),
        (difference(), None, "125", ["far_outside_ranges"]),
        (difference(), None, "124", []),
        (ladder(("0", "1"), target="20", maximum="1"), None, "40", []),
        (ladder(("0", "1"), target="20", maximum="1"), None, "40.1", ["far_outside_ranges"]),
        (ladder(("0", "1"), maximum="1"), None, "1.1", ["far_outside_ranges"]),
        (choices("0", "100"), "3", "1", []),
        (choices("0", "100"), "1", "2", ["choice_moves_far"]),
    ],
)
def test_asks_confirmation(aspect: Aspect, previous: str | None, new: str, codes: list[str]) -> None:
    found = asks_confirmation(aspect, None if previous is None else Decimal(previous), Decimal(new))
    assert [problem.code for problem in found] == codes
    assert all(problem.severity == "warning" for problem in found)


@pytest.mark.parametrize(
    ("aspect", "previous", "new", "english", "chinese"),
    [
        (
            choices("0", "100", maximum="1.15"), "1", "2",
            "“way 1” becomes “way 2”, the mark 1.15 becomes 0.00", "由“way 1”改为“way 2”：得分由 1.15 变为 0.00",
        ),
        (
            measured(maximum="1.00"), "1", "0",
            "“Yes” becomes “No”, the mark 1.00 becomes 0.00", "由“是”改为“否”：得分由 1.00 变为 0.00",
        ),
        (
            measured(maximum="1.00"), "0", "1",
            "“No” becomes “Yes”, the mark 0.00 becomes 1.00", "由“否”改为“是”：得分由 0.00 变为 1.00",
        ),
        (
            measured("NUMBER_COMPLETED", "2.00", NUM_POSSIBLE="4"), "4", "1",
            "4 becomes 1, the mark 2.00 becomes 0.50", "由 4 改为 1：得分由 2.00 变为 0.50",
        ),
        (judged(), "1", "3", "Your score 1 becomes 3:", "您的打分由 1 改为 3："),
    ],
)  # fmt: skip
def test_the_question_says_what_the_judge_saw_and_both_marks(
    aspect: Aspect, previous: str, new: str, english: str, chinese: str
) -> None:
    asked = asks_confirmation(aspect, Decimal(previous), Decimal(new))[0]
    for language, words in (("en", english), ("zh_CN", chinese)):
        with in_language(language):
            assert sentence(asked).startswith(words)


every_rule = st.sampled_from(
    [
        measured(),
        measured("NUMBER_COMPLETED", "0.75", NUM_POSSIBLE="7"),
        choices("0", "33.3", "66.6", "100", maximum="0.75"),
        options("0", "0.4", "1.00"),
        SAMPLE_AROUND_100,
        SAMPLE_FROM_0,
        difference(),
        STEPS_DOWN,
        STEPS_UP,
        LADDER,
    ]
)


@given(st.data(), every_rule)
def test_a_mark_lies_between_nothing_and_the_maximum(data: st.DataObject, aspect: Aspect) -> None:
    allowed = observation_of(aspect)
    if allowed.kind == "value":
        observed = data.draw(st.decimals(-300, 300, places=6))
    elif allowed.kind == "choice":
        observed = Decimal(data.draw(st.sampled_from([each.number for each in allowed.choices])))
    else:
        observed = Decimal(data.draw(st.integers(allowed.least, allowed.most)))
    assert aspect.max_mark is not None
    mark = measurement_mark(aspect, observed)
    assert 0 <= mark <= aspect.max_mark
    assert check_mark(mark, aspect.max_mark) == []


@given(st.permutations([1, 2, 2]), st.decimals("0.01", "4", places=2))
def test_the_order_of_judges_does_not_matter(scores: list[int], maximum: Decimal) -> None:
    assert judgement_mark(maximum, scores) == judgement_mark(maximum, (1, 2, 2))


@given(st.lists(st.integers(1, 2), min_size=3, max_size=3), st.integers(0, 2), st.decimals("0.01", "4", places=2))
def test_a_higher_score_never_lowers_the_mark(scores: list[int], seat: int, maximum: Decimal) -> None:
    higher = [score + (1 if place == seat and score == 1 else 0) for place, score in enumerate(scores)]
    assert judgement_mark(maximum, higher) >= judgement_mark(maximum, scores)
