"""Words about marks, seats, rounds and the states of a sheet."""

import foundation.number_phrases  # noqa: F401 the rules pass these problems on
import judging.schemes.calculation_phrases  # noqa: F401
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases
from judging.marking.seats import Tie
from judging.marking.sheet_states import SheetState

register_phrases(
    {
        "max_mark_missing": N_("The aspect has no maximum mark."),
        "observed_out_of_range": N_("%(value)s is outside %(least)s to %(most)s."),
        "observed_not_whole": N_("%(value)s is not a whole number."),
        "observed_too_large": N_("%(value)s is too large to be a measured value."),
        "choice_unknown": N_("Choice %(value)s is not among those of the scheme."),
        "mark_out_of_range": N_("The mark %(value)s is outside 0 to %(max)s."),
        "moves_more_than_half": N_(
            "%(before)s becomes %(after)s: the mark moves by more than half the maximum. Confirm it."
        ),
        "far_outside_ranges": N_("%(value)s is far outside every range of this aspect. Confirm it."),
        "scores_missing": N_("%(scores)s of %(judges)s scores are in."),
        "spread_open": N_("The scores are %(spread)s apart, more than %(allowed)s. Discuss briefly and score again."),
        "marks_too_few": N_("%(marks)s marks are too few; at least %(fewest)s are needed."),
        "weights_not_one": N_("The weights add up to %(sum)s instead of 1."),
        "bands_missing": N_("The table of times has no band."),
        "bands_start_late": N_("The first band starts at %(start)s instead of 0 seconds."),
        "bands_overlap": N_("Band %(row)s ends at %(end)s, but the next one starts at %(start)s already."),
        "bands_gap": N_("Band %(row)s ends at %(end)s, and the next one starts only at %(start)s."),
        "band_reversed": N_("Band %(row)s ends at %(end)s before it starts at %(start)s."),
        "band_open_too_early": N_("Band %(row)s has no end, but another one follows."),
        "bands_end_closed": N_("The last band ends at %(end)s; leave its end open."),
        "time_negative": N_("A time of %(value)s seconds cannot be."),
        "seats_blocked": N_(
            "%(seats)s judges are needed and %(free)s are free; %(skipped)s may not mark this competitor. "
            "Add a reserve to the marking team."
        ),
        "marker_twice": N_("Somebody stands in this marking team twice."),
        "team_too_small": N_("The marking team has %(markers)s of the %(seats)s judges needed."),
        "no_reserve": N_("The marking team has no reserve to take the place of a compatriot."),
        "not_a_marker": N_("You are not one of the markers of this sheet."),
        "not_your_seat": N_("Seat %(seat)s belongs to another judge."),
        "act_not_yours": N_("This act belongs to another role."),
        "sheet_incomplete": N_("The sheet is not complete: marks are missing, or judges have to score again."),
        "sheet_not_signed": N_("The sheet is not signed yet."),
        "sheet_signed": N_("The sheet is signed. The Chief Expert can reopen it with a reason."),
        "sheet_locked": N_("The sheet is locked."),
        "reason_missing": N_("Give a reason."),
    }
)

STATE_NAMES: dict[SheetState, str] = {
    "open": N_("Open for marking"),
    "entered": N_("Entered"),
    "signed": N_("Signed"),
    "locked": N_("Locked"),
}

TIE_NAMES: dict[Tie, str] = {
    "same_person": N_("the same person"),
    "declared_relation": N_("a declared relation"),
    "same_unit": N_("the same unit"),
    "same_delegation": N_("the same delegation"),
}


def state_name(state: SheetState) -> str:
    """The state of a sheet in the reader's language."""
    return gettext(STATE_NAMES[state])


def tie_name(tie: Tie) -> str:
    """What keeps a judge from marking an entry, in the reader's language."""
    return gettext(TIE_NAMES[tie])
