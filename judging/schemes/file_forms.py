"""One entry for every kind of scheme file: bytes to a ``ReadScheme``, and its check as at import.

This is where files are opened (in a process of their own); what their cells mean is decided by
``workbook.py`` and ``json_form.py``.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from foundation.delimited import decode
from foundation.problems import Problem, UserError
from foundation.spreadsheet_files import FileNature, recognise
from foundation.spreadsheets import Workbook, read_workbook, read_workbook_here, read_workbook_quickly
from judging.schemes.checks import CheckSettings, check_scheme
from judging.schemes.json_form import read_json
from judging.schemes.read_scheme import ReadScheme, located
from judging.schemes.workbook import read_sheets

MOST_ASPECTS = 500


def read_scheme(content: bytes, filename: str = "", *, trusted: bool = False, own_file: bool = False) -> ReadScheme:
    """The scheme in ``content``, told by its bytes and not its name, with the problems of reading it.

    Never raises for a bad file: its problem is in ``problems`` and the scheme is None. ``trusted`` content
    (ours) is read in this process; a person's ``own_file`` too, when it is plainly small.
    What is wrong with the scheme as such: :func:`read_and_check`.
    """
    try:
        reader = read_workbook_here if trusted else read_workbook_quickly if own_file else read_workbook
        read = _within_reason(_read(content, filename, reader))
    except UserError as error:
        read = ReadScheme(None, problems=error.problems)
    return replace(read, sha256=hashlib.sha256(content).hexdigest())


def _within_reason(read: ReadScheme) -> ReadScheme:
    """A file of far more aspects than a scheme may have (W-06) is none, and would burden every page that shows it."""
    number = sum(1 for _ in read.scheme.aspects()) if read.scheme else 0
    if number <= MOST_ASPECTS:
        return read
    values = {"number": str(number), "most": str(MOST_ASPECTS)}
    return ReadScheme(None, read.layout, (Problem("too_many_aspects", values=values),))


def _read(content: bytes, filename: str, reader: Callable[[bytes, str, FileNature], Workbook]) -> ReadScheme:
    nature = recognise(content, filename)
    if nature.kind == "json":
        read = read_json(decode(content))
        return replace(read, problems=(*nature.warnings, *read.problems))
    if nature.kind == "text":
        raise UserError(Problem("file_kind_unknown", values={"kind": "text"}))
    workbook = reader(content, filename, nature)
    read = read_sheets([(sheet.name, sheet.rows) for sheet in workbook.sheets])
    return replace(read, problems=(*workbook.warnings, *read.problems))


def read_and_check(
    content: bytes,
    filename: str = "",
    settings: CheckSettings | None = None,
    *,
    trusted: bool = False,
    own_file: bool = False,
) -> ReadScheme:
    """:func:`read_scheme`, with the problems of the scheme as at import (W-01 … W-08), each with its cell."""
    read = read_scheme(content, filename, trusted=trusted, own_file=own_file)
    return checked(read, settings or CheckSettings())


def checked(read: ReadScheme, settings: CheckSettings) -> ReadScheme:
    """``read`` with the problems of ``check_scheme`` added; one cell never carries two errors of a kind."""
    if read.scheme is None:
        return read
    known = {(problem.place.cell, _kind(problem)) for problem in read.problems if problem.place.cell}
    found = [
        problem
        for problem in located(check_scheme(read.scheme, settings, "import"), read)
        if (problem.place.cell, _kind(problem)) not in known
    ]
    return replace(read, problems=(*read.problems, *found))


def _kind(problem: Problem) -> str:
    return "number" if problem.code in _OF_A_NUMBER else problem.code


_OF_A_NUMBER = frozenset(("cell_not_a_number", "max_mark_missing", "date_in_cell"))
