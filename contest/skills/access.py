"""Getting a skill or a division through the check."""

from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from contest.events.queries import EventFacts, get_event
from contest.officials.access import authorise, provide_standing
from contest.officials.roles import Role
from contest.skills.queries import DivisionFacts, SkillFacts, get_division, get_skill
from foundation.authentication import AppRequest


async def provide_skill(request: AppRequest, event_code: FromPath[str], skill_code: FromPath[str]) -> SkillFacts:
    """The skill of the address, for whom the route allows: roles of the skill and of the whole event count."""
    event = await _seen_event(request, event_code)
    skill = await get_skill(event.id, skill_code)
    if skill is None:
        raise NotFoundException
    await _authorise(request, event, skill)
    return skill


async def provide_division(request: AppRequest, event_code: FromPath[str], slug: FromPath[str]) -> DivisionFacts:
    """The division of the address, for whom the route allows."""
    event = await _seen_event(request, event_code)
    division = await get_division(event.id, slug)
    if division is None:
        raise NotFoundException
    await _authorise(request, event, division.skill)
    return division


async def roles_in_skill(request: AppRequest, skill: SkillFacts) -> frozenset[Role]:
    """What the person is in the skill, event-wide roles included."""
    return (await provide_standing(request)).in_skill(skill.event_id, skill.id)


async def _seen_event(request: AppRequest, event_code: str) -> EventFacts:
    event = await get_event(event_code)
    if event is None or not (await provide_standing(request)).anywhere_in(event.id):
        raise NotFoundException
    request.scope["touchstone_event"] = event  # type: ignore[typeddict-unknown-key]
    return event


async def _authorise(request: AppRequest, event: EventFacts, skill: SkillFacts) -> None:
    standing = await provide_standing(request)
    authorise(request, standing.in_skill(event.id, skill.id), sees=bool(standing.anywhere_in(event.id)))
