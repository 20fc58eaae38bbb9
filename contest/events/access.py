"""Getting an event through the check."""

from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from contest.events.queries import EventFacts, get_event
from contest.officials.access import authorise, provide_standing
from contest.officials.roles import Role
from foundation.authentication import AppRequest


async def provide_event(request: AppRequest, event_code: FromPath[str]) -> EventFacts:
    """The event of the address, for whom the route allows. Roles held in any skill of it count as seeing it,
    and as allowed where the route names them (a Chief Expert reads the event's pages)."""
    event = await get_event(event_code)
    if event is None:
        raise NotFoundException
    standing = await provide_standing(request)
    held = standing.anywhere_in(event.id)
    authorise(request, held, sees=bool(held))
    request.scope["touchstone_event"] = event  # type: ignore[typeddict-unknown-key]
    return event


async def my_roles_in(request: AppRequest, event: EventFacts) -> frozenset[Role]:
    """Roles of the person in the event as a whole (not those of single skills)."""
    return (await provide_standing(request)).in_event(event.id)
