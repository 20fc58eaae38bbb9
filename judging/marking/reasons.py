"""Reasons a person gives with one tap (W-16), by occasion, as codes; words stand in ``phrases.py``.

``own_change`` is given by the house alone: a judge replaced his own score before the reveal, or a marker his
own value before he handed in. ``seat_changed`` too: the seat's new holder scores anew before the reveal; and
``imported``: the value stood in a file, and the text says why it was taken.
``other`` needs a text.
"""

from typing import Literal

from foundation.problems import Place, Problem

Occasion = Literal["deduction", "correction", "keying", "round", "reopening"]

OWN_CHANGE = "own_change"
SEAT_CHANGED = "seat_changed"
IMPORTED = "imported"
OTHER = "other"
LONGEST_TEXT = 500

REASONS: dict[Occasion, tuple[str, ...]] = {
    "deduction": ("workmanship", "dimension", "missing_part", "damage", "safety", OTHER),
    "correction": ("mistyped", "misread", "measured_again", "wrong_competitor", "agreed_anew", OTHER),
    "keying": ("mistyped", "wrong_aspect", "wrong_competitor", OTHER),
    "round": ("new_evidence", "descriptor_misread", "procedure", OTHER),
    "reopening": ("keying_error", "mark_questioned", "evidence_missing", OTHER),
}


def check_reason(
    occasions: tuple[Occasion, ...], code: str | None, text: str | None, *, needed: bool = True
) -> list[Problem]:
    """``reason_missing`` when one is needed, ``reason_unknown``, ``reason_text_missing`` for *other* without
    words, ``reason_too_long``. ``occasions`` are those whose codes are allowed together."""
    if not code:
        return [Problem("reason_missing", place=Place(field="reason"))] if needed else []
    if not any(code in REASONS[occasion] for occasion in occasions):
        return [Problem("reason_unknown", place=Place(field="reason"))]
    words = (text or "").strip()
    if code == OTHER and not words:
        return [Problem("reason_text_missing", place=Place(field="reason_text"))]
    return _check_length(words)


def check_text(text: str) -> list[Problem]:
    """``reason_missing`` or ``reason_too_long`` for a reason that is given in words alone."""
    return _check_length(text.strip()) if text.strip() else [Problem("reason_missing", place=Place(field="reason"))]


def _check_length(words: str) -> list[Problem]:
    return [Problem("reason_too_long", values={"longest": str(LONGEST_TEXT)})] if len(words) > LONGEST_TEXT else []
