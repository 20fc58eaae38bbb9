"""What higher packages put in: marking knows entries, entries know no marking.

``judging/app.py`` fills this when the app is put together. Everything here works while it is empty.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HeldMarks:
    """The sheets of an entry, held until the transaction ends: the codes of those on which a mark stands, and the
    topics of their open pages."""

    marked: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


# Run inside the transaction of a change of status, under the entry's lock: no mark comes in until it ends.
mark_holders: list[Callable[[UUID], Awaitable[HeldMarks]]] = []
