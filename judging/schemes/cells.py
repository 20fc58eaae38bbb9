"""Cells of a marking scheme file to texts, exact numbers, codes and cell names.

Terms: a *cell* is what ``foundation.spreadsheets`` gives: a text, a binary float, a bool, or a date that
the spreadsheet made of what somebody typed. *Dust* is what binary sums leave behind (22.999999999999996).
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

Cell = str | float | int | bool | date | time | timedelta
Row = Sequence[Cell]

_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЬаеѕіјорсухАΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABESIJKMHOPCTYXbaesijopcyxABEZHIKMNOPTYX",
)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_FOLDED_DIGITS = str.maketrans("０１２３４５６７８９．，－−+", "0123456789.,--+")
_DUST = Decimal("1E-9")
_WHOLE = re.compile(r"(\d+)[.,]0+")
_DAY = re.compile(r"[^\d+\-−]*?([-−]?\d{1,3})(?:[.,]0+)?\D*")
_DATES = (date, time, timedelta)
_CODE_BLANKS = re.compile(r"\s+")


def is_date(cell: Cell) -> bool:
    """Whether the spreadsheet turned what was typed into a date, a time or a length of time."""
    return isinstance(cell, _DATES)


def text_of(cell: Cell) -> str:
    """The cell as a text without blanks around it; 1.0 is ``1``, a date is its ISO form."""
    if cell == "":
        return ""
    if isinstance(cell, str):
        text = cell.strip()
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def number_of(cell: Cell) -> Decimal | None:
    """The cell as an exact number, binary dust swept off; None when it is empty or no number."""
    if cell.__class__ is float:
        return _exact(cell)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, str):
        typed = cell.strip().translate(_FOLDED_DIGITS)
        if typed and len(typed) <= 40 and _NUMBER.fullmatch(typed):
            return swept(Decimal(typed.replace(",", ".")))
    return None


@lru_cache(maxsize=4096)
def _exact(number: float) -> Decimal | None:
    typed = repr(number)
    if len(typed) <= 12 and typed[-1].isdigit():  # too short for dust, and neither nan nor inf
        return Decimal(typed)
    found = Decimal(typed)
    return swept(found) if found.is_finite() else None


def swept(number: Decimal) -> Decimal:
    """``number`` without the dust of binary sums: 22.999999999999996 → 23; 0.125 and 0.33333 stay."""
    if number.as_tuple().exponent >= -9:  # type: ignore[operator]
        return number
    if abs(number) >= 10**15:
        return number
    near = number.quantize(_DUST)
    if abs(number - near) > abs(number) * Decimal("1E-13") + Decimal("1E-13"):
        return number
    near = near.normalize()
    return near if near.as_tuple().exponent <= 0 else near.quantize(Decimal(1))  # type: ignore[operator]


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in the cell (a zero is something)."""
    return cell == "" or (isinstance(cell, str) and not cell.strip())


@lru_cache(maxsize=4096, typed=True)
def folded_code(cell: Cell) -> str:
    """A code with Cyrillic, Greek and full-width look-alikes as Latin letters and no blanks inside."""
    code = text_of(cell)
    if code.isalnum() and code.isascii():
        return code
    if not code.isascii():
        code = unicodedata.normalize("NFKC", code).translate(_LOOK_ALIKES)
    return _CODE_BLANKS.sub("", code).rstrip(".):").lstrip("(")


@lru_cache(maxsize=1024, typed=True)
def section_of(cell: Cell) -> str | None:
    """A section's number as a text: 1, 1.0, ``'1'``, ``'１'`` and ``'1.0'`` are all ``1``; None where it is blank."""
    section = text_of(cell).translate(_FOLDED_DIGITS)
    whole = _WHOLE.fullmatch(section)
    return (whole[1] if whole else section) or None


@lru_cache(maxsize=1024, typed=True)
def day_of(cell: Cell) -> int | None:
    """The day of marking in a number or a text (``1``, ``" 1"``, ``C2``, ``Day 3``); None when unreadable."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1000 else None
    found = _DAY.fullmatch(text_of(cell).translate(_FOLDED_DIGITS))
    return int(found[1].replace("−", "-")) if found else None


@lru_cache(maxsize=1024, typed=True)
def step_of(cell: Cell) -> int | None:
    """The step of a ladder in a number or a text (``0``, ``" 2"``, ``1.0``); None when it is no whole number."""
    step = number_of(cell)
    return None if step is None or step != int(step) or abs(step) > 100 else int(step)


def cell_name(row: int, column: int) -> str:
    """The name of a cell: ``row`` counts from 1, ``column`` from 0 (24, 10 → K24)."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"
