"""Published results in the shape of the public WorldSkills results API (W-48). Raw marks are never in it.

``mark`` is the points of the 700 scale with two decimals, null where there is no scale. ``best_of_nation`` and
``albert_vidal_award`` are decided elsewhere (W-45: ties are a person's to decide) and are false here.
"""

from collections.abc import Sequence
from typing import Any

from contest.events.queries import EventFacts
from contest.skills.queries import DivisionFacts
from judging.results.division_results import RankedEntry, ResultLine
from judging.results.printing import split_name
from judging.results.queries_published import Shown

MEDALS = {
    "GOLD": ("GOLD", "Gold"), "SILVER": ("SILVER", "Silver"), "BRONZE": ("BRONZE", "Bronze"),
    "MFE": ("MFE2", "Medal for Excellence"), "MERIT": ("MERIT", "Merit award"), "FIRST": ("FIRST", "First prize"),
    "SECOND": ("SECOND", "Second prize"), "THIRD": ("THIRD", "Third prize"),
}  # fmt: skip


def results_document(
    event: EventFacts, published: Sequence[tuple[DivisionFacts, Shown]], *, href: str
) -> dict[str, Any]:
    """All published results of an event: ranked entries, by skill and position."""
    results = [
        _result(event, division, line)
        for division, shown in published
        for line in shown.results.lines
        if line.position is not None
    ]
    links = [{"rel": "self", "href": href}]
    return {"results": results, "total_count": len(results), "links": links}


def _result(event: EventFacts, division: DivisionFacts, line: ResultLine) -> dict[str, Any]:
    medal = MEDALS.get(line.award or "")
    return {
        "competitors": [_competitor(line.entry, place) for place in range(len(line.entry.people))],
        "member": {"code": line.entry.delegation, "name": _texts(line.entry.delegation_zh, line.entry.delegation_en)},
        "medal": {"code": medal[0], "name": medal[1]} if medal else None,
        "mark": None if line.points is None else f"{line.points}.00",
        "position": line.position,
        "best_of_nation": False,
        "albert_vidal_award": False,
        "published": True,
        "skill": {
            "number": division.skill.code,
            "name": _texts(division.skill.name_zh, division.skill.name_en),
            "type": division.skill.kind,
            "event": {"code": event.code, "name": _texts(event.name_zh, event.name_en)},
            "division": division.code or None,
        },
    }


def _competitor(entry: RankedEntry, place: int) -> dict[str, Any]:
    first, last = split_name(*entry.people[place])
    return {"first_name": first, "last_name": last, "person_id": f"{entry.id}:{place + 1}"}


def _texts(zh: str, en: str) -> list[dict[str, str]]:
    return [{"lang_code": code, "text": text} for code, text in (("en", en), ("zh", zh)) if text]
