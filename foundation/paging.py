"""Cutting a long list into pages, whole or as the database gives it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list: its rows, its number from 1, and where it lies in the whole."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The number of the first row on this page, 0 for none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return (self.number - 1) * self.size + len(self.rows)


def page_number(text: str) -> int:
    """The page a reader asks for, 1 when he says none or nonsense."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def cut(rows: Sequence[Row], number: int, *, size: int = SIZE) -> Page[Row]:
    """Page ``number`` of ``rows``; beyond the end the last page."""
    within = min(number, max(1, -(-len(rows) // size)))
    return Page(rows[(within - 1) * size : within * size], within, len(rows), size)


async def nearest_page(
    ask: Callable[[int], Awaitable[tuple[Sequence[Row], int]]], number: int, *, size: int = SIZE
) -> Page[Row]:
    """The page that ``ask`` gives (its rows, and how many there are in all); beyond the end the first."""
    rows, found = await ask(number)
    if number > 1 and not rows:
        number, (rows, found) = 1, await ask(1)
    return Page(rows, number, found, size)
