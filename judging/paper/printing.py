"""Marking forms, the mark summary form and the book of results as HTML for paper (W-21, T-75).

All carry both languages, the scheme's version, a hash and its QR code, and lines to sign on. Filled forms come from
``book.py``, which leaves out every score that is not revealed. Paper never holds a provisional rank (W-24).
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from typing import Any
from uuid import UUID

from contest.skills.phrases import rule_set_name
from foundation.formats import moment
from foundation.language import current_language
from foundation.language import gettext as _
from foundation.numbers import as_decimal, exact_text
from foundation.pages import render
from foundation.qr import qr_svg
from foundation.times import now
from judging.marking.book import book_of
from judging.marking.corrections import Correction
from judging.marking.observations import observation_of
from judging.marking.phrases import reason_name
from judging.marking.plan import SheetPlan
from judging.marking.rounds import SeatEntry
from judging.paper.filled import filled_lines
from judging.paper.phrases import KINDS, WORDS, Kind, both, in_both, pair, paper_words
from judging.paper.queries import PaperDivision, PaperEntry, PaperSheet
from judging.results.division_results import DivisionResults
from judging.results.phrases import award_name, status_name
from judging.results.queries_published import Shown
from judging.results.sheet_marks import NOBODY
from judging.schemes.rule_phrases import describe_calculation
from judging.schemes.scheme import Aspect

COLUMNS_ON_A_PAGE = 6
MOST_UPRIGHT = 8  # criteria that fit beside a number and a total on an upright page


def blank_form(paper: PaperDivision, sheet: SheetPlan, entry: PaperEntry | None = None) -> str:
    """A form to be filled in by hand, for one competitor (named by number) or with a line for the number."""
    kind: Kind = "blank_numbered" if entry else "blank"
    digest = paper.scheme.content_sha256
    subject = f"touchstone:form:{paper.division.slug}:{sheet.code}:{entry.number if entry else ''}:{digest}"
    return render(
        "judging/paper/form.html",
        {**_frame(paper, _title(sheet, kind), f"sha256 {digest}", subject), "sheet": sheet, "entry": entry,
         "describe": describe_calculation},
    )  # fmt: skip


def many_forms(paper: PaperDivision, sheet: SheetPlan, entries: Sequence[PaperEntry]) -> list[str]:
    """Landscape forms for several competitors side by side, each with three columns for the judges."""
    digest = paper.scheme.content_sha256
    subject = f"touchstone:form:{paper.division.slug}:{sheet.code}::{digest}"
    frame = _frame(paper, _title(sheet, "many"), f"sha256 {digest}", subject, landscape=True)
    return [
        render("judging/paper/many.html", {**frame, "sheet": sheet, "entries": beside})
        for beside in evenly(entries, COLUMNS_ON_A_PAGE)
    ]


def evenly(entries: Sequence[PaperEntry], most: int) -> list[Sequence[PaperEntry]]:
    """``entries`` in order, on as few pages as hold ``most`` each, and no page much emptier than the others."""
    pages = -(-len(entries) // most)
    edges = [len(entries) * page // pages for page in range(pages + 1)] if pages else []
    return [entries[start:end] for start, end in pairwise(edges)]


def filled_form(paper: PaperDivision, plan: SheetPlan, sheet: PaperSheet) -> str:
    """A sheet as it stands in the ledger; what is not revealed is not on it. Position and head tie it to the chain."""
    asked: dict[UUID, list[Correction]] = defaultdict(list)
    for each in sheet.asked:
        asked[each.correction.aspect].append(each.correction)
    book = book_of(plan, sheet.entries, account=NOBODY, seat=None, opened=sheet.opened, corrections=asked)
    head = "" if book.hides_scores else sheet.head
    frame = _frame(
        paper, _title(plan, "filled"), f"#{sheet.position} {head}".rstrip(),
        f"touchstone:sheet:{sheet.id}:{sheet.position}:{head}",
    )  # fmt: skip
    return render(
        "judging/paper/filled.html",
        {**frame, "sheet": plan, "printed": sheet, "book": book, "lines": filled_lines(book),
         "booked": {each.correction.id: each for each in sheet.asked}, "zone": paper.event.time_zone,
         "observed": observed_text, "reason": _reason},
    )  # fmt: skip


def observed_text(entry: SeatEntry | None, aspect: Aspect) -> str:
    """What was observed, as people write it: yes or no and choices as words, numbers without
    superfluous zeros."""
    if entry is None or entry.observed is None:
        return ""
    observation = observation_of(aspect)
    if observation.kind == "done":
        return both_of(WORDS["yes" if entry.observed else "no"])
    chosen = next((each.label for each in observation.choices if each.number == entry.observed), None)
    if chosen is not None:
        return chosen
    return f"{entry.observed.normalize():f}"


def summary_form(paper: PaperDivision, shown: Shown) -> str:
    """The mark summary form: criteria × competitors; a criterion stands when all its marks are in."""
    results = shown.results
    digest = shown.publication.sha256 if shown.publication else marks_digest(results)
    frame = _frame(
        paper, both_of(WORDS["summary"]), f"sha256 {digest}", f"touchstone:summary:{paper.division.slug}:{digest}",
        landscape=len(results.criteria) > MOST_UPRIGHT,
    )  # fmt: skip
    return render("judging/paper/summary.html", {**frame, "results": results, "status": _status})


def marks_digest(results: DivisionResults) -> str:
    """The sha256 of the marks that a summary prints, so that two prints differ where a mark differs: the JSON of
    number, status, mark by criterion and total of each entry in the order of numbers, marks as exact texts."""
    lines = [
        [line.number, line.status, {code: _mark(value) for code, value in line.by_criterion.items()}, _mark(line.total)]
        for line in sorted(results.lines, key=lambda line: line.number)
    ]
    return sha256(json.dumps(lines, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _mark(value: Decimal | None) -> str | None:
    return None if value is None else exact_text(value)


def results_paper(paper: PaperDivision, shown: Shown, *, digest: str) -> str:
    """The book of results of a division: ranked, with marks by criterion, and who publishes it."""
    frame = _frame(
        paper, both_of(WORDS["results"]), f"sha256 {digest}", f"touchstone:results:{paper.division.slug}:{digest}",
        landscape=len(shown.results.criteria) > 4,
    )  # fmt: skip
    return render(
        "judging/paper/results.html",
        {**frame, "shown": shown, "results": shown.results, "zone": paper.event.time_zone, "award": _award,
         "status": _status, "rule_set": _rule_set, "people": _people, "fraction": _fraction},
    )  # fmt: skip


def both_of(message: str) -> str:
    """A known message in both languages on one line."""
    return " · ".join(dict.fromkeys(in_both(message)))


def _award(award: Any) -> tuple[str, str]:
    return pair(lambda: award_name(award))


def _status(status: Any) -> tuple[str, str]:
    return pair(lambda: status_name(status))


def _reason(code: str) -> tuple[str, str]:
    return pair(lambda: reason_name(code))


def _rule_set(name: str) -> str:
    return both(lambda: rule_set_name(name))


def _people(entry: Any) -> Iterator[tuple[str, str]]:
    return ((zh, en if en != zh else "") for zh, en in entry.people)


def _fraction(value: Any) -> Decimal:
    return as_decimal(value)


def _title(sheet: SheetPlan, kind: Kind) -> str:
    return both_of(KINDS[kind])


def _frame(
    paper: PaperDivision, title: str, hash_text: str, subject: str, *, landscape: bool = False
) -> dict[str, Any]:
    return {
        "paper": {
            "event": both(lambda: paper.event.name),
            "trade": both(lambda: paper.division.title),
            "sheet": title,
            "version": both(lambda: _version(paper.scheme.number)),
            "printed_at": moment(now(), paper.event.time_zone),
            "hash": hash_text,
            "qr": qr_svg(subject),
            "landscape": landscape,
        },
        "words": paper_words(),
        "division": paper.division,
        "html_lang": "zh-CN" if current_language() == "zh_CN" else "en",
    }


def _version(number: int) -> str:
    return _("Scheme version %(number)s") % {"number": number}
