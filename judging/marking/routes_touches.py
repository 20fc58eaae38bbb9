"""The marks that a scheme version touches: read before its lock, confirmed there, and readable ever after."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.types import ControllerRouterHandler

from contest.officials.access import allow
from contest.officials.roles import CHIEFS
from contest.skills.access import roles_in_skill
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.forms import submit
from foundation.language import gettext as _
from foundation.pages import NOTHING_TYPED, Typed, in_words, page, redirect
from foundation.paging import cut, page_number
from foundation.pdf import print_pdf
from foundation.problems import refusal
from foundation.sorting import natural
from foundation.spreadsheet_writing import write_csv, write_xlsx
from judging.marking.printing import touches_paper
from judging.marking.queries_touches import touches_of_version
from judging.marking.touch_phrases import (
    EFFECT_SIGNS,
    effect_name,
    table_header,
    table_rows,
    touch_row,
    why_forbidden,
)
from judging.marking.touches import EFFECTS, TouchedMark, Touches, narrowed
from judging.schemes.access import LOCK, SEES_MARKS
from judging.schemes.approval import check_lock
from judging.schemes.forms import ConfirmForm
from judging.schemes.queries import VersionLine, approvals_of
from judging.schemes.routes_approval import lock_as_typed
from judging.schemes.routes_reading import ONE, VERSION, XLSX, Division, Version, version_crumbs
from judging.schemes.routes_view import frame, home_of

MARKS = VERSION + "/marks"
READ = allow(*SEES_MARKS)
LINES_A_PAGE = 100
MOST_PRINTED = 500
FILTERS = ("entry", "form", "effect")


@get(MARKS, opt=READ, dependencies=ONE)
async def show_touched(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    return await _page(request, division, version)


@post(MARKS, opt=LOCK, dependencies=ONE, status_code=200)
async def lock_touching(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    async def act(form: ConfirmForm) -> Response[Any]:
        if not version.is_draft:
            raise refusal("draft_gone", status=409)
        await lock_as_typed(division, form, by=signed_in(request).actor)
        return redirect(home_of(request, division), request, done="scheme_locked")

    return await submit(request, ConfirmForm, act, refused=partial(_page, request, division, version))


@get(MARKS + "/table.xlsx", opt=READ, dependencies=ONE)
async def export_touched_xlsx(request: AppRequest, division: Division, version: Version) -> Response[bytes]:
    rows = table_rows(await _narrowed(request, version))
    return _file(write_xlsx(table_header(), rows, name=_("Marks touched")), division, version, "xlsx", XLSX)


@get(MARKS + "/table.csv", opt=READ, dependencies=ONE)
async def export_touched_csv(request: AppRequest, division: Division, version: Version) -> Response[bytes]:
    rows = table_rows(await _narrowed(request, version))
    return _file(write_csv(table_header(), rows), division, version, "csv", "text/csv")


@get(MARKS + "/list.pdf", opt=READ, dependencies=ONE)
async def print_touched(request: AppRequest, division: Division, version: Version) -> Response[bytes]:
    found = await _touches(request, version)
    lines = narrowed(found.marks, **_filters(request))
    if len(lines) > MOST_PRINTED:
        raise refusal("touched_list_long", rows=len(lines), most=MOST_PRINTED, status=409)
    written = await print_pdf(touches_paper(request, division, version, lines, found))
    return _file(written, division, version, "pdf", "application/pdf")


async def _page(
    request: AppRequest, division: DivisionFacts, version: VersionLine, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    found = await _touches(request, version)
    chosen = _filters(request)
    shown = cut(narrowed(found.marks, **chosen), page_number(request.query_params.get("page", "")), size=LINES_A_PAGE)
    return await page(
        request, "judging/marking/touched.html", block="rows", typed=typed,
        **frame(request, division, *version_crumbs(version, _("Marks touched"))), version=version, found=found,
        shown=shown, rows=[touch_row(line) for line in shown.rows], chosen=chosen, query=urlencode(chosen),
        effects=[(effect, effect_name(effect), found.count(effect)) for effect in EFFECTS], signs=EFFECT_SIGNS,
        entries=_choices(each.entry for each in found.marks), forms=_choices(each.form for each in found.marks),
        why_forbidden=why_forbidden, **await _lock(request, division, version),
    )  # fmt: skip


def _choices(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted(set(values), key=natural)]


async def _lock(request: AppRequest, division: DivisionFacts, version: VersionLine) -> dict[str, Any]:
    """Whether the reader is one who locks, and what still stands against it."""
    roles = await roles_in_skill(request, division.skill)
    problems = check_lock(roles, await approvals_of(version.id, version.revision))
    return {"may_lock": bool(roles & CHIEFS), "lock_problems": [in_words(each) for each in problems]}


async def _touches(request: AppRequest, version: VersionLine) -> Touches:
    return await touches_of_version(version, reader=signed_in(request).account_id) or Touches()


async def _narrowed(request: AppRequest, version: VersionLine) -> Sequence[TouchedMark]:
    return narrowed((await _touches(request, version)).marks, **_filters(request))


def _filters(request: AppRequest) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip() for name in FILTERS}


def _file(
    content: bytes, division: DivisionFacts, version: VersionLine, ending: str, media_type: str
) -> Response[bytes]:
    name = f"{division.slug}-v{version.number}-marks.{ending}"
    safe = "".join(each if each.isascii() and (each.isalnum() or each in "._-") else "_" for each in name)
    headers = {"Content-Disposition": f'attachment; filename="{safe}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)


ROUTES: list[ControllerRouterHandler] = [
    show_touched, lock_touching, export_touched_xlsx, export_touched_csv, print_touched,
]  # fmt: skip
