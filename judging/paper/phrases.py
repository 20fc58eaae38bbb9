"""Words on paper, each in both languages, and words of the pages around it."""

from collections.abc import Callable, Mapping
from typing import Literal

from foundation.language import LANGUAGES, gettext, in_language
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases

Kind = Literal["blank", "blank_numbered", "many", "filled"]

register_phrases(
    {
        "paper_no_scheme": N_("There is no paper before the marking scheme is locked."),
        "paper_no_entries": N_("There are no competitors to print forms for."),
        "print_goes_on": N_("This batch is being printed for you already: it stands in the list below."),
        "paper_no_sheets": N_("There are no sheets yet. The Chief Expert opens marking first."),
        "paper_provisional": N_("Results go on paper only when every sheet is complete."),
        "print_expired": N_("This batch is no longer kept. Start it again."),
    }
)

KINDS: Mapping[Kind, str] = {
    "blank": N_("Blank marking form"),
    "blank_numbered": N_("Marking form"),
    "many": N_("Marking form, several competitors"),
    "filled": N_("Marking form as entered"),
}

WORDS: Mapping[str, str] = {
    "summary": N_("Mark summary form"),
    "results": N_("Book of results"),
    "competitor": N_("Competitor"),
    "workstation": N_("Workstation"),
    "day": N_("Day"),
    "number": N_("No."),
    "entry_number": N_("Number"),
    "aspect": N_("Aspect"),
    "max": N_("Max mark"),
    "judge": N_("Judge"),
    "judge_1": N_("Judge 1"),
    "judge_2": N_("Judge 2"),
    "judge_3": N_("Judge 3"),
    "observed": N_("Observed"),
    "mark": N_("Mark"),
    "total": N_("Total"),
    "sum": N_("Sum of this form"),
    "chief": N_("Chief Expert"),
    "supervisor": N_("Supervisor"),
    "not_attempted": N_("not attempted"),
    "not_revealed": N_("not all scores are in"),
    "again": N_("to be scored again"),
    "round": N_("Round"),
    "scored_again": N_("scored again since"),
    "corrected": N_("Keying error corrected"),
    "asked": N_("Asked by"),
    "confirmed": N_("Confirmed by"),
    "reason": N_("Reason"),
    "state": N_("State"),
    "position": N_("Position"),
    "entries": N_("Ledger entries"),
    "signed": N_("Signed"),
    "locked": N_("Locked"),
    "open": N_("Not signed"),
    "delegation": N_("Delegation"),
    "points": N_("Points"),
    "award": N_("Award"),
    "published": N_("Published"),
    "unpublished": N_("Not published"),
    "population": N_("In the population"),
    "median": N_("Median"),
    "mad": N_("MAD"),
    "rules": N_("Award rules"),
    "rounded": N_(
        "Positions follow the points, rounded to whole numbers: equal points share a position. "
        "Inside it the higher total stands first."
    ),
    "team": N_("Team"),
    "since": N_("since then"),
    "entered_too": N_("Values of the team also entered by"),
    "yes": N_("Yes"),
    "no": N_("No"),
    "measured_here": N_("M: write what the team observed. J: each judge writes 0, 1, 2 or 3."),
    "form": N_("Marking form"),
    "requirement": N_("Requirement"),
}


def in_both(message: str) -> tuple[str, str]:
    """A marked message in Chinese and in English."""
    return pair(lambda: gettext(message))


def paper_words() -> dict[str, tuple[str, str]]:
    """Every word of the papers as (Chinese, English)."""
    return {name: in_both(message) for name, message in WORDS.items()}


def pair(say: Callable[[], str]) -> tuple[str, str]:
    """What ``say`` gives in Chinese and in English."""
    said = []
    for language in LANGUAGES:
        with in_language(language):
            said.append(say())
    return said[0], said[1]


def both(say: Callable[[], str]) -> str:
    """:func:`pair` on one line, once where they are equal."""
    return " · ".join(dict.fromkeys(text for text in pair(say) if text))


def kind_name(kind: Kind) -> str:
    """The kind of form in the reader's language."""
    return gettext(KINDS[kind])
