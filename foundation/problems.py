"""Problems a person can put right, as codes; words for them stand in ``phrases.py`` files.

A pure rule returns problems; an action raises :class:`UserError` with them; a page turns the codes
into sentences with :func:`foundation.phrases.sentence`. What must not happen is an ordinary Python
error, in English, for the log.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a cell of a workbook, a row and column of a table, or a field of a form."""

    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a stable code, how grave, where, and the values its sentence names."""

    code: str
    severity: Severity = "error"
    place: Place = Place()
    values: Mapping[str, str] = field(default_factory=dict)


class UserError(Exception):
    """A refusal that the reader can act on. Nothing was changed.

    ``status`` is the HTTP answer (422 bad input, 409 conflict or wrong state, 403 not yours).
    """

    def __init__(self, *problems: Problem, status: int = 422) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems
        self.status = status


def refusal(code: str, /, *, status: int = 422, field: str | None = None, **values: object) -> UserError:
    """A :class:`UserError` with one problem; ``values`` are named in its sentence."""
    named = {name: str(value) for name, value in values.items()}
    return UserError(Problem(code, place=Place(field=field), values=named), status=status)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that forbid going on; warnings do not."""
    return [problem for problem in problems if problem.severity == "error"]


def refuse_if(problems: Iterable[Problem], *, status: int = 422) -> None:
    """Raise :class:`UserError` when any of ``problems`` is an error."""
    found = errors(problems)
    if found:
        raise UserError(*found, status=status)
