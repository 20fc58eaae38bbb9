"""The rule of keying corrections: who may ask and decide, and while what stands."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from foundation.problems import Problem
from judging.marking.corrections import (
    Correction,
    CorrectionRequest,
    check_asked,
    check_correctable,
    check_decision,
    corrected,
    is_decided_so,
    is_same,
    own_score,
    standing_of,
    stands,
)
from judging.marking.plan import PlannedAspect
from judging.marking.rounds import SeatEntry, judgement_state
from tests.judging.marking.factories import judgement

ASPECT = UUID(int=9)
ERIK, LI, MEI, CHEN = (UUID(int=number) for number in (1, 2, 3, 4))
JUDGES = (ERIK, LI, MEI)
PLANNED = PlannedAspect(ASPECT, "A1.3", judgement())


def scores(*given: int, round_number: int = 1) -> list[SeatEntry]:
    return [
        SeatEntry(seat, round_number, 1, judge, Decimal(score))
        for seat, (judge, score) in enumerate(zip(JUDGES, given, strict=False), start=1)
    ]


def request(score: object = 2, **changes: object) -> CorrectionRequest:
    observed = score if isinstance(score, Problem) else Decimal(str(score))
    values = {"reason_code": "mistyped", "round": 1, "seen_version": 1, **changes}
    return CorrectionRequest(UUID(int=77), ASPECT, observed, **values)  # type: ignore[arg-type]


ASKED = Correction(UUID(int=77), ASPECT, 2, 1, 1, 3, 2, LI, "mistyped")


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_only_the_judge_of_a_revealed_score_has_something_to_correct():
    entries = scores(2, 3, 2)
    assert own_score(judgement_state(entries), entries, LI) == entries[1]
    assert own_score(judgement_state(entries), entries, CHEN) is None
    assert own_score(judgement_state(entries[:2]), entries[:2], LI) is None


def test_a_round_that_has_begun_leaves_nothing_to_correct():
    entries = [*scores(0, 3, 2), SeatEntry(1, 2, 1, ERIK, Decimal(2))]
    assert own_score(judgement_state(entries), entries, LI) is None
    opened = scores(2, 3, 2)
    assert own_score(judgement_state(opened, opened=[2]), opened, LI) is None


@pytest.mark.parametrize(
    ("entries", "asked", "expected"),
    [
        (scores(2, 3), request(), ["round_not_revealed"]),
        ([SeatEntry(0, 1, 1, LI, None, "not_attempted")], request(), ["aspect_not_attempted"]),
        (scores(2, 3, 2), request(round=2), ["round_changed"]),
        (scores(2, 3, 2), request(seen_version=0), ["version_conflict"]),
        (scores(2, 3, 2), request(), []),
        (scores(0, 3, 2), request(), []),
    ],
)
def test_when_a_score_can_be_corrected(entries: list[SeatEntry], asked: CorrectionRequest, expected: list[str]):
    state = judgement_state(entries)
    assert codes(check_correctable(asked, state, own_score(state, entries, LI), ())) == expected


def test_one_correction_of_a_score_waits_at_a_time():
    entries = scores(2, 3, 2)
    state = judgement_state(entries)
    own = own_score(state, entries, LI)
    assert codes(check_correctable(request(), state, own, [ASKED])) == ["correction_waits_already"]
    assert check_correctable(request(), state, own, [replace(ASKED, seat=1, judge=ERIK)]) == []
    assert codes(check_correctable(request(), state, None, ())) == ["no_score_of_yours"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (request(2), []),
        (request(3), ["correction_same_score"]),
        (request(4), ["observed_out_of_range"]),
        (request("1.5"), ["observed_not_whole"]),
        (request(Problem("number_missing")), ["number_missing"]),
        (request(2, reason_code=None), ["reason_missing"]),
        (request(2, reason_code="agreed_anew"), ["reason_unknown"]),
        (request(2, reason_code="other"), ["reason_text_missing"]),
        (request(2, reason_code="other", reason_text="the wrong key"), []),
        (request(3, reason_code=None), ["correction_same_score", "reason_missing"]),
    ],
)
def test_what_may_be_asked(asked: CorrectionRequest, expected: list[str]):
    assert codes(check_asked(asked, PLANNED, scores(2, 3, 2)[1])) == expected


def test_asking_twice_is_asking_once():
    assert is_same(request(), ASKED, LI)
    for changed in (request(1), request(round=2), request(seen_version=2), request(reason_code="wrong_aspect"),
                    request(reason_text="x"), replace(request(), aspect=uuid4())):  # fmt: skip
        assert not is_same(changed, ASKED, LI)
    assert not is_same(request(), ASKED, ERIK)


@pytest.mark.parametrize(
    ("entries", "opened", "changes"),
    [
        ([*scores(2, 3, 2), SeatEntry(2, 1, 2, LI, Decimal(1))], (), {}),
        ([*scores(2, 3, 2), SeatEntry(2, 1, 2, LI, None, "retracted")], (), {}),
        ([*scores(0, 3, 2), SeatEntry(1, 2, 1, ERIK, Decimal(2))], (), {}),
        (scores(2, 3, 2), (2,), {}),
        (scores(2, 3, 2), (), {"overtaken": True}),
        (scores(2, 3, 2), (), {"decision": "refused", "decided_by": ERIK}),
    ],
)
def test_what_makes_a_correction_void(entries: list[SeatEntry], opened: tuple[int, ...], changes: dict[str, object]):
    state = judgement_state(entries, opened=opened)
    assert not stands(replace(ASKED, **changes), state, entries)  # type: ignore[arg-type]


def test_a_correction_stands_beside_one_of_another_judge():
    entries = [*scores(2, 3, 2), SeatEntry(1, 1, 2, ERIK, Decimal(1))]
    assert standing_of([ASKED], judgement_state(entries), entries) == (ASKED,)


@pytest.mark.parametrize(
    ("decision", "account", "standing", "expected"),
    [
        ("confirmed", ERIK, True, []),
        ("refused", CHEN, True, []),
        ("withdrawn", LI, True, []),
        ("confirmed", LI, True, ["correction_is_yours"]),
        ("refused", LI, True, ["correction_is_yours"]),
        ("withdrawn", ERIK, True, ["act_not_yours"]),
        ("confirmed", ERIK, False, ["correction_void"]),
        ("withdrawn", LI, False, ["correction_void"]),
    ],
)
def test_whose_word_counts(decision, account: UUID, standing: bool, expected: list[str]):
    assert codes(check_decision(ASKED, decision, account=account, standing=standing)) == expected


def test_a_decision_is_said_once():
    done = replace(ASKED, decision="confirmed", decided_by=ERIK)
    assert codes(check_decision(done, "confirmed", account=MEI, standing=False)) == ["correction_decided"]
    assert is_decided_so(done, "confirmed", ERIK)
    assert not is_decided_so(done, "confirmed", MEI)
    assert not is_decided_so(done, "refused", ERIK)


def test_the_new_version_is_of_the_same_seat_round_and_judge():
    entry = corrected(ASKED, scores(2, 3, 2)[1])
    assert (entry.seat, entry.round, entry.version, entry.judge, entry.observed) == (2, 1, 2, LI, Decimal(2))
