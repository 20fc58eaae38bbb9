"""Awarded marks of a scheme's file: the columns found, what they would mean, and taking them for one competitor."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from contest.officials.access import allow
from contest.officials.roles import CHIEFS
from contest.skills.access import provide_division
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.forms import submit
from foundation.language import gettext as _
from foundation.pages import NOTHING_TYPED, Typed, in_words, page, redirect
from foundation.sorting import natural
from judging.marking.actions_import import import_awarded, prepare, problems_of
from judging.marking.forms import ImportForm
from judging.marking.queries_import import ImportTarget, targets_of
from judging.marking.queries_teams import get_opening
from judging.marking.routes_frame import division_crumbs, marking_tabs
from judging.marking.scoring import measurement_mark
from judging.marking.touch_phrases import observed_words
from judging.schemes.queries_awarded import awarded_columns, get_awarded_column

BASE = "/events/{event_code:str}/divisions/{slug:str}/marking/awarded"
COLUMN = BASE + "/{column_id:uuid}"
HERE = {"division": Provide(provide_division)}
ALLOWED = allow(*CHIEFS)
Division = NamedDependency[DivisionFacts]


@get(BASE, opt=ALLOWED, dependencies=HERE)
async def list_awarded(request: AppRequest, division: Division) -> Response[Any]:
    return await page(
        request, "judging/marking/awarded.html", columns=await awarded_columns(division.id),
        targets=await _targets(division), opening=await get_opening(division.id), **await _frame(request, division),
    )  # fmt: skip


@get(COLUMN, opt=ALLOWED, dependencies=HERE)
async def show_awarded(request: AppRequest, division: Division, column_id: FromPath[UUID]) -> Response[Any]:
    return await _preview(request, division, column_id, request.query_params.get("entry", ""))


@post(COLUMN, opt=ALLOWED, dependencies=HERE, status_code=200)
async def take_awarded(request: AppRequest, division: Division, column_id: FromPath[UUID]) -> Response[Any]:
    number = request.query_params.get("entry", "")
    target = await _target(division, number)

    async def act(form: ImportForm) -> Response[Any]:
        by = signed_in(request).actor
        await import_awarded(division, column_id, target.entry_id, seen=form.seen, reason=form.reason, by=by)
        return redirect(request.url.path.rsplit("/awarded", 1)[0], request, done="awarded_taken")

    return await submit(request, ImportForm, act, refused=partial(_preview, request, division, column_id, number))


async def _preview(
    request: AppRequest, division: DivisionFacts, column_id: UUID, number: str, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    column = await get_awarded_column(division.id, column_id)
    if column is None:
        raise NotFoundException
    target = await _target(division, number)
    prepared = await prepare(column, target)
    rows = [
        (
            row, in_words(row.problem) if row.problem else None,
            observed_words(row.planned.aspect, row.observed) if row.planned and row.observed is not None else "",
            measurement_mark(row.planned.aspect, row.observed) if row.planned and row.observed is not None else None,
        )
        for row in prepared.rows
    ]  # fmt: skip
    return await page(
        request, "judging/marking/awarded_preview.html", typed=typed, column=column, target=target, rows=rows,
        prepared=prepared, against=[in_words(each) for each in await problems_of(target, signed_in(request).actor)],
        **await _frame(request, division),
    )  # fmt: skip


async def _targets(division: DivisionFacts) -> list[ImportTarget]:
    return sorted(await targets_of(division.id), key=lambda each: natural(each.number))


async def _target(division: DivisionFacts, number: str) -> ImportTarget:
    found = next((each for each in await targets_of(division.id) if each.number == number), None)
    if found is None:
        raise NotFoundException
    return found


async def _frame(request: AppRequest, division: DivisionFacts) -> dict[str, Any]:
    crumbs = await division_crumbs(request, division, "marking")
    base = request.url.path.split("/marking")[0] + "/marking"
    return {
        "division": division, "tabs": marking_tabs(request, "marking"), "base": f"{base}/awarded",
        "breadcrumbs": [*crumbs[:-1], (crumbs[-1][0], base), (_("Awarded marks in a file"), None)],
    }  # fmt: skip


ROUTES: list[ControllerRouterHandler] = [list_awarded, show_awarded, take_awarded]
