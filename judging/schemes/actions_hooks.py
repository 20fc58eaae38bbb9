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
    """A new version comes into force. ``old`` is None at the first lock of a division. ``seen_marks`` is the digest
    of the list of touched marks that was confirmed, empty where none was shown."""

    event_id: UUID
    division_id: UUID
    old: LockedScheme | None
    new: LockedScheme
    by: Actor
    seen_marks: str = ""


@dataclass(frozen=True, slots=True)
class TouchedMarks:
    """How many marks a change of scheme touches, how many sheets forbid it, and the digest of the list of them
    (empty: nothing to look at before the lock)."""

    marks: int
    sheets: int
    forbidding: int
    digest: str


# Run inside the transaction of the lock; raises UserError to refuse (a touched sheet is signed or locked).
lock_listeners: list[Callable[[SchemeChange], Awaitable[None]]] = []

# Counts the marks that would be touched if the draft of a division came into force; for the approval page.
touched_marks: list[Callable[[UUID, Scheme], Awaitable[TouchedMarks]]] = []

# The mark that an observation gives (W-15); the editor shows examples with it.
mark_rules: list[Callable[[Aspect, Decimal], Decimal]] = []
