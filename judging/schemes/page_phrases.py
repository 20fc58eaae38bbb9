"""Sentences about drafts, approval and lock of schemes, and the notes of their history."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from foundation.language import LANGUAGES, gettext, in_language
from foundation.language import mark_for_translation as N_
from foundation.numbers import exact_text
from foundation.phrases import register_done, register_phrases
from foundation.problems import Problem
from judging.schemes.changes import Change
from judging.schemes.queries import VersionState
from judging.schemes.rule_phrases import describe_calculation
from judging.schemes.scheme import Aspect, Descriptor, Scheme

register_phrases(
    {
        "draft_changed": N_(
            "%(name)s saved revision %(revision)s meanwhile. Yours was not saved. Compare, then send it again."
        ),
        "draft_gone": N_("This draft is no longer open: it was locked or discarded."),
        "draft_stands": N_("A draft is open already. Work on it, or discard it first."),
        "change_reason_missing": N_("Say why the locked scheme must change."),
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
        "match_twice": N_("Two new parts cannot continue the same old one: %(part)s."),
        "match_unknown": N_(
            "The scheme before has no “%(part)s” here. Type a number of its list, like A1.3, or nothing."
        ),
        "criterion_no_letter": N_("A criterion has one letter, from A to Z."),
        "descriptors_needed": N_("Write all four descriptors, or none yet."),
        "not_exact": N_("Write marks with at most six decimals."),
        "day_out_of_range": N_("Type a day from 1 to 9."),
        "revision_unknown": N_("There is no such revision."),
    }
)
register_done(
    {
        "scheme_approved": N_("The scheme has your approval."),
        "approval_withdrawn": N_("Your approval is withdrawn."),
        "reading_confirmed": N_("The reading of the calculation is confirmed."),
        "scheme_locked": N_("The scheme is locked. Marks are given on this version."),
        "draft_discarded": N_("The draft is discarded."),
        "version_started": N_("A draft is begun."),
        "upload_saved": N_("The file is taken over as the draft."),
        "upload_dropped": N_("The file is dropped."),
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


KINDS = {"added": N_("added"), "removed": N_("removed"), "changed": N_("changed")}
PARTS = {
    "scheme": N_("Scheme"),
    "section": N_("Section %(code)s"),
    "criterion": N_("Criterion %(code)s"),
    "sub_criterion": N_("Sub-criterion %(code)s"),
    "aspect": N_("Aspect %(code)s"),
}
FIELD_NAMES = {
    "title": N_("Title"),
    "name": N_("Description"),
    "declared": N_("Declared mark"),
    "max_mark": N_("Maximum mark"),
    "criterion": N_("Criterion"),
    "code": N_("Code of the part"),
    "type": N_("Type"),
    "description": N_("What is marked"),
    "section": N_("Section of the standards"),
    "extra": N_("Further description"),
    "requirement": N_("Requirement"),
    "descriptors": N_("Descriptors"),
    "calculation": N_("Calculation"),
    "day": N_("Day of marking"),
    "sub_criterion": N_("Sub-criterion"),
    "number": N_("Place"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in words: what kind, which part, and (field, before, after) of what changed in it."""

    kind: str
    kind_word: str
    part: str
    name: str
    values: Sequence[tuple[str, str, str]]


def change_rows(changes: Sequence[Change], old: Scheme, new: Scheme) -> list[ChangeRow]:
    """Changes between two schemes in the reader's language, ready to be set side by side."""
    before, after = _by_id(old), _by_id(new)
    codes = {str(sub.id): sub.code for scheme in (old, new) for sub in scheme.sub_criteria()}
    rows = []
    for change in changes:
        code = f"{change.code}.{change.number}" if change.number is not None else change.code
        values = []
        for name, (was, now) in change.fields.items():
            if name == "calculation" and change.id:
                was, now = _calculation(before.get(change.id)), _calculation(after.get(change.id))
            texts = (_text(was, codes), _text(now, codes))
            if texts[0] != texts[1]:
                values.append((gettext(FIELD_NAMES[name]), *texts))
        if values or change.kind != "changed":
            part = gettext(PARTS[change.part]) % {"code": code}
            rows.append(ChangeRow(change.kind, gettext(KINDS[change.kind]), part, change.name, values))
    return rows


def _by_id(scheme: Scheme) -> Mapping[object, Aspect]:
    return {aspect.id: aspect for aspect in scheme.aspects() if aspect.id}


def _calculation(aspect: Aspect | None) -> str:
    return "\n".join(describe_calculation(aspect)) if aspect else ""


def _text(value: object, codes: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return exact_text(value)
    if isinstance(value, tuple):
        return "\n".join(f"{step.score} {step.text}" for step in value if isinstance(step, Descriptor))
    return codes.get(str(value), str(value))


PAPER_WORDS = {
    "title": N_("Mark allocation table"),
    "section": N_("Section of the standards"),
    "computed": N_("Computed"),
    "declared": N_("Declared"),
    "variation": N_("Variation"),
    "none": N_("without section"),
    "total": N_("Total"),
    "version": N_("Version"),
    "revision": N_("Revision"),
    "criteria": N_("Criteria"),
    "chief": N_("Chief Expert"),
    "expert": N_("Expert"),
    "supervisor": N_("Supervisor"),
    "date": N_("Date"),
    "unlocked": N_("Draft: not locked, not in force"),
}


def paper_words() -> dict[str, str]:
    """The words of the allocation paper, each in both languages."""
    return {name: both(lambda word=word: gettext(word)) for name, word in PAPER_WORDS.items()}  # type: ignore[misc]


def both(say: Callable[[], str]) -> str:
    """What ``say`` gives in Chinese and in English, once where they are equal."""
    said = []
    for language in LANGUAGES:
        with in_language(language):
            said.append(say())
    return " · ".join(dict.fromkeys(text for text in said if text))


LAYOUTS = {
    "cis": N_("CIS workbook"),
    "cis-short": N_("CIS workbook, short form"),
    "cis-v3": N_("CIS workbook, version 3"),
    "cis-v1": N_("CIS workbook, version 1 or 2"),
    "russian": N_("Russian national workbook"),
    "russian-six": N_("Russian workbook with six columns"),
    "russian-ladder": N_("Russian workbook with the ladder in columns"),
    "korean": N_("Korean workbook"),
    "untyped": N_("Workbook without aspect types"),
    "json": N_("JSON module"),
}


def layout_name(layout: str) -> str:
    """The layout of a file in the reader's language."""
    return gettext(LAYOUTS[layout]) if layout in LAYOUTS else layout


CALCULATION_NAMES = {
    "PASS_FAIL": N_("Done or not done"),
    "NUMBER_COMPLETED": N_("How many of a number"),
    "CHOICE": N_("Choice, each with a deduction in percent"),
    "OPTIONS": N_("Choice, each with its mark"),
    "RANGED_SCORE": N_("Measured value in ranges"),
    "REGULAR_DIFFERENCE_DEDUCTION": N_("Deduction for each full difference"),
    "TOLERANCE_LADDER": N_("Tolerance ladder"),
    "DEDUCT_STEPS": N_("Deduct a step for each fault"),
    "ADD_STEPS": N_("Add a step for each one counted"),
}


def calculation_name(kind: str) -> str:
    """The calculation type in the reader's language."""
    return gettext(CALCULATION_NAMES[kind])


def reading_words(fingerprint: str) -> str:
    """Which calculation a confirmed reading is of, in the reader's language."""
    kind = fingerprint.partition("(")[0]
    return calculation_name(kind) if kind in CALCULATION_NAMES else kind


PARAMETER_NAMES = {
    "TARGET_VALUE": N_("Target value"),
    "NUM_POSSIBLE": N_("How many are possible"),
    "DIFFERENCE": N_("One difference"),
    "DEDUCTION": N_("Deduction in percent"),
    "STEP": N_("Step in marks"),
    "LABEL": N_("Choice"),
    "VALUE": N_("Mark it gives"),
    "MARK": N_("Mark it gives"),
    "LOWER": N_("Below the target by"),
    "UPPER": N_("Above the target by"),
    "DEVIATION": N_("Up to this deviation"),
}
_ROW = re.compile(r"(?:CHOICE|OPTION|RANGE|ROW)(\d+)_([A-Z]+)")


def with_field_names(problem: Problem) -> Problem:
    """A problem of a calculation that names the field of the editor instead of the workbook's parameter."""
    key = problem.values.get("parameter", "")
    row = _ROW.fullmatch(key)
    name = PARAMETER_NAMES.get(row[2] if row else key)
    if name is None:
        return problem
    words = gettext(name)
    if row:
        words = gettext("%(field)s in row %(row)s") % {"field": words, "row": row[1]}
    return replace(problem, values={**problem.values, "parameter": words})
