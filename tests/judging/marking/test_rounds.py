"""Rounds, versions and counters; nothing unrevealed is in a returned value."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.marking.rounds import (
    EntryKind,
    Missing,
    SeatEntry,
    judgement_state,
    measurement_state,
    sheet_progress,
    visible_entries,
)

JUDGES = {seat: UUID(int=seat) for seat in range(9)}
ONE, TWO = UUID(int=101), UUID(int=102)


def entry(
    seat: int,
    score: int | None,
    *,
    round: int = 1,
    version: int = 1,
    kind: EntryKind = "mark",
    mark: str = "",
) -> SeatEntry:
    observed = None if score is None else Decimal(score)
    awarded = Decimal(mark) if mark else None
    return SeatEntry(seat, round, version, JUDGES[seat], observed, kind, awarded)


def scores(*given_scores: int, round: int = 1) -> list[SeatEntry]:
    return [entry(seat, score, round=round) for seat, score in enumerate(given_scores, start=1)]


def test_nothing_entered() -> None:
    state = judgement_state([])
    assert (state.round, state.enter_round, state.missing) == (1, 1, (1, 2, 3))
    assert state.scores is None
    assert state.mark(Decimal(1)) is None


def test_who_has_scored_is_known_and_what_is_not() -> None:
    state = judgement_state(scores(3, 3)[:2])
    assert state.filled == {1, 2}
    assert state.missing == (3,)
    assert state.scores is None
    assert "3" not in repr(state.revealed)


def test_two_scores_never_tell_what_they_are() -> None:
    assert judgement_state(scores(0, 3)[:2]) == judgement_state(scores(2, 1)[:2])


def test_all_in_reveals_and_settles() -> None:
    state = judgement_state(scores(2, 2, 3))
    assert state.scores == (2, 2, 3)
    assert (state.settled, state.enter_round, state.missing) == (True, None, ())
    assert state.mark(Decimal(1)) == Decimal("0.78")


def test_open_spread_asks_for_the_next_round_and_keeps_the_earlier() -> None:
    state = judgement_state(scores(1, 3, 2))
    assert (state.spread_open, state.settled, state.enter_round) == (True, False, 2)
    assert state.missing == (1, 2, 3)
    assert state.mark(Decimal(1)) is None
    begun = judgement_state([*scores(1, 3, 2), entry(2, 2, round=2)])
    assert (begun.round, begun.enter_round, begun.missing, begun.scores) == (2, 2, (1, 3), None)
    assert begun.spread_open
    again = judgement_state([*scores(1, 3, 2), *scores(2, 2, 2, round=2)])
    assert [each.scores for each in again.revealed] == [(1, 3, 2), (2, 2, 2)]
    assert again.settled
    assert again.mark(Decimal("1.5")) == Decimal("1.00")


def test_a_round_opened_by_the_leader_is_blind_again() -> None:
    state = judgement_state(scores(2, 2, 2), opened=[2])
    assert (state.round, state.enter_round, state.scores, state.settled) == (2, 2, None, False)
    assert state.missing == (1, 2, 3)
    assert not state.spread_open


def test_a_correction_is_a_new_version_in_the_same_round() -> None:
    state = judgement_state([*scores(2, 2, 3), entry(3, 2, version=2)])
    assert state.scores == (2, 2, 2)


def test_taken_back_before_reveal_leaves_the_seat_empty() -> None:
    state = judgement_state([*scores(2, 2)[:2], entry(2, None, version=2, kind="retracted")])
    assert state.filled == {1}
    assert state.enter_round == 1


def test_taken_back_after_reveal_asks_for_a_new_round() -> None:
    state = judgement_state([*scores(2, 2, 2), entry(2, None, version=2, kind="retracted")])
    assert (state.scores, state.settled, state.enter_round) == (None, False, 2)
    assert state.revealed[0].scores is None


def test_not_attempted_settles_with_nothing() -> None:
    state = judgement_state([entry(0, None, kind="not_attempted"), *scores(1, 3, 2)])
    assert (state.settled, state.enter_round, state.missing, state.spread_open) == (True, None, (), False)
    assert state.mark(Decimal(2)) == 0
    taken_back = [entry(0, None, kind="not_attempted"), entry(0, None, version=2, kind="retracted")]
    assert not judgement_state(taken_back).settled


def test_not_attempted_by_one_judge_is_a_score_of_nothing() -> None:
    state = judgement_state([*scores(0, 1)[:2], entry(3, None, kind="not_attempted")])
    assert state.scores == (0, 1, 0)


def test_measurement() -> None:
    assert measurement_state([]).mark is None
    first = entry(0, 1, mark="0.50")
    assert measurement_state([first]).mark == Decimal("0.50")
    skipped = entry(0, None, version=2, kind="not_attempted")
    state = measurement_state([first, skipped])
    assert (state.settled, state.not_attempted, state.mark) == (True, True, 0)
    gone = measurement_state([first, skipped, entry(0, None, version=3, kind="retracted")])
    assert (gone.settled, gone.not_attempted, gone.mark) == (False, False, None)


def test_a_judge_reads_his_own_and_what_is_revealed() -> None:
    round_one, round_two = scores(1, 3, 2), [entry(1, 2, round=2), entry(2, 3, round=2)]
    state = judgement_state([*round_one, *round_two])
    read = visible_entries([*round_one, *round_two, entry(0, 1)], state, judge=JUDGES[1])
    assert read == (*round_one, round_two[0], entry(0, 1))
    before = visible_entries(round_one[:2], judgement_state(round_one[:2]), judge=JUDGES[3])
    assert before == ()


@pytest.mark.parametrize(
    ("judged", "measured", "expected", "entered", "spreads", "missing"),
    [
        ([], [], 4, 0, 0, (Missing(ONE, (0,)), Missing(TWO, (1, 2, 3)))),
        (scores(1, 2)[:2], [], 4, 2, 0, (Missing(ONE, (0,)), Missing(TWO, (3,)))),
        (scores(1, 2, 2), [entry(0, 1, mark="1")], 4, 4, 0, ()),
        (scores(1, 3, 2), [entry(0, 1, mark="1")], 4, 1, 1, (Missing(TWO, (1, 2, 3)),)),
        (
            [*scores(1, 3, 2), entry(2, 2, round=2)],
            [entry(0, 1, mark="1")],
            4,
            2,
            1,
            (Missing(TWO, (1, 3)),),
        ),
    ],
)
def test_sheet_progress(
    judged: list[SeatEntry],
    measured: list[SeatEntry],
    expected: int,
    entered: int,
    spreads: int,
    missing: tuple[Missing, ...],
) -> None:
    progress = sheet_progress([(ONE, "M"), (TWO, "J")], {ONE: measured, TWO: judged})
    assert (progress.expected, progress.entered, progress.open_spreads) == (expected, entered, spreads)
    assert progress.missing == missing
    assert progress.complete == (entered == expected)


def test_an_opened_round_makes_the_sheet_incomplete() -> None:
    progress = sheet_progress([(TWO, "J")], {TWO: scores(2, 2, 2)}, opened={TWO: [2]})
    assert (progress.entered, progress.complete) == (0, False)


history = st.lists(
    st.builds(
        entry,
        st.integers(0, 3),
        st.integers(0, 3),
        round=st.integers(1, 3),
        version=st.integers(1, 3),
        kind=st.sampled_from(["mark", "mark", "not_attempted", "retracted"]),
    ),
    max_size=20,
    unique_by=lambda each: (each.round, each.seat, each.version),
)


@given(history, st.randoms(use_true_random=False))
def test_replaying_in_any_order_and_twice_changes_nothing(entries: list[SeatEntry], random: object) -> None:
    """Law 5: the reduction of the ledger is idempotent."""
    replayed = entries + entries
    random.shuffle(replayed)  # type: ignore[attr-defined]
    assert judgement_state(replayed) == judgement_state(entries)
    assert measurement_state(replayed) == measurement_state(entries)


@given(history)
def test_an_unrevealed_round_is_in_no_returned_value(entries: list[SeatEntry]) -> None:
    """What is not revealed may be anything: the state stays the same."""
    state = judgement_state(entries)
    shown = {each.round for each in state.revealed}
    changed = [
        SeatEntry(e.seat, e.round, e.version, e.judge, Decimal(3 - e.score), e.kind)
        if e.seat and e.round not in shown
        else e
        for e in entries
    ]
    assert judgement_state(changed) == state


@given(st.lists(st.integers(0, 3), min_size=3, max_size=3), st.integers(1, 3))
def test_removing_a_score_makes_incomplete_and_never_lower(given_scores: list[int], seat: int) -> None:
    """Law 4: null is not zero."""
    entries = scores(*given_scores)
    taken = [*entries, entry(seat, None, version=2, kind="retracted")]
    assert judgement_state(taken).mark(Decimal(1)) is None
    assert not sheet_progress([(TWO, "J")], {TWO: taken}).complete
