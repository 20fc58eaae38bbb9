"""Rows to xlsx and csv. The same rows give the same bytes; no cell can start a formula of its own.

A text that begins with ``= + - @`` or a tab or return is data all the same: in xlsx it is stored as a text
with the prefix mark, in csv an apostrophe stands before it. Formulas enter only as :class:`Formula`.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # a fixed date keeps the bytes stable
LONGEST_TEXT = 32_767


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and the value stored with it, for readers that do not compute."""

    text: str
    value: Decimal | str = ""


Written = str | int | Decimal | bool | date | Formula | None


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet to write: cells by (row, column) from 0, each with the name of its style ("" for plain)."""

    name: str
    cells: Mapping[tuple[int, int], tuple[Written, str]]
    widths: Mapping[int, float] = field(default_factory=dict)
    frozen_rows: int = 0


STYLES: Mapping[str, Mapping[str, Any]] = {
    "": {"valign": "top"},
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#EFEBDD", "border": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "mark": {"num_format": "0.00##", "valign": "top"},
    "strong": {"bold": True, "valign": "top"},
    "sum": {"bold": True, "num_format": "0.00##", "valign": "top"},
}


def write_workbook(plans: Sequence[SheetPlan]) -> bytes:
    """The xlsx of ``plans``; equal plans give equal bytes."""
    import xlsxwriter

    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"created": CREATED})
    styles = {name: workbook.add_format(dict(style)) for name, style in STYLES.items()}
    quoted = {name: workbook.add_format({**style, "quote_prefix": True}) for name, style in STYLES.items()}
    for plan in plans:
        worksheet = workbook.add_worksheet(plan.name)
        for column, width in plan.widths.items():
            worksheet.set_column(column, column, width)
        if plan.frozen_rows:
            worksheet.freeze_panes(plan.frozen_rows, 0)
        for (row, column), (value, style) in sorted(plan.cells.items(), key=lambda cell: cell[0]):
            _write(worksheet, row, column, value, styles[style], quoted[style])
    workbook.close()
    return target.getvalue()


def _write(worksheet: Any, row: int, column: int, value: Written, style: Any, quoted: Any) -> None:
    if isinstance(value, Formula):
        cached = float(value.value) if isinstance(value.value, Decimal) else value.value
        worksheet.write_formula(row, column, value.text, style, cached)
    elif isinstance(value, bool):
        worksheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | Decimal):
        worksheet.write_number(row, column, value, style)
    elif isinstance(value, date):
        worksheet.write_string(row, column, value.isoformat(), style)
    elif value:
        text = value[:LONGEST_TEXT]
        worksheet.write_string(row, column, text, quoted if text.startswith(STARTS_A_FORMULA) else style)


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Written]], *, name: str = "Table") -> bytes:
    """One table as a workbook with one sheet: a frozen header, numbers as numbers, texts as texts."""
    cells: dict[tuple[int, int], tuple[Written, str]] = {}
    widest = [len(title) for title in header]
    for column, title in enumerate(header):
        cells[0, column] = (title, "head")
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            cells[number, column] = (value, "")
            if column < len(widest):
                widest[column] = max(widest[column], len(str(value if value is not None else "")))
    widths = {column: float(min(max(width + 2, 8), 60)) for column, width in enumerate(widest)}
    return write_workbook([SheetPlan(_sheet_name(name), cells, widths, frozen_rows=1)])


def _sheet_name(name: str) -> str:
    allowed = "".join(" " if character in "[]:*?/\\" else character for character in name)
    return allowed.strip(" '")[:31] or "Table"


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Written]]) -> bytes:
    """One table as csv in UTF-8 with a BOM (spreadsheets then read Chinese), lines ended by CR LF."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    for row in ([*header], *rows):
        writer.writerow([_csv_text(value) for value in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _csv_text(value: Written) -> str:
    if value is None:
        return ""
    if isinstance(value, Formula):
        return str(value.value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(STARTS_A_FORMULA) else text
