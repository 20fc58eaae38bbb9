"""Words of the results' pages: what is open before publication, refusals, whose turn it is, columns."""

from collections.abc import Mapping

from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases
from judging.results.readiness import Turn

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
