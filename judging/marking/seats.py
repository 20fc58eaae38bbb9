"""Who judges whom: filling the seats of a sheet, and who may enter what (W-10, W-11, W-17, W-18).

What this does: seats for one entry from an ordered marking team. What it does not: keep them, or know
accounts and appointments.

Terms: *seats* 1 … k are filled in the order of the team (markers first, then reserves), skipping whoever is
tied to the entry or in office no more; a *tie* is the same person, delegation, unit, or a declared relation. The
markers who got a seat are the sheet's *named markers*: any of them may enter seat 0, each only his own seat.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from foundation.problems import Problem

Tie = Literal["same_person", "declared_relation", "same_unit", "same_delegation"]
Bar = Literal[Tie, "office_ended"]

COMPATRIOT_TIES: frozenset[Tie] = frozenset({"same_delegation", "same_unit"})


@dataclass(frozen=True, slots=True)
class Marker:
    """An expert in a marking team. ``related_to``: people with whom a relation is declared; ``in_office``: whether
    his appointment in the trade stands."""

    expert: UUID
    person: UUID | None = None
    delegation: UUID | None = None
    unit: str = ""
    related_to: frozenset[UUID] = frozenset()
    in_office: bool = True


@dataclass(frozen=True, slots=True)
class MarkedEntry:
    """What matters of a competitor or team: delegation, units and people."""

    delegation: UUID | None = None
    units: frozenset[str] = frozenset()
    people: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A marker who may not mark this entry, and why."""

    expert: UUID
    ties: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Seating:
    """``experts`` on seats 1 … k in order (fewer when blocked), those skipped, and why it is blocked."""

    experts: tuple[UUID, ...]
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def blocked(self) -> bool:
        return bool(self.problems)

    def seat_of(self, expert: UUID) -> int | None:
        """The seat 1 … k of ``expert``, None when he is no named marker of this sheet."""
        return self.experts.index(expert) + 1 if expert in self.experts else None


def ties_between(marker: Marker, entry: MarkedEntry) -> tuple[Tie, ...]:
    """What ties ``marker`` to ``entry`` (W-18, T-32); units are compared without case and outer blanks."""
    units = {unit.strip().casefold() for unit in entry.units if unit.strip()}
    found: list[Tie] = []
    if marker.person is not None and marker.person in entry.people:
        found.append("same_person")
    if marker.related_to & entry.people:
        found.append("declared_relation")
    if marker.unit.strip().casefold() in units:
        found.append("same_unit")
    if marker.delegation is not None and marker.delegation == entry.delegation:
        found.append("same_delegation")
    return tuple(found)


def fill_seats(
    team: Sequence[Marker], entry: MarkedEntry, *, seats: int = 3, compatriots_allowed: bool = False
) -> Seating:
    """Seats 1 … ``seats`` for ``entry`` in the team's order; ``seats_blocked`` when too few are free.

    ``compatriots_allowed`` (a skill's setting with a recorded approval, W-18) allows the same delegation
    and unit, never the same person or a declared relation. Whoever is in office no more gets no seat.
    """
    allowed = COMPATRIOT_TIES if compatriots_allowed else frozenset[Tie]()
    skipped, free = [], []
    for marker in team:
        bars: tuple[Bar, ...] = tuple(tie for tie in ties_between(marker, entry) if tie not in allowed)
        bars = bars if marker.in_office else ("office_ended", *bars)
        if bars:
            skipped.append(Skipped(marker.expert, bars))
        else:
            free.append(marker.expert)
    named = {"seats": str(seats), "free": str(len(free)), "skipped": str(len(skipped))}
    problems = () if len(free) >= seats else (Problem("seats_blocked", values=named),)
    return Seating(tuple(free[:seats]), tuple(skipped), problems)


def check_team(team: Sequence[Marker], *, seats: int = 3) -> list[Problem]:
    """Problems of a team itself: ``marker_twice``, ``team_too_small``; a warning ``no_reserve`` (W-11)."""
    experts = {marker.expert for marker in team}
    named = {"seats": str(seats), "markers": str(len(experts))}
    found = [Problem("marker_twice")] if len(experts) < len(team) else []
    if len(experts) < seats:
        found.append(Problem("team_too_small", values=named))
    elif len(experts) == seats:
        found.append(Problem("no_reserve", "warning", values=named))
    return found


def check_may_mark(seating: Seating, expert: UUID, seat: int) -> list[Problem]:
    """Whether ``expert`` may enter ``seat``: ``seats_blocked``, ``not_a_marker``, ``not_your_seat``."""
    if seating.blocked:
        return list(seating.problems)
    own = seating.seat_of(expert)
    if own is None:
        return [Problem("not_a_marker")]
    return [] if seat in (0, own) else [Problem("not_your_seat", values={"seat": str(seat)})]


def may_mark(seating: Seating, expert: UUID, seat: int) -> bool:
    """Any named marker may enter seat 0, each his own seat besides; nobody while the sheet is blocked."""
    return not check_may_mark(seating, expert, seat)
