"""The editor: one criterion at a time, every change a saved revision.

Each form works as a plain form; with htmx the answer is the block ``editor`` alone. What is open is one word in
the address: ``aspect:<id>``, ``new-aspect:<sub id>``, ``sub:<id>``, ``new-sub:<code>``, ``criterion:<code>``,
``new-criterion``, ``sections``.
"""

from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.params import FromQuery

from foundation.authentication import AppRequest, signed_in
from foundation.forms import read_typed, submit
from foundation.pages import redirect
from foundation.problems import refusal
from judging.schemes import editing
from judging.schemes.access import WRITE
from judging.schemes.actions import save_draft
from judging.schemes.forms import RestoreForm, SectionsForm, StartForm, sections_from
from judging.schemes.queries import get_locked_scheme, get_scheme_of_version
from judging.schemes.routes_editing import DRAFT, ONE, apply_edit, shown_again
from judging.schemes.routes_editor_page import calculation_block, example_block, show_editor, started_scheme
from judging.schemes.routes_reading import DIVISION, Division, Version, versions_page
from judging.schemes.routes_view import home_of


@post(DRAFT, opt=WRITE, dependencies=DIVISION, status_code=200)
async def start(request: AppRequest, division: Division) -> Response[Any]:
    async def act(form: StartForm) -> Response[Any]:
        locked = await get_locked_scheme(division.id)
        scheme = locked.scheme if locked else await started_scheme(division)
        note = f"copied {locked.number}" if locked else "started"
        await save_draft(division, scheme, by=signed_in(request).actor, reason=form.reason, note=note)
        return redirect(f"{home_of(request, division)}/draft", request, done="version_started")

    return await submit(request, StartForm, act, refused=partial(versions_page, request, division))


@get(DRAFT, opt=WRITE, dependencies=ONE)
async def show_draft(
    request: AppRequest, division: Division, version: Version,
    criterion: FromQuery[str] = "",
) -> Response[Any]:  # fmt: skip
    return await show_editor(request, division, version, criterion, request.query_params.get("open", ""))


@post(DRAFT + "/sections", opt=WRITE, dependencies=ONE, status_code=200)
async def change_sections(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    values = await read_typed(request)

    async def act(form: SectionsForm) -> Response[Any]:
        sections = sections_from(values)
        return await apply_edit(
            request, division, version, form,
            lambda scheme: (editing.set_sections(scheme, form.title, sections), "sections"), "",
        )  # fmt: skip

    return await submit(request, SectionsForm, act, refused=shown_again(request, division, version, "", "sections"))


@post(DRAFT + "/restorations", opt=WRITE, dependencies=ONE, status_code=200)
async def restore(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    async def act(form: RestoreForm) -> Response[Any]:
        earlier = await get_scheme_of_version(version.id, form.target)
        if earlier is None:
            raise refusal("revision_unknown")
        return await apply_edit(request, division, version, form, lambda _: (earlier, f"restored {form.target}"), "")

    return await submit(request, RestoreForm, act, refused=shown_again(request, division, version, "", ""))


@post(DRAFT + "/calculation", opt=WRITE, dependencies=ONE, status_code=200)
async def show_calculation(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    return await calculation_block(request, division, version, await read_typed(request))


@post(DRAFT + "/example", opt=WRITE, dependencies=ONE, status_code=200)
async def show_example(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    return await example_block(request, division, version, await read_typed(request))


ROUTES = [start, show_draft, change_sections, restore, show_calculation, show_example]
