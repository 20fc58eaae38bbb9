"""Who sees results (W-20, T-73): before publication the results staff, and Chief Expert, deputy and supervisor of
the trade; after it everybody with an office in the event. The figures are read only for those who may see them.
"""

from dataclasses import dataclass

from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import FromPath

from contest.events.queries import EventFacts
from contest.officials.access import provide_standing
from contest.officials.roles import CHIEFS, Role
from contest.skills.access import provide_division
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest
from judging.results.queries_published import Shown, computed_results, published_results

SEE_BEFORE = frozenset({Role.RESULTS_STAFF, Role.SUPERVISOR, *CHIEFS})


@dataclass(frozen=True, slots=True)
class SeenResults:
    """Results that this person may see. ``shown`` None: no scheme is locked, so there is nothing to compute."""

    event: EventFacts
    division: DivisionFacts
    held: frozenset[Role]
    shown: Shown | None

    @property
    def href(self) -> str:
        return f"{self.event.href}/divisions/{self.division.slug}/results"

    @property
    def published(self) -> bool:
        return self.shown is not None and self.shown.publication is not None

    @property
    def sees_before(self) -> bool:
        return may_see_before(self.held)

    @property
    def may_publish(self) -> bool:
        return Role.RESULTS_STAFF in self.held

    @property
    def may_decide_ties(self) -> bool:
        return bool(self.held & CHIEFS)


def may_see_before(held: frozenset[Role]) -> bool:
    """Whether somebody with these roles in the trade sees results that are not published."""
    return bool(held & SEE_BEFORE)


async def provide_results(request: AppRequest, event_code: FromPath[str], slug: FromPath[str]) -> SeenResults:
    """The results of the address: as published, else as computed for those who see them before (others: 403).

    ``?publication=2`` asks for an earlier publication (404 when there is none).
    """
    division = await provide_division(request, event_code, slug)
    event = request.scope["touchstone_event"]  # type: ignore[typeddict-item]
    held = (await provide_standing(request)).in_skill(event.id, division.skill.id)
    number = request.query_params.get("publication", "")
    shown = await published_results(division.id, int(number) if number.isdecimal() and len(number) < 6 else None)
    if shown is None and number:
        raise NotFoundException
    if shown is None:
        if not may_see_before(held):
            raise PermissionDeniedException
        shown = await computed_results(division.id)
    return SeenResults(event, division, held, shown)
