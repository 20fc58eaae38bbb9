"""Columns of text that stand under each other in a terminal, Chinese characters being two cells wide."""

import unicodedata
from collections.abc import Collection, Sequence


def aligned(heads: Sequence[str], body: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """Lines of a table with a rule under the heads; the columns in ``right`` are set to the right."""
    rows = [heads, *body]
    widths = [max(cells_wide(row[column]) for row in rows) for column in range(len(heads))]
    lines = [_line(row, widths, right) for row in rows]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def _line(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    cells = []
    for column, (text, width) in enumerate(zip(row, widths, strict=True)):
        blank = " " * (width - cells_wide(text))
        cells.append(blank + text if column in right else text + blank)
    return "  ".join(cells).rstrip()


def cells_wide(text: str) -> int:
    """The width of ``text`` in terminal cells: wide characters two, combining marks none."""
    return sum(_cell_width(character) for character in text)


def _cell_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
