"""Sign-in cards on paper: one QR code a person, good until the end of the day."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from contest.events.queries import EventFacts
from contest.people.phrases_codes import cards_title
from foundation.formats import moment
from foundation.language import current_language
from foundation.pages import render
from foundation.pdf import print_pdf
from foundation.qr import qr_svg


@dataclass(frozen=True, slots=True)
class Card:
    """A card: whose it is, what he does where, the address his code opens; where it is typed, and how it reads."""

    name: str
    office: str
    address: str
    field_address: str
    groups: str


async def print_cards(event: EventFacts, cards: Sequence[Card], *, until: datetime, at: datetime) -> bytes:
    """The PDF of a sheet of cards, ten a page."""
    context: dict[str, Any] = {
        "html_lang": "zh-CN" if current_language() == "zh_CN" else "en",
        "paper": {
            "event": event.name, "trade": event.venue, "sheet": cards_title(), "version": event.code,
            "printed_at": moment(at, event.time_zone), "hash": None, "qr": None, "landscape": False,
        },
        "cards": [{**asdict(card), "qr": qr_svg(card.address)} for card in cards],
        "until": moment(until, event.time_zone),
    }  # fmt: skip
    return await print_pdf(render("contest/people/cards_print.html", context))
