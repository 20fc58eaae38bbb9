"""What may be observed (T-66), and when a reason is needed (W-16)."""

from decimal import Decimal

import pytest

from judging.marking.observations import (
    NumberedChoice,
    Observation,
    check_observed,
    needs_reason,
    observation_of,
)
from judging.schemes.scheme import Aspect
from tests.judging.marking.aspects import choices, difference, judged, ladder, measured, options


@pytest.mark.parametrize(
    ("aspect", "expected"),
    [
        (measured(), Observation("done", 0, 1)),
        (measured("NUMBER_COMPLETED", NUM_POSSIBLE="7"), Observation("count", 0, 7)),
        (measured("DEDUCT_STEPS", STEP="0.25"), Observation("count", 0, 999)),
        (measured("ADD_STEPS", STEP="0.25"), Observation("count", 0, 999)),
        (difference(requirement="100 mm"), Observation("value", unit="mm")),
        (ladder(("0", "10")), Observation("value")),
        (judged(), Observation("score", 0, 3)),
        (
            choices("0", "100"),
            Observation("choice", 1, 2, choices=(NumberedChoice(1, "way 1"), NumberedChoice(2, "way 2"))),
        ),
        (options("1"), Observation("choice", 1, 1, choices=(NumberedChoice(1, "option 1"),))),
    ],
)
def test_observation_of(aspect: Aspect, expected: Observation) -> None:
    assert observation_of(aspect) == expected


@pytest.mark.parametrize(
    ("aspect", "observed", "code"),
    [
        (judged(), "3", None),
        (judged(), "4", "observed_out_of_range"),
        (judged(), "-1", "observed_out_of_range"),
        (judged(), "1.5", "observed_not_whole"),
        (measured(), "1.0", None),
        (choices("0", "100"), "2", None),
        (choices("0", "100"), "3", "choice_unknown"),
        (choices("0", "100"), "0", "choice_unknown"),
        (difference(), "100.123456", None),
        (difference(), "100.1234567", "too_many_decimals"),
        (difference(), "-1000000000", "observed_too_large"),
    ],
)
def test_check_observed(aspect: Aspect, observed: str, code: str | None) -> None:
    found = check_observed(aspect, Decimal(observed))
    assert [problem.code for problem in found] == ([code] if code else [])


def test_only_a_free_deduction_needs_a_reason() -> None:
    deduction = measured("DEDUCT_STEPS", STEP="0.25")
    assert needs_reason(deduction, Decimal(1))
    assert not needs_reason(deduction, Decimal(0))
    assert not needs_reason(measured(), Decimal(0))
    assert not needs_reason(judged(), Decimal(0))
