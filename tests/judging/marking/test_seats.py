"""Seats filled in order, compatriots skipped (W-10, W-11, W-18), and who may enter what."""

from uuid import UUID

import pytest

from judging.marking.seats import (
    MarkedEntry,
    Marker,
    Skipped,
    Tie,
    check_may_mark,
    check_team,
    fill_seats,
    may_mark,
    ties_between,
)

ANHUI, GANSU, HUNAN, TIBET = (UUID(int=number) for number in range(901, 905))
CORA = UUID(int=801)
ERIK, LI, MEI, WU = (UUID(int=number) for number in range(1, 5))
TEAM = [
    Marker(ERIK, delegation=ANHUI),
    Marker(LI, delegation=GANSU),
    Marker(MEI, delegation=HUNAN),
    Marker(WU),
]


def test_three_in_order_and_the_reserve_stands_by() -> None:
    seating = fill_seats(TEAM, MarkedEntry(delegation=TIBET))
    assert seating.experts == (ERIK, LI, MEI)
    assert not seating.blocked
    assert [seating.seat_of(expert) for expert in (ERIK, MEI, WU)] == [1, 3, None]


def test_the_fourth_replaces_a_compatriot_for_this_entry() -> None:
    seating = fill_seats(TEAM, MarkedEntry(delegation=GANSU))
    assert seating.experts == (ERIK, MEI, WU)
    assert seating.skipped == (Skipped(LI, ("same_delegation",)),)


def test_as_many_as_seats_are_enough() -> None:
    assert not fill_seats(TEAM[:3], MarkedEntry(delegation=TIBET)).blocked


def test_too_few_left_blocks_the_sheet() -> None:
    seating = fill_seats(TEAM[:3], MarkedEntry(delegation=GANSU))
    assert [problem.code for problem in seating.problems] == ["seats_blocked"]
    assert seating.problems[0].values == {"seats": "3", "free": "2", "skipped": "1"}
    assert [problem.code for problem in check_may_mark(seating, ERIK, 0)] == ["seats_blocked"]


@pytest.mark.parametrize(
    ("marker", "ties"),
    [
        (Marker(LI), ()),
        (Marker(LI, unit=" Tech School "), ("same_unit",)),
        (Marker(LI, delegation=GANSU, unit="elsewhere"), ("same_delegation",)),
        (Marker(LI, related_to=frozenset({CORA})), ("declared_relation",)),
        (Marker(LI, person=CORA), ("same_person",)),
        (Marker(LI, person=TIBET), ()),
        (Marker(LI, person=CORA, delegation=GANSU), ("same_person", "same_delegation")),
    ],
)
def test_ties(marker: Marker, ties: tuple[Tie, ...]) -> None:
    entry = MarkedEntry(delegation=GANSU, units=frozenset({"tech school", " "}), people=frozenset({CORA}))
    assert ties_between(marker, entry) == ties


def test_unknown_delegations_are_not_the_same() -> None:
    assert ties_between(Marker(WU), MarkedEntry()) == ()


def test_an_approval_allows_compatriots_but_never_relations() -> None:
    team = [
        Marker(ERIK, delegation=GANSU, unit="school"),
        Marker(LI, delegation=GANSU, related_to=frozenset({CORA})),
        Marker(MEI),
        Marker(WU),
    ]
    entry = MarkedEntry(delegation=GANSU, units=frozenset({"school"}), people=frozenset({CORA}))
    seating = fill_seats(team, entry, compatriots_allowed=True)
    assert seating.experts == (ERIK, MEI, WU)
    assert seating.skipped == (Skipped(LI, ("declared_relation",)),)


@pytest.mark.parametrize(
    ("expert", "seat", "code"),
    [
        (ERIK, 0, None),
        (MEI, 0, None),
        (ERIK, 1, None),
        (ERIK, 2, "not_your_seat"),
        (WU, 0, "not_a_marker"),
        (WU, 1, "not_a_marker"),
    ],
)
def test_may_mark(expert: UUID, seat: int, code: str | None) -> None:
    seating = fill_seats(TEAM, MarkedEntry(delegation=TIBET))
    assert [problem.code for problem in check_may_mark(seating, expert, seat)] == ([code] if code else [])
    assert may_mark(seating, expert, seat) == (code is None)


@pytest.mark.parametrize(
    ("team", "codes"),
    [
        (TEAM, []),
        (TEAM[:3], ["no_reserve"]),
        (TEAM[:2], ["team_too_small"]),
        ([*TEAM[:2], TEAM[0]], ["marker_twice", "team_too_small"]),
    ],
)
def test_check_team(team: list[Marker], codes: list[str]) -> None:
    assert [problem.code for problem in check_team(team)] == codes
