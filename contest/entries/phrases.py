"""Words about entries."""

from collections.abc import Iterable, Sequence

from contest.entries.queries import EntryLine
from foundation.language import either, gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_done, register_phrases, sentence
from foundation.problems import Problem
from foundation.spreadsheet_writing import Written

register_phrases(
    {
        "entry_number_shape": N_(
            "A competition number holds letters, digits, - and . only, and begins with a letter or digit."
        ),
        "entry_number_missing": N_("Give a competition number of at most 20 characters."),
        "entry_number_taken": N_("This number stands in the division already: %(number)s."),
        "team_size_wrong": N_("An entry of this skill has %(size)s members; here are %(found)s."),
        "over_age_limit": N_("%(name)s is over the age limit of %(limit)s: born on %(first)s or later is allowed."),
        "born_ahead": N_("This date of birth lies in the future."),
        "born_too_long_ago": N_("By this date of birth the person would be over %(years)s years old."),
        "name_like_formula": N_("A name does not begin with =, +, @ or a tab."),
        "workstation_taken": N_("Workstation %(station)s is that of %(entry)s already."),
        "numbers_alike": N_("%(numbers)s look alike. They count as different numbers; make sure this is meant."),
        "person_entered_already": N_("%(name)s is entered already as %(entry)s. One person enters one skill."),
        "status_stands": N_("This is the status already."),
        "absent_with_marks": N_(
            "This competitor has marks on %(sheets)s and did start. Whoever gave up is recorded as withdrawn; marks of"
            " somebody else are taken back on the sheets first."
        ),
        "status_needs_reason": N_("Give the reason; it stands in the record."),
        "relation_stands": N_("This relation is declared already."),
        "relation_gone": N_("There is no such declared relation any more."),
        "relation_of_another_skill": N_("Expert and entry must belong to the same skill."),
    }
)
register_done(
    {
        "entry_added": N_("The entry is added."),
        "entry_saved": N_("The entry is saved."),
        "entry_status_recorded": N_("The status is recorded."),
        "relation_declared": N_("The relation is declared."),
        "relation_withdrawn": N_("The declared relation is withdrawn."),
    }
)

STATUS_NAMES = {
    "present": N_("Present"),
    "absent": N_("Absent"),
    "withdrawn": N_("Withdrawn"),
    "guest": N_("Guest"),
}

RELATION_NAMES = {
    "relative": N_("Close relative"),
    "teacher": N_("Teacher and student"),
    "apprentice": N_("Master and apprentice"),
    "colleague": N_("Colleague"),
    "coach": N_("Coach"),
    "other": N_("Other relation"),
}


def status_name(status: str) -> str:
    """The status of an entry in the reader's language."""
    return gettext(STATUS_NAMES[status])


def relation_name(kind: str) -> str:
    """The kind of a declared relation in the reader's language."""
    return gettext(RELATION_NAMES[kind])


def numbers_alike(numbers: Sequence[str]) -> str:
    """That numbers of one division look alike (T-06 allows them)."""
    return sentence(Problem("numbers_alike", "warning", values={"numbers": either("、", ", ").join(numbers)}))


def entry_head() -> list[str]:
    """The head of the exported entries."""
    return [
        gettext(text)
        for text in (
            N_("Division"), N_("Number"), N_("Full name in Chinese"), N_("Full name in Latin letters"),
            N_("Delegation"), N_("Entering unit"), N_("Workstation"), N_("Status"), N_("Guest"),
        )
    ]  # fmt: skip


def entry_rows(lines: Iterable[EntryLine]) -> list[list[Written]]:
    """Entries under that head."""
    return [
        [
            line.division, line.number, "、".join(line.names_zh), ", ".join(line.names_en), line.delegation, line.unit,
            line.workstation, status_name(line.status), status_name("guest") if line.guest else "",
        ]
        for line in lines
    ]  # fmt: skip
