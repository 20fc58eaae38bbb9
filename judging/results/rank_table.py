"""The table that ``touchstone rank`` reads: rows of cells to contenders, with every problem at once.

Columns are found by their heading: ``competitor`` and ``mark`` (or ``points``), and where they are there
``delegation`` and ``status``. Others are left alone. A blank mark is not zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import get_args

from foundation.numbers import canonical_text, parse_decimal
from foundation.problems import Place, Problem
from judging.results.result import Contender
from judging.results.totals import Status

KNOWN = ("competitor", "mark", "points", "delegation", "status")
STATUSES: tuple[Status, ...] = get_args(Status)
MARK_PLACES = 2
USUAL_MAXIMUM = 100
LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class RankTable:
    """Contenders in the order of the file, their delegations by id, and what is wrong."""

    contenders: tuple[Contender, ...]
    delegations: Mapping[str, str]
    problems: tuple[Problem, ...]


def read_rank_table(rows: Sequence[Sequence[str]], *, points: bool = False) -> RankTable:
    """The contenders of ``rows``, the first that holds anything being the heading.

    Whoever is not ``ok`` needs no mark. Problems name row and column; a mark above 100 is a warning.
    """
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not numbered:
        return RankTable((), {}, (Problem("table_empty"),))
    heading, *body = numbered
    columns, problems = _columns(heading[1], "points" if points else "mark")
    if problems:
        return RankTable((), {}, tuple(problems))
    if not body:
        return RankTable((), {}, (Problem("table_empty"),))
    return _contenders(body, columns, width=len(heading[1]), points=points)


def _columns(heading: Sequence[str], wanted: str) -> tuple[dict[str, int], list[Problem]]:
    names = [name.strip().casefold() for name in heading]
    found = {name: names.index(name) for name in KNOWN if name in names}
    twice = [Problem("column_twice", values={"column": name}) for name in found if names.count(name) > 1]
    lacking = [
        Problem("column_missing", values={"column": name}) for name in ("competitor", wanted) if name not in found
    ]
    return found, lacking + twice


def _contenders(
    body: Sequence[tuple[int, Sequence[str]]], columns: Mapping[str, int], *, width: int, points: bool
) -> RankTable:
    contenders: list[Contender] = []
    delegations, problems, seen = {}, [], set()
    for number, cells in body:
        reader = _RowReader(number, cells, columns)
        if len(cells) > width and any(cells[width:]):
            reader.note("cells_too_many", None, columns=width)
        contender = reader.contender(points)
        if contender.id and contender.id in seen:
            reader.note("competitor_twice", "competitor", competitor=contender.id)
        seen.add(contender.id)
        contenders.append(contender)
        delegations[contender.id] = reader.cell("delegation")
        problems += reader.problems
    return RankTable(tuple(contenders), delegations, tuple(problems))


class _RowReader:
    """Reads one row and collects its problems."""

    def __init__(self, number: int, cells: Sequence[str], columns: Mapping[str, int]) -> None:
        self.number, self.cells, self.columns = number, cells, columns
        self.problems: list[Problem] = []

    def note(self, code: str, column: str | None, **values: object) -> None:
        named = {name: str(value) for name, value in values.items()}
        self._add(Problem(code, values=named), column)

    def _add(self, problem: Problem, column: str | None) -> None:
        self.problems.append(replace(problem, place=Place(row=self.number, column=column)))

    def cell(self, column: str) -> str:
        place = self.columns.get(column)
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def contender(self, points: bool) -> Contender:
        name = self.cell("competitor")
        if not name:
            self.note("competitor_missing", "competitor")
        status = self._status()
        mark = self._mark(required=status == "ok" and not points)
        given = self._points(required=status == "ok") if points else None
        return Contender(name, mark, given, status)

    def _status(self) -> Status:
        written = self.cell("status").casefold() or "ok"
        for status in STATUSES:
            if written == status:
                return status
        self.note("status_unknown", "status", value=written, known=", ".join(STATUSES))
        return "ok"

    def _mark(self, *, required: bool) -> Decimal | None:
        mark = self._number("mark", required=required, places=MARK_PLACES)
        if mark is not None and mark < 0:
            self.note("mark_negative", "mark", value=canonical_text(mark))
            return None
        if mark is not None and mark > USUAL_MAXIMUM:
            self._add(Problem("mark_above_hundred", "warning", values={"value": canonical_text(mark)}), "mark")
        return mark

    def _points(self, *, required: bool) -> int | None:
        number = self._number("points", required=required, places=6)
        if number is None:
            return None
        if number != number.to_integral_value() or abs(number) > LARGEST:
            self.note("points_not_whole", "points", value=canonical_text(number))
            return None
        return int(number)

    def _number(self, column: str, *, required: bool, places: int) -> Decimal | None:
        written = self.cell(column)
        if not written:
            if required:
                self.note(f"{column}_missing", column)
            return None
        number = parse_decimal(written, places=places)
        if isinstance(number, Problem):
            self._add(number, column)
            return None
        return number
