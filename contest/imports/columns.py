"""Finding the columns of a table by their headings, in Chinese or English, wherever they stand. Pure.

Terms: a *raw row* is a row of the file below the header with its cells by column name; its number counts from 1
as the spreadsheet shows it.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foundation.problems import Place, Problem

HEADER_WITHIN = 15
MOST_ROWS = 20_000  # a national event has 3,420 competitors
MOST_SIGNS = 6_000_000
_LANGUAGES = frozenset({"zh", "en", "中文", "英文"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in code, the headings it goes by (the first zh and en ones are printed in templates), and
    how many characters a cell may have (0: its shape is checked elsewhere)."""

    name: str
    zh: str
    en: str
    also: tuple[str, ...] = ()
    required: bool = False
    longest: int = 0

    def headings(self) -> frozenset[str]:
        """Every heading, folded."""
        return frozenset(fold(text) for text in (self.zh, self.en, self.name, *self.also))


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of the file: its number, its cells by column name, and the headings as the file writes them."""

    number: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]

    def cell(self, name: str) -> str:
        """The cell's text; empty where the file has no such column."""
        return self.cells.get(name, "")

    def absent(self, names: Sequence[str]) -> frozenset[str]:
        """Those of ``names`` for which the file has no column: an import leaves them as they stand."""
        return frozenset(name for name in names if name not in self.headings)

    def problem(self, code: str, column: str, **values: str) -> Problem:
        """A problem of this row at a column, with the value that stands there."""
        place = Place(row=self.number, column=self.headings.get(column, column))
        return Problem(code, place=place, values={"value": self.cell(column), **values})


def fold(text: str) -> str:
    """A heading without what people vary: width, case, blanks, stars, and brackets unless they name a language."""
    plain, _, bracket = unicodedata.normalize("NFKC", text).casefold().partition("(")
    inside = "".join(sign for sign in bracket if sign.isalnum())
    return "".join(sign for sign in plain if sign.isalnum()) + (inside if inside in _LANGUAGES else "")


def clean(text: str) -> str:
    """A cell as it is kept: NFC, no signs that cannot be seen, blanks of any kind single."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _UNSEEN)
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def check_size(table: Sequence[Sequence[str]]) -> list[Problem]:
    """At most :data:`MOST_ROWS` rows below the header, and no more text than a page can keep for confirmation."""
    rows = sum(any(row) for row in table) - 1
    if rows > MOST_ROWS:
        return [Problem("table_too_long", values={"rows": str(rows), "limit": str(MOST_ROWS)})]
    if sum(len(cell) + 3 for row in table for cell in row) > MOST_SIGNS:
        return [Problem("table_too_large")]
    return []


def read_rows(table: Sequence[Sequence[str]], columns: Sequence[Column]) -> tuple[list[RawRow], list[Problem]]:
    """The rows below the header, and what is wrong with the header.

    The header is the first of the first fifteen rows in which two headings are known (one, where the table has
    one column). Codes: ``table_empty``, ``header_missing``, ``column_missing``, ``column_twice``.
    """
    if not any(any(row) for row in table):
        return [], [Problem("table_empty")]
    at = next((number for number, row in enumerate(table[:HEADER_WITHIN]) if _known(row, columns) >= 2), None)
    if at is None:
        wanted = ", ".join(f"{column.zh}/{column.en}" for column in columns if column.required)
        return [], [Problem("header_missing", values={"columns": wanted})]
    places, problems = _places(table[at], columns, at + 1)
    headings = {name: clean(table[at][place]) for name, place in places.items()}
    rows = [
        RawRow(number, _cells(row, places), headings)
        for number, row in enumerate(table[at + 1 :], start=at + 2)
        if any(clean(cell) for cell in row)
    ]
    if not rows and not problems:
        problems.append(Problem("table_empty"))
    return rows, problems


def check_cells(row: RawRow, columns: Sequence[Column]) -> list[Problem]:
    """A problem for each empty cell of a required column, and for each that is longer than its column takes."""
    missing = [row.problem("cell_missing", each.name) for each in columns if each.required and not row.cell(each.name)]
    long = [each for each in columns if 0 < each.longest < len(row.cell(each.name))]
    return [*missing, *(row.problem("too_long", each.name, limit=str(each.longest)) for each in long)]


def _known(row: Sequence[str], columns: Sequence[Column]) -> int:
    found = {fold(cell) for cell in row if cell}
    return sum(bool(found & column.headings()) for column in columns)


def _places(header: Sequence[str], columns: Sequence[Column], number: int) -> tuple[dict[str, int], list[Problem]]:
    places: dict[str, int] = {}
    problems: list[Problem] = []
    for column in columns:
        at = [place for place, cell in enumerate(header) if cell and fold(cell) in column.headings()]
        if at:
            places[column.name] = at[0]
        if len(at) > 1:
            place = Place(row=number, column=column.zh)
            problems.append(Problem("column_twice", place=place, values={"column": column.zh}))
        if not at and column.required:
            both = f"{column.zh}/{column.en}"
            problems.append(Problem("column_missing", place=Place(row=number), values={"column": both}))
    return places, problems


def _cells(row: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {name: clean(row[place]) if place < len(row) else "" for name, place in places.items()}
