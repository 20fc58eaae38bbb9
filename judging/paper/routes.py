"""Paper of a division: single papers at once, batches through a page that says how far they are."""

from functools import partial
from typing import Any, cast
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import FromPath
from litestar.response import File
from litestar.types import ControllerRouterHandler

from contest.officials.access import provide_standing
from contest.officials.roles import Role
from contest.skills.access import provide_division
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.forms import submit
from foundation.language import gettext as _
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.pdf import print_pdf
from foundation.problems import refusal
from foundation.times import now
from judging.marking.plan import SheetPlan
from judging.paper.access import FORMS, MARKS, may_print
from judging.paper.batches import STALLED_AFTER, begin, file_of, start_print
from judging.paper.forms import PrintForm
from judging.paper.phrases import KINDS, Kind, kind_name
from judging.paper.printing import blank_form, filled_form, results_paper, summary_form
from judging.paper.queries import (
    PaperDivision,
    PrintJobFacts,
    get_paper_division,
    get_print_job,
    paper_sheets,
    print_jobs_of,
)
from judging.results.access import SeenResults
from judging.results.actions import frozen_of
from judging.results.queries_published import computed_results
from judging.results.routes import RESULTS, SEERS

BASE = "/events/{event_code:str}/divisions/{slug:str}/paper"
DIVISION = {"division": Provide(provide_division)}


@get(BASE, opt=FORMS, dependencies=DIVISION)
async def show_paper(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _paper_page(request, division)


@get(f"{BASE}/forms/{{code:str}}/blank.pdf", opt=FORMS, dependencies=DIVISION)
async def print_blank(
    request: AppRequest, division: NamedDependency[DivisionFacts], code: FromPath[str]
) -> Response[bytes]:
    paper = await _paper(request, division)
    return pdf(await print_pdf(blank_form(paper, _sheet(paper, code))), f"{division.slug}-{code}.pdf")


@get(f"{BASE}/forms/{{code:str}}/filled/{{number:str}}", opt=MARKS, dependencies=DIVISION)
async def print_filled(
    request: AppRequest, division: NamedDependency[DivisionFacts], code: FromPath[str], number: FromPath[str]
) -> Response[bytes]:
    paper = await _paper(request, division)
    sheet = _sheet(paper, code)
    found = await paper_sheets(division.id, sub_criteria=[sheet.id], number=number)
    if not found:
        raise NotFoundException
    return pdf(await print_pdf(filled_form(paper, sheet, found[0])), f"{division.slug}-{code}-{number}.pdf")


@get(f"{BASE}/summary.pdf", opt=MARKS, dependencies=DIVISION)
async def print_summary(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[bytes]:
    paper, shown = await _paper(request, division), await computed_results(division.id)
    assert shown is not None  # a locked scheme is all it needs
    return pdf(await print_pdf(summary_form(paper, shown)), f"{division.slug}-summary.pdf")


@get(f"{BASE}/results.pdf", opt=SEERS, dependencies=RESULTS)
async def print_results(request: AppRequest, results: NamedDependency[SeenResults]) -> Response[bytes]:
    paper, shown = await _paper(request, results.division), results.shown
    if shown is None or not shown.results.final:
        raise refusal("paper_provisional", status=409)
    publication = shown.publication
    digest = publication.sha256 if publication else frozen_of(paper.event, paper.division, shown, paper.scheme).sha256
    return pdf(await print_pdf(results_paper(paper, shown, digest=digest)), f"{results.division.slug}-results.pdf")


@post(f"{BASE}/prints", opt=FORMS, dependencies=DIVISION, status_code=200)
async def print_batch(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    async def act(form: PrintForm) -> Response[Any]:
        if not may_print(form.kind, await _held(request, division)):
            raise PermissionDeniedException
        paper = await _paper(request, division)
        if form.sub_criterion:
            _sheet(paper, form.sub_criterion)
        by = signed_in(request).actor
        job = await start_print(paper, form.kind, sub_criterion=form.sub_criterion, by=by)
        begin(job, paper, form.kind, sub_criterion=form.sub_criterion)
        return redirect(f"{paper.event.href}/divisions/{division.slug}/paper/prints/{job}", request)

    return await submit(request, PrintForm, act, refused=partial(_paper_page, request, division))


@get(f"{BASE}/prints/{{job_id:uuid}}", opt=FORMS, dependencies=DIVISION)
async def show_print(
    request: AppRequest, division: NamedDependency[DivisionFacts], job_id: FromPath[UUID]
) -> Response[Any]:
    job, event = await _own_job(request, division, job_id), request.scope["touchstone_event"]  # type: ignore[typeddict-item]
    return await page(
        request, "judging/paper/job.html", block="job", job=job, event=event, division=division,
        name=kind_name(cast(Kind, job.kind)),
        stalled=job.state == "running" and now() - job.changed_at > STALLED_AFTER,
        there=file_of(job.id).exists(), base=f"{event.href}/divisions/{division.slug}/paper",
        breadcrumbs=_crumbs(event, division, _("Batch")),
    )  # fmt: skip


@get(f"{BASE}/prints/{{job_id:uuid}}/forms.pdf", opt=FORMS, dependencies=DIVISION)
async def fetch_print(
    request: AppRequest, division: NamedDependency[DivisionFacts], job_id: FromPath[UUID]
) -> Response[Any] | File:
    job = await _own_job(request, division, job_id)
    if job.state != "done" or not file_of(job.id).exists():
        raise NotFoundException
    name = f"{division.slug}-{job.kind}.pdf" if division.slug.isascii() else f"{job.kind}.pdf"
    return File(file_of(job.id), filename=name, media_type="application/pdf", headers={"Cache-Control": "no-store"})


async def _paper_page(request: AppRequest, division: DivisionFacts, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    event = request.scope["touchstone_event"]  # type: ignore[typeddict-item]
    paper, held = await get_paper_division(event, division), await _held(request, division)
    kinds = [(kind, kind_name(kind)) for kind in KINDS if may_print(kind, held)]
    jobs = await print_jobs_of(division.id, signed_in(request).account_id, at=now())
    return await page(
        request, "judging/paper/paper.html", typed=typed, event=event, division=division, paper=paper, kinds=kinds,
        jobs=jobs, names=dict(kinds), sees_marks=may_print("filled", held),
        base=f"{event.href}/divisions/{division.slug}", breadcrumbs=_crumbs(event, division, None),
    )  # fmt: skip


async def _held(request: AppRequest, division: DivisionFacts) -> frozenset[Role]:
    return (await provide_standing(request)).in_skill(division.skill.event_id, division.skill.id)


async def _paper(request: AppRequest, division: DivisionFacts) -> PaperDivision:
    paper = await get_paper_division(request.scope["touchstone_event"], division)  # type: ignore[typeddict-item]
    if paper is None:
        raise refusal("paper_no_scheme", status=409)
    return paper


def _sheet(paper: PaperDivision, code: str) -> SheetPlan:
    sheet = next((sheet for sheet in paper.plan.sheets.values() if sheet.code == code), None)
    if sheet is None:
        raise NotFoundException
    return sheet


async def _own_job(request: AppRequest, division: DivisionFacts, job_id: UUID) -> PrintJobFacts:
    """One's own batch of this division; nobody else's can be seen."""
    job = await get_print_job(job_id)
    if job is None or job.division_id != division.id or job.by != signed_in(request).account_id:
        raise NotFoundException
    if job.expires_at < now():
        raise refusal("print_expired", status=409)
    if not may_print(job.kind, await _held(request, division)):
        raise PermissionDeniedException
    return job


def pdf(content: bytes, name: str) -> Response[bytes]:
    """A PDF that the browser shows; ``name`` is offered for keeping."""
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name)
    headers = {"Content-Disposition": f'inline; filename="{safe}"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def _crumbs(event: Any, division: DivisionFacts, last: str | None) -> list[tuple[str, str | None]]:
    base = f"{event.href}/divisions/{division.slug}/paper"
    crumbs = [(event.name, event.href), (division.title, f"{event.href}/skills/{division.skill.code}")]
    return cast(
        list[tuple[str, str | None]], [*crumbs, (_("Paper"), base if last else None), *([(last, None)] if last else [])]
    )


ROUTES: list[ControllerRouterHandler] = [
    show_paper, print_blank, print_filled, print_summary, print_results, print_batch, show_print, fetch_print,
]  # fmt: skip
