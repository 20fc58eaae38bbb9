"""Publishing, and the Chief Expert's decision on ties."""

from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.types import ControllerRouterHandler

from contest.events.queries import EventFacts
from contest.officials.access import allow
from contest.officials.roles import CHIEFS, Role
from contest.skills.access import provide_division
from contest.skills.phrases import rule_set_name
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.forms import submit
from foundation.language import gettext as _
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.phrases import sentence
from foundation.problems import refusal
from judging.results.actions import decide_tie, frozen_of, publish_results
from judging.results.forms import PublishForm, TieForm
from judging.results.page_phrases import point_name, turn_name
from judging.results.printing import award_cell, delegation_of, listed, people_of, shown_total
from judging.results.queries import division_results
from judging.results.queries_published import publications_of, readiness
from judging.schemes.queries import get_locked_scheme

BASE = "/events/{event_code:str}/divisions/{slug:str}/results"
DIVISION = {"division": Provide(provide_division)}
SEERS = allow(Role.RESULTS_STAFF, Role.SUPERVISOR, *CHIEFS)
WORDS = {
    "award": award_cell, "people": people_of, "delegation": delegation_of, "total": shown_total,
    "point": point_name, "turn": turn_name, "problem": sentence,
    "rule_set": rule_set_name, "listed": listed,
}  # fmt: skip


@get(f"{BASE}/publication", opt=SEERS, dependencies=DIVISION)
async def show_publication(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _publication_page(request, division)


@post(f"{BASE}/publications", opt=allow(Role.RESULTS_STAFF), dependencies=DIVISION, status_code=200)
async def publish(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    async def act(form: PublishForm) -> Response[Any]:
        if form.confirm != division.slug:
            raise refusal("code_mistyped", field="confirm", code=division.slug)
        event = _event(request)
        await publish_results(event, division, seen_digest=form.digest, by=signed_in(request).actor)
        return redirect(f"{event.href}/divisions/{division.slug}/results", request, done="results_published")

    return await submit(request, PublishForm, act, refused=partial(_publication_page, request, division))


@get(f"{BASE}/ties", opt=allow(*CHIEFS), dependencies=DIVISION)
async def show_ties(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _ties_page(request, division)


@post(f"{BASE}/ties", opt=allow(*CHIEFS), dependencies=DIVISION, status_code=200)
async def decide(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    async def act(form: TieForm) -> Response[Any]:
        event = _event(request)
        await decide_tie(event, division, entries=form.order, reason=form.reason, by=signed_in(request).actor)
        return redirect(f"{event.href}/divisions/{division.slug}/results", request, done="tie_decided")

    return await submit(request, TieForm, act, refused=partial(_ties_page, request, division))


async def _publication_page(
    request: AppRequest, division: DivisionFacts, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    event = _event(request)
    ready, scheme = await readiness(division.id), await get_locked_scheme(division.id)
    frozen = frozen_of(event, division, ready.shown, scheme) if ready.shown and scheme and not ready.points else None
    publications = await publications_of(division.id)
    standing = request.scope["touchstone_standing"]  # type: ignore[typeddict-item]
    return await page(
        request, "judging/results/publication.html", typed=typed, event=event, division=division, ready=ready,
        frozen=frozen, publications=publications, words=WORDS, base=f"{event.href}/divisions/{division.slug}",
        may_publish=Role.RESULTS_STAFF in standing.in_skill(event.id, division.skill.id),
        same=bool(publications and frozen and publications[0].sha256 == frozen.sha256),
        breadcrumbs=_crumbs(event, division, _("Publication")),
    )  # fmt: skip


async def _ties_page(request: AppRequest, division: DivisionFacts, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    event, results = _event(request), await division_results(division.id)
    groups = [[results.line(number) for number in group] for group in results.pending] if results else []
    return await page(
        request, "judging/results/ties.html", typed=typed, event=event, division=division, results=results,
        groups=groups, words=WORDS, base=f"{event.href}/divisions/{division.slug}",
        breadcrumbs=_crumbs(event, division, _("Ties")),
    )  # fmt: skip


def _event(request: AppRequest) -> EventFacts:
    """The event that the division's provider has read."""
    event = request.scope["touchstone_event"]  # type: ignore[typeddict-item]
    assert isinstance(event, EventFacts)
    return event


def _crumbs(event: EventFacts, division: DivisionFacts, last: str) -> list[tuple[str, str | None]]:
    base = f"{event.href}/divisions/{division.slug}/results"
    return [
        (event.name, event.href),
        (division.title, f"{event.href}/skills/{division.skill.code}"),
        (_("Results"), base),
        (last, None),
    ]


ROUTES: list[ControllerRouterHandler] = [show_publication, publish, show_ties, decide]
