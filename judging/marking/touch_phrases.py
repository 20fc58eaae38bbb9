"""Words for the list of marks that a change of scheme touches: page, paper and tables say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import judging.marking.phrases  # noqa: F401
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.numbers import canonical_text, exact_text
from foundation.phrases import register_phrases
from foundation.spreadsheet_writing import Written
from judging.marking.observations import observation_of
from judging.marking.touches import Effect, Forbidden, TouchedMark
from judging.schemes.scheme import Aspect

register_phrases(
    {
        "touched_marks_moved": N_(
            "The marks that the change touches moved after you read the list. Nothing was locked. Read the new list."
        ),
        "touched_list_long": N_(
            "The list has %(rows)s lines, more than the %(most)s that are printed at once. Narrow it by competitor or "
            "sub-criterion, or take the workbook."
        ),
    }
)

EFFECT_NAMES: dict[Effect, str] = {
    "recomputed": N_("computed anew"),
    "stays": N_("stays as it is"),
    "taken_back": N_("taken back"),
    "refused": N_("refused"),
}
EFFECT_SIGNS: dict[Effect, str] = {
    "recomputed": "progress",
    "stays": "done",
    "taken_back": "needs",
    "refused": "refused",
}
WHY: dict[Forbidden, str] = {
    "closed": N_(
        "Signed or locked: the Chief Expert reopens a signed sheet with a reason, or the change leaves its form alone."
    ),
    "removed": N_("Marked, but the sub-criterion is no longer in the scheme."),
}
COLUMNS = (
    N_("Competitor"), N_("Aspect before"), N_("Aspect after"), N_("Text before"), N_("Text after"), N_("Seat"),
    N_("Round"), N_("Observed"), N_("Mark before"), N_("Mark after"), N_("What happens"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TouchRow:
    """A line of the list in words. Marks are exact texts, empty where there is none or it is not known."""

    line: TouchedMark
    number_after: str
    text_after: str
    seat: str
    observed: str
    observed_after: str
    mark: str
    mark_after: str
    effect: str


def touch_row(line: TouchedMark) -> TouchRow:
    """``line`` in the reader's language."""
    after = line.after
    observed = _observed(line, line.before.aspect, line.observed)
    again = _observed(line, after.aspect, line.observed_after) if after and line.effect == "recomputed" else observed
    return TouchRow(
        line, after.number if after else "", after.aspect.description if after else "", seat_name(line), observed,
        "" if again == observed else again, _mark(line.mark), _mark(line.mark_after), effect_name(line.effect),
    )  # fmt: skip


def effect_name(effect: Effect) -> str:
    """What becomes of a mark, in the reader's language."""
    return gettext(EFFECT_NAMES[effect])


def why_forbidden(why: Forbidden) -> str:
    """Why a sheet forbids the change, in the reader's language."""
    return gettext(WHY[why])


def seat_name(line: TouchedMark) -> str:
    """The team's value, or whose score."""
    if line.seat == 0:
        return gettext("the team")
    if line.round == 1:
        return gettext("judge %(seat)s") % {"seat": line.seat}
    return gettext("judge %(seat)s, round %(round)s") % {"seat": line.seat, "round": line.round}


def _observed(line: TouchedMark, aspect: Aspect, observed: Decimal | None) -> str:
    if line.blind:
        return gettext("entered, not yet revealed")
    if line.kind == "not_attempted":
        return gettext("not attempted")
    return "" if observed is None else observed_words(aspect, observed)


def observed_words(aspect: Aspect, observed: Decimal) -> str:
    """What was observed, as people say it: done or not done, the choice's words, a number with its unit."""
    observation = observation_of(aspect)
    if observation.kind == "done":
        return gettext("done") if observed else gettext("not done")
    chosen = next((each.label for each in observation.choices if each.number == observed), None)
    return chosen or f"{canonical_text(observed)} {observation.unit}".strip()


def _mark(mark: Decimal | None) -> str:
    return "" if mark is None else exact_text(mark)


def table_header() -> list[str]:
    """The columns of the exported table."""
    return [gettext(each) for each in COLUMNS]


def table_rows(lines: Sequence[TouchedMark]) -> list[list[Written]]:
    """The list as plain cells: exact marks as numbers, nothing where nothing is known."""
    return [_cells(touch_row(line)) for line in lines]


def _cells(row: TouchRow) -> list[Written]:
    line = row.line
    marks = [Decimal(text) if text else None for text in (row.mark, row.mark_after)]
    return [
        line.entry, line.before.number, row.number_after, line.before.aspect.description, row.text_after, row.seat,
        line.round, row.observed, *marks, row.effect,
    ]  # fmt: skip
