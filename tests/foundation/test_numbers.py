"""Reading, rounding and writing exact decimals."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.numbers import as_decimal, canonical_text, decimals_of, exact_text, half_up, parse_decimal
from foundation.problems import Problem

decimals = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-10000, max_value=10000)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.25", "1.25"),
        ("1,25", "1.25"),
        ("１．２５", "1.25"),
        ("１，２５", "1.25"),
        ("1。25", "1.25"),
        ("1、25", "1.25"),
        ("  1.25\u3000", "1.25"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("−3,5", "-3.5"),
        ("+2", "2"),
        ("0,125", "0.125"),
        ("1234,5", "1234.5"),
        ("1.250000000", "1.25"),
    ],
)
def test_reads_what_people_type(typed: str, meant: str) -> None:
    assert parse_decimal(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "number_missing"),
        (" \u3000", "number_missing"),
        ("1,234.5", "number_ambiguous"),
        ("1.234,5", "number_ambiguous"),
        ("1,234", "number_ambiguous"),
        ("1,234,567", "number_ambiguous"),
        ("1..5", "number_ambiguous"),
        ("1e5", "number_unreadable"),
        ("NaN", "number_unreadable"),
        ("Infinity", "number_unreadable"),
        ("1_000", "number_unreadable"),
        ("1 2", "number_unreadable"),
        ("5²", "number_unreadable"),
        ("½", "number_unreadable"),
        ("٣", "number_unreadable"),
        (".", "number_unreadable"),
        ("..", "number_unreadable"),
        ("-", "number_unreadable"),
        ("three", "number_unreadable"),
        ("1.2345678", "too_many_decimals"),
        ("1" * 41, "number_too_long"),
    ],
)
def test_refuses_to_guess(typed: str, code: str) -> None:
    found = parse_decimal(typed)
    assert isinstance(found, Problem)
    assert found.code == code


def test_limit_of_decimals_is_named() -> None:
    found = parse_decimal("1.255", places=2)
    assert isinstance(found, Problem)
    assert (found.code, found.values["places"]) == ("too_many_decimals", "2")


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Decimal("0.50025"), 2, "0.50"),
        (Decimal("0.005"), 2, "0.01"),
        (Decimal("-0.005"), 2, "-0.01"),
        (Decimal("-0.004"), 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 2, "0.33"),
        (7, 2, "7.00"),
    ],
)
def test_half_up(value: Decimal | Fraction | int, places: int, rounded: str) -> None:
    assert str(half_up(value, places)) == rounded


@given(decimals, st.integers(0, 3))
def test_half_up_is_the_one_of_decimal(value: Decimal, places: int) -> None:
    assert half_up(value, places) == value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("number", "exact", "canonical", "places"),
    [
        ("0.5", "0.50", "0.5", 1),
        ("0.125", "0.125", "0.125", 3),
        ("100", "100.00", "100", 0),
        ("1E+2", "100.00", "100", 0),
        ("0E-8", "0.00", "0", 0),
        ("-0.00", "0.00", "0", 0),
        ("-1.50", "-1.50", "-1.5", 1),
        ("1200.00", "1200.00", "1200", 0),
    ],
)
def test_texts(number: str, exact: str, canonical: str, places: int) -> None:
    assert exact_text(Decimal(number)) == exact
    assert canonical_text(Decimal(number)) == canonical
    assert decimals_of(Decimal(number)) == places


@given(decimals)
def test_texts_read_the_same(number: Decimal) -> None:
    assert parse_decimal(canonical_text(number)) == number
    assert parse_decimal(exact_text(number)) == number


def test_a_third_is_no_decimal() -> None:
    assert as_decimal(Fraction(15, 4)) == Decimal("3.75")
    with pytest.raises(ValueError, match="no finite decimal"):
        as_decimal(Fraction(1, 3))
