"""Whom one may give a one-time code. Pure.

A code opens the whole account, so giving one must not give the giver an office that he does not hold: nobody gets
one who holds any other office anywhere, a deputy gives none to his Chief Expert, and no giver reaches another event.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from contest.officials.roles import EXPERTS, Office, Role

BY_CODE = EXPERTS | {Role.PROJECTOR}


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office in force, and whether its event is archived: there it opens nothing that could be changed."""

    office: Office
    archived: bool = False


def may_be_given(offices: Iterable[HeldOffice], *, event_id: UUID, led: Collection[UUID] | None) -> bool:
    """Whether a code may be given to who holds ``offices``, all of his: by an organizer of the event (``led`` None),
    or by who leads the skills ``led`` as Chief Expert or deputy."""
    return all(
        each.office.role in BY_CODE
        and (each.office.event_id == event_id or each.archived)
        and (led is None or (each.office.role is not Role.CHIEF_EXPERT and each.office.skill_id in led))
        for each in offices
    )
