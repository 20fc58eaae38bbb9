"""What surrounds the pages of a division's marking: the way here, and its tabs."""

from contest.events.queries import get_event_by_id
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest
from judging.marking.phrases import tab_name

TABS = (("teams", "teams"), ("marking", "marking"), ("signatures", "marking/signatures"))


async def division_crumbs(request: AppRequest, division: DivisionFacts, here: str) -> list[tuple[str, str | None]]:
    """Event, trade, and this page."""
    event = await get_event_by_id(division.skill.event_id)
    if event is None:
        return []
    return [
        (event.name, event.href), (division.title, f"{event.href}/skills/{division.skill.code}"), (tab_name(here), None)
    ]  # fmt: skip


def marking_tabs(request: AppRequest, here: str) -> list[dict[str, object]]:
    """Teams, marking, signatures of the division of this request."""
    base = request.url.path.split(f"/{here}")[0].split("/marking")[0].split("/teams")[0]
    return [{"label": tab_name(name), "href": f"{base}/{path}", "current": name == here} for name, path in TABS]
