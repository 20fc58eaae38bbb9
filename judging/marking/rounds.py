"""The state of an aspect from its ledger entries: rounds, versions, who has scored, what is revealed.

What this does: reduces entries to the state that pages, counters and totals need. What it does not: compute
the mark of a measurement (it stands in the entry), decide who may enter (``seats.py``).

Terms: *seat* 0 is the team's agreed value, 1 … k the judges of a judgement aspect. The latest *version* of a
seat in a round is in force; a *retracted* one leaves the seat empty. A *round* is revealed when every seat
has been filled in it; what is not revealed is never in the values returned here, so that no page can leak
it. A spread above the allowed one asks for the next round (W-12); *not attempted* counts 0 (W-23).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal
from uuid import UUID

from judging.marking.observations import TOP_SCORE
from judging.marking.scoring import ALLOWED_SPREAD, JUDGES, is_spread_open, judgement_mark
from judging.schemes.scheme import AspectType

EntryKind = Literal["mark", "not_attempted", "retracted"]


@dataclass(frozen=True, slots=True)
class SeatEntry:
    """A version of a seat in a round. ``mark`` stands for seat 0 only; ``observed`` None: not attempted."""

    seat: int
    round: int
    version: int
    judge: UUID
    observed: Decimal | None
    kind: EntryKind = "mark"
    mark: Decimal | None = None

    @property
    def score(self) -> int:
        """The judge's score; not attempted is 0 (W-10)."""
        return int(self.observed or 0)


@dataclass(frozen=True, slots=True)
class RevealedRound:
    """The scores of a round that everyone may read, by seat 1 … k; None while one of them is retracted."""

    round: int
    scores: tuple[int, ...] | None
    spread_open: bool


@dataclass(frozen=True, slots=True)
class JudgementState:
    """A judgement aspect. ``filled`` says which seats have scored in ``round``, never what.

    ``enter_round`` is the round in which a score would be taken now, None when the aspect is settled.
    ``scores`` and ``spread_open`` speak of the latest revealed round, and only while no newer one has begun.
    """

    round: int
    filled: frozenset[int]
    seats: int
    revealed: tuple[RevealedRound, ...] = ()
    not_attempted: bool = False
    spread_open: bool = False
    enter_round: int | None = 1

    @property
    def scores(self) -> tuple[int, ...] | None:
        """The three scores side by side, when the current round is revealed."""
        latest = self.revealed[-1] if self.revealed else None
        return latest.scores if latest and latest.round == self.round else None

    @property
    def settled(self) -> bool:
        """Nothing is expected any more: not attempted, or all in and no spread open."""
        return self.not_attempted or (self.scores is not None and not self.spread_open)

    @property
    def missing(self) -> tuple[int, ...]:
        """Seats that must still score, by number; all of them where the next round has to begin."""
        if self.settled:
            return ()
        waiting = self.enter_round != self.round
        return tuple(seat for seat in range(1, self.seats + 1) if waiting or seat not in self.filled)

    def mark(self, maximum: Decimal) -> Decimal | None:
        """W-13 after reveal; None until the aspect is settled; 0 when it was not attempted."""
        if not self.settled:
            return None
        if self.scores is None or self.not_attempted:
            return Decimal("0.00")
        return judgement_mark(maximum, self.scores, judges=self.seats, allowed_spread=TOP_SCORE)


@dataclass(frozen=True, slots=True)
class MeasurementState:
    """A measurement aspect: the value in force of seat 0, None when there is none."""

    entry: SeatEntry | None

    @property
    def settled(self) -> bool:
        return self.entry is not None

    @property
    def not_attempted(self) -> bool:
        return self.entry is not None and self.entry.kind == "not_attempted"

    @property
    def mark(self) -> Decimal | None:
        """The stored mark; 0 when not attempted; None where nothing is entered (which is not zero)."""
        if self.entry is None:
            return None
        return Decimal("0.00") if self.not_attempted else self.entry.mark


def in_force(entries: Iterable[SeatEntry]) -> dict[tuple[int, int], SeatEntry]:
    """The latest version by (round, seat), retracted ones included; order and repetition do not matter."""
    latest: dict[tuple[int, int], SeatEntry] = {}
    for entry in entries:
        known = latest.get((entry.round, entry.seat))
        if known is None or known.version < entry.version:
            latest[(entry.round, entry.seat)] = entry
    return latest


def measurement_state(entries: Iterable[SeatEntry]) -> MeasurementState:
    """The state of a measurement aspect from the entries of its seat 0."""
    latest = in_force(entry for entry in entries if entry.seat == 0)
    entry = latest[max(latest)] if latest else None
    return MeasurementState(entry if entry and entry.kind != "retracted" else None)


def judgement_state(
    entries: Iterable[SeatEntry],
    *,
    opened: Collection[int] = (),
    seats: int = JUDGES,
    allowed_spread: int = ALLOWED_SPREAD,
) -> JudgementState:
    """The state of a judgement aspect from its entries and the rounds its team leader ``opened``."""
    kept = list(entries)
    latest = in_force(kept)
    current = max([1, *opened, *(entry.round for entry in kept if entry.seat)])
    revealed = tuple(
        _revealed_round(number, latest, seats, allowed_spread)
        for number in sorted({entry.round for entry in kept if entry.seat})
        if _was_filled(kept, number, seats)
    )
    filled = frozenset(seat for seat in range(1, seats + 1) if _stands(latest.get((current, seat))))
    spread_open = bool(revealed) and revealed[-1].spread_open
    state = JudgementState(current, filled, seats, revealed, measurement_state(kept).not_attempted, spread_open)
    return _with_enter_round(state)


def _stands(entry: SeatEntry | None) -> bool:
    return entry is not None and entry.kind != "retracted"


def _was_filled(entries: Sequence[SeatEntry], number: int, seats: int) -> bool:
    filled = {entry.seat for entry in entries if entry.round == number and _stands(entry)}
    return filled >= set(range(1, seats + 1))


def _revealed_round(
    number: int, latest: Mapping[tuple[int, int], SeatEntry], seats: int, allowed_spread: int
) -> RevealedRound:
    entries = [latest[(number, seat)] for seat in range(1, seats + 1)]
    if not all(map(_stands, entries)):
        return RevealedRound(number, None, False)
    scores = tuple(entry.score for entry in entries)
    return RevealedRound(number, scores, is_spread_open(scores, allowed_spread=allowed_spread))


def _with_enter_round(state: JudgementState) -> JudgementState:
    is_revealed = bool(state.revealed) and state.revealed[-1].round == state.round
    begun_anew = state.round + 1 if is_revealed else state.round
    enter_round = None if state.settled else begun_anew
    spread_open = state.spread_open and not state.not_attempted
    return replace(state, spread_open=spread_open, enter_round=enter_round)


def visible_entries(entries: Iterable[SeatEntry], state: JudgementState, *, judge: UUID) -> tuple[SeatEntry, ...]:
    """What ``judge`` may read: his own entries, those of revealed rounds, and the team's (seat 0)."""
    open_rounds = {each.round for each in state.revealed}
    return tuple(entry for entry in entries if entry.judge == judge or entry.seat == 0 or entry.round in open_rounds)


@dataclass(frozen=True, slots=True)
class Missing:
    """What an aspect still lacks: seats by number (0: the team's value)."""

    aspect: UUID
    seats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SheetProgress:
    """Counters of a sheet. Seats that must score again do not count as entered."""

    expected: int
    open_spreads: int
    missing: tuple[Missing, ...]

    @property
    def entered(self) -> int:
        return self.expected - sum(len(each.seats) for each in self.missing)

    @property
    def complete(self) -> bool:
        """*Entered* in the sense of W-19: every expected seat is in and no spread is open."""
        return not self.missing


def sheet_progress(
    aspects: Sequence[tuple[UUID, AspectType]],
    entries: Mapping[UUID, Sequence[SeatEntry]],
    *,
    opened: Mapping[UUID, Collection[int]] | None = None,
    seats: int = JUDGES,
    allowed_spread: int = ALLOWED_SPREAD,
) -> SheetProgress:
    """Expected, entered and missing seats of a sheet from ``entries`` and ``opened`` rounds by aspect."""
    expected, open_spreads, missing = 0, 0, []
    for aspect, kind in aspects:
        if kind == "M":
            expected += 1
            lacking: tuple[int, ...] = () if measurement_state(entries.get(aspect, ())).settled else (0,)
        else:
            expected += seats
            state = judgement_state(
                entries.get(aspect, ()),
                opened=(opened or {}).get(aspect, ()),
                seats=seats,
                allowed_spread=allowed_spread,
            )
            open_spreads += state.spread_open
            lacking = state.missing
        if lacking:
            missing.append(Missing(aspect, lacking))
    return SheetProgress(expected, open_spreads, tuple(missing))
