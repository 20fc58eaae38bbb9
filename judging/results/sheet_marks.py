"""From the ledger to the mark of each sheet (W-13, W-23), fast: a whole division in one pass.

It says the same as ``marking.rounds``. The ordinary sheet (every seat once, in the first round, nothing retracted or
skipped) comes as sums and scores and is reckoned without building any state; the others come as ledger rows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from uuid import UUID

from judging.marking.rounds import EntryKind, SeatEntry, judgement_state
from judging.marking.scoring import ALLOWED_SPREAD, JUDGES, judgement_mark
from judging.schemes.scheme import Scheme, SubCriterion

MarkRow = tuple[UUID, UUID, int, int, int, EntryKind, Decimal | None]
"""entry, aspect, seat, round, version, kind, and the mark (seat 0) or the score (seats 1 … k)."""

SeatRow = tuple[int, int, int, EntryKind, Decimal | None]
"""The same without entry and aspect."""

NOBODY = UUID(int=0)
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """An ordinary sheet: its stored seat-0 marks added and counted, and the scores by judgement aspect."""

    entry: UUID
    sub_criterion: UUID
    measured: Decimal
    count: int
    scores: Mapping[UUID, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of a division: ordinary sheets, the rows of all other sheets, and the rounds that were opened
    on these as (entry, aspect, round)."""

    plain: Sequence[PlainSheet] = ()
    rows: Sequence[MarkRow] = ()
    opened: Collection[tuple[UUID, UUID, int]] = ()


@dataclass(frozen=True, slots=True)
class SheetMark:
    """The mark of a complete sheet, by kind of aspect."""

    measured: Decimal
    judged: Decimal

    @property
    def mark(self) -> Decimal:
        return self.measured + self.judged


def sheet_marks(
    scheme: Scheme, ledger: Ledger, *, judges: int = JUDGES, allowed_spread: int = ALLOWED_SPREAD
) -> dict[tuple[UUID, str], SheetMark]:
    """The mark of every complete sheet by (entry, code of the sub-criterion); an incomplete sheet has none."""
    subs = {sub.id: sub for sub in scheme.sub_criteria()}
    judged = {sub.id: [(each.id, each.max_mark) for each in sub.aspects if each.type == "J"] for sub in subs.values()}
    found = {}
    for sheet in ledger.plain:
        sub = subs.get(sheet.sub_criterion)
        if sub is None or sheet.count != len(sub.aspects) - len(judged[sub.id]):
            continue
        marks = [
            _plain_mark(maximum or Decimal(0), sheet.scores.get(aspect, ()), judges, allowed_spread)  # type: ignore[arg-type]
            for aspect, maximum in judged[sub.id]
        ]
        known = [mark for mark in marks if mark is not None]
        if len(known) == len(marks):
            found[sheet.entry, sub.code] = SheetMark(sheet.measured, sum(known, ZERO))
    settled = aspect_marks(scheme, ledger.rows, opened=ledger.opened, judges=judges, allowed_spread=allowed_spread)
    for entry in {entry for entry, _ in settled}:
        for sub in subs.values():
            mark = _of_aspects(sub, entry, settled)
            if mark is not None:
                found[entry, sub.code] = mark
    return found


def _plain_mark(maximum: Decimal, scores: Sequence[int], judges: int, allowed_spread: int) -> Decimal | None:
    """W-13 over one round that is complete and agrees; else None."""
    if len(scores) != judges or max(scores) - min(scores) > allowed_spread:
        return None
    return _agreed(maximum, tuple(sorted(scores)), judges, allowed_spread)


def _of_aspects(sub: SubCriterion, entry: UUID, settled: Mapping[tuple[UUID, UUID], Decimal]) -> SheetMark | None:
    sums = {"M": ZERO, "J": ZERO}
    for aspect in sub.aspects:
        mark = settled.get((entry, aspect.id)) if aspect.id else None
        if mark is None:
            return None
        sums[aspect.type] += mark
    return SheetMark(sums["M"], sums["J"]) if sub.aspects else None


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
    """The mark of a judgement aspect through all its rounds and versions; None while it is not settled."""
    entries = [
        SeatEntry(seat, number, version, NOBODY, value if seat else None, kind, None if seat else value)
        for seat, number, version, kind, value in seats
    ]
    state = judgement_state(entries, opened=opened, seats=judges, allowed_spread=allowed_spread)
    return state.mark(maximum)


@cache
def _agreed(maximum: Decimal, scores: tuple[int, ...], judges: int, allowed_spread: int) -> Decimal:
    return judgement_mark(maximum, scores, judges=judges, allowed_spread=allowed_spread)
