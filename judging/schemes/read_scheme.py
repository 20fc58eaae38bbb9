"""What a scheme file gave: the value that every reader of a layout returns, and where problems are found.

A problem of ``checks.py`` says where it is by a *field* (``aspect.0.2.5.max_mark``: criterion 0,
sub-criterion 2, aspect 5, counted from 0); :func:`located` gives it the sheet and cell of the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from foundation.problems import Place, Problem
from judging.schemes.cells import cell_name
from judging.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class AwardedMarks:
    """Marks that stand beside the maximum marks, perhaps one competitor's: offered, never taken unasked.

    ``marks`` is by the aspect's row in the scheme; a blank is no mark, and no zero, so its row is absent. ``unread``
    holds what is neither blank nor a number. ``sheet`` is where the column stands, perhaps a second copy.
    """

    label: str
    cell: str
    marks: Mapping[int, Decimal]
    unread: Mapping[int, str] = field(default_factory=dict)
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class AwardedMark:
    """A mark that the file gives for an aspect; ``mark`` None: no number stands there, but ``typed``.

    ``maximum`` is that of the file, which an editor may have changed since."""

    aspect: UUID
    maximum: Decimal | None
    mark: Decimal | None
    typed: str


@dataclass(frozen=True, slots=True)
class ReadScheme:
    """A scheme as a file gives it; ``scheme`` is None when none was found, and ``problems`` say why.

    ``layout``: ``cis``, ``cis-short``, ``cis-v3``, ``cis-v1``, ``russian``, ``russian-six``,
    ``russian-ladder``, ``korean``, ``untyped``, ``json`` or ``unknown``. ``columns``: role to column from 0;
    ``cells``: field to cell name; both only to name a cell.
    """

    scheme: Scheme | None
    layout: str = "unknown"
    problems: tuple[Problem, ...] = ()
    sheet: str | None = None
    awarded: tuple[AwardedMarks, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""


_ROLE_OF_FIELD = {
    "description": "aspect",
    "max_mark": "max",
    "descriptors": "score",
    "calculation": "calculation",
    "requirement": "requirement",
    "section": "section",
    "day": "day",
    "type": "type",
}


def located(problems: Iterable[Problem], read: ReadScheme) -> list[Problem]:
    """The problems with the sheet and cell of the file they were read from."""
    return [_located(problem, read) for problem in problems]


def _located(problem: Problem, read: ReadScheme) -> Problem:
    place = problem.place
    if place.field is None or place.cell is not None:
        return problem
    cell = read.cells.get(place.field)
    if cell is None and place.row is not None and place.field.startswith("aspect."):
        role = _ROLE_OF_FIELD.get(place.field.rpartition(".")[2], "aspect")
        column = read.columns.get(role, read.columns.get("aspect"))
        cell = None if column is None else cell_name(place.row, column)
    return replace(problem, place=Place(read.sheet, cell, place.row, place.column, place.field))
