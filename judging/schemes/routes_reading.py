"""Reading a scheme: the document, its versions, their history, what changed, workbook, allocation table."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException

from contest.skills.access import provide_division
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest
from foundation.language import gettext as _
from foundation.numbers import whole_or_none
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.pdf import print_pdf
from judging.schemes.access import READ, may_write, provide_version
from judging.schemes.changes import changes_between
from judging.schemes.editing import undo_target
from judging.schemes.export import export_scheme
from judging.schemes.page_phrases import STATE_SIGNS, ChangeRow, change_rows, note_sentence, state_name
from judging.schemes.printing import allocation_paper
from judging.schemes.queries import (
    VersionLine,
    VersionState,
    check_settings,
    get_draft,
    get_scheme_of_version,
    revisions_of_version,
    versions_of_division,
)
from judging.schemes.routes_view import frame, home_of, view_of
from judging.schemes.scheme import Scheme

HOME = "/events/{event_code:str}/divisions/{slug:str}/scheme"
VERSION = HOME + "/versions/{number:int}"
DIVISION = {"division": Provide(provide_division)}
ONE = {**DIVISION, "version": Provide(provide_version)}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Division = NamedDependency[DivisionFacts]
Version = NamedDependency[VersionLine]


@get(HOME, opt=READ, dependencies=DIVISION)
async def show_scheme(request: AppRequest, division: Division) -> Response[Any]:
    lines = await versions_of_division(division.id)
    for state in (VersionState.LOCKED, VersionState.DRAFT):
        for line in lines:
            if line.state is state:
                return await _document(request, division, line, lines)
    return await page(
        request, "judging/schemes/empty.html", **frame(request, division), lines=lines,
        writes=await may_write(request, division),
    )  # fmt: skip


@get(HOME + "/versions", opt=READ, dependencies=DIVISION)
async def list_versions(request: AppRequest, division: Division) -> Response[Any]:
    return await versions_page(request, division)


async def versions_page(
    request: AppRequest, division: DivisionFacts, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    """The list of versions, also when starting a new one was refused."""
    lines = await versions_of_division(division.id)
    return await page(
        request, "judging/schemes/versions.html", typed=typed, **frame(request, division, (_("Versions"), "")),
        lines=lines, state_name=state_name, signs=STATE_SIGNS, writes=await may_write(request, division),
    )  # fmt: skip


@get(VERSION, opt=READ, dependencies=ONE)
async def show_version(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    return await _document(request, division, version, await versions_of_division(division.id))


@get(VERSION + "/history", opt=READ, dependencies=ONE)
async def show_history(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    revisions = await revisions_of_version(version.id)
    return await page(
        request, "judging/schemes/history.html", **frame(request, division, *version_crumbs(version, _("History"))),
        version=version, revisions=revisions, note_sentence=note_sentence,
        writes=version.is_draft and await may_write(request, division),
        undo=undo_target([(line.revision, line.note) for line in reversed(revisions)]),
    )  # fmt: skip


@get(VERSION + "/changes", opt=READ, dependencies=ONE)
async def show_changes(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    since, revision = asked_changes(request)
    shown = await changes_shown(division, version, since, revision)
    return await page(
        request, "judging/schemes/changes.html",
        **frame(request, division, *version_crumbs(version, _("What changed"))), version=version,
        others=shown.others, since=shown.since, revision=revision, found=shown.found, rows=shown.rows,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangesShown:
    """What changed up to a version. ``since`` is the version compared with, None for a revision of its own;
    ``found`` says whether there is anything to compare with."""

    others: list[VersionLine]
    since: int | None
    found: bool
    rows: list[ChangeRow]


def asked_changes(request: AppRequest) -> tuple[int | None, int | None]:
    """The version and the revision that an address compares with; what is no number asks for nothing."""
    since, revision = (whole_or_none(request.query_params.get(name, "")) for name in ("since", "revision"))
    return since, revision


async def changes_shown(
    division: DivisionFacts, version: VersionLine, since: int | None, revision: int | None
) -> ChangesShown:
    """The changes since another version, or a revision of this one; unasked, since the one it is based on."""
    lines = [line for line in await versions_of_division(division.id) if line.id != version.id]
    old, since = await _earlier(version, lines, since, revision)
    new = await scheme_or_404(version)
    return ChangesShown(lines, since, old is not None, change_rows(changes_between(old, new), old, new) if old else [])


@get(VERSION + "/workbook", opt=READ, dependencies=ONE)
async def download_workbook(division: Division, version: Version) -> Response[bytes]:
    content = export_scheme(await scheme_or_404(version))
    name = f"{division.slug}-v{version.number}.xlsx"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return Response(content, media_type=XLSX, headers=headers)


@get(VERSION + "/allocation", opt=READ, dependencies=ONE)
async def show_allocation(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    view = view_of(await scheme_or_404(version), await check_settings(division))
    return await page(
        request, "judging/schemes/allocation.html",
        **frame(request, division, *version_crumbs(version, _("Mark allocation table"))), version=version, view=view,
    )  # fmt: skip


@get(VERSION + "/allocation.pdf", opt=READ, dependencies=ONE)
async def print_allocation(request: AppRequest, division: Division, version: Version) -> Response[bytes]:
    scheme = await scheme_or_404(version)
    written = await print_pdf(allocation_paper(request, division, version, scheme))
    name = f"{division.slug}-v{version.number}-allocation.pdf"
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return Response(written, media_type="application/pdf", headers=headers)


def version_crumbs(version: VersionLine, last: str) -> tuple[tuple[str, str], ...]:
    """The way from the scheme's page to a page of one version; its address is filled in by the template."""
    return ((_("Version %(number)s") % {"number": version.number}, ""), (last, ""))


async def scheme_or_404(version: VersionLine) -> Scheme:
    """The scheme of a version as it stands."""
    found = await get_scheme_of_version(version.id)
    if found is None:
        raise NotFoundException
    return found


async def _document(
    request: AppRequest, division: DivisionFacts, version: VersionLine, lines: list[VersionLine]
) -> Response[Any]:
    view = view_of(await scheme_or_404(version), await check_settings(division))
    return await page(
        request, "judging/schemes/document.html", **frame(request, division), version=version, view=view,
        draft=next((line for line in lines if line.is_draft), None), count=len(lines),
        state_name=state_name, signs=STATE_SIGNS, writes=await may_write(request, division),
    )  # fmt: skip


async def _earlier(
    version: VersionLine, lines: list[VersionLine], since: int | None, revision: int | None
) -> tuple[Scheme | None, int | None]:
    if revision is not None:
        return await get_scheme_of_version(version.id, revision), None
    wanted = since or version.based_on
    chosen = next((line for line in lines if line.number == wanted), None)
    if chosen is None:
        chosen = next((line for line in lines if line.number < version.number), None)
    return (await get_scheme_of_version(chosen.id), chosen.number) if chosen else (None, None)


@get(HOME + "/draft/changes", opt=READ, dependencies=DIVISION)
async def show_draft_changes(request: AppRequest, division: Division) -> Response[Any]:
    draft, revision = await get_draft(division.id), whole_or_none(request.query_params.get("revision", ""))
    if draft is None:
        raise NotFoundException
    since = "" if revision is None else f"?revision={revision}"
    return redirect(f"{home_of(request, division)}/versions/{draft.number}/changes{since}", request)


ROUTES = [
    show_scheme, list_versions, show_version, show_history, show_changes, download_workbook, show_allocation,
    print_allocation, show_draft_changes,
]  # fmt: skip
