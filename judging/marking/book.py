"""What one person may see of a sheet: cards, subtotal, what is missing. Pure.

What this does: reduces the ledger of a sheet to a view for one account, in which nothing of another judge's
unrevealed score is left. What it does not: decide whether a mark is taken (``entering.py``).

Terms: a *card* is an aspect as the tablet shows it; its *stamp* changes whenever the card would look different.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from judging.marking.corrections import Correction, own_score, standing_of
from judging.marking.plan import PlannedAspect, SheetPlan
from judging.marking.rounds import (
    JudgementState,
    RevealedRound,
    SeatEntry,
    in_force,
    judgement_state,
    measurement_state,
)


@dataclass(frozen=True, slots=True)
class Card:
    """An aspect for one viewer. ``own`` is the team's value, or the viewer's own score in ``round``.

    ``version`` is what the viewer must have seen to enter a new one; ``revealed`` holds rounds that everyone
    may read; ``filled`` says which seats have scored in the present round, never what. ``taken``: somebody who
    held the viewer's seat before has scored. ``na_version`` is that of seat 0 of a judgement aspect. ``correctable``
    is the viewer's revealed score where he may ask for its correction; ``corrections`` are all that were asked,
    ``waiting`` those that wait for a second person."""

    planned: PlannedAspect
    round: int
    version: int
    own: SeatEntry | None
    mark: Decimal | None
    settled: bool
    not_attempted: bool
    missing: tuple[int, ...]
    filled: frozenset[int] = frozenset()
    revealed: tuple[RevealedRound, ...] = ()
    spread_open: bool = False
    may_enter: bool = False
    taken: bool = False
    na_version: int = 0
    seat: int = 0
    correctable: SeatEntry | None = None
    corrections: tuple[Correction, ...] = ()
    waiting: tuple[Correction, ...] = ()

    @property
    def is_judgement(self) -> bool:
        return self.planned.aspect.type == "J"

    @property
    def mine_missing(self) -> bool:
        """Whether the viewer's own part is missing: the team's value, or his score."""
        return bool(self.missing) and (not self.is_judgement or not self.seat or self.seat in self.missing)

    @property
    def scores(self) -> tuple[int, ...] | None:
        """The scores side by side, of the latest revealed round."""
        return self.revealed[-1].scores if self.revealed else None

    @property
    def stamp(self) -> str:
        """Changes whenever the card changes for this viewer."""
        seats = "".join(map(str, sorted(self.filled)))
        flags = f"{self.settled:d}{self.spread_open:d}{self.may_enter:d}{self.not_attempted:d}"
        words = "".join((each.decision or "asked")[0] for each in self.corrections)
        asked = f"{words}{len(self.waiting)}{self.correctable is not None:d}"
        return f"{self.round}.{self.version}.{self.na_version}.{seats}.{len(self.revealed)}.{flags}.{asked}"


@dataclass(frozen=True, slots=True)
class Book:
    """A sheet for one viewer. ``subtotal`` counts measurement and revealed aspects only."""

    cards: tuple[Card, ...]
    subtotal: Decimal
    maximum: Decimal

    @property
    def missing(self) -> int:
        """Aspects in which the viewer's part is missing (for a reader: in which anything is)."""
        return sum(card.mine_missing for card in self.cards)

    @property
    def open_spreads(self) -> int:
        return sum(card.spread_open for card in self.cards)

    @property
    def hides_scores(self) -> bool:
        """Whether a score is in that not everybody may read yet: then no hash over the sheet is shown (W-10)."""
        return any(card.is_judgement and card.filled and not card.settled for card in self.cards)

    @property
    def waiting(self) -> list[str]:
        """The numbers of aspects in which a correction waits for a second person: the sheet cannot be signed."""
        return [card.planned.number for card in self.cards if card.waiting]


def book_of(
    plan: SheetPlan, entries: Mapping[UUID, Sequence[SeatEntry]], *, account: UUID, seat: int | None,
    opened: Mapping[UUID, Collection[int]] | None = None, takes_marks: bool = True,
    corrections: Mapping[UUID, Sequence[Correction]] | None = None,
) -> Book:  # fmt: skip
    """The sheet as ``account`` may see it; ``seat`` is his, None for a reader. ``takes_marks``: whether the
    sheet's state allows entering at all."""
    may = takes_marks and seat is not None
    rounds, asked = opened or {}, corrections or {}
    cards = tuple(
        _judged(
            each, entries.get(each.id, ()), judgement_state(entries.get(each.id, ()), opened=rounds.get(each.id, ())),
            asked.get(each.id, ()), account, seat or 0, may,
        )
        if each.aspect.type == "J"
        else _measured(each, entries.get(each.id, ()), may)
        for each in plan.aspects
    )
    marks = [card.mark for card in cards if card.mark is not None]
    maximum = sum((each.aspect.max_mark or Decimal(0) for each in plan.aspects), Decimal(0))
    return Book(cards, sum(marks, Decimal(0)), maximum)


def _measured(planned: PlannedAspect, entries: Sequence[SeatEntry], may: bool) -> Card:
    state = measurement_state(entries)
    latest = in_force(each for each in entries if each.seat == 0).get((1, 0))
    return Card(
        planned, 1, latest.version if latest else 0, state.entry, state.mark, state.settled, state.not_attempted,
        () if state.settled else (0,), may_enter=may,
    )  # fmt: skip


def _judged(
    planned: PlannedAspect, entries: Sequence[SeatEntry], state: JudgementState, asked: Sequence[Correction],
    account: UUID, seat: int, may: bool,
) -> Card:  # fmt: skip
    latest = in_force(entries)
    team = latest.get((1, 0))
    held = latest.get((state.enter_round or state.round, seat)) if seat else None
    own = held if held and held.judge == account and held.kind == "mark" else None
    taken = held is not None and held.judge != account and held.kind != "retracted"
    version = held.version if held and not taken else 0
    maximum = planned.aspect.max_mark or Decimal(0)
    waiting = standing_of(asked, state, entries)
    correctable = own_score(state, entries, account) if may else None
    if correctable and any(each.seat == correctable.seat for each in waiting):
        correctable = None
    return Card(
        planned, state.enter_round or state.round, version, own, state.mark(maximum),
        state.settled, state.not_attempted, state.missing, _filled(state), state.revealed, state.spread_open,
        may and state.enter_round is not None, taken, team.version if team else 0, seat,
        correctable, tuple(asked), waiting,
    )  # fmt: skip


def _filled(state: JudgementState) -> frozenset[int]:
    """Who has scored in the round that is being scored now: nobody where the next one has to begin."""
    return state.filled if state.enter_round in (None, state.round) else frozenset()
