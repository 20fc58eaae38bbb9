"""Who may read and who may write a division's marking scheme, and getting its versions through the check."""

from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from contest.events.queries import EventFacts
from contest.officials.access import allow
from contest.officials.roles import EXPERTS, Role, Standing
from contest.skills.access import roles_in_skill
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest
from judging.schemes.queries import VersionLine, get_draft, get_version

# Schemes are secret until the contest: the trade's officials read them, the system administrator never does.
READERS = (
    Role.ORGANIZER, Role.RESULTS_STAFF, Role.SUPERVISOR, Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT, Role.EXPERT,
)  # fmt: skip
SEES_MARKS = frozenset((Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT, Role.SUPERVISOR, Role.RESULTS_STAFF))
READ = allow(*READERS)
WRITE = allow(*EXPERTS)
LOCK = allow(Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT)


async def provide_version(number: FromPath[int], division: NamedDependency[DivisionFacts]) -> VersionLine:
    """The version of the address; the division has been through the check."""
    found = await get_version(division.id, number)
    if found is None:
        raise NotFoundException
    return found


async def provide_draft(division: NamedDependency[DivisionFacts]) -> VersionLine:
    """The division's draft; without one there is nothing at the address."""
    found = await get_draft(division.id)
    if found is None:
        raise NotFoundException
    return found


async def may_write(request: AppRequest, division: DivisionFacts) -> bool:
    """Whether the person drafts schemes of this trade."""
    return bool(await roles_in_skill(request, division.skill) & EXPERTS)


def event_of(request: AppRequest) -> EventFacts:
    """The event that the division's provider has found."""
    found = request.scope["touchstone_event"]  # type: ignore[typeddict-item]
    assert isinstance(found, EventFacts)
    return found


def standing_of(request: AppRequest) -> Standing:
    """The offices that the division's provider has found."""
    found = request.scope["touchstone_standing"]  # type: ignore[typeddict-item]
    assert isinstance(found, Standing)
    return found
