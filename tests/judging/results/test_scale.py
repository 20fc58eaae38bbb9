"""The WorldSkills scale: W-30 … W-33 with the 32 competitors of a real skill."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.results.scale import check_population, median, positions, scale_of

REAL = Path(__file__).parents[2] / "data" / "scale-32-competitors.tsv"
marks_of_a_field = st.lists(st.decimals(0, 100, places=2), min_size=3, max_size=12)


def decimals(text: str) -> list[Decimal]:
    return [Decimal(each) for each in text.split()]


def real_rows() -> list[dict[str, str]]:
    with REAL.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_all_32_points_come_out_exactly() -> None:
    rows = real_rows()
    scale = scale_of([Decimal(row["mark"]) for row in rows])
    assert (scale.median, scale.mad, scale.size) == (8, 7, 32)
    assert [scale.points(Decimal(row["mark"])) for row in rows] == [int(row["points"]) for row in rows]


def test_unrounded_points_have_six_places() -> None:
    scale = scale_of([Decimal(row["mark"]) for row in real_rows()])
    assert str(scale.unrounded(Decimal("61.42"))) == "854.419842"
    assert scale.exact(Decimal("61.42")) == 700 + 30 * Fraction("53.42") / (Fraction("1.4826") * 7)


@pytest.mark.parametrize(("values", "middle"), [("1 9 2", "2"), ("4 1 2 9", "3"), ("1 2", "1.5"), ("5", "5")])
def test_median(values: str, middle: str) -> None:
    assert median([Fraction(each) for each in values.split()]) == Fraction(middle)


def test_no_clamp() -> None:
    scale = scale_of(decimals("50 50.01 50.02 90 10"))
    assert scale.points(Decimal(90)) > 1000
    assert scale.points(Decimal(10)) < 0


def test_a_tie_in_rounding_goes_away_from_the_middle() -> None:
    """Half-up is that of ROUND_HALF_UP: −0.5 is −1."""
    scale, mark = scale_of(decimals("0 1 2")), Decimal("-33.61871")
    assert scale.exact(mark) == Fraction(-1, 2)
    assert scale.points(mark) == -1


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ("", "field_too_small"),
        ("50 60", "field_too_small"),
        ("50 50", "field_too_small"),
        ("50 50.00 50", "all_equal"),
        ("0 0 0", "all_equal"),
        ("50 50 60", "mad_zero"),
        ("1 2 3", None),
    ],
)
def test_what_forbids_a_scale(marks: str, code: str | None) -> None:
    assert [problem.code for problem in check_population(decimals(marks))] == ([code] if code else [])


def test_the_setting_of_the_smallest_field() -> None:
    assert check_population(decimals("1 2 3"), fewest=4)[0].values == {"size": "3", "fewest": "4"}


@pytest.mark.parametrize(
    ("values", "places"),
    [([743, 743, 742, 739], [1, 1, 3, 4]), ([1, 2, 2, 3], [4, 2, 2, 1]), ([7], [1]), ([], [])],
)
def test_positions(values: list[int], places: list[int]) -> None:
    assert positions(values) == places


def test_the_middle_of_a_field_stands_at_700() -> None:
    assert scale_of(decimals("50 50 50")).points(Decimal(50)) == 700


@given(marks_of_a_field, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(marks: list[Decimal], random: object) -> None:
    """Law 1."""
    shuffled = list(marks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert scale_of(shuffled) == scale_of(marks)


@given(marks_of_a_field)
def test_points_keep_the_order_of_marks_and_equal_marks_are_equal(marks: list[Decimal]) -> None:
    """Law 8, and the order of raw totals."""
    if check_population(marks):
        return
    scale = scale_of(marks)
    for one in marks:
        for other in marks:
            if one >= other:
                assert scale.points(one) >= scale.points(other)
            if one == other:
                assert scale.points(one) == scale.points(other)
