"""One mark of several: T-63, T-64, T-67 with their golden numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.problems import UserError
from judging.marking.aggregation import TimeBand, check_time_bands, composite, drop_high_low, time_band_mark


def marks(text: str) -> list[Decimal]:
    return [Decimal(each) for each in text.split()]


@pytest.mark.parametrize(
    ("given_marks", "mean"),
    [
        ("80 85 90 70 95", "85.00"),
        ("88 88 88 92 60", "88.00"),
        ("81.5 82 83 79 84.25", "82.17"),
        ("90 90 90 90 90", "90.00"),
    ],
)
def test_drop_high_low(given_marks: str, mean: str) -> None:
    assert drop_high_low(marks(given_marks)) == Decimal(mean)


@pytest.mark.parametrize(("given_marks", "high", "low"), [("90 91", 1, 1), ("90 91", 0, 0), ("90 91 92", 2, 1)])
def test_too_few_marks(given_marks: str, high: int, low: int) -> None:
    with pytest.raises(UserError, match="marks_too_few"):
        drop_high_low(marks(given_marks), high=high, low=low)


@given(st.permutations(marks("81.5 82 83 79 84.25")))
def test_the_order_of_judges_does_not_matter(shuffled: list[Decimal]) -> None:
    assert drop_high_low(shuffled) == Decimal("82.17")


@pytest.mark.parametrize(
    ("theory", "practice", "weight", "total"),
    [
        ("82.5", "91.33", "0.3", "88.68"),
        ("82.5", "91.33", "0.2", "89.56"),
        ("80.15", "90.00", "0.3", "87.05"),
        ("85.25", "90.10", "0.3", "88.65"),
    ],
)
def test_composite(theory: str, practice: str, weight: str, total: str) -> None:
    share = Decimal(weight)
    assert composite([(share, Decimal(theory)), (1 - share, Decimal(practice))]) == Decimal(total)


def test_weights_add_up_to_one() -> None:
    with pytest.raises(UserError, match="weights_not_one"):
        composite([(Decimal("0.3"), Decimal(80)), (Decimal("0.6"), Decimal(90))])


def bands(*rows: tuple[int, int | None, str]) -> list[TimeBand]:
    return [TimeBand(start, end, Decimal(mark)) for start, end, mark in rows]


GOOD = bands((0, 1125, "5"), (1126, 1140, "4"), (1141, None, "0"))


@pytest.mark.parametrize(("seconds", "mark"), [(0, 5), (1125, 5), (1126, 4), (1140, 4), (1141, 0), (99999, 0)])
def test_time_band_mark(seconds: int, mark: int) -> None:
    assert time_band_mark(GOOD, seconds) == mark


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (GOOD, []),
        ([], ["bands_missing"]),
        (bands((0, 1125, "5"), (1026, 1140, "4"), (1141, None, "0")), ["bands_overlap"]),
        (bands((1, None, "5")), ["bands_start_late"]),
        (bands((0, 10, "5"), (12, None, "0")), ["bands_gap"]),
        (bands((0, 10, "5"), (11, 9, "3"), (10, None, "0")), ["band_reversed"]),
        (bands((0, None, "5"), (11, None, "3")), ["band_open_too_early"]),
        (bands((0, 10, "5")), ["bands_end_closed"]),
    ],
)
def test_check_time_bands(table: list[TimeBand], codes: list[str]) -> None:
    assert [problem.code for problem in check_time_bands(table)] == codes


def test_no_mark_from_a_faulty_table_or_a_negative_time() -> None:
    with pytest.raises(UserError, match="bands_missing"):
        time_band_mark([], 10)
    with pytest.raises(UserError, match="time_negative"):
        time_band_mark(GOOD, -1)
