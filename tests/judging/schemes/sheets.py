"""A small builder of odd workbooks: rows of cells, as openpyxl writes them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from judging.schemes.file_forms import read_and_check
from judging.schemes.read_scheme import ReadScheme
from judging.schemes.scheme import Aspect

Rows = Sequence[Sequence[Any]]

V5 = (
    "Sub\nCriterion\nID",
    "Sub Criterion\nName or Description",
    "Day of Marking",
    "Aspect\nType\nM = Meas\nJ = Judg",
    "Aspect - Description",
    "Judg Score",
    "Extra Aspect Description (Meas or Judg)\nOR\nJudgement Score Description (Judg only)",
    "Requirement\n(Measurement Only)",
    "WSOS Section",
    "Calculation Row \n(Export only)",
    "Max\nMark",
)


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """The xlsx of ``sheets``; None leaves a cell out."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    put(sheet, number, column, value)
    return saved(book)


def put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    cell.value = value


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(sheets: Mapping[str, Rows] | Rows, *, name: str = "scheme.xlsx") -> ReadScheme:
    """What the importer makes of the sheets (or of one sheet's rows)."""
    if not isinstance(sheets, Mapping):
        sheets = {"CIS Marking Scheme Import": sheets}
    return read_and_check(workbook(sheets), name, trusted=True)


def codes(found: ReadScheme, severity: str | None = None) -> list[str]:
    return [each.code for each in found.problems if severity in (None, each.severity)]


def cells_of(found: ReadScheme, code: str) -> list[str | None]:
    return [each.place.cell for each in found.problems if each.code == code]


def aspects(found: ReadScheme) -> list[Aspect]:
    assert found.scheme is not None
    return list(found.scheme.aspects())


def shape(found: ReadScheme) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Criterion codes, sub-criterion codes, and the maximum marks below them."""
    assert found.scheme is not None
    return [
        (c.code, [(s.code, [str(a.max_mark) for a in s.aspects]) for s in c.sub_criteria])
        for c in found.scheme.criteria
    ]


def sub_row(code: Any, name: Any, day: Any = None) -> list[Any]:
    return [code, name, day]


def m_row(text: str, mark: Any, *, extra: Any = None, section: Any = 1, **more: Any) -> list[Any]:
    """A measurement row of the v5 template; ``more``: kind, code, name, day, score, requirement, calc."""
    return [
        more.get("code"),
        more.get("name"),
        more.get("day"),
        more.get("kind", "M"),
        text,
        more.get("score"),
        extra,
        more.get("requirement"),
        section,
        more.get("calc"),
        mark,
    ]


def j_rows(text: str, mark: Any, steps: Sequence[Any] = (0, 1, 2, 3), kind: str = "J") -> list[list[Any]]:
    ladder = [[None, None, None, None, None, step, f"step {step}"] for step in steps]
    return [m_row(text, mark, kind=kind), *ladder]


def template(
    *blocks: tuple[str, Rows],
    criteria: Sequence[Sequence[Any]] = (("A", "First", 3), ("B", "Second", 2)),
    sections: Sequence[Sequence[Any]] = ((1, "Work", 3), (2, "Talk", 2)),
    header: Sequence[Any] = V5,
) -> list[list[Any]]:
    """The v5 template around blocks of rows: ``("A", rows)`` for each criterion."""
    gap = [None] * 6
    rows: list[list[Any]] = [["99 Testing"], [], ["WorldSkills Occupational Standards"]]
    rows.append(["Section", "WSOS Marks", *gap, "WSOS Marks", "Aspect Marks", "Variation"])
    rows += [[number, name, *gap, weight] for number, name, weight in sections]
    rows += [[*[None] * 8, "Total Variation"], [], [], ["Criteria"], ["ID", "Name", *gap, None, None, "Mark"]]
    rows += [[code, name, *gap, None, None, mark] for code, name, mark in criteria]
    rows += [[], []]
    for letter, content in blocks:
        rows.append([*header, f"Criterion {letter}", "Total\nMark"])
        rows += [list(row) for row in content]
        rows.append([])
    rows += [[], [*[None] * 11, "Competition", "Total\nMark"]]
    return rows
