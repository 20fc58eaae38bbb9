"""Totals: what counts, what is missing (W-23), what may be compared already (W-24), penalties (T-80)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.results.totals import (
    AspectMark,
    Status,
    after_penalties,
    provisional_totals,
    started,
    total_of,
)


def aspect(code: str, mark: str | None) -> AspectMark:
    return AspectMark(code[0], code, None if mark is None else Decimal(mark))


def test_sum_by_criterion_and_in_all() -> None:
    total = total_of([aspect("A1", "0.50"), aspect("A2", "0.125"), aspect("B1", "0"), aspect("A1", "1")])
    assert total.by_criterion == {"A": Decimal("1.625"), "B": 0}
    assert list(total.by_criterion) == ["A", "B"]
    assert (total.total, total.missing, total.complete) == (Decimal("1.625"), 0, True)


def test_a_missing_mark_makes_incomplete_and_is_no_zero() -> None:
    marks = [aspect("A1", None), aspect("A1", "1"), aspect("A2", None), aspect("B1", "2")]
    total = total_of(marks)
    assert total.by_criterion == {"A": None, "B": 2}
    assert (total.total, total.so_far, total.missing, total.complete) == (None, 3, 2, False)


def test_absent_has_no_total_and_withdrawn_keeps_his() -> None:
    marks = [aspect("A1", "1")]
    assert total_of(marks, status="absent").total is None
    assert total_of(marks, status="absent").by_criterion == {}
    assert total_of(marks, status="withdrawn").total == 1


@pytest.mark.parametrize(
    ("statuses", "counting", "number"),
    [
        (["ok", "ok", "withdrawn", "disqualified", "absent", "guest"], True, 4),
        (["ok", "ok", "withdrawn", "disqualified", "absent", "guest"], False, 3),
        ([], True, 0),
    ],
)
def test_started(statuses: list[Status], counting: bool, number: int) -> None:
    assert started(statuses, disqualified_count=counting) == number


def test_penalties_never_go_below_zero() -> None:
    assert after_penalties(Decimal("86.5"), [Decimal(5), Decimal("0.5")]) == 81
    assert after_penalties(Decimal(3), [Decimal(5)]) == 0


def test_only_what_is_complete_for_everyone_is_compared() -> None:
    entries = {
        "01": {"A1": Decimal(5), "A2": Decimal(3), "B1": Decimal(9)},
        "02": {"A1": Decimal(4), "A2": None, "B1": Decimal(0)},
        "03": {"A1": Decimal(2), "A2": Decimal(3), "B1": Decimal(1)},
    }
    found = provisional_totals(entries, ["A1", "A2", "B1", "B2"])
    assert found.totals == {"01": 14, "02": 4, "03": 3}
    assert (found.covered, found.of, found.final) == (("A1", "B1"), 4, False)
    assert provisional_totals(entries, ["A1"]).final


some_marks = st.lists(
    st.builds(aspect, st.sampled_from(["A1", "A2", "B1"]), st.decimals(0, 2, places=2).map(str)), max_size=12
)


@given(some_marks, st.randoms(use_true_random=False))
def test_the_order_of_marks_does_not_matter(marks: list[AspectMark], random: object) -> None:
    """Law 1."""
    shuffled = list(marks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert total_of(shuffled).total == total_of(marks).total
    assert dict(total_of(shuffled).by_criterion) == dict(total_of(marks).by_criterion)


@given(some_marks.filter(bool), st.data())
def test_removing_a_mark_is_incomplete_never_lower(marks: list[AspectMark], data: st.DataObject) -> None:
    """Law 4."""
    gone = data.draw(st.integers(0, len(marks) - 1))
    blank = [AspectMark(m.criterion, m.sub_criterion, None) if n == gone else m for n, m in enumerate(marks)]
    assert total_of(marks).complete
    assert total_of(blank).total is None
    assert total_of(blank).by_criterion[marks[gone].criterion] is None
