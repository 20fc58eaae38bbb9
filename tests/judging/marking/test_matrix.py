"""The matrix of sheets: the one state of a cell, and what narrowing leaves out."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from judging.marking.matrix import Cell, cell_state, days_of, matrix_of, sums_of
from judging.marking.plan import SheetPlan


@dataclass(frozen=True)
class Sheet:
    state: str = "open"
    entered: int = 0
    expected: int = 7
    open_spreads: int = 0
    blocked: bool = False
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Entry:
    id: UUID = field(default_factory=uuid4)


def form(code: str, day: int | None) -> SheetPlan:
    return SheetPlan(uuid4(), code, code, "A", "A", day, (), {})


@pytest.mark.parametrize(
    ("sheet", "state"),
    [
        (None, "none"),
        (Sheet(), "open"),
        (Sheet(entered=3), "part"),
        (Sheet("entered", 7), "ready"),
        (Sheet(entered=4, open_spreads=1), "again"),
        (Sheet(entered=4, open_spreads=1, blocked=True), "judges"),
        (Sheet("signed", 7), "signed"),
        (Sheet("locked", 7, blocked=True), "locked"),
    ],
)
def test_the_state_that_matters_most(sheet: Sheet | None, state: str):
    assert cell_state(sheet) == state


FORMS = [form("A1", 1), form("A2", 2), form("A3", None)]
DONE, BEGUN, ABSENT = Entry(), Entry(), Entry()
ENTRIES = [DONE, BEGUN, ABSENT]
SHEETS = {
    **{(DONE.id, each.id): Sheet("locked", 7) for each in FORMS},
    (BEGUN.id, FORMS[0].id): Sheet("signed", 7),
    (BEGUN.id, FORMS[1].id): Sheet(entered=3),
    **{(ABSENT.id, each.id): Sheet() for each in FORMS},
}


def codes(matrix) -> list[str]:
    return [each.code for each in matrix.forms]


def test_everything_is_shown_in_the_order_given():
    found = matrix_of(FORMS, ENTRIES, SHEETS)
    assert codes(found) == ["A1", "A2", "A3"]
    assert [row.entry for row in found.rows] == ENTRIES
    assert [cell.state for cell in found.rows[1].cells] == ["signed", "part", "none"]
    assert found.rows[1].cells[1] == Cell("part", SHEETS[BEGUN.id, FORMS[1].id].id, "3/7")
    assert (found.rows_left_out, found.forms_left_out) == (0, 0)


def test_one_day_shows_its_sub_criteria_only():
    found = matrix_of(FORMS, ENTRIES, SHEETS, day=2)
    assert codes(found) == ["A2"]
    assert len(found.rows) == 3
    assert found.forms_left_out == 2


def test_unfinished_leaves_out_rows_and_columns_without_work():
    found = matrix_of(FORMS, ENTRIES, SHEETS, unfinished=True, excused={ABSENT.id})
    assert (codes(found), [row.entry for row in found.rows]) == (["A2"], [BEGUN])
    assert (found.rows_left_out, found.forms_left_out) == (2, 2)
    assert [cell.state for cell in found.rows[0].cells] == ["part"]
    nothing = matrix_of(FORMS, ENTRIES, SHEETS, day=1, unfinished=True, excused={ABSENT.id})
    assert (nothing.rows, nothing.forms) == ((), ())


def test_days_and_sums():
    assert days_of(FORMS) == [1, 2]
    sums = sums_of(list(SHEETS.values()))
    assert (sums.expected, sums.entered) == (56, 31)
    assert {state: number for state, number in sums.by_state.items() if number} == {
        "locked": 3, "signed": 1, "part": 1, "open": 3,
    }  # fmt: skip
