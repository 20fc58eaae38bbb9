"""Getting a delegation or an expert through the check; who may see the event was decided by its provider."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from contest.events.queries import EventFacts
from contest.people.queries import DelegationFacts, ExpertLine, get_delegation, get_expert


async def provide_delegation(
    event: NamedDependency[EventFacts], delegation_id: FromPath[UUID]
) -> DelegationFacts:
    """The delegation of the address, for whom the route allows in its event."""
    found = await get_delegation(event.id, delegation_id)
    if found is None:
        raise NotFoundException
    return found


async def provide_expert(event: NamedDependency[EventFacts], expert_id: FromPath[UUID]) -> ExpertLine:
    """The expert of the address, for whom the route allows in his event."""
    found = await get_expert(event.id, expert_id)
    if found is None:
        raise NotFoundException
    return found
