"""Results: the list of an event, the ranked page of a division, and why each stands where it stands."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from contest.events.access import provide_event
from contest.events.queries import EventFacts
from contest.officials.access import allow, provide_standing
from contest.officials.roles import CHIEFS, Role, Standing
from contest.skills.phrases import rule_set_name
from foundation.authentication import AppRequest, signed_in
from foundation.language import gettext as _
from foundation.pages import page
from foundation.phrases import sentence
from foundation.streams import follow
from judging.results.access import SeenResults, may_see_before, provide_results
from judging.results.page_phrases import index_state, point_name, turn_name
from judging.results.phrases import explanation, rule_text
from judging.results.printing import award_cell, delegation_of, listed, people_of, shown_total
from judging.results.queries import decided_ties
from judging.results.queries_index import IndexLine, results_of_event
from judging.results.queries_published import Shown, publications_of, readiness
from judging.results.readiness import OpenPoint

# Before publication the provider lets only these in (W-20); the others have their 403 from it.
SEERS = allow(Role.RESULTS_STAFF, Role.SUPERVISOR, *CHIEFS, anyone_inside=True, narrowed="published")
BASE = "/events/{event_code:str}/divisions/{slug:str}/results"
RESULTS = {"results": Provide(provide_results)}


@get("/events/{event_code:str}/results", opt=SEERS, dependencies={"event": Provide(provide_event)})
async def show_index(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    standing = await provide_standing(request)
    lines, sees, points = await index_shown(event, standing)
    publishes = Role.RESULTS_STAFF in standing.in_event(event.id)
    crumbs = [(event.name, event.href), (_("Results"), None)]
    return await page(
        request, "judging/results/index.html", block="index", event=event, lines=lines, sees=sees, points=points,
        publishes=publishes, words=INDEX_WORDS, breadcrumbs=crumbs,
    )  # fmt: skip


async def index_shown(
    event: EventFacts, standing: Standing
) -> tuple[list[IndexLine], dict[UUID, bool], dict[UUID, Sequence[OpenPoint]]]:
    """The divisions, which of them the person sees, and what is open in those of them that may be published."""
    lines = await results_of_event(event.id)
    sees = {
        line.division.id: line.number is not None or may_see_before(standing.in_skill(event.id, line.division.skill.id))
        for line in lines
    }
    points: dict[UUID, Sequence[OpenPoint]] = {
        line.division.id: (await readiness(line.division.id)).points
        for line in lines
        if line.state == "ready" and sees[line.division.id]
    }
    return lines, sees, points


@get(BASE, opt=SEERS, dependencies=RESULTS)
async def show_results(request: AppRequest, results: NamedDependency[SeenResults]) -> Response[Any]:
    stamp = stamp_of(results.shown)
    if request.query_params.get("seen") == stamp:
        return Response("", status_code=204)
    publications = await publications_of(results.division.id)
    return await page(
        request, "judging/results/ranking.html", block="ranking", results=results, shown=results.shown, stamp=stamp,
        publications=publications, words=WORDS, breadcrumbs=crumbs_of(results),
    )  # fmt: skip


@get(f"{BASE}/live", opt=SEERS, dependencies=RESULTS)
async def follow_results(request: AppRequest, results: NamedDependency[SeenResults]) -> Stream:
    return follow(signed_in(request), f"division:{results.division.id}")


@get(f"{BASE}/entries/{{number:str}}", opt=SEERS, dependencies=RESULTS)
async def show_why(request: AppRequest, results: NamedDependency[SeenResults], number: FromPath[str]) -> Response[Any]:
    line = results.shown.results.line(number) if results.shown else None
    if results.shown is None or line is None:
        raise NotFoundException
    steps = [(step, explanation(step), rule_text(step.rule)) for step in results.shown.steps(number)]
    crumbs = [*crumbs_of(results)[:-1], (_("Results"), results.href), (_("Why this rank"), None)]
    decided = any(step.code == "why_tie_decided" and "decision" in step.values.values() for step, *_rest in steps)
    return await page(
        request, "judging/results/why.html", results=results, shown=results.shown, line=line, steps=steps,
        decisions=(await decided_ties(results.division.id, line.entry.id))[:1] if decided else [],
        words=WORDS, breadcrumbs=crumbs,
    )  # fmt: skip


INDEX_WORDS = {"point": point_name, "turn": turn_name, "state": index_state}
WORDS = {
    "award": award_cell, "people": people_of, "delegation": delegation_of, "total": shown_total,
    "problem": sentence, "rule": rule_text, "rule_set": rule_set_name,
    "listed": listed,
}  # fmt: skip


def stamp_of(shown: Shown | None) -> str:
    """Changes when anything on the ranked page does; a live page that holds it is not sent the page again."""
    if shown is None:
        return "none"
    found = shown.results
    seen = [(found.covered, len(found.problems), shown.publication and shown.publication.number)]
    for line in found.lines:
        seen.append((line.number, line.position, line.points, line.award, line.status, shown_total(found, line)))  # type: ignore[arg-type]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def crumbs_of(results: SeenResults) -> list[tuple[str, str | None]]:
    """The way to the ranked page of a division."""
    event, division = results.event, results.division
    return [
        (event.name, event.href),
        (division.title, f"{event.href}/skills/{division.skill.code}"),
        (_("Results"), None),
    ]


ROUTES: list[ControllerRouterHandler] = [show_index, show_results, follow_results, show_why]
