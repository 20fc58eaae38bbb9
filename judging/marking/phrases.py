"""Words about marks, seats, rounds and the states of a sheet."""

from collections.abc import Sequence

import foundation.number_phrases  # noqa: F401 the rules pass these problems on
import judging.schemes.phrases  # noqa: F401
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_done, register_phrases
from judging.marking.reasons import REASONS, Occasion
from judging.marking.scorers import OnSheet, SeatOnSheet
from judging.marking.seats import Bar
from judging.marking.sheet_states import SheetState

register_phrases(
    {
        "observed_out_of_range": N_("%(value)s is outside %(least)s to %(most)s."),
        "observed_not_whole": N_("%(value)s is not a whole number."),
        "observed_too_large": N_("%(value)s is too large to be a measured value."),
        "choice_unknown": N_("Choice %(value)s is not among those of the scheme."),
        "mark_out_of_range": N_("The mark %(value)s is outside 0 to %(max)s."),
        "moves_more_than_half": N_(
            "%(before)s becomes %(after)s, the mark %(mark_before)s becomes %(mark_after)s: it moves by more than half"
            " the maximum. Confirm it."
        ),
        "choice_moves_far": N_(
            "“%(before)s” becomes “%(after)s”, the mark %(mark_before)s becomes %(mark_after)s: it moves by more than"
            " half the maximum. Confirm it."
        ),
        "yes_becomes_no": N_(
            "“Yes” becomes “No”, the mark %(mark_before)s becomes %(mark_after)s: it moves by more than half the"
            " maximum. Confirm it."
        ),
        "no_becomes_yes": N_(
            "“No” becomes “Yes”, the mark %(mark_before)s becomes %(mark_after)s: it moves by more than half the"
            " maximum. Confirm it."
        ),
        "score_moves_far": N_(
            "Your score %(before)s becomes %(after)s: it moves by more than half of the scale. Confirm it."
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
        "office_ended": N_(
            "Your appointment in this trade has ended: nothing of yours is taken any more. Speak to the Chief Expert."
        ),
        "marker_left": N_("The appointment of %(name)s in this trade has ended. Name somebody else."),
        "not_your_seat": N_("Seat %(seat)s belongs to another judge."),
        "act_not_yours": N_("This act belongs to another role."),
        "sheet_incomplete": N_("The sheet is not complete: marks are missing, or judges have to score again."),
        "sheet_not_signed": N_("The sheet is not signed yet."),
        "sheet_signed": N_("The sheet is signed. The Chief Expert can reopen it with a reason."),
        "sheet_locked": N_("The sheet is locked."),
        "reason_missing": N_("Give a reason."),
        "reason_unknown": N_("This reason is not on the list."),
        "reason_text_missing": N_("Say in words what the reason is."),
        "reason_too_long": N_("Use at most %(longest)s characters for the reason."),
        "client_id_reused": N_("This mark was sent before with other content. Enter it anew."),
        "marks_number": N_("Send 1 to %(most)s marks at once."),
        "marks_unreadable": N_("The request cannot be read at “%(place)s”. Nothing was saved."),
        "marker_tied": N_("Something ties you to this competitor. Another judge of the team has to mark."),
        "sheet_blocked": N_("This sheet has too few judges: the Chief Expert adds a reserve to the marking team."),
        "entry_absent": N_("This competitor is absent."),
        "other_account": N_("Somebody else is signed in now. Nothing was saved: sign in as yourself again."),
        "scheme_changed": N_("The marking scheme has changed. Load the sheet again before you enter anything."),
        "aspect_unknown": N_("This aspect is not on the sheet."),
        "version_conflict": N_("Somebody has entered another value meanwhile. Yours was not saved. Compare both."),
        "round_changed": N_("Round %(round)s has begun. Score again."),
        "aspect_revealed": N_(
            "All scores are in. Only a new round, opened by the marking team leader, changes them, or the correction of"
            " a keying error."
        ),
        "aspect_not_attempted": N_("The team has said that this aspect was not attempted."),
        "aspect_has_scores": N_("Judges have scored this aspect already. Score 0 for what was not attempted."),
        "scored_on_other_seat": N_("Your score of this aspect stands already, on the seat you held before."),
        "tied_marker_counts": N_(
            "%(name)s is tied to this competitor, and marks of %(name)s count here. Open a new round, or enter the"
            " values again."
        ),
        "nothing_to_take_back": N_("There is nothing to take back."),
        "round_not_revealed": N_("Not all scores of the present round are in."),
        "no_score_of_yours": N_("No score of yours stands in this aspect."),
        "correction_waits_already": N_("A correction of this score waits for a second person already."),
        "correction_same_score": N_("This is the score that stands already."),
        "correction_is_yours": N_("You asked for this correction: a second person confirms it."),
        "correction_decided": N_("Somebody has decided about this correction already."),
        "correction_void": N_(
            "This correction no longer stands: the score, the round or the sheet has changed since it was asked."
        ),
        "correction_unknown": N_("This correction does not exist."),
        "correction_reused": N_("This correction was sent before with other content. Ask for it anew."),
        "correction_waits": N_("%(name)s’s correction of %(aspect)s waits for a second person."),
        "sheet_moved": N_("A mark came in after you read this sheet. Read it again and sign then."),
        "sheet_unknown": N_("This sheet does not exist."),
        "sheets_incomplete": N_("%(sub_criterion)s: %(number)s sheets are not complete: %(entries)s"),
        "sheets_not_signed": N_("%(sub_criterion)s: %(number)s sheets are not signed: %(entries)s"),
        "sheets_signed_already": N_("%(sub_criterion)s: %(number)s sheets are signed already: %(entries)s"),
        "sheets_locked_already": N_("%(sub_criterion)s: %(number)s sheets are locked: %(entries)s"),
        "sheets_blocked": N_("%(sub_criterion)s: %(number)s sheets have too few judges: %(entries)s"),
        "sheets_moved": N_(
            "%(sub_criterion)s: marks came into %(number)s sheets after you read them: %(entries)s. Read them again."
        ),
        "sheets_not_yours": N_("%(sub_criterion)s: signing or locking %(number)s sheets is not yours: %(entries)s"),
        "no_sheet_chosen": N_("Tick at least one sheet: the box under its marks."),
        "score_missing": N_("Choose the score you meant."),
        "nothing_to_lock": N_("No sheet is ready to be locked."),
        "day_not_signed": N_("Sub-criterion %(sub_criterion)s is not signed."),
        "team_missing": N_("This sub-criterion has no marking team yet."),
        "team_missing_for": N_("Without a marking team (%(count)s): %(sub_criteria)s."),
        "expert_of_other_trade": N_("%(number)s of these people are no experts of this trade."),
        "leader_missing": N_("Choose who leads the marking team."),
        "leader_not_in_team": N_("The leader is one of the marking team."),
        "sub_criterion_unknown": N_("This sub-criterion does not exist."),
        "opening_without_scheme": N_("The marking scheme is not locked yet."),
        "opening_without_entries": N_("No competitor is entered."),
        "marking_open_already": N_("Marking is open already."),
        "marking_not_open": N_("Marking is not open yet."),
        "opening_before_announcing": N_("The event is not announced yet."),
        "marked_form_removed": N_(
            "The sheet of %(entry)s has marks, but its sub-criterion is no longer in the scheme."
        ),
        "awarded_judgement": N_(
            "A judgement aspect: the file holds a mark, not the scores of the judges. They score it themselves."
        ),
        "awarded_aspect_gone": N_("This aspect of the file is no longer in the scheme."),
        "awarded_aspect_changed": N_("The maximum was %(before)s in the file and is %(now)s now."),
        "awarded_seat_taken": N_("A mark stands here already. It is not replaced."),
        "awarded_unreachable": N_("Nothing that can be observed gives %(mark)s by this aspect's calculation."),
        "awarded_ambiguous": N_("%(mark)s can mean %(first)s or %(last)s here. Enter what was observed by hand."),
        "awarded_value_unknown": N_(
            "%(mark)s comes from a measured value, which the file does not hold. Enter the value by hand."
        ),
        "import_gone": N_("This file or competitor is no longer there."),
        "import_tied": N_("Something ties you to this competitor. Somebody else has to enter these marks."),
        "import_moved": N_("Marks came in after you read this preview. Nothing was taken. Read it again."),
        "import_empty": N_("No row of the file can be taken for this competitor."),
        "touched_sheet_closed": N_("The sheet of %(entry)s in %(sub_criterion)s is signed or locked."),
    }
)
register_done(
    {
        "marking_opened": N_("Marking is open: every sheet is made with its judges."),
        "sheets_made": N_("The missing sheets are made."),
        "sheets_signed": N_("Sheets signed: %(number)s."),
        "sheets_locked": N_("Sheets locked: %(number)s."),
        "handed_in": N_("Your sheet is handed in."),
        "round_opened": N_("The new round is open. Everybody scores again."),
        "sheet_reopened": N_("The sheet is open again. Its leader signs anew."),
        "correction_asked": N_("The correction is asked for. A second person confirms it."),
        "correction_confirmed": N_("The correction is confirmed."),
        "correction_refused": N_("The correction is refused; the score stands."),
        "correction_withdrawn": N_("The correction is withdrawn; the score stands."),
        "team_saved": N_("The marking team is saved."),
        "awarded_taken": N_("The marks of the file are taken."),
    }
)

STATE_NAMES: dict[SheetState, str] = {
    "open": N_("Open for marking"),
    "entered": N_("Entered"),
    "signed": N_("Signed"),
    "locked": N_("Locked"),
}

TIE_NAMES: dict[Bar, str] = {
    "same_person": N_("the same person"),
    "declared_relation": N_("a declared relation"),
    "same_unit": N_("the same unit"),
    "same_delegation": N_("the same delegation"),
    "office_ended": N_("an appointment that has ended"),
}


REASON_NAMES: dict[str, str] = {
    "workmanship": N_("Poor workmanship"),
    "dimension": N_("Out of dimension"),
    "missing_part": N_("Part missing"),
    "damage": N_("Damage"),
    "safety": N_("Safety"),
    "mistyped": N_("Mistyped"),
    "misread": N_("Misread"),
    "measured_again": N_("Measured again"),
    "wrong_competitor": N_("Wrong competitor"),
    "agreed_anew": N_("The team agreed anew"),
    "wrong_aspect": N_("Wrong aspect"),
    "new_evidence": N_("New evidence"),
    "descriptor_misread": N_("Descriptor misread"),
    "procedure": N_("Error of procedure"),
    "keying_error": N_("Keying error"),
    "mark_questioned": N_("Mark questioned"),
    "evidence_missing": N_("Evidence missing"),
    "other": N_("Other reason"),
    "own_change": N_("Own change"),
    "seat_changed": N_("Another judge took the seat"),
    "scheme": N_("Change of scheme"),
    "imported": N_("Imported from a file"),
}


TAB_NAMES = {"teams": N_("Marking teams"), "marking": N_("Sheets"), "signatures": N_("Read back and sign")}


def tab_name(name: str) -> str:
    """A page of a division's marking, in the reader's language."""
    return gettext(TAB_NAMES[name])


def reason_name(code: str) -> str:
    """A reason in the reader's language."""
    return gettext(REASON_NAMES[code])


def reason_choices(occasion: Occasion) -> list[tuple[str, str]]:
    """The reasons of an occasion, as (code, words)."""
    return [(code, reason_name(code)) for code in REASONS[occasion]]


def state_name(state: SheetState) -> str:
    """The state of a sheet in the reader's language."""
    return gettext(STATE_NAMES[state])


def tie_name(tie: Bar) -> str:
    """What keeps a judge from marking an entry, in the reader's language."""
    return gettext(TIE_NAMES[tie])


def tie_names(ties: Sequence[Bar]) -> str:
    """Several of them, one behind the other."""
    return gettext(", ").join(tie_name(tie) for tie in ties)


def people_words(people: OnSheet) -> str:
    """Who judges a sheet, by seat; where a seat has changed hands, who scored how many aspects and who holds it."""
    apart = gettext("; ") if any(each.changed for each in people.seats) else gettext(", ")
    seats = apart.join(_seat_words(each) for each in people.seats)
    if not people.beside:
        return seats
    names = gettext(", ").join(people.beside)
    return gettext("%(seats)s; values of the team also entered by %(names)s") % {"seats": seats, "names": names}


def _seat_words(seat: SeatOnSheet) -> str:
    if not seat.changed:
        return seat.holder or "".join(each.name for each in seat.scorers)
    counted = gettext("%(name)s (%(count)s)")
    names = gettext(", ").join(counted % {"name": each.name, "count": each.aspects} for each in seat.scorers)
    if seat.holder is None:
        return gettext("seat %(seat)s: %(names)s") % {"seat": seat.seat, "names": names}
    named = {"seat": seat.seat, "names": names, "holder": seat.holder}
    return gettext("seat %(seat)s: %(names)s, since then %(holder)s") % named


def member_words(name: str, *, in_office: bool) -> str:
    """Somebody of a marking team, and whether he can mark no more."""
    return name if in_office else gettext("%(name)s – appointment ended") % {"name": name}
