"""Words for the tables of a division's marking: the matrix of sheets, the marking teams."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.spreadsheet_writing import Written
from judging.marking.matrix import Cell, CellState, Matrix
from judging.marking.phrases import member_words
from judging.marking.plan import SheetPlan
from judging.marking.queries_lists import MatrixEntry
from judging.marking.queries_teams import Team

CELL_WORDS: Mapping[CellState, str] = {
    "none": N_("no sheet"),
    "open": N_("nothing entered"),
    "part": N_("in progress"),
    "ready": N_("ready to sign"),
    "again": N_("score again"),
    "judges": N_("too few judges"),
    "signed": N_("signed"),
    "locked": N_("locked"),
}
STATUS_WORDS = {"absent": N_("absent"), "withdrawn": N_("withdrawn")}
MARKERS = 3


def cell_words() -> dict[CellState, str]:
    """The states of a cell in the reader's language."""
    return {state: gettext(text) for state, text in CELL_WORDS.items()}


def status_words(status: str) -> str:
    """Why an entry owes no marks; nothing for one that does."""
    return gettext(STATUS_WORDS[status]) if status in STATUS_WORDS else ""


def matrix_head(matrix: Matrix[MatrixEntry]) -> list[str]:
    """The head of the exported matrix: a column a sub-criterion."""
    names = [f"{form.code} {form.name}".strip() for form in matrix.forms]
    return [gettext("Competitor"), gettext("Status"), *names]


def matrix_rows(matrix: Matrix[MatrixEntry]) -> list[list[Written]]:
    """Competitors under that head: the word of each sheet, and the figures where marking goes on; never a mark."""
    words = cell_words()
    return [
        [row.entry.number, status_words(row.entry.status), *(_cell(cell, words) for cell in row.cells)]
        for row in matrix.rows
    ]


def _cell(cell: Cell, words: Mapping[CellState, str]) -> str:
    return f"{words[cell.state]} {cell.figures}".strip()


def team_head() -> list[str]:
    """The head of the exported marking teams."""
    judges = [gettext("Judge %(number)s") % {"number": number} for number in range(1, MARKERS + 1)]
    return [gettext("Code"), gettext("Sub-criterion"), gettext("Marking team leader"), *judges, gettext("Reserves")]


def team_rows(forms: Iterable[SheetPlan], teams: Mapping[UUID, Team]) -> list[list[Written]]:
    """Sub-criteria under that head; the places of one without a team are empty."""
    rows: list[list[Written]] = []
    for form in forms:
        team = teams.get(form.id)
        names = [member_words(each.name, in_office=each.in_office) for each in team.members] if team else []
        judges = [*names[:MARKERS], *[""] * (MARKERS - len(names))]
        leader = team.leader.name if team and team.leader else ""
        rows.append([form.code, form.name, leader, *judges, gettext(", ").join(names[MARKERS:])])
    return rows
