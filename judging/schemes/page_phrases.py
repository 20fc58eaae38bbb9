"""Sentences about drafts, approval and lock of schemes, and the notes of their history."""

from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases
from judging.schemes.queries import VersionState

register_phrases(
    {
        "draft_changed": N_(
            "%(name)s saved revision %(revision)s meanwhile. Yours was not saved. Compare, then send it again."
        ),
        "draft_gone": N_("This draft is no longer open: it was locked or discarded."),
        "draft_stands": N_("A draft is open already. Work on it, or discard it first."),
        "reason_missing": N_("Say why the locked scheme must change."),
        "part_gone": N_("This part of the scheme is no longer there. Somebody deleted it meanwhile."),
        "no_letter_left": N_("All letters from A to I are taken: a scheme has at most nine criteria."),
        "code_taken": N_("The code %(code)s is taken here. Choose another."),
        "approver_is_author": N_("You wrote on this version, so another Expert must give the second approval."),
        "capacity_taken": N_("This approval is given already."),
        "approver_in_both": N_("You have approved already. The other approval needs a second person."),
        "approver_no_expert": N_("Only an Expert of this trade gives the second approval."),
        "approver_no_chief": N_("Only the Chief Expert gives this approval, in his absence the deputy."),
        "absence_not_stated": N_("Confirm that the Chief Expert is absent and you decide in his place."),
        "approval_gone": N_("This approval no longer stands."),
        "approval_of_another": N_("Only the Chief Expert may take back the approval of somebody else."),
        "lock_no_chief": N_("Only the Chief Expert or the deputy locks the scheme."),
        "approval_missing_chief": N_("The approval of the Chief Expert is missing for this revision."),
        "approval_missing_second": N_("The second approval is missing for this revision."),
        "confirm_differs": N_("Type %(code)s exactly, or nothing happens."),
        "upload_missing": N_("Choose a file first."),
        "upload_gone": N_("This upload was confirmed or dropped already. Upload the file again."),
        "match_twice": N_("Two new aspects cannot continue the same old one: %(aspect)s."),
        "descriptors_needed": N_("Write all four descriptors, or none yet."),
        "not_exact": N_("Write marks with at most six decimals."),
        "day_out_of_range": N_("Type a day from 1 to 9."),
        "revision_unknown": N_("There is no such revision."),
    }
)

STATE_NAMES = {
    VersionState.DRAFT: N_("Being written"),
    VersionState.LOCKED: N_("Locked, in force"),
    VersionState.REPLACED: N_("Replaced"),
    VersionState.DISCARDED: N_("Discarded"),
}
STATE_SIGNS = {
    VersionState.DRAFT: "progress",
    VersionState.LOCKED: "done",
    VersionState.REPLACED: "open",
    VersionState.DISCARDED: "refused",
}

NOTES = {
    "started": N_("Started empty"),
    "copied": N_("Copied from version %(what)s"),
    "uploaded": N_("Read from %(what)s"),
    "restored": N_("Went back to revision %(what)s"),
    "sections": N_("Title and sections"),
    "criterion-added": N_("Criterion %(what)s added"),
    "criterion-changed": N_("Criterion %(what)s changed"),
    "criterion-deleted": N_("Criterion %(what)s deleted"),
    "criterion-moved": N_("Criterion %(what)s moved"),
    "sub-added": N_("Sub-criterion %(what)s added"),
    "sub-changed": N_("Sub-criterion %(what)s changed"),
    "sub-deleted": N_("Sub-criterion %(what)s deleted"),
    "sub-moved": N_("Sub-criterion %(what)s moved"),
    "aspect-added": N_("Aspect added to %(what)s"),
    "aspect-changed": N_("Aspect %(what)s changed"),
    "aspect-deleted": N_("Aspect %(what)s deleted"),
    "aspect-moved": N_("Aspect %(what)s moved"),
}


def note_sentence(note: str) -> str:
    """The note of a revision (``aspect-deleted A1.3``) in the reader's language."""
    word, _, what = note.partition(" ")
    return gettext(NOTES[word]) % {"what": what} if word in NOTES else note


def state_name(state: VersionState) -> str:
    """The state of a version in the reader's language."""
    return gettext(STATE_NAMES[state])
