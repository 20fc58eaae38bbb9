"""What higher subjects put in: marking knows schemes, schemes know no marking.

``judging/app.py`` fills these when the app is put together. Everything here works while they are empty.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from foundation.audit.actions import Actor
from judging.schemes.queries import LockedScheme
from judging.schemes.scheme import Aspect, Scheme


@dataclass(frozen=True, slots=True)
class SchemeChange:
    """A new version comes into force. ``old`` is None at the first lock of a division."""

    event_id: UUID
    division_id: UUID
    old: LockedScheme | None
    new: LockedScheme
    by: Actor


@dataclass(frozen=True, slots=True)
class TouchedMarks:
    """How many marks a change of scheme touches, how many sheets forbid it, and the page that lists them."""

    marks: int
    sheets: int
    closed_sheets: int
    href: str


# Run inside the transaction of the lock; raises UserError to refuse (a touched sheet is signed or locked).
lock_listeners: list[Callable[[SchemeChange], Awaitable[None]]] = []

# Counts the marks that would be touched if ``new`` replaced the locked ``old``; for the approval page.
touched_marks: list[Callable[[UUID, LockedScheme, Scheme], Awaitable[TouchedMarks]]] = []

# The mark that an observation gives (W-15); the editor shows examples with it.
mark_rules: list[Callable[[Aspect, Decimal], Decimal]] = []
