"""Who stands on a sheet: who scored, by seat, and who holds the seat now (W-11). Pure.

What this does: names for the sheet, the list to read back and paper, out of the ledger. What it does not: say
what was scored, or who may score next (``seats.py``).

Terms: a seat's *scorers* gave the scores that stand on it, in any round; its *holder* is the named marker of the
seat. He stands alone while nothing is scored there, and behind the scorers where he is none of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from judging.marking.rounds import SeatEntry, in_force


class Holder(Protocol):
    """A named marker of a sheet."""

    @property
    def seat(self) -> int: ...
    @property
    def account_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


class Booked(Protocol):
    """An entry of the ledger with its aspect and its judge's name."""

    @property
    def aspect(self) -> UUID: ...
    @property
    def entry(self) -> SeatEntry: ...
    @property
    def judge_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Scorer:
    """A judge whose scores stand on a seat, and of how many aspects."""

    account: UUID
    name: str
    aspects: int


@dataclass(frozen=True, slots=True)
class SeatOnSheet:
    """A seat 1 … k. ``holder`` is named where he is none of the scorers, None where he is one of them."""

    seat: int
    scorers: tuple[Scorer, ...]
    holder: str | None

    @property
    def changed(self) -> bool:
        """Whether more than one person stands on the seat."""
        return len(self.scorers) + (self.holder is not None) > 1


@dataclass(frozen=True, slots=True)
class OnSheet:
    """The seats by number; ``beside``: who entered values of the team and stands on no seat."""

    seats: tuple[SeatOnSheet, ...]
    beside: tuple[str, ...] = ()


def who_is_on(holders: Sequence[Holder], ledger: Iterable[Booked]) -> OnSheet:
    """The people of a sheet: its named markers and everybody whose entries stand in its ledger."""
    given, names = _given(ledger)
    held = {each.seat: each for each in holders}
    seats = tuple(
        _seat(seat, given.get(seat, {}), names, held.get(seat)) for seat in sorted((given.keys() | held.keys()) - {0})
    )
    seated = {each.account_id for each in holders} | {who.account for seat in seats for who in seat.scorers}
    return OnSheet(seats, tuple(names[account] for account in given.get(0, {}) if account not in seated))


def _given(ledger: Iterable[Booked]) -> tuple[dict[int, dict[UUID, set[UUID]]], dict[UUID, str]]:
    """The aspects in which entries of a judge stand, by seat and account in the order of the ledger; names."""
    by_aspect: dict[UUID, list[SeatEntry]] = {}
    names: dict[UUID, str] = {}
    for each in ledger:
        by_aspect.setdefault(each.aspect, []).append(each.entry)
        names[each.entry.judge] = each.judge_name
    given: dict[int, dict[UUID, set[UUID]]] = {}
    for aspect, entries in by_aspect.items():
        for entry in in_force(entries).values():
            if entry.kind != "retracted":
                given.setdefault(entry.seat, {}).setdefault(entry.judge, set()).add(aspect)
    return given, names


def _seat(seat: int, given: dict[UUID, set[UUID]], names: dict[UUID, str], held: Holder | None) -> SeatOnSheet:
    scorers = tuple(Scorer(account, names[account], len(aspects)) for account, aspects in given.items())
    return SeatOnSheet(seat, scorers, held.name if held and held.account_id not in given else None)
