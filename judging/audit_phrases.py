"""Names of the kinds of audit record that judging writes."""

from foundation.audit.phrases import register_kinds, register_sayer, register_values
from foundation.language import mark_for_translation as N_
from judging.marking.phrases import REASON_NAMES
from judging.schemes.page_phrases import note_sentence, reading_words

register_values("reason", REASON_NAMES)
register_sayer("note", note_sentence)
register_sayer("calculation", reading_words)
register_kinds(
    {
        "marking.team_named": N_("Marking team named"),
        "marking.team_copied": N_("Marking team copied"),
        "marking.opened": N_("Marking opened"),
        "marking.sheets_added": N_("Sheets added"),
        "marking.seats_filled": N_("Seats filled"),
        "marking.marks_entered": N_("Marks entered"),
        "marking.marks_imported": N_("Awarded marks imported"),
        "marking.handed_in": N_("Sheet handed in"),
        "marking.round_opened": N_("New round opened"),
        "marking.correction_asked": N_("Correction of a score asked"),
        "marking.correction_confirmed": N_("Correction of a score confirmed"),
        "marking.correction_refused": N_("Correction of a score refused"),
        "marking.correction_withdrawn": N_("Correction of a score withdrawn"),
        "marking.sheets_signed": N_("Sheets signed"),
        "marking.sheet_reopened": N_("Sheet reopened"),
        "marking.sheets_locked": N_("Sheets locked"),
        "marking.scheme_adopted": N_("New scheme version adopted"),
        "paper.batch_printed": N_("Batch of forms printed"),
        "results.published": N_("Results published"),
        "results.tie_decided": N_("Tie decided"),
        "scheme.upload_read": N_("Scheme file read"),
        "scheme.upload_dropped": N_("Scheme file dropped"),
        "scheme.version_started": N_("Scheme version started"),
        "scheme.draft_saved": N_("Scheme draft saved"),
        "scheme.draft_discarded": N_("Scheme draft discarded"),
        "scheme.reading_confirmed": N_("Reading of a calculation confirmed"),
        "scheme.approved": N_("Scheme approved"),
        "scheme.approval_withdrawn": N_("Approval of a scheme withdrawn"),
        "scheme.locked": N_("Scheme locked"),
    }
)
