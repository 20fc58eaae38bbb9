"""What surrounds the pages of an event: the tasks this person has there, and the event's name and state on top."""

from contest.events.phrases import navigation_words, state_name
from contest.events.queries import EventFacts
from contest.officials.access import provide_standing
from contest.officials.phrases import role_name
from contest.officials.roles import Role, Standing, highest
from foundation.accounts.queries import SignedIn
from foundation.authentication import AppRequest
from foundation.pages import Chrome, Link, LinkGroup, PlaceBar

STAFF = frozenset(
    {Role.ORGANIZER, Role.SUPERVISOR, Role.RESULTS_STAFF, Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT}
)
AUDITORS = frozenset({Role.ORGANIZER, Role.SUPERVISOR})


async def contest_chrome(request: AppRequest, me: SignedIn) -> Chrome:
    """The navigation of the house and of the event whose page this is; only what this person may do."""
    standing = await provide_standing(request)
    event = request.scope.get("touchstone_event")
    groups = [_house(request, standing)]
    if not isinstance(event, EventFacts):
        return Chrome(navigation=groups, roles=[role_name(role) for role in highest(standing.in_house())])
    held = standing.anywhere_in(event.id)
    groups.append(_event(request, event, held))
    place = PlaceBar(event=event.name, state=state_name(event.state), href=event.href)
    return Chrome(navigation=groups, place=place, roles=[role_name(role) for role in highest(held)])


def _house(request: AppRequest, standing: Standing) -> LinkGroup:
    words = navigation_words()
    house = standing.in_house()
    links = [("home", "/", "home", True), ("events", "/events", "event", True)]
    links.append(("accounts", "/accounts", "person", Role.ADMINISTRATOR in house))
    return LinkGroup(words["house"], _links(request, links, exact=frozenset({"/", "/events"})))


def _event(request: AppRequest, event: EventFacts, held: frozenset[Role]) -> LinkGroup:
    own, staff, audits = event.href, bool(held & STAFF), bool(held & AUDITORS)
    links = [
        ("overview", own, "event", True),
        ("skills", f"{own}/skills", "skill", True),
        ("delegations", f"{own}/delegations", "delegation", staff),
        ("entries", f"{own}/entries", "people", staff),
        ("experts", f"{own}/experts", "person", staff),
        ("officials", f"{own}/officials", "signature", audits),
        ("imports", f"{own}/imports", "upload", Role.ORGANIZER in held and not event.archived),
        ("codes", f"{own}/codes", "qr", bool(held & {Role.ORGANIZER, Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT})),
        ("settings", f"{own}/settings", "settings", staff),
        ("days", f"{own}/days", "clock", True),
        ("audit", f"{own}/audit", "history", audits),
    ]
    return LinkGroup(navigation_words()["prepare"], _links(request, links, exact=frozenset({own})))


def _links(
    request: AppRequest, links: list[tuple[str, str, str, bool]], *, exact: frozenset[str]
) -> list[Link]:
    words, path = navigation_words(), request.url.path
    return [
        Link(words[name], href, icon, current=path == href or (href not in exact and path.startswith(f"{href}/")))
        for name, href, icon, shown in links
        if shown
    ]
