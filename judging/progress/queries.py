"""How far marking has come in a whole event: counters of sheets, never a mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from contest.skills.queries import DivisionFacts, divisions_of_event
from foundation.database import fetch
from judging.marking.owing import owing


@dataclass(frozen=True, slots=True)
class Counts:
    """Marks entered of those expected, and sheets. Absent and withdrawn entries owe nothing and are left out."""

    expected: int = 0
    entered: int = 0
    sheets: int = 0
    complete: int = 0
    locked: int = 0
    spreads: int = 0
    blocked: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.expected + other.expected, self.entered + other.entered, self.sheets + other.sheets,
            self.complete + other.complete, self.locked + other.locked, self.spreads + other.spreads,
            self.blocked + other.blocked,
        )  # fmt: skip

    @property
    def state(self) -> str:
        """As ``ui.state`` knows it: done when every sheet is locked, needs while judges must score again or sheets
        are blocked, none where there is nothing to mark."""
        if not self.sheets:
            return "none"
        if self.locked == self.sheets:
            return "done"
        if self.spreads or self.blocked:
            return "needs"
        return "progress" if self.entered else "open"

    @property
    def percent(self) -> int:
        """Whole percent entered, rounded down: 100 means everything."""
        return self.entered * 100 // self.expected if self.expected else 0


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A division on the board, as a whole and by day of marking (None: its scheme gives no day)."""

    division: DivisionFacts
    whole: Counts
    days: dict[int | None, Counts]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole event. ``days`` in order, None last."""

    lines: Sequence[BoardLine]
    days: Sequence[int | None]
    whole: Counts


async def board_of_event(event_id: UUID) -> Board:
    """The board of an event; two statements whatever its size."""
    divisions = await divisions_of_event(event_id)
    rows = await fetch(
        "SELECT s.division, s.day, sum(s.expected)::int AS expected, sum(s.entered)::int AS entered,"
        " count(*)::int AS sheets,"
        " count(*) FILTER (WHERE s.entered = s.expected AND s.open_spreads = 0)::int AS complete,"
        " count(*) FILTER (WHERE s.state = 'locked')::int AS locked,"
        " count(*) FILTER (WHERE s.open_spreads > 0)::int AS spreads,"
        " count(*) FILTER (WHERE s.blocked <> '')::int AS blocked FROM sheet s"
        " WHERE s.division IN (SELECT id FROM division WHERE event = $1)"
        f" AND {owing('n.division IN (SELECT id FROM division WHERE event = $1)')} GROUP BY s.division, s.day",
        event_id,
    )
    counted: dict[UUID, dict[int | None, Counts]] = {}
    for row in rows:
        values = dict(row)
        division, day = values.pop("division"), values.pop("day")
        counted.setdefault(division, {})[day] = Counts(**values)
    lines = [_line(division, counted.get(division.id, {})) for division in divisions]
    days = sorted({day for line in lines for day in line.days}, key=lambda day: (day is None, day or 0))
    return Board(lines, days, sum((line.whole for line in lines), Counts()))


def _line(division: DivisionFacts, days: dict[int | None, Counts]) -> BoardLine:
    return BoardLine(division, sum(days.values(), Counts()), days)
