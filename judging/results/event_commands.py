"""The command ``touchstone results``: the results of an event as the app shows them, published or computed.

It reads the database outside all roles (whoever has the shell is) and changes nothing. 0 fine · 1 a tie, a field
without a scale or the like stands in the way · 2 it could not run.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import judging.results.page_phrases  # noqa: F401 sentences of the problems below
from contest.events.queries import EventFacts, get_event
from contest.skills.queries import DivisionFacts, divisions_of_event
from foundation.database import pool
from foundation.language import gettext as _
from foundation.numbers import exact_text
from foundation.phrases import sentence
from foundation.problems import Problem
from judging.results.division_results import DivisionResults, ResultLine
from judging.results.phrases import award_name, status_name
from judging.results.printing import people_of, shown_total
from judging.results.queries_published import Shown, computed_results, published_results
from judging.results.tabulation import aligned

Found = tuple[DivisionFacts, Shown | None]


def results(arguments: argparse.Namespace) -> int:
    """``touchstone results --event E [--skill S] [--json]`` of the outside contract."""
    event, found = asyncio.run(_read(arguments.event, arguments.skill))
    if event is None or not found:
        print(_("There is no such event or trade."), file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps(document(event, found), ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(_text(division, shown) for division, shown in found))
    problems = [(division, each) for division, shown in found if shown for each in problems_of(shown.results)]
    for division, problem in problems:
        print(f"{division.title}: {sentence(problem)}", file=sys.stderr)
    return 1 if problems else 0


async def _read(event_code: str, skill: str | None) -> tuple[EventFacts | None, list[Found]]:
    async with pool():
        return await found_results(event_code, skill)


async def found_results(event_code: str, skill: str | None = None) -> tuple[EventFacts | None, list[Found]]:
    """The divisions of an event (of a skill by its code) with the results that count: published, else computed."""
    event = await get_event(event_code)
    if event is None:
        return None, []
    divisions = [each for each in await divisions_of_event(event.id) if skill in (None, each.skill.code)]
    return event, [(each, await published_results(each.id) or await computed_results(each.id)) for each in divisions]


def problems_of(found: DivisionResults) -> Sequence[Problem]:
    """What stands in the way of results that are complete; provisional ones have no say yet."""
    if not found.final:
        return ()
    # an undecided tie is said once: as the one the Chief Expert has to decide
    return (*(each for each in found.result.problems if each.code != "tie_undecided"), *found.problems)


def document(event: EventFacts, found: Sequence[Found]) -> dict[str, Any]:
    """The JSON document of the contract. A mark is a text with at least two decimals, null where one is missing."""
    return {"event": event.code, "skills": [_skill(division, shown) for division, shown in found]}


def _skill(division: DivisionFacts, shown: Shown | None) -> dict[str, Any]:
    found = shown.results if shown else None
    return {
        "code": division.skill.code,
        "division": division.code or None,
        "state": state_of(shown),
        "rules": found.rules.rule_set.name if found else division.rule_set,
        "covered": list(found.covered) if found else [],
        "sub_criteria": len(found.sub_criteria) if found else 0,
        "rows": [_row(line) for line in found.lines] if found else [],
        "problems": [
            {"severity": each.severity, "code": each.code, "message": sentence(each)}
            for each in (problems_of(found) if found else ())
        ],
    }


def state_of(shown: Shown | None) -> str:
    """published, complete, provisional, or none before a scheme is locked."""
    if shown is None:
        return "none"
    if shown.publication is not None:
        return "published"
    return "complete" if shown.results.final else "provisional"


def _row(line: ResultLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "entry": str(line.entry.id),
        "delegation": line.entry.delegation,
        "status": line.status,
        "marks_by_criterion": _marks(line.by_criterion),
        "total": _mark(line.total),
        "provisional_total": _mark(line.ranked_mark),
        "exact_points": None if line.exact_points is None else str(line.exact_points),
        "points": line.points,
        "position": line.position,
        "award": line.award,
        "complete": line.complete,
    }


def _marks(marks: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    return {code: _mark(mark) for code, mark in marks.items()}


def _mark(mark: Decimal | None) -> str | None:
    return None if mark is None else exact_text(mark)


def _text(division: DivisionFacts, shown: Shown | None) -> str:
    if shown is None:
        return f"{division.title}\n{_('The marking scheme is not locked yet.')}"
    found = shown.results
    heads = [_("Position"), _("Number"), _("Competitor"), *(head.code for head in found.criteria)]
    heads += [_("Total") if found.final else _("Provisional total"), _("Points"), _("Award")]
    numeric = {0, *range(3, 5 + len(found.criteria))}
    lines = aligned(heads, [_cells(found, line) for line in found.lines], right=numeric)
    return "\n".join([f"{division.title} · {_state(shown)}", *lines])


def _state(shown: Shown) -> str:
    if shown.publication is not None:
        return _("publication %(number)s") % {"number": shown.publication.number}
    if shown.results.final:
        return _("complete, not published")
    counts = {"covered": len(shown.results.covered), "all": len(shown.results.sub_criteria)}
    return _("Provisional: over %(covered)s of %(all)s sub-criteria") % counts


def _cells(found: DivisionResults, line: ResultLine) -> list[str]:
    marks = line.by_criterion if found.final else line.covered_by_criterion
    award = award_name(line.award) if line.award else "" if line.status == "ok" else status_name(line.status)
    cells = ["" if line.position is None else str(line.position), line.number, people_of(line.entry)]
    cells += [_mark(marks[head.code]) or "" for head in found.criteria]
    return [*cells, _mark(shown_total(found, line)) or "", "" if line.points is None else str(line.points), award]
