"""The matrix of a division's sheets, competitors × sub-criteria: one state a cell, and what is left out of view. Pure.

Terms: a cell is *finished* when its sheet is signed or locked; a competitor who owes no marks (W-23) has nothing
unfinished.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar, get_args
from uuid import UUID

from judging.marking.plan import SheetPlan
from judging.marking.sheet_states import SheetState

CellState = Literal["none", "open", "part", "ready", "again", "judges", "signed", "locked"]
FINISHED: frozenset[CellState] = frozenset({"none", "signed", "locked"})


class Celled(Protocol):
    """What a cell asks of a sheet."""

    @property
    def id(self) -> UUID: ...
    @property
    def state(self) -> SheetState: ...
    @property
    def expected(self) -> int: ...
    @property
    def entered(self) -> int: ...
    @property
    def open_spreads(self) -> int: ...
    @property
    def blocked(self) -> bool: ...


class Rowed(Protocol):
    """What a row asks of an entry."""

    @property
    def id(self) -> UUID: ...


Entry = TypeVar("Entry", bound=Rowed)


@dataclass(frozen=True, slots=True)
class Cell:
    """One sheet. ``figures`` says entered of expected, for a sheet on which marking has begun."""

    state: CellState
    sheet: UUID | None = None
    figures: str = ""


@dataclass(frozen=True, slots=True)
class Row(Generic[Entry]):
    """One competitor with a cell for each sub-criterion shown."""

    entry: Entry
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix(Generic[Entry]):
    """What is shown; ``rows_left_out`` and ``forms_left_out`` are those that the narrowing hides."""

    forms: tuple[SheetPlan, ...]
    rows: tuple[Row[Entry], ...]
    rows_left_out: int = 0
    forms_left_out: int = 0


def cell_state(sheet: Celled | None) -> CellState:
    """The one state that matters most: closed, blocked, to be scored again, ready to sign, begun, open."""
    if sheet is None:
        return "none"
    if sheet.state == "signed" or sheet.state == "locked":
        return sheet.state
    if sheet.blocked:
        return "judges"
    if sheet.open_spreads:
        return "again"
    if sheet.state == "entered":
        return "ready"
    return "part" if sheet.entered else "open"


def matrix_of(
    forms: Iterable[SheetPlan], entries: Sequence[Entry], sheets: Mapping[tuple[UUID, UUID], Celled], *,
    day: int | None = None, unfinished: bool = False, excused: Collection[UUID] = (),
) -> Matrix[Entry]:  # fmt: skip
    """The matrix in the order given: of one ``day`` of marking, or without the rows and columns in which everything
    is finished. ``excused`` entries owe nothing."""
    every = list(forms)
    kept = [form for form in every if day is None or form.day == day]
    rows = [Row(entry, tuple(_cell(sheets.get((entry.id, form.id))) for form in kept)) for entry in entries]
    if unfinished:
        rows = [row for row in rows if row.entry.id not in excused and not _finished(row.cells)]
        places = [place for place in range(len(kept)) if not _finished([row.cells[place] for row in rows])]
        kept = [kept[place] for place in places]
        rows = [Row(row.entry, tuple(row.cells[place] for place in places)) for row in rows]
    return Matrix(tuple(kept), tuple(rows), len(entries) - len(rows), len(every) - len(kept))


@dataclass(frozen=True, slots=True)
class Sums:
    """Marks entered of expected, and sheets by state."""

    expected: int
    entered: int
    by_state: dict[CellState, int]


def sums_of(sheets: Sequence[Celled]) -> Sums:
    """The sums over ``sheets``: hand over those of entries that owe marks (W-23)."""
    counted = Counter(map(cell_state, sheets))
    by_state = {state: counted[state] for state in get_args(CellState)}
    return Sums(sum(each.expected for each in sheets), sum(each.entered for each in sheets), by_state)


def days_of(forms: Iterable[SheetPlan]) -> list[int]:
    """The days of marking of these sub-criteria, in order."""
    return sorted({form.day for form in forms if form.day is not None})


def _cell(sheet: Celled | None) -> Cell:
    state = cell_state(sheet)
    if sheet is None:
        return Cell(state)
    return Cell(state, sheet.id, f"{sheet.entered}/{sheet.expected}" if state == "part" else "")


def _finished(cells: Iterable[Cell]) -> bool:
    return all(cell.state in FINISHED for cell in cells)
