"""Where things stand on a sheet: header rows found by structure, and the column of each role.

What this does: finds the first header row (one row or two), and says of any later row whether it repeats
the header. What it does not: read criteria and aspects (``typed_rows.py``, ``untyped_rows.py``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from judging.schemes.cells import Cell, Row, is_blank, number_of, text_of
from judging.schemes.labels import (
    columns_of,
    criterion_letter,
    fold,
    is_header,
    may_hold_max,
    role_of,
)

_TEMPLATE_LEFT = ("code", "sub", "day")
_TEMPLATE_RIGHT = ("aspect", "score", "extra", "requirement", "section", "calculation")
_TYPES = frozenset("MJOSCИСОМДJ")


@dataclass(frozen=True, slots=True)
class Layout:
    """A header: the row it starts on (from 0), how many rows it takes, and role to column (from 0)."""

    row: int
    height: int
    columns: Mapping[str, int]
    labels: tuple[str, ...]
    further_max: tuple[int, ...] = ()

    @property
    def typed(self) -> bool:
        return "type" in self.columns

    @property
    def name(self) -> str:
        """A word for the layout, for people and logs: ``cis`` is the template of today."""
        letters = fold("".join(self.labels))
        russian = any("а" <= letter <= "я" for letter in letters)
        if self.typed:
            return self._typed_name(letters, russian)
        if any("\u1100" <= letter <= "\u11ff" or "\uac00" <= letter <= "\ud7a3" for letter in letters):
            return "korean"
        if russian:
            return "russian-ladder" if "step0" in self.columns else "russian-six"
        return "untyped-ladder" if "step0" in self.columns else "untyped"

    def _typed_name(self, letters: str, russian: bool) -> str:
        if russian:
            return "russian"
        if self.height == 2:
            return "cis-v1"
        if "o=" in letters and "s=" in letters:
            return "cis-v3"
        return "cis" if "section" in self.columns else "cis-short"


def find_header(rows: Sequence[Row]) -> Layout | None:
    """The first header row of a sheet, or None when the sheet holds no scheme."""
    for index, row in enumerate(rows):
        if may_hold_max(row):
            found = _header_at(rows, index)
            if found:
                return found
    return None


def _header_at(rows: Sequence[Row], index: int) -> Layout | None:
    labels = [text_of(cell) for cell in rows[index]]
    columns, further = columns_of(labels)
    below = rows[index + 1] if index + 1 < len(rows) else ()
    if is_header(columns):
        if _continues(columns, below):
            labels = _joined(labels, below)
            columns, further = columns_of(labels)
            return _layout(index, 2, columns, labels, further)
        return _layout(index, 1, columns, labels, further)
    for first, second in ((index - 1, index), (index, index + 1)):
        if first < 0 or second >= len(rows):
            continue
        labels = _joined([text_of(cell) for cell in rows[first]], rows[second])
        columns, further = columns_of(labels)
        if is_header(columns) and sum(1 for cell in rows[first] if not is_blank(cell)) > 2:
            return _layout(first, 2, columns, labels, further)
    return None


def _joined(upper: Sequence[str], lower: Row) -> list[str]:
    cells = [text_of(cell) for cell in lower]
    width = max(len(upper), len(cells))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*cells, *[""] * (width - len(cells))]
    return [f"{top} {bottom}".strip() for top, bottom in zip(above, below, strict=True)]


def _continues(columns: Mapping[str, int], below: Row) -> bool:
    """Whether ``below`` is the second row of the header: label words only, no type and no mark."""
    texts = [text_of(cell) for cell in below]
    if not any(texts):
        return False
    steps = [text for text in texts if text in ("0", "1", "2", "3")]
    if steps[:3] == ["0", "1", "2"] and len(steps) == sum(1 for text in texts if text):
        return True
    if any(number_of(cell) is not None for cell in below):
        return False
    kind = texts[columns["type"]] if "type" in columns and columns["type"] < len(texts) else ""
    mark = texts[columns["max"]] if columns["max"] < len(texts) else ""
    if kind.upper() in _TYPES:
        return False
    words = [text for text in texts if text]
    known = [text for text in words if role_of(text) or fold(text) in _SECOND_ROW]
    return bool("=" in kind or fold(mark) in _SECOND_ROW or len(known) * 2 > len(words))


_SECOND_ROW = frozenset(
    fold(word) for word in ("ID", "Name", "Mark", "Marks", "Type", "Description", "Score", "Section", "балл", "аспекта")
)


def _layout(row: int, height: int, columns: dict[str, int], labels: Sequence[str], further: Sequence[int]) -> Layout:
    if "type" in columns:
        _fill_by_template(columns, labels)
    else:
        further = _of_aspects(columns, further)
        _fill_aspect(columns, labels)
    return Layout(row, height, columns, tuple(labels), tuple(further))


def _fill_by_template(columns: dict[str, int], labels: Sequence[str]) -> None:
    """Give columns whose labels nobody knows (another language) the roles the template has there."""
    kind, maximum = columns["type"], columns["max"]
    if kind < maximum:
        _fill_gap(columns, labels, range(0, kind), _TEMPLATE_LEFT)
        _fill_gap(columns, labels, range(kind + 1, maximum), _TEMPLATE_RIGHT)


def _fill_gap(columns: dict[str, int], labels: Sequence[str], gap: range, roles: Sequence[str]) -> None:
    taken = set(columns.values())
    free = [column for column in gap if column not in taken]
    missing = [role for role in roles if role not in columns]
    if len(free) != len(missing):
        free = [column for column in free if labels[column]]
    for role in missing:
        at = roles.index(role)
        left = max((columns[known] for known in roles[:at] if known in columns), default=-1)
        right = min((columns[known] for known in roles[at:] if known in columns), default=gap.stop)
        place = next((column for column in free if left < column < right), None)
        if place is not None:
            columns[role] = place
            free.remove(place)


def _fill_aspect(columns: dict[str, int], labels: Sequence[str]) -> None:
    """Without an aspect column the texts stand in the sub-criterion's, or in the first unknown one."""
    if "aspect" not in columns:
        role = next((role for role in ("sub", "criterion") if role in columns), None)
        place = columns.pop(role) if role else _unknown(columns, labels, 0)
        if place is not None:
            columns["aspect"] = place
    if "extra" not in columns and "aspect" in columns:
        place = _unknown(columns, labels, columns["aspect"] + 1)
        if place is not None:
            columns["extra"] = place


def _unknown(columns: Mapping[str, int], labels: Sequence[str], start: int) -> int | None:
    """The first column from ``start`` and left of the maximum whose label says nothing known."""
    taken = set(columns.values())
    for column in range(start, columns["max"]):
        if labels[column] and column not in taken and role_of(labels[column]) is None:
            return column
    return None


def _of_aspects(columns: dict[str, int], further: Sequence[int]) -> tuple[int, ...]:
    """Of two maximum columns around the aspects' texts the left one holds the sub-criteria's sums."""
    right = [column for column in further if column > columns.get("aspect", -1)]
    if right and columns["max"] < columns.get("aspect", -1):
        columns["max"] = right[0]
        return tuple(column for column in further if column > right[0])
    return tuple(further)


def repeated_header(layout: Layout, rows: Sequence[Row], index: int) -> Layout | None:
    """The header that row ``index`` repeats, or None when it is an ordinary row.

    Where the repeated header names its columns anew it counts; where it is mistyped or mistranslated the
    columns are those of the first.
    """
    row = rows[index]
    if not _looks_like(layout, row):
        return None
    labels = [text_of(cell) for cell in row]
    most = layout.columns["max"] + 1
    if layout.height == 1 and labels[:most] == list(layout.labels[:most]):
        return Layout(index, 1, layout.columns, tuple(labels), layout.further_max)
    height = 1
    below = rows[index + 1] if index + 1 < len(rows) else ()
    if layout.height == 2 and (_looks_like(layout, below) or _continues(layout.columns, below)):
        labels, height = _joined(labels, below), 2
    columns, further = columns_of(labels)
    if is_header(columns) and "type" in columns and columns["max"] != layout.columns["max"]:
        _fill_by_template(columns, labels)
        return _layout(index, height, columns, labels, further)
    return Layout(index, height, layout.columns, tuple(labels), layout.further_max)


def _looks_like(layout: Layout, row: Row) -> bool:
    def at(role: str) -> Cell:
        column = layout.columns.get(role, -1)
        return row[column] if 0 <= column < len(row) else ""

    same = sum(
        1
        for label, cell in zip(layout.labels, row, strict=False)
        if label and isinstance(cell, str) and cell and fold(cell) == fold(label)
    )
    if same >= 3:
        return True
    maximum, kind = at("max"), at("type")
    if not isinstance(maximum, str) or is_blank(maximum) or number_of(maximum) is not None:
        return role_of(text_of(kind)) == "type"
    if role_of(maximum.strip()) == "max":
        return True
    return isinstance(kind, str) and len(kind.strip()) > 2


def criterion_of(layout: Layout, row: Row) -> str | None:
    """The letter in a header row's "Criterion A" cell, right of the maximum."""
    for cell in row[layout.columns["max"] + 1 :]:
        letter = criterion_letter(cell)
        if letter:
            return letter
    return None
