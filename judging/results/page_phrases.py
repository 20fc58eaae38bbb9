"""Words of the results' pages: what is open before publication, refusals, whose turn it is, columns."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from foundation.formats import moment
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases
from foundation.spreadsheet_writing import Written
from judging.results.queries_index import IndexLine
from judging.results.queries_published import PublicationFacts
from judging.results.readiness import OpenPoint, Turn

register_phrases(
    {
        "open_scheme_not_locked": N_("The marking scheme is not locked yet."),
        "open_marking_not_opened": N_("Marking is not opened yet."),
        "open_sheets_missing": N_("Some competitors have no sheets for some sub-criteria."),
        "open_sheet_other_scheme": N_("%(sub)s: %(sheets)s sheets hold marks of another scheme version (%(numbers)s)."),
        "open_sheet_blocked": N_("%(sub)s: too few free judges for %(sheets)s sheets (%(numbers)s)."),
        "open_sheet_spread_open": N_("%(sub)s: %(sheets)s sheets to be scored again (%(numbers)s)."),
        "open_sheet_marks_missing": N_("%(sub)s: marks are missing on %(sheets)s sheets (%(numbers)s)."),
        "open_sheet_to_sign": N_("%(sub)s: %(sheets)s sheets to be signed (%(numbers)s)."),
        "open_sheet_to_lock": N_("%(sub)s: %(sheets)s sheets to be locked (%(numbers)s)."),
        "results_changed": N_("The results have changed since you looked. Look again, then publish."),
        "nothing_new": N_("Nothing has changed since publication %(number)s."),
        "code_mistyped": N_("Type %(code)s exactly."),
        "tie_not_pending": N_("This tie is decided or has dissolved meanwhile. Look again."),
        "tie_reason_missing": N_("Say how the order was decided."),
        "tie_order_incomplete": N_("Give each of the tied a place of its own."),
    }
)

POINTS: Mapping[str, str] = {
    "scheme_not_locked": N_("The marking scheme is not locked yet"),
    "marking_not_opened": N_("Marking is not opened yet"),
    "sheets_missing": N_("Sheets are missing"),
    "sheet_other_scheme": N_("Marked on another scheme version"),
    "sheet_blocked": N_("Too few free judges"),
    "sheet_spread_open": N_("To be scored again: the judges are too far apart"),
    "sheet_marks_missing": N_("Marks are missing"),
    "sheet_to_sign": N_("To be signed"),
    "sheet_to_lock": N_("To be locked"),
    "tie_pending": N_("A tie to be decided"),
    "field_too_small": N_("Too few competitors for the scale"),
    "mad_zero": N_("No scale: half of the marks are the same"),
    "rule_set_takes_points": N_("These award rules cannot be computed from marks"),
}

TURNS: Mapping[Turn, str] = {
    "chief_expert": N_("Chief Expert"),
    "marker": N_("Judges of the sheet"),
    "marking_team_leader": N_("Marking team leader"),
    "organizer": N_("Organizer with the jury"),
}


def point_name(code: str) -> str:
    """What is open, in the reader's language."""
    return gettext(POINTS[code])


def turn_name(turn: Turn) -> str:
    """Whose turn it is, in the reader's language."""
    return gettext(TURNS[turn])


STATE_WORDS: Mapping[str, str] = {
    "published": N_("published"),
    "ready": N_("all sheets locked"),
    "marking": N_("marking"),
    "open": N_("not begun"),
}


def index_state(state: str) -> str:
    """How far the results of a trade are, in the reader's language."""
    return gettext(STATE_WORDS[state])


def index_head() -> list[str]:
    """The head of the exported list of results."""
    return [
        gettext(text)
        for text in (
            N_("Code"), N_("Trade"), N_("Entries"), N_("Entered so far"), N_("Expected"), N_("Sheets locked"),
            N_("Sheets"), N_("State"), N_("What is open"), N_("Published"),
        )
    ]  # fmt: skip


def index_rows(
    lines: Iterable[IndexLine], points: Mapping[UUID, Sequence[OpenPoint]], zone: str
) -> list[list[Written]]:
    """Trades under that head; what is open as ``points`` tell it."""
    return [
        [
            line.division.skill.code, line.division.name, line.entries, line.entered, line.expected, line.locked,
            line.sheets, index_state(line.state), _open(points.get(line.division.id, ())), moment(line.at, zone),
        ]
        for line in lines
    ]  # fmt: skip


def _open(points: Iterable[OpenPoint]) -> str:
    return "\n".join(f"{point_name(point.code)} · {turn_name(point.turn)}" for point in points)


def publication_head() -> list[str]:
    """The head of the exported publications of a trade."""
    return [
        gettext(text) for text in (N_("Publication"), N_("Time"), N_("Who"), N_("Scheme version"), N_("Digest"))
    ]


def publication_rows(
    publications: Iterable[PublicationFacts], versions: Mapping[UUID, int], zone: str
) -> list[list[Written]]:
    """Publications under that head; ``versions`` number the scheme versions."""
    return [
        [each.number, moment(each.at, zone), each.by, versions.get(each.scheme_version), each.sha256]
        for each in publications
    ]
