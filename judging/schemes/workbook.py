"""Cells of a workbook to a ``Scheme`` and every problem of the file, in all layouts of the CIS workbook.

What this does: chooses the sheet, reads what stands above and below its header rows, and the calculations.
What it does not: open files (``file_forms.py``), judge the scheme (``checks.py``). Blocks are found by their
structure, never by row number. Nothing is corrected: sums of the file are kept beside our own.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from foundation.numbers import exact_text
from foundation.problems import Place, Problem
from judging.schemes.building import Building
from judging.schemes.calculation_grammar import parse_parameters
from judging.schemes.cells import Cell, Row, cell_name, is_blank, number_of, text_of
from judging.schemes.labels import criterion_letter, role_of
from judging.schemes.layout import Layout, find_header
from judging.schemes.preamble import Preamble, read_preamble
from judging.schemes.read_scheme import AwardedMarks, ReadScheme
from judging.schemes.scheme import Calculation, Criterion, Scheme
from judging.schemes.typed_rows import TypedRows
from judging.schemes.untyped_rows import UntypedRows

Sheet = tuple[str, Sequence[Row]]

_TYPE_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")


def read_sheets(sheets: Sequence[Sheet]) -> ReadScheme:
    """The scheme of the first sheet that holds one; :class:`ReadScheme` without a scheme when none does."""
    found = None
    further: list[tuple[str, Sequence[Row], Layout]] = []
    for name, rows in sheets:
        layout = find_header(rows)
        if layout is None:
            continue
        if found is None or found.scheme is None:
            found = _read_sheet(name, rows, layout, sheets)
        else:
            further.append((name, rows, layout))
    if found is None:
        return ReadScheme(None, problems=(Problem("scheme_not_found"),))
    if found.scheme is None:
        return ReadScheme(None, found.layout, (*found.problems, Problem("scheme_without_aspects")))
    for name, rows, layout in further:
        found = _with_copy(found, name, _read_sheet(name, rows, layout, sheets))
    return found


def _with_copy(read: ReadScheme, name: str, copy: ReadScheme) -> ReadScheme:
    """``read`` with the awarded marks of a further sheet that holds the same aspects in the same order (18)."""
    problems = [Problem("other_sheet_ignored", "warning", Place(name), {"sheet": name})]
    rows = _same_rows(read.scheme, copy.scheme) if copy.awarded else {}
    awarded = []
    for each in copy.awarded if rows else ():
        marks = {rows[row]: mark for row, mark in each.marks.items()}
        unread = {rows[row]: text for row, text in each.unread.items()}
        awarded.append(replace(each, marks=marks, unread=unread))
        problems.append(_offer(each))
    return replace(read, problems=(*read.problems, *problems), awarded=(*read.awarded, *awarded))


def _same_rows(first: Scheme | None, second: Scheme | None) -> dict[int, int]:
    """The row in ``first`` of each aspect's row in ``second``; empty unless both hold the same aspects."""
    if first is None or second is None:
        return {}
    before, after = list(first.aspects()), list(second.aspects())
    facts = [[(a.type, a.description, a.max_mark) for a in aspects] for aspects in (before, after)]
    if facts[0] != facts[1]:
        return {}
    return {new.row: old.row for old, new in zip(before, after, strict=True) if old.row and new.row}


def _offer(awarded: AwardedMarks) -> Problem:
    values = {"label": awarded.label, "count": str(len(awarded.marks))}
    return Problem("awarded_marks_found", "warning", Place(awarded.sheet, awarded.cell), values)


def _read_sheet(name: str, rows: Sequence[Row], layout: Layout, sheets: Sequence[Sheet]) -> ReadScheme:
    width = max(len(row) for row in rows)
    rows = [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows]
    building = Building(name, layout.columns)
    preamble = read_preamble(rows[: layout.row], building)
    for column in layout.further_max:
        building.note("several_max_columns", "warning", layout.row, column)
    building.criterion = None
    if layout.typed:
        TypedRows(building, layout, _Calculations(sheets, name, building).at).read(rows)
    else:
        UntypedRows(building, layout).read(rows)
    criteria = _with_header_sums(building, preamble)
    if not any(sub.aspects for criterion in criteria for sub in criterion.sub_criteria):
        return ReadScheme(None, layout.name, tuple(building.problems))
    total = _declared_total(building, criteria)
    scheme = Scheme(preamble.title, criteria, tuple(preamble.sections), total)
    awarded = _awarded(name, rows, layout, scheme)
    building.problems += map(_offer, awarded)
    cells = _cells(building, preamble, scheme)
    return ReadScheme(scheme, layout.name, tuple(building.problems), name, awarded, layout.columns, cells)


def _with_header_sums(building: Building, preamble: Preamble) -> tuple[Criterion, ...]:
    """Without a list of criteria the sums in the header rows are what the file declares.

    With one they are formulas of the file; one that does not fit its aspects is worth a warning.
    """
    for criterion in building.criteria:
        declared, cell = building.header_sums.get(criterion.code, (None, None))
        if declared is None or cell is None:
            continue
        if not preamble.lists_criteria:
            criterion.declared, criterion.cell = declared, cell
            continue
        marks = (aspect.max_mark or Decimal(0) for sub in criterion.subs for aspect in sub.aspects)
        computed = sum(marks, Decimal(0))
        if declared not in (computed, criterion.declared) and criterion.subs:
            values = {"criterion": criterion.code, "declared": exact_text(declared)}
            values["computed"] = exact_text(computed)
            building.problems.append(Problem("sum_cell_differs", "warning", Place(building.sheet, cell), values))
    return building.closed()


def _declared_total(building: Building, criteria: Sequence[Criterion]) -> Decimal | None:
    """The sum beside "Competition" or "Итого", else that of the criteria's declared marks, if all have one."""
    declared = [criterion.declared for criterion in criteria]
    if building.declared_total is not None:
        return building.declared_total
    known = [mark for mark in declared if mark is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(declared) else None


def _cells(building: Building, preamble: Preamble, scheme: Scheme) -> dict[str, str]:
    cells = {"total": building.total_cell} if building.total_cell else {}
    for index, criterion in enumerate(building.kept()):
        if criterion.cell:
            cells[f"criterion.{index}"] = criterion.cell
        for place, sub in enumerate(criterion.subs):
            column = building.columns.get("code", building.columns.get("sub", 0))
            cells[f"sub_criterion.{index}.{place}"] = cell_name(sub.row + 1, column)
    for index, section in enumerate(scheme.sections):
        cells[f"section.{index}"] = preamble.section_cells[section.number]
    return cells


def _awarded(sheet: str, rows: Sequence[Row], layout: Layout, scheme: Scheme) -> tuple[AwardedMarks, ...]:
    """Columns of marks given, right or left of the maximum, by the aspects' rows."""
    aspect_rows = [aspect.row for aspect in scheme.aspects() if aspect.row is not None]
    found = []
    for column, label in enumerate(layout.labels):
        if not label or column in layout.further_max or number_of(label) is not None:
            continue
        role = role_of(label)
        unknown = role is None and column > layout.columns["max"] and criterion_letter(label) is None
        if role != "awarded" and not unknown:
            continue
        numbers = {row: number_of(rows[row - 1][column]) for row in aspect_rows}
        marks = {row: number for row, number in numbers.items() if number is not None}
        if marks:
            texts = {row: text_of(rows[row - 1][column])[:40] for row in aspect_rows if row not in marks}
            unread = {row: text for row, text in texts.items() if text}
            found.append(AwardedMarks(label, cell_name(layout.row + 1, column), marks, unread, sheet))
    return tuple(found)


class _Calculations:
    """The rows of the ``Calculations`` sheet, each read once, when an aspect first names it."""

    def __init__(self, sheets: Sequence[Sheet], scheme_sheet: str, building: Building) -> None:
        self.building = building
        self.name, self.rows = next(
            ((name, rows) for name, rows in sheets if name != scheme_sheet and _holds_calculations(rows)),
            ("", ()),
        )
        self.read: dict[float, Calculation] = {}

    def at(self, cell: Cell, index: int) -> Calculation | None:
        """The calculation that ``cell`` names by its row; a number without a row is worth a warning."""
        known = self.read.get(cell) if isinstance(cell, float) else None
        if known is not None or cell == "" or is_blank(cell):
            return known
        number = number_of(cell)
        if number is None or number != int(number) or not self._has(int(number)):
            self.building.note("calculation_row_unknown", "warning", index, "calculation", value=text_of(cell)[:40])
            return None
        row = int(number)
        if row not in self.read:
            self.read[row] = self._read(row)
        return self.read[row]

    def _has(self, number: int) -> bool:
        return 1 <= number <= len(self.rows) and bool(_type_of(self.rows[number - 1]))

    def _read(self, number: int) -> Calculation:
        row = self.rows[number - 1]
        parameters, unreadable = parse_parameters(text_of(row[3]) if len(row) > 3 else "")
        for entry in unreadable:
            place = Place(self.name, cell_name(number, 3), number)
            values = {"value": entry[:80]}
            self.building.problems.append(Problem("calculation_unreadable", "warning", place, values))
        return Calculation(_type_of(row), parameters)


def _type_of(row: Row) -> str:
    return text_of(row[1]) if len(row) > 1 else ""


def _holds_calculations(rows: Sequence[Row]) -> bool:
    """Whether a sheet is a list of calculations: type names in B, True or False in C."""
    filled = [row for row in rows[:50] if len(row) > 2 and any(not is_blank(cell) for cell in row)]
    fitting = [
        row
        for row in filled
        if _TYPE_NAME.fullmatch(_type_of(row)) and str(row[2]).strip().casefold() in ("true", "false", "1.0", "0.0")
    ]
    return bool(fitting) and len(fitting) * 2 >= len(filled)
