"""The mark allocation table on paper, in both languages (W-21)."""

from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest
from foundation.formats import moment
from foundation.language import current_language
from foundation.pages import render
from foundation.qr import qr_svg
from foundation.times import now
from judging.schemes.access import event_of
from judging.schemes.actions import content_digest
from judging.schemes.allocation import allocate
from judging.schemes.page_phrases import both, paper_words
from judging.schemes.queries import VersionLine
from judging.schemes.scheme import Scheme


def allocation_paper(request: AppRequest, division: DivisionFacts, version: VersionLine, scheme: Scheme) -> str:
    """The HTML of the paper: criteria × sections, signature lines, and the digest of the scheme as QR code."""
    event, digest, words = event_of(request), content_digest(scheme), paper_words()
    unlocked = () if version.locked_at else (words["unlocked"],)
    paper = {
        "event": both(lambda: event.name),
        "trade": both(lambda: division.title),
        "sheet": words["title"],
        "version": " · ".join((f"V{version.number}", f"R{version.revision}", *unlocked)),
        "printed_at": moment(now(), event.time_zone),
        "hash": f"sha256 {digest}",
        "qr": qr_svg(f"touchstone:scheme:{division.slug}:{version.number}:{digest}"),
        "landscape": len(scheme.criteria) > 7,
    }
    language = current_language()
    return render(
        "judging/schemes/allocation_paper.html",
        {
            "paper": paper, "words": words, "allocation": allocate(scheme), "scheme": scheme, "version": version,
            "criteria": scheme.criteria, "html_lang": "zh-CN" if language == "zh_CN" else "en",
        },
    )  # fmt: skip

