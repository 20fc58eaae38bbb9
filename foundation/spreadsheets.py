"""Workbooks in: bytes of xlsx, xlsm, xls and ods to cells, within limits.

What this does not: know what a table means, read texts (``delimited.py``), write (``spreadsheet_writing.py``).

A hostile workbook of five kilobytes can make any reader ask for hundreds of gigabytes, and the library then
ends its process. So :func:`read_workbook` reads in a process of its own, with a limit of memory and time;
:func:`read_workbook_here` is for bytes that are ours (samples, benchmarks). Macros and formulas are never
run: a cell holds the value that was stored with the file, and a formula without one is an empty text.

Terms: a *cell* is a text (empty where there is nothing), a binary float, a bool, or a date or time where
the spreadsheet made one of what was typed. Rows and columns count from the sheet's A1.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from foundation.problems import Problem, UserError, refusal
from foundation.settings import ROOT
from foundation.spreadsheet_files import LARGEST_UNPACKED, FileNature, broken_at, recognise

Cell = str | float | int | bool | date | time | timedelta

MOST_SHEETS = 100
MOST_ROWS = 200_000
MOST_CELLS = 4_000_000
MEMORY = 1024**3
LARGEST_ANSWER = 2 * LARGEST_UNPACKED
SECONDS = 20

_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); from foundation.spreadsheets import read_in_child; read_in_child()"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named sheet: rows of equal length from A1 on, empty rows at the end left out."""

    name: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook in their order, and warnings about the file as a whole."""

    sheets: tuple[Sheet, ...]
    warnings: tuple[Problem, ...] = ()


def read_workbook(content: bytes, filename: str = "", nature: FileNature | None = None) -> Workbook:
    """The cells of an uploaded workbook, read in a process of its own; blocks for about 0.1 s.

    ``nature`` saves telling anew what the file is, when :func:`recognise` has already said it.
    Raises :class:`UserError`: ``file_empty``, ``file_too_large``, ``file_kind_unknown``, ``file_encrypted``,
    ``file_broken``, ``sheet_broken``, ``workbook_too_large``, ``reading_took_too_long``.
    """
    import subprocess  # not wanted by what reads in its own process and starts quickly

    nature = _of_a_workbook(nature or recognise(content, filename))
    command = [sys.executable, "-I", "-c", _CHILD, str(ROOT)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise refusal("reading_took_too_long") from error
    if done.returncode != 0:
        raise refusal("workbook_too_large", limit=LARGEST_UNPACKED // 1024**2)
    answer = json.loads(done.stdout, object_hook=_dates_back)
    if "problem" in answer:
        raise UserError(Problem(answer["problem"], values=answer["values"]))
    return Workbook(tuple(Sheet(name, rows) for name, rows in answer["sheets"]), nature.warnings)


def read_workbook_quickly(content: bytes, filename: str = "", nature: FileNature | None = None) -> Workbook:
    """For a command on one's own file: in this process when the workbook is plainly small, else as uploads."""
    nature = _of_a_workbook(nature or recognise(content, filename))
    if nature.kind == "xlsx" and _is_plainly_small(content):
        return read_workbook_here(content, filename, nature)
    return read_workbook(content, filename, nature)


PLAINLY_SMALL = 8 * 1024 * 1024
_FAR_AWAY = re.compile(rb"r\s*=\s*[\"'](?:[A-Z]{3}|[A-Z]*\d{6}|[^\"']*&)")


def _is_plainly_small(content: bytes) -> bool:
    """Few bytes in all, and no cell named beyond column ZZ or row 99,999 (the reader allots what lies between)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > PLAINLY_SMALL:
                return False
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
            return not any(_FAR_AWAY.search(archive.read(name)) for name in sheets)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def read_workbook_here(content: bytes, filename: str = "", nature: FileNature | None = None) -> Workbook:
    """The same in this process and with the same caps, but for memory: only for bytes that are trusted."""
    nature = _of_a_workbook(nature or recognise(content, filename))
    return Workbook(tuple(_read_sheets(content)), nature.warnings)


def _of_a_workbook(nature: FileNature) -> FileNature:
    if nature.kind in ("json", "text"):
        raise refusal("file_kind_unknown", kind=nature.kind)
    return nature


def _read_sheets(content: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        raise refusal("file_broken") from error
    names = workbook.sheet_names
    if len(names) > MOST_SHEETS:
        raise refusal("workbook_too_large", limit=LARGEST_UNPACKED // 1024**2)
    sheets, cells = [], 0
    for index, name in enumerate(names):
        try:
            sheet = workbook.get_sheet_by_index(index)
        except CalamineError as error:
            if "not a worksheet" in str(error).casefold():
                continue
            raise broken_at(name) from error
        cells += sheet.total_height * sheet.total_width
        if sheet.total_height > MOST_ROWS or cells > MOST_CELLS:
            raise refusal("workbook_too_large", limit=LARGEST_UNPACKED // 1024**2)
        sheets.append(Sheet(name, _without_empty_end(sheet.to_python(skip_empty_area=False))))
    return sheets


def _without_empty_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    while rows and all(cell == "" for cell in rows[-1]):
        rows.pop()
    return rows


def read_in_child() -> None:
    """What the process of :func:`read_workbook` runs: a workbook on standard input, its cells as JSON out."""
    _limit_this_process()
    too_large = {"problem": "workbook_too_large", "values": {"limit": str(LARGEST_UNPACKED // 1024**2)}}
    try:
        sheets = [(sheet.name, sheet.rows) for sheet in _read_sheets(sys.stdin.buffer.read())]
        answer: dict[str, Any] = {"sheets": sheets}
    except UserError as error:
        problem = error.problems[0]
        answer = {"problem": problem.code, "values": dict(problem.values)}
    except MemoryError:
        answer = too_large
    except BaseException:  # a panic of the library is no Exception
        answer = {"problem": "file_broken", "values": {}}
    written = json.dumps(answer, default=_date_out)
    if len(written) > LARGEST_ANSWER:  # a long text that many cells share takes little room in the file
        written = json.dumps(too_large)
    sys.stdout.write(written)


def _limit_this_process() -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the parent's time limit still stands
        return
    wanted = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_CORE: 0}
    for what, limit in wanted.items():
        try:
            resource.setrlimit(what, (limit, limit))
        except (ValueError, OSError):  # macOS knows no limit of address space
            continue


def _date_out(cell: object) -> dict[str, Any]:
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    if isinstance(cell, date | time):
        return {type(cell).__name__: cell.isoformat()}
    raise TypeError(f"no cell: {type(cell)}")


def _dates_back(found: dict[str, Any]) -> Any:
    if len(found) != 1:
        return found
    (kind, value), *_ = found.items()
    back: dict[str, Callable[[Any], Cell]] = {
        "timedelta": lambda seconds: timedelta(seconds=seconds),
        "date": date.fromisoformat,
        "datetime": datetime.fromisoformat,
        "time": time.fromisoformat,
    }
    return back[kind](value) if kind in back else found


def read_table(content: bytes, filename: str = "") -> list[list[str]]:
    """The rows of a table as texts: the first sheet of a workbook that holds anything, or csv or tsv.

    A number is written as briefly as it can be (1.0 → "1"), a date as 2026-11-22. Raises as
    :func:`read_workbook` and :func:`read_delimited` do.
    """
    if recognise(content, filename).kind in ("text", "json"):
        from foundation.delimited import read_delimited

        return read_delimited(content)
    workbook = read_workbook(content, filename)
    rows = next((sheet.rows for sheet in workbook.sheets if sheet.rows), ())
    return [[cell_text(cell) for cell in row] for row in rows]


def cell_text(cell: Cell) -> str:
    """A cell as a text, as a person would type it; blanks around it are dropped."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()
