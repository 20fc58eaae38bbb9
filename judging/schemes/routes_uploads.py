"""Uploading a scheme file: read, shown with every problem, then confirmed or dropped."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.forms import read_typed, submit
from foundation.language import gettext as _
from foundation.pages import NOTHING_TYPED, Typed, in_words, page, redirect
from foundation.problems import UserError, errors, refusal
from foundation.requests import LARGEST_UPLOAD
from judging.schemes.access import WRITE
from judging.schemes.actions_uploads import confirm_upload, drop_upload, hold_upload
from judging.schemes.checks import CheckSettings
from judging.schemes.file_forms import read_and_check
from judging.schemes.forms import StartForm, UploadForm, continued
from judging.schemes.page_phrases import layout_name
from judging.schemes.queries import base_scheme, check_settings, get_draft, get_locked_scheme
from judging.schemes.queries_uploads import Upload, get_upload
from judging.schemes.read_scheme import ReadScheme
from judging.schemes.routes_matching import match_lines, old_parts
from judging.schemes.routes_reading import DIVISION, HOME, Division
from judging.schemes.routes_view import frame, home_of, view_of

LARGEST_FILE = 20_000_000


@get(HOME + "/uploads", opt=WRITE, dependencies=DIVISION)
async def show_upload_form(request: AppRequest, division: Division) -> Response[Any]:
    return await _form_page(request, division)


@post(
    HOME + "/uploads", opt=WRITE, dependencies=DIVISION, status_code=200, request_max_body_size=LARGEST_UPLOAD,
)  # fmt: skip
async def upload(request: AppRequest, division: Division) -> Response[Any]:
    async def read(form: UploadForm) -> Response[Any]:
        if form.file is None:
            raise refusal("upload_missing", field="file")
        name = form.file.filename or ""
        found = await _read(await form.file.read(), name, await check_settings(division))
        if errors(found.problems) or found.scheme is None:
            return await _form_page(request, division, read=found, name=name)
        upload_id = await hold_upload(division, found, file_name=name, by=signed_in(request).actor)
        return redirect(f"{home_of(request, division)}/uploads/{upload_id}", request)

    return await submit(request, UploadForm, read, refused=partial(_form_page, request, division))


async def _read(content: bytes, name: str, settings: CheckSettings) -> ReadScheme:
    if not content:
        raise refusal("upload_missing", field="file")
    if len(content) > LARGEST_FILE:
        raise refusal("file_too_large", field="file", limit=LARGEST_FILE // 1_000_000, status=413)
    return await asyncio.to_thread(read_and_check, content, name, settings)


@get(HOME + "/uploads/{upload_id:uuid}", opt=WRITE, dependencies=DIVISION)
async def show_upload(request: AppRequest, division: Division, upload_id: FromPath[UUID]) -> Response[Any]:
    return await _preview(request, division, upload_id)


@post(HOME + "/uploads/{upload_id:uuid}/confirmation", opt=WRITE, dependencies=DIVISION, status_code=200)
async def confirm(request: AppRequest, division: Division, upload_id: FromPath[UUID]) -> Response[Any]:
    values = await read_typed(request)

    async def save(form: StartForm) -> Response[Any]:
        continues = continued(values, old_parts(await base_scheme(division.id)))
        saved = await confirm_upload(
            division, upload_id, continues=continues, reason=form.reason, by=signed_in(request).actor
        )
        return redirect(f"{home_of(request, division)}/versions/{saved.number}", request, done="upload_saved")

    return await submit(request, StartForm, save, refused=partial(_preview, request, division, upload_id))


@post(HOME + "/uploads/{upload_id:uuid}/drop", opt=WRITE, dependencies=DIVISION, status_code=200)
async def drop(request: AppRequest, division: Division, upload_id: FromPath[UUID]) -> Response[Any]:
    await drop_upload(division, upload_id, by=signed_in(request).actor)
    return redirect(f"{home_of(request, division)}/uploads", request, done="upload_dropped")


async def _form_page(
    request: AppRequest, division: DivisionFacts, *, typed: Typed = NOTHING_TYPED,
    read: ReadScheme | None = None, name: str = "",
) -> Response[Any]:  # fmt: skip
    said = sorted((in_words(each) for each in (read.problems if read else ())), key=lambda each: each.severity)
    return await page(
        request, "judging/schemes/upload.html", typed=typed, status=422 if read else None,
        **frame(request, division, (_("Upload a file"), "")), name=name, said=said,
        errors=sum(each.severity == "error" for each in said),
        draft=await get_draft(division.id), locked=await get_locked_scheme(division.id),
    )  # fmt: skip


async def _preview(
    request: AppRequest, division: DivisionFacts, upload_id: UUID, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    held = await get_upload(division.id, upload_id)
    if held is None:
        if typed.problems:
            raise UserError(*typed.problems, status=typed.status)
        raise NotFoundException
    draft, base = await get_draft(division.id), await base_scheme(division.id)
    settings = await check_settings(division)
    return await page(
        request, "judging/schemes/preview.html", typed=typed,
        **frame(request, division, (_("Upload a file"), f"{home_of(request, division)}/uploads"), (held.file_name, "")),
        upload=held, view=view_of(held.scheme, settings, problems=held.problems), layout=layout_name(held.layout),
        stale=_is_stale(held, draft.revision if draft else 0), draft=draft, needs_reason=await _needs_reason(division),
        match=await asyncio.to_thread(match_lines, base, held.scheme) if base else None,
    )  # fmt: skip


def _is_stale(held: Upload, revision: int) -> bool:
    return held.seen_revision != revision


async def _needs_reason(division: DivisionFacts) -> bool:
    return await get_draft(division.id) is None and await get_locked_scheme(division.id) is not None


ROUTES = [show_upload_form, upload, show_upload, confirm, drop]
