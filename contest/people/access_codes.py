"""Whom one may give a one-time code: a Chief Expert the Experts of his skill, an organizer all of his event."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from contest.events.queries import EventFacts
from contest.officials.access import provide_standing
from contest.officials.roles import CHIEFS, Role, Standing
from contest.people.code_giving import may_be_given
from contest.people.queries_codes import CodeHolder, offices_of, people_by_code
from foundation.authentication import AppRequest


async def provide_holders(request: AppRequest, event: NamedDependency[EventFacts]) -> list[CodeHolder]:
    """Everybody whom the person may give a code in the event of the address."""
    standing = await provide_standing(request)
    organizes = Role.ORGANIZER in standing.in_event(event.id)
    led = None if organizes else skills_led(standing, event.id)
    people = await people_by_code(event.id, led)
    offices = await offices_of({each.account_id for each in people})
    return [each for each in people if may_be_given(offices[each.account_id], event_id=event.id, led=led)]


async def provide_holder(holders: NamedDependency[list[CodeHolder]], account_id: FromPath[UUID]) -> CodeHolder:
    """The person of the address, if a code may be given to him; nobody sees the others here."""
    for holder in holders:
        if holder.account_id == account_id:
            return holder
    raise NotFoundException


def skills_led(standing: Standing, event_id: UUID) -> list[UUID]:
    """The skills of an event in which the person is Chief Expert or deputy."""
    return [
        office.skill_id
        for office in standing.offices
        if office.event_id == event_id and office.skill_id is not None and office.role in CHIEFS
    ]
