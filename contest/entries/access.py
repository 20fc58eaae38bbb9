"""Getting an entry through the check; who may see the division was decided by its provider."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from contest.entries.queries import EntryLine, get_entry
from contest.skills.queries import DivisionFacts


async def provide_entry(division: NamedDependency[DivisionFacts], entry_id: FromPath[UUID]) -> EntryLine:
    """The entry of the address, for whom the route allows in its division."""
    found = await get_entry(division.skill.event_id, entry_id)
    if found is None or found.slug != division.slug:
        raise NotFoundException
    return found
