"""Exact decimals: reading what people type, one way of rounding, and texts.

No binary float enters or leaves. *Half-up* is that of Java's and Python's ``ROUND_HALF_UP``: a tie goes
away from zero (2.5 → 3, −2.5 → −3).
"""

import re
from decimal import Decimal
from fractions import Fraction

from foundation.problems import Problem

Exact = Decimal | Fraction | int

LONGEST = 40
LARGEST_WHOLE = 2**31 - 1  # what a whole number in the database may be
_FOLDED = str.maketrans(
    "０１２３４５６７８９．。｡﹒，﹐、､－−﹣＋\u3000\u00a0\u202f\u2007", "0123456789....,,,,---+    "
)
_ONE_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_SEVERAL_MARKS = re.compile(r"[+-]?\d*([.,]\d*){2,}")
_GROUP_OR_DECIMALS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def parse_decimal(text: str, *, places: int = 6) -> Decimal | Problem:
    """The number a person typed: ``1.25``, ``1,25``, ``１．２５``, ``1。25``, blanks around it.

    Nothing is guessed: ``1,234.5`` and ``1,234`` (a thousand, or three decimals?) are refused with
    ``number_ambiguous``, ``1e5``, ``NaN`` and words with ``number_unreadable``, an empty text with
    ``number_missing``, more than ``places`` decimals with ``too_many_decimals`` (trailing zeros are free).
    """
    folded = text.translate(_FOLDED).strip()
    named = {"value": text.strip()[:LONGEST]}
    if not folded:
        return Problem("number_missing")
    if len(folded) > LONGEST:
        return Problem("number_too_long", values={**named, "longest": str(LONGEST)})
    if _is_ambiguous(folded):
        return Problem("number_ambiguous", values=named)
    if not folded.isascii() or not _ONE_NUMBER.fullmatch(folded):
        return Problem("number_unreadable", values=named)
    number = Decimal(folded.replace(",", "."))
    if decimals_of(number) > places:
        return Problem("too_many_decimals", values={**named, "places": str(places)})
    return number


def whole_or_none(text: str) -> int | None:
    """A whole number of an address, from 0 to :data:`LARGEST_WHOLE`; None for everything else."""
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else -1
    return found if 0 <= found <= LARGEST_WHOLE else None


def _is_ambiguous(folded: str) -> bool:
    several = _SEVERAL_MARKS.fullmatch(folded) and any(character.isdigit() for character in folded)
    return bool(several or _GROUP_OR_DECIMALS.fullmatch(folded))


def decimals_of(number: Decimal) -> int:
    """How many decimals ``number`` needs: 1.250 → 2, 100 → 0."""
    return len(canonical_text(number).partition(".")[2])


def half_up(value: Exact, places: int = 0) -> Decimal:
    """``value`` rounded once to ``places`` decimals, ties away from zero, with exactly that many decimals."""
    numerator, denominator = value.as_integer_ratio()
    units = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    return Decimal(f"{'-' if numerator < 0 and units else ''}{units}E-{places}")


def as_decimal(value: Exact) -> Decimal:
    """``value`` as an exact decimal; ValueError when it has none (a third)."""
    fraction = Fraction(value)
    places = 0
    while (fraction * 10**places).denominator != 1:
        places += 1
        if places > LONGEST:
            raise ValueError(f"{fraction} is no finite decimal")
    return half_up(fraction, places)


def exact_text(number: Decimal) -> str:
    """As many decimals as needed and at least two: ``0.50``, ``0.125``, ``100.00``."""
    whole, _, decimals = canonical_text(number).partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def canonical_text(number: Decimal) -> str:
    """The one text of a number, without exponent and superfluous zeros: ``0.5``, ``100``, ``0`` for −0."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
