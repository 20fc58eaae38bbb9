"""Getting a sheet through the check, and what its viewer is on it.

The provider checks only that the sheet may be seen; whether a mark is taken is decided under the sheet's lock.
An Expert sees the sheets on which he holds a seat or whose team he leads; Chief Expert, deputy, supervisor and
results staff see every sheet of their trade, and never a score that is not revealed.
"""

from dataclasses import dataclass
from uuid import UUID

from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import FromPath

from contest.officials.access import allowance, authorise, provide_standing
from contest.officials.roles import Role
from foundation.authentication import AppRequest, signed_in
from foundation.problems import refusal
from judging.marking.queries import (
    NamedMarker,
    SheetFacts,
    get_leader,
    get_sheet_and_offices,
    has_left_office,
    markers_of_sheet,
)
from judging.marking.sheet_states import Part

SEE_ALL = (Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT, Role.SUPERVISOR, Role.RESULTS_STAFF)
READERS = (*SEE_ALL, Role.EXPERT)
MARKERS = (Role.EXPERT, Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT)


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A sheet that its viewer may read, with its markers and what he is on it."""

    sheet: SheetFacts
    markers: tuple[NamedMarker, ...]
    account_id: UUID
    parts: frozenset[Part]

    @property
    def own(self) -> NamedMarker | None:
        """The viewer's seat."""
        return next((each for each in self.markers if each.account_id == self.account_id), None)


async def provide_sheet(request: AppRequest, sheet_id: FromPath[UUID]) -> SheetFacts:
    """The sheet of the address, for whom the route allows: roles of its trade and of the whole event count.

    Whoever marked in the trade and holds no office there any more is told so (403), not that there is no sheet."""
    found = await get_sheet_and_offices(sheet_id, signed_in(request).account_id)
    if found is None:
        raise NotFoundException
    sheet, standing = found
    request.scope["touchstone_standing"] = standing  # type: ignore[typeddict-unknown-key]
    held = standing.in_skill(sheet.event_id, sheet.skill_id)
    if not held & allowance(request).roles and await has_left_office(sheet.skill_id, standing.account_id):
        raise refusal("office_ended", status=403)
    authorise(request, held, sees=bool(standing.anywhere_in(sheet.event_id)))
    return sheet


async def provide_opened_sheet(request: AppRequest, sheet_id: FromPath[UUID]) -> OpenedSheet:
    """The sheet with its markers, for those who may read it; other Experts of the trade get 403."""
    sheet = await provide_sheet(request, sheet_id)
    held = (await provide_standing(request)).in_skill(sheet.event_id, sheet.skill_id)
    opened = await open_for(sheet, signed_in(request).account_id, held)
    if not opened.parts & {"marker", "marking_team_leader"} and not held & set(SEE_ALL):
        raise PermissionDeniedException
    return opened


async def open_for(sheet: SheetFacts, account_id: UUID, held: frozenset[Role]) -> OpenedSheet:
    """The sheet as ``account_id`` with these roles stands to it."""
    markers = tuple(await markers_of_sheet(sheet.id))
    parts: set[Part] = set()
    if any(each.account_id == account_id for each in markers):
        parts.add("marker")
    if await get_leader(sheet.sub_criterion_id) == account_id:
        parts.add("marking_team_leader")
    if Role.CHIEF_EXPERT in held:
        parts.add("chief_expert")
    if Role.DEPUTY_CHIEF_EXPERT in held:
        parts.add("deputy_chief_expert")
    return OpenedSheet(sheet, markers, account_id, frozenset(parts))
