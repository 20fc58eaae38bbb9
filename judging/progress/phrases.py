"""Words of the progress pages and of their tables."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from foundation.language import gettext, ngettext
from foundation.language import mark_for_translation as N_
from foundation.spreadsheet_writing import Written
from judging.marking.queries_progress import JudgeProgress, ProgressLine
from judging.progress.queries import Board, Counts
from judging.schemes.scheme import SubCriterion

STATE_WORDS = {
    "open": N_("not begun"),
    "progress": N_("in progress"),
    "done": N_("all sheets locked"),
    "needs": N_("needs somebody"),
    "none": N_("nothing to mark"),
}


def state_words(state: str) -> str:
    """How far a trade has come, in the reader's language."""
    return gettext(STATE_WORDS[state])


def sub_state(line: ProgressLine | None) -> tuple[str, str]:
    """How far a sub-criterion has come: as ``ui.state`` knows it, and in words."""
    if line is None:
        return "open", gettext("marking not opened")
    if line.locked == line.sheets:
        return "done", gettext("locked")
    if line.blocked:
        blocked = ngettext("%(num)s sheet blocked", "%(num)s sheets blocked", line.blocked)
        return "needs", blocked % {"num": line.blocked}
    if line.open_spreads:
        again = ngettext("%(num)s to be scored again", "%(num)s to be scored again", line.open_spreads)
        return "needs", again % {"num": line.open_spreads}
    if line.complete == line.sheets:
        return "needs", gettext("to be signed and locked")
    return ("progress", gettext("In progress")) if line.entered else ("open", gettext("Open"))


def day_name(day: int | None) -> str:
    """A day of marking, or that the scheme gives none."""
    return gettext("no day") if day is None else f"C{day}"


def sub_head() -> list[str]:
    """The head of the exported progress by sub-criterion."""
    return [
        gettext(text)
        for text in (
            N_("Code"), N_("Sub-criterion"), N_("Day"), N_("Entered so far"), N_("Expected"), N_("Sheets"),
            N_("Sheets complete"), N_("Signed"), N_("Locked"), N_("State"),
        )
    ]  # fmt: skip


def sub_rows(subs: Iterable[tuple[SubCriterion, ProgressLine | None]]) -> list[list[Written]]:
    """Sub-criteria under that head; nothing is counted before marking is opened."""
    rows: list[list[Written]] = []
    for sub, line in subs:
        counted: list[Written] = [None] * 6
        if line:
            counted = [line.entered, line.expected, line.sheets, line.complete, line.signed, line.locked]
        rows.append([sub.code, sub.name, f"C{sub.day}" if sub.day else "", *counted, sub_state(line)[1]])
    return rows


def judge_head() -> list[str]:
    """The head of the exported progress by judge."""
    return [
        gettext(text)
        for text in (
            N_("Judge"), N_("Sheets with a seat"), N_("Own scores given"), N_("Expected"), N_("Missing"),
        )
    ]  # fmt: skip


def judge_rows(judges: Iterable[JudgeProgress], names: Mapping[UUID, str]) -> list[list[Written]]:
    """Judges under that head."""
    return [
        [names.get(each.expert_id, ""), each.sheets, each.entered, each.expected, each.expected - each.entered]
        for each in judges
    ]


def board_head(days: Sequence[int | None]) -> list[str]:
    """The head of the exported board: each day of marking, and all of them, entered and expected."""
    counted = [*map(day_name, days), gettext("All days")]
    texts = (N_("Entered so far"), N_("Expected"))
    return [
        gettext("Code"), gettext("Trade"),
        *(f"{day} {gettext(text)}" for day in counted for text in texts), "%", gettext("State"),
    ]  # fmt: skip


def board_rows(board: Board) -> list[list[Written]]:
    """Trades under that head, then the whole event; a day on which a trade marks nothing is empty."""
    whole: dict[int | None, Counts] = {}
    for line in board.lines:
        for day, counts in line.days.items():
            whole[day] = whole.get(day, Counts()) + counts
    lines = [(each.division.skill.code, each.division.name, each.days, each.whole) for each in board.lines]
    lines.append(("", gettext("All trades"), whole, board.whole))
    return [
        [
            code, title, *(cell for day in board.days for cell in _counted(days.get(day))), *_counted(total),
            total.percent if total.sheets else None, state_words(total.state),
        ]
        for code, title, days, total in lines
    ]  # fmt: skip


def _counted(counts: Counts | None) -> list[Written]:
    return [counts.entered, counts.expected] if counts and counts.sheets else [None, None]
