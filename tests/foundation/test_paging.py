"""Pages of lists: what is asked for, and what stands nearest to it."""

import pytest

from foundation.paging import Page, cut, nearest_page, page_number

ROWS = list(range(1, 8))


async def three_a_page(number: int) -> tuple[list[int], int]:
    """As a statement with a limit answers: beyond the end it cannot say how many there are."""
    rows = ROWS[(number - 1) * 3 : number * 3]
    return rows, len(ROWS) if rows else 0


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("0", 1), ("", 1), ("x", 1), ("٣", 1), ("9999999", 1)])
def test_the_page_that_is_asked_for(text: str, number: int):
    assert page_number(text) == number


def test_a_list_is_cut_and_beyond_its_end_is_the_last_page():
    assert cut(ROWS, 9, size=3) == Page([7], 3, 7, 3)
    assert (cut([], 4, size=3).first, cut([], 4, size=3).pages) == (0, 1)


FIRST, LAST = Page([1, 2, 3], 1, 7, 3), Page([7], 3, 7, 3)


@pytest.mark.parametrize(("number", "expected"), [(1, FIRST), (3, LAST), (9, FIRST)])
async def test_the_nearest_page_of_a_statement(number: int, expected: Page[int]):
    assert await nearest_page(three_a_page, number, size=3) == expected
