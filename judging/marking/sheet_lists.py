"""Sheets in the order in which people work through them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from foundation.sorting import natural


class Listed(Protocol):
    """What ordering asks of a sheet."""

    @property
    def day(self) -> int | None: ...
    @property
    def entry_number(self) -> str: ...
    @property
    def skill_code(self) -> str: ...
    @property
    def form(self) -> Any: ...
    @property
    def waits(self) -> bool: ...
    @property
    def to_sign(self) -> bool: ...
    @property
    def signing_href(self) -> str: ...


Sheet = TypeVar("Sheet", bound=Listed)


@dataclass(frozen=True, slots=True)
class Day:
    """The sheets of one day of marking in order, and how many of them still wait."""

    number: int | None
    sheets: tuple[Any, ...]
    waiting: int


def in_order(sheets: Sequence[Sheet]) -> list[Sheet]:
    """By day (sheets without one last), trade, sub-criterion and competitor: as a team walks the hall."""
    return sorted(
        sheets,
        key=lambda each: (
            each.day is None, each.day or 0, natural(each.skill_code), natural(each.form.code),
            natural(each.entry_number),
        ),
    )  # fmt: skip


def by_day(sheets: Sequence[Sheet]) -> list[Day]:
    """The days of these sheets, each in order."""
    days: dict[int | None, list[Sheet]] = {}
    for sheet in in_order(sheets):
        days.setdefault(sheet.day, []).append(sheet)
    return [Day(day, tuple(found), sum(each.waits for each in found)) for day, found in days.items()]


def next_of(sheets: Sequence[Sheet]) -> Sheet | None:
    """The first sheet that still waits for this judge."""
    return next(iter(in_order([sheet for sheet in sheets if sheet.waits])), None)


def chosen_day(days: Sequence[Day], wanted: str | None, next_sheet: Listed | None) -> Day | None:
    """The day that is shown: the one asked for, else that of the next sheet, else the last."""
    numbers = {str(day.number or ""): day for day in days}
    if wanted is not None and wanted in numbers:
        return numbers[wanted]
    if next_sheet is not None:
        return numbers[str(next_sheet.day or "")]
    return days[-1] if days else None


def signing_places(sheets: Sequence[Sheet]) -> list[tuple[str, str, int]]:
    """Where sheets wait for this leader's signature: the trade, the page's address, how many."""
    found: dict[tuple[str, str], int] = {}
    for sheet in in_order([sheet for sheet in sheets if sheet.to_sign]):
        place = sheet.skill_code, sheet.signing_href
        found[place] = found.get(place, 0) + 1
    return [(code, href, number) for (code, href), number in found.items()]
