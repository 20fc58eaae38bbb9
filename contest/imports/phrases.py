"""Words about tables and their import."""

from contest.imports.columns import Column
from foundation.language import either, gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases, sentence
from foundation.problems import Problem
from foundation.spreadsheet_writing import Written

register_phrases(
    {
        "table_empty": N_("The table has no rows."),
        "table_too_long": N_(
            "The table has %(rows)s rows; one import takes at most %(limit)s. Split it into several tables."
        ),
        "table_too_large": N_("The table holds too much text for one import. Leave out columns that are not needed."),
        "header_missing": N_("No row with column headings was found. Needed: %(columns)s."),
        "column_missing": N_("The column %(column)s is missing."),
        "column_twice": N_("The column %(column)s stands twice."),
        "cell_missing": N_("This cell must not be empty."),
        "row_twice": N_("This stands in row %(other)s already."),
        "kind_unknown": N_("Write region, industry, member or unit."),
        "skill_unknown": N_("The event has no skill with this code."),
        "division_needed": N_("The skill has several divisions: say which."),
        "division_unknown": N_("The skill has no such division."),
        "delegation_not_known": N_("The event has no such delegation, by code or by name. Add it first."),
        "role_unknown": N_("Write Chief Expert, Deputy Chief Expert or Expert."),
        "chief_expert_twice": N_("Row %(other)s names the Chief Expert of this skill already. A skill has one."),
        "date_unreadable": N_("This is no date. Write it like 2004-01-31."),
        "yes_or_no": N_("Write yes or no, or leave it empty."),
        "team_disagrees": N_("This differs from row %(other)s of the same team."),
        "import_changed": N_(
            "The event changed after this was shown, so nothing was written. Look at the new preview and confirm again."
        ),
        "nothing_to_read": N_("Choose a file or paste a table."),
    }
)

KIND_TITLES = {
    "delegations": N_("Import delegations"),
    "competitors": N_("Import competitors"),
    "experts": N_("Import Experts"),
}

STATE_NAMES = {"new": N_("new"), "changed": N_("changed"), "unchanged": N_("as it stands")}


def kind_title(kind: str) -> str:
    """The title of an import page."""
    return gettext(KIND_TITLES[kind])


def step_name(state: str) -> str:
    """What an import does with a row."""
    return gettext(STATE_NAMES[state])


def heading(column: Column) -> str:
    """The heading of a column in the reader's language."""
    return either(column.zh, column.en)


def fault_head() -> list[str]:
    """The head of the exported problems of a table."""
    return [gettext(text) for text in (N_("Row"), N_("Column"), N_("Value"), N_("What is wrong"))]


def fault_row(problem: Problem) -> list[Written]:
    """A problem under that head."""
    return [problem.place.row, problem.place.column or "", problem.values.get("value", ""), sentence(problem)]
