"""Words of the desk: what waits, whose turn it is, and the tasks of the navigation."""

from collections.abc import Sequence

from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases
from judging.results.page_phrases import point_name, turn_name

register_phrases(
    {
        "removal_schemes": N_("Marking schemes and files of %(place)s: %(count)s"),
        "removal_teams": N_("Marking teams of %(place)s: %(count)s"),
        "removal_sheets": N_("Sheets of %(place)s: %(count)s"),
        "removal_publications": N_("Publications of results of %(place)s: %(count)s"),
        "removal_on_teams": N_("Marking teams of %(place)s with this Expert: %(count)s"),
        "removal_seats": N_("Sheets of %(place)s that this Expert marks: %(count)s"),
        "removal_marks": N_("Marks of this Expert in %(place)s: %(count)s"),
        "removal_signed": N_("Sheets of %(place)s signed or locked by this Expert: %(count)s"),
        "removal_worked_on": N_("Marking schemes of %(place)s that this Expert wrote or approved: %(count)s"),
    }
)

DESK_POINTS = {
    "scheme_to_draft": N_("The marking scheme is to be drafted"),
    "scheme_to_approve": N_("The marking scheme waits for an approval"),
    "scheme_to_lock": N_("The marking scheme is approved: to be locked"),
    "no_entries": N_("No competitors are entered yet"),
    "to_publish": N_("Every sheet is locked: to be published"),
    "marker_left": N_("People in marking teams whose appointment has ended"),
    "correction_to_confirm": N_("Corrections that wait for a second person"),
}
DESK_TURNS = {
    "expert": N_("Any Expert of the trade"),
    "second_expert": N_("An Expert who did not write it"),
    "results_staff": N_("Results staff"),
    "second_person": N_("Another marker, the marking team leader or the Chief Expert"),
}


def waiting_name(code: str) -> str:
    """What waits, in the reader's language."""
    return gettext(DESK_POINTS[code]) if code in DESK_POINTS else point_name(code)


def whose_turn(turn: str) -> str:
    """Whose turn it is, in the reader's language."""
    return gettext(DESK_TURNS[turn]) if turn in DESK_TURNS else turn_name(turn)  # type: ignore[arg-type]


def listed_counts(counted: Sequence[tuple[str, int, bool]]) -> str:
    """Names with how many, as the reader's language sets lists; of whom is in office no more, that it is so."""
    ways = gettext("%(name)s (%(count)s; appointment ended)"), gettext("%(name)s (%(count)s)")
    return gettext(", ").join(ways[serves] % {"name": name, "count": count} for name, count, serves in counted)


def navigation_words() -> dict[str, str]:
    """The tasks of judging and the names of their groups."""
    return {
        "mark": gettext("Marking"),
        "review": gettext("Review"),
        "results": gettext("Results"),
        "my_sheets": gettext("My sheets"),
        "progress": gettext("Progress"),
        "scheme": gettext("Marking scheme"),
        "teams": gettext("Marking teams"),
        "marking": gettext("Marking"),
        "signatures": gettext("Signatures"),
        "trade_progress": gettext("Progress of marking"),
        "trade_results": gettext("Results of the trade"),
        "paper": gettext("Paper"),
    }
