"""Correcting the keying of a revealed score: the judge asks, a second person decides."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from contest.officials.access import allow
from foundation.authentication import AppRequest, signed_in
from foundation.forms import read_typed, shape
from foundation.pages import Typed, redirect
from foundation.problems import UserError
from judging.marking.access import MARKERS, provide_opened_sheet, provide_sheet
from judging.marking.actions_corrections import ask_correction, decide_correction
from judging.marking.forms import CorrectionForm, DecisionForm
from judging.marking.queries import SheetFacts
from judging.marking.routes import sheet_page

SHEET = {"sheet": Provide(provide_sheet)}


@post(
    "/sheets/{sheet_id:uuid}/aspects/{aspect_id:uuid}/corrections", opt=allow(*MARKERS, narrowed="named"),
    dependencies=SHEET, status_code=200,
)  # fmt: skip
async def ask(request: AppRequest, sheet: NamedDependency[SheetFacts], aspect_id: FromPath[UUID]) -> Response[Any]:
    typed = await read_typed(request)
    try:
        await ask_correction(sheet, shape(CorrectionForm, typed).request(aspect_id), by=signed_in(request).actor)
    except UserError as error:
        kept = {**typed, "aspect": str(aspect_id)}
        opened = await provide_opened_sheet(request, sheet.id)
        return await sheet_page(request, opened, typed=Typed(kept, error.problems, error.status))
    return redirect(f"{sheet.href}#aspect-{aspect_id}", request, done="correction_asked")


@post(
    "/sheets/{sheet_id:uuid}/corrections/{correction_id:uuid}/decision", opt=allow(*MARKERS, narrowed="named"),
    dependencies=SHEET, status_code=200,
)  # fmt: skip
async def decide(
    request: AppRequest, sheet: NamedDependency[SheetFacts], correction_id: FromPath[UUID]
) -> Response[Any]:
    typed = await read_typed(request)
    try:
        form = shape(DecisionForm, typed)
        await decide_correction(sheet, correction_id, form.decision, by=signed_in(request).actor)
    except UserError as error:
        opened = await provide_opened_sheet(request, sheet.id)
        return await sheet_page(request, opened, typed=Typed(typed, error.problems, error.status))
    return redirect(sheet.href, request, done=f"correction_{form.decision}")


ROUTES = [ask, decide]
