"""The list of marks that a scheme version touches, on paper, in both languages."""

from collections.abc import Sequence

from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest
from foundation.formats import moment
from foundation.language import current_language, gettext
from foundation.language import mark_for_translation as N_
from foundation.pages import render
from foundation.qr import qr_svg
from foundation.times import now
from judging.marking.touch_phrases import EFFECT_NAMES, seat_name, touch_row, why_forbidden
from judging.marking.touches import EFFECTS, TouchedMark, Touches
from judging.schemes.access import event_of
from judging.schemes.page_phrases import both
from judging.schemes.queries import VersionLine

WORDS = {
    "title": N_("Marks that the change of scheme touches"),
    "version": N_("Version"),
    "revision": N_("Revision"),
    "reason": N_("Reason"),
    "pending": N_("not locked yet"),
    "locked": N_("Locked"),
    "listed": N_("Lines"),
    "entry": N_("Competitor"),
    "aspect": N_("Aspect"),
    "seat": N_("Seat"),
    "observed": N_("Observed"),
    "before": N_("Mark before"),
    "after": N_("Mark after"),
    "happens": N_("What happens"),
    "forbidding": N_("Sheets that forbid the change"),
    "chief": N_("Chief Expert"),
    "supervisor": N_("Supervisor"),
    "date": N_("Date"),
}


def touches_paper(
    request: AppRequest, division: DivisionFacts, version: VersionLine, lines: Sequence[TouchedMark], found: Touches
) -> str:
    """The HTML of the paper: ``lines`` of the whole list ``found``, whose digest stands in the footer."""
    event, words = event_of(request), {name: both(lambda word=word: gettext(word)) for name, word in WORDS.items()}  # type: ignore[misc]
    paper = {
        "event": both(lambda: event.name),
        "trade": both(lambda: division.title),
        "sheet": words["title"],
        "version": f"V{version.number} · R{version.revision}",
        "printed_at": moment(now(), event.time_zone),
        "hash": f"sha256 {found.digest}",
        "qr": qr_svg(f"touchstone:touched:{division.slug}:{version.number}:{found.digest}"),
        "landscape": True,
    }
    return render(
        "judging/marking/touched_paper.html",
        {
            "paper": paper, "words": words, "version": version, "found": found, "zone": event.time_zone,
            "rows": [touch_row(line) for line in lines],
            "seats": [both(lambda line=line: seat_name(line)) for line in lines],  # type: ignore[misc]
            "observed": [both(lambda line=line: touch_row(line).observed) for line in lines],  # type: ignore[misc]
            "effects": {name: both(lambda name=name: gettext(EFFECT_NAMES[name])) for name in EFFECTS},  # type: ignore[misc]
            "why": lambda why: both(lambda: why_forbidden(why)),
            "html_lang": "zh-CN" if current_language() == "zh_CN" else "en",
        },
    )  # fmt: skip
