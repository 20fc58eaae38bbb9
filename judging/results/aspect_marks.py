"""From ledger rows to the mark of each settled aspect (W-13, W-23), fast: one pass over a whole division.

It says the same as ``marking.rounds``; aspects of the ordinary course (one round, one version a seat) are reckoned
without building their state.
"""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from functools import cache
from uuid import UUID

from judging.marking.rounds import EntryKind, SeatEntry, judgement_state
from judging.marking.scoring import ALLOWED_SPREAD, JUDGES, judgement_mark
from judging.schemes.scheme import Scheme

MarkRow = tuple[UUID, UUID, int, int, int, EntryKind, Decimal | None]
"""entry, aspect, seat, round, version, kind, and the mark (seat 0) or the score (seats 1 … k)."""

SeatRow = tuple[int, int, int, EntryKind, Decimal | None]
"""The same without entry and aspect."""

NOBODY = UUID(int=0)
ZERO = Decimal("0.00")


def aspect_marks(
    scheme: Scheme,
    rows: Iterable[MarkRow],
    *,
    opened: Collection[tuple[UUID, UUID, int]] = (),
    judges: int = JUDGES,
    allowed_spread: int = ALLOWED_SPREAD,
) -> dict[tuple[UUID, UUID], Decimal]:
    """The mark of each settled aspect by (entry, aspect). What is not revealed, or has a spread open, has none."""
    maxima = {aspect.id: aspect.max_mark for aspect in scheme.aspects() if aspect.type == "J"}
    team: dict[tuple[UUID, UUID], tuple[int, int, EntryKind, Decimal | None]] = {}
    judged: dict[tuple[UUID, UUID], list[SeatRow]] = {}
    for entry, aspect, seat, number, version, kind, value in rows:
        key = (entry, aspect)
        if aspect in maxima:
            judged.setdefault(key, []).append((seat, number, version, kind, value))
            continue
        known = team.get(key)
        if seat == 0 and (known is None or known[:2] < (number, version)):
            team[key] = (number, version, kind, value)
    found = {key: _team_mark(kind, mark) for key, (_, _, kind, mark) in team.items() if kind != "retracted"}
    settled = {key: mark for key, mark in found.items() if mark is not None}
    rounds = _rounds(opened)
    for key, seats in judged.items():
        agreed = _judged_mark(maxima[key[1]] or Decimal(0), seats, rounds.get(key, frozenset()), judges, allowed_spread)
        if agreed is not None:
            settled[key] = agreed
    return settled


def _team_mark(kind: EntryKind, mark: Decimal | None) -> Decimal | None:
    return ZERO if kind == "not_attempted" else mark


def _rounds(opened: Collection[tuple[UUID, UUID, int]]) -> dict[tuple[UUID, UUID], frozenset[int]]:
    found: dict[tuple[UUID, UUID], frozenset[int]] = {}
    for entry, aspect, number in opened:
        found[entry, aspect] = found.get((entry, aspect), frozenset()) | {number}
    return found


def _judged_mark(
    maximum: Decimal, seats: Sequence[SeatRow], opened: Collection[int], judges: int, allowed_spread: int
) -> Decimal | None:
    """The mark of a judgement aspect. The ordinary course (one round, one version a seat) needs no state."""
    if (
        not opened
        and len(seats) == judges
        and all(seat and number == version == 1 and kind == "mark" for seat, number, version, kind, _ in seats)
    ):
        scores = sorted(int(score or 0) for *_, score in seats)
        if scores[-1] - scores[0] > allowed_spread:
            return None
        return _agreed(maximum, tuple(scores), judges, allowed_spread)
    entries = [
        SeatEntry(seat, number, version, NOBODY, value if seat else None, kind, None if seat else value)
        for seat, number, version, kind, value in seats
    ]
    state = judgement_state(entries, opened=opened, seats=judges, allowed_spread=allowed_spread)
    return state.mark(maximum)


@cache
def _agreed(maximum: Decimal, scores: tuple[int, ...], judges: int, allowed_spread: int) -> Decimal:
    return judgement_mark(maximum, scores, judges=judges, allowed_spread=allowed_spread)
