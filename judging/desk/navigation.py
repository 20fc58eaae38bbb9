"""The tasks of judging in the left navigation: Mark, Review, Results, and the trade whose page this is."""

from contest.events.queries import EventFacts
from contest.officials.access import provide_standing
from contest.officials.roles import CHIEFS, EXPERTS, Role, Standing
from contest.skills.queries import get_division
from foundation.accounts.queries import SignedIn
from foundation.authentication import AppRequest
from foundation.pages import Chrome, Link, LinkGroup
from judging.desk.phrases import navigation_words

STAFF = frozenset({Role.ORGANIZER, Role.RESULTS_STAFF, Role.SUPERVISOR, *EXPERTS})
LEADERS = frozenset({Role.ORGANIZER, Role.RESULTS_STAFF, Role.SUPERVISOR, *CHIEFS})


async def judging_chrome(request: AppRequest, me: SignedIn) -> Chrome:
    """Only what this person may do. A person who marks finds his sheets on every page."""
    standing = await provide_standing(request)
    event = request.scope.get("touchstone_event")
    groups = [_mark(request, standing)]
    if isinstance(event, EventFacts):
        groups.append(await _trade(request, event, standing))
        groups.append(_results(request, event))
    return Chrome(navigation=groups)


def _mark(request: AppRequest, standing: Standing) -> LinkGroup:
    words = navigation_words()
    marks = any(office.role in EXPERTS for office in standing.offices)
    return LinkGroup(words["mark"], _links(request, [("my_sheets", "/sheets", "sheet", marks)]))


async def _trade(request: AppRequest, event: EventFacts, standing: Standing) -> LinkGroup:
    slug = request.path_params.get("slug")
    division = await get_division(event.id, slug) if isinstance(slug, str) else None
    if division is None:
        return LinkGroup("", [])
    held = standing.in_skill(event.id, division.skill.id)
    base = f"{event.href}/divisions/{division.slug}"
    links = [
        ("scheme", f"{base}/scheme", "scheme", bool(held & STAFF)),
        ("teams", f"{base}/teams", "people", bool(held & LEADERS)),
        ("marking", f"{base}/marking", "mark-entry", bool(held & LEADERS)),
        ("signatures", f"{base}/marking/signatures", "signature", bool(held & EXPERTS)),
        ("trade_progress", f"{base}/progress", "progress", bool(held & STAFF)),
        ("trade_results", f"{base}/results", "results", bool(held & (LEADERS - {Role.ORGANIZER}))),
        ("paper", f"{base}/paper", "print", bool(held & (STAFF - {Role.ORGANIZER}))),
    ]
    return LinkGroup(division.title, _links(request, links))


def _results(request: AppRequest, event: EventFacts) -> LinkGroup:
    own = event.href
    links = [("progress", f"{own}/progress", "progress", True), ("results", f"{own}/results", "results", True)]
    return LinkGroup(navigation_words()["review"], _links(request, links))


def _links(request: AppRequest, links: list[tuple[str, str, str, bool]]) -> list[Link]:
    words, path = navigation_words(), request.url.path
    longest = max((href for _, href, _, shown in links if shown and _under(path, href)), key=len, default="")
    return [Link(words[name], href, icon, current=href == longest) for name, href, icon, shown in links if shown]


def _under(path: str, href: str) -> bool:
    return path == href or path.startswith(f"{href}/")
