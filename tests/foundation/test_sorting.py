"""Codes in the order in which people read them."""

import pytest

from foundation.sorting import natural


@pytest.mark.parametrize(
    "codes",
    [["2", "10"], ["A2", "A10"], ["F9", "f10"], ["01", "2", "017"], ["", "1", "A"], ["ZZ-2017026", "ZZ-2017110"]],
)
def test_numbers_inside_a_code_count_as_numbers(codes: list[str]) -> None:
    turned = codes[::-1]
    assert sorted(turned, key=natural) == codes
