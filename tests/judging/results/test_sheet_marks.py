"""The mark of a sheet from its ledger: the quick way and the long way say the same (laws 1 and 4 of lessons.md)."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from judging.results.division_results import RankedEntry, ResultRules, compute_results
from judging.results.sheet_marks import Ledger, MarkRow, PlainSheet, sheet_marks
from tests.judging.results.factories import small_scheme

SCHEME = small_scheme()
SUBS = {sub.code: sub for sub in SCHEME.sub_criteria()}
scores = st.lists(st.integers(0, 3), min_size=0, max_size=3)
marks = st.decimals(0, 20, places=2)


def ledgers(entry: UUID, mark: Decimal, judged: Sequence[int]) -> tuple[Ledger, list[MarkRow]]:
    """Sub-criterion A1 of one entry, as an ordinary sheet and as rows."""
    measured, judgement = SUBS["A1"].aspects
    assert measured.id
    assert judgement.id
    assert SUBS["A1"].id
    rows: list[MarkRow] = [(entry, measured.id, 0, 1, 1, "mark", mark)]
    rows += [(entry, judgement.id, seat, 1, 1, "mark", Decimal(score)) for seat, score in enumerate(judged, 1)]
    return Ledger([PlainSheet(entry, SUBS["A1"].id, mark, 1, {judgement.id: judged})]), rows


@given(marks, scores, st.randoms())
def test_sums_and_rows_give_the_same_mark_in_any_order(mark, judged, chance):
    entry = uuid4()
    plain, rows = ledgers(entry, mark, judged)
    chance.shuffle(rows)
    assert sheet_marks(SCHEME, plain) == sheet_marks(SCHEME, Ledger(rows=rows))


@given(marks, st.lists(st.integers(1, 2), min_size=3, max_size=3))
def test_taking_a_mark_away_makes_the_sheet_incomplete_never_lower(mark, judged):
    entry = uuid4()
    _, rows = ledgers(entry, mark, judged)
    assert (entry, "A1") in sheet_marks(SCHEME, Ledger(rows=rows))
    for row in rows:
        assert sheet_marks(SCHEME, Ledger(rows=[each for each in rows if each is not row])) == {}


@given(st.lists(st.decimals(0, 30, places=2), min_size=3, max_size=8), st.randoms())
def test_the_order_of_entries_changes_nothing(totals, chance):
    entries = [RankedEntry(uuid4(), str(number)) for number in range(len(totals))]
    b1 = SUBS["B1"]
    assert b1.id
    sheets = [PlainSheet(entry.id, b1.id, total, 1, {}) for entry, total in zip(entries, totals, strict=True)]
    rules = ResultRules()
    first = compute_results(SCHEME, entries, Ledger(sheets), rules=rules)
    chance.shuffle(entries)
    chance.shuffle(sheets)
    assert compute_results(SCHEME, entries, Ledger(sheets), rules=rules).lines == first.lines


def test_a_round_that_was_opened_waits_for_new_scores():
    entry = uuid4()
    _, rows = ledgers(entry, Decimal(5), (2, 2, 2))
    judgement = SUBS["A1"].aspects[1].id
    assert judgement
    assert sheet_marks(SCHEME, Ledger(rows=rows, opened=[(entry, judgement, 2)])) == {}
