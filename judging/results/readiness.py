"""What still stands between a division and its publication (habits 6): every open point, with whose turn it is.

Absent, withdrawn and disqualified entries owe no sheet (W-23). A field of equals is said aloud and published
(W-33: 700 each, no award); too small a field or a MAD of 0 stops, and the jury decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from foundation.problems import Problem
from judging.results.division_results import DivisionResults
from judging.results.totals import Status

Turn = Literal["chief_expert", "marker", "marking_team_leader", "organizer"]
GOES_ON: frozenset[str] = frozenset({"all_equal"})
OWES: frozenset[Status] = frozenset({"ok", "guest"})


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet as its counters show it. ``blocked`` is a code, empty when its seats are filled; ``scheme_in_force``
    is False when its marks were given on another scheme version than the locked one in force."""

    id: UUID
    number: str
    sub_criterion: str
    status: Status
    state: str
    expected: int
    entered: int
    open_spreads: int
    blocked: str
    scheme_in_force: bool = True


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One kind of thing that is open: its code, whose turn it is, and the sheets it is about."""

    code: str
    turn: Turn
    sub_criterion: str = ""
    sheets: tuple[SheetFacts, ...] = ()
    problem: Problem | None = None


def open_points(results: DivisionResults | None, sheets: Sequence[SheetFacts]) -> list[OpenPoint]:
    """Everything that forbids publishing; empty when the division may be published."""
    if results is None:
        return [OpenPoint("scheme_not_locked", "chief_expert")]
    if not sheets:
        return [OpenPoint("marking_not_opened", "chief_expert")]
    points = _sheet_points(sheets)
    if any(line.total is None for line in results.lines if line.status in OWES) and not points:
        points.append(OpenPoint("sheets_missing", "chief_expert"))
    if not points:
        points += [
            OpenPoint(each.code, "organizer", problem=each)
            for each in results.result.problems
            if each.code not in GOES_ON and each.code != "tie_undecided"
        ]
        points += [OpenPoint(each.code, "chief_expert", problem=each) for each in results.problems]
    return points


def _sheet_points(sheets: Sequence[SheetFacts]) -> list[OpenPoint]:
    found: dict[tuple[str, Turn, str], list[SheetFacts]] = {}
    for sheet in sheets:
        if sheet.status in OWES and (sheet.state != "locked" or not sheet.scheme_in_force):
            code, turn = _why_open(sheet)
            found.setdefault((code, turn, sheet.sub_criterion), []).append(sheet)
    return [OpenPoint(code, turn, sub, tuple(group)) for (code, turn, sub), group in found.items()]


def _why_open(sheet: SheetFacts) -> tuple[str, Turn]:
    if not sheet.scheme_in_force:
        return "sheet_other_scheme", "chief_expert"
    if sheet.blocked:
        return "sheet_blocked", "chief_expert"
    if sheet.open_spreads:
        return "sheet_spread_open", "marker"
    if sheet.entered < sheet.expected:
        return "sheet_marks_missing", "marker"
    return ("sheet_to_lock", "chief_expert") if sheet.state == "signed" else ("sheet_to_sign", "marking_team_leader")
