"""The editor: one criterion at a time, every change a saved revision.

Each form works as a plain form; with htmx the answer is the block ``editor`` alone. What is open is one word in
the address: ``aspect:<id>``, ``new-aspect:<sub id>``, ``sub:<id>``, ``new-sub:<code>``, ``criterion:<code>``,
``new-criterion``, ``sections``.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import Provide
from litestar.params import FromPath, FromQuery

from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.forms import read_typed, submit
from foundation.pages import redirect
from foundation.problems import refusal
from judging.schemes import editing
from judging.schemes.access import WRITE, provide_draft
from judging.schemes.actions import save_draft
from judging.schemes.forms import (
    AspectForm,
    CriterionForm,
    MoveForm,
    RestoreForm,
    RevisionForm,
    SectionsForm,
    StartForm,
    SubCriterionForm,
    aspect_from,
    sections_from,
)
from judging.schemes.queries import VersionLine, get_locked_scheme, get_scheme_of_version
from judging.schemes.routes_editor_page import calculation_block, example_block, show_editor, started_scheme
from judging.schemes.routes_reading import DIVISION, HOME, Division, Version, scheme_or_404, versions_page
from judging.schemes.routes_view import home_of
from judging.schemes.scheme import Scheme

DRAFT = HOME + "/draft"
ONE = {**DIVISION, "version": Provide(provide_draft)}
Edit = Callable[[Scheme], tuple[Scheme, str]]


@post(DRAFT, opt=WRITE, dependencies=DIVISION, status_code=200)
async def start(request: AppRequest, division: Division) -> Response[Any]:
    async def act(form: StartForm) -> Response[Any]:
        locked = await get_locked_scheme(division.id)
        scheme = locked.scheme if locked else await started_scheme(division)
        note = f"copied {locked.number}" if locked else "started"
        await save_draft(division, scheme, by=signed_in(request).actor, reason=form.reason, note=note)
        return redirect(f"{home_of(request, division)}/draft", request)

    return await submit(request, StartForm, act, refused=partial(versions_page, request, division))


@get(DRAFT, opt=WRITE, dependencies=ONE)
async def show_draft(
    request: AppRequest, division: Division, version: Version,
    criterion: FromQuery[str] = "",
) -> Response[Any]:  # fmt: skip
    return await show_editor(request, division, version, criterion, request.query_params.get("open", ""))


@post(DRAFT + "/criteria", opt=WRITE, dependencies=ONE, status_code=200)
async def add_criterion(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    async def act(form: CriterionForm) -> Response[Any]:
        new = form.criterion()
        return await _apply(
            request, division, version, form,
            lambda scheme: (editing.add_criterion(scheme, new), f"criterion-added {new.code}"),
            new.code, f"new-sub:{new.code}",
        )  # fmt: skip

    return await submit(request, CriterionForm, act, refused=_again(request, division, version, "", "new-criterion"))


@post(DRAFT + "/criteria/{code:str}", opt=WRITE, dependencies=ONE, status_code=200)
async def change_criterion(
    request: AppRequest, division: Division, version: Version, code: FromPath[str]
) -> Response[Any]:
    async def act(form: CriterionForm) -> Response[Any]:
        new = form.criterion()
        return await _apply(
            request, division, version, form,
            lambda scheme: (editing.change_criterion(scheme, code, new), f"criterion-changed {new.code}"), new.code,
        )  # fmt: skip

    return await submit(
        request, CriterionForm, act, refused=_again(request, division, version, code, f"criterion:{code}")
    )


@post(DRAFT + "/criteria/{code:str}/removal", opt=WRITE, dependencies=ONE, status_code=200)
async def delete_criterion(
    request: AppRequest, division: Division, version: Version, code: FromPath[str]
) -> Response[Any]:
    return await _simple(
        request, division, version,
        lambda scheme: (editing.delete_criterion(scheme, code), f"criterion-deleted {code}"), "",
    )  # fmt: skip


@post(DRAFT + "/criteria/{code:str}/move", opt=WRITE, dependencies=ONE, status_code=200)
async def move_criterion(
    request: AppRequest, division: Division, version: Version, code: FromPath[str]
) -> Response[Any]:
    return await _move(request, division, version, code, lambda scheme, by: (
        editing.move_criterion(scheme, code, by), f"criterion-moved {code}"))  # fmt: skip


@post(DRAFT + "/sub-criteria", opt=WRITE, dependencies=ONE, status_code=200)
async def add_sub_criterion(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    criterion = str((await read_typed(request)).get("criterion", ""))

    async def act(form: SubCriterionForm) -> Response[Any]:
        def edit(scheme: Scheme) -> tuple[Scheme, str]:
            sub = form.sub_criterion()
            return editing.add_sub_criterion(scheme, form.criterion, sub), f"sub-added {form.code}"

        return await _apply(request, division, version, form, edit, form.criterion)

    refused = _again(request, division, version, criterion, f"new-sub:{criterion}")
    return await submit(request, SubCriterionForm, act, refused=refused)


@post(DRAFT + "/sub-criteria/{sub_id:uuid}", opt=WRITE, dependencies=ONE, status_code=200)
async def change_sub_criterion(
    request: AppRequest, division: Division, version: Version, sub_id: FromPath[UUID]
) -> Response[Any]:
    async def act(form: SubCriterionForm) -> Response[Any]:
        def edit(scheme: Scheme) -> tuple[Scheme, str]:
            changed = editing.change_sub_criterion(scheme, sub_id, form.code, form.name, form.day)
            return changed, f"sub-changed {form.code}"

        return await _apply(request, division, version, form, edit, "")

    return await submit(request, SubCriterionForm, act, refused=_again(request, division, version, "", f"sub:{sub_id}"))


@post(DRAFT + "/sub-criteria/{sub_id:uuid}/removal", opt=WRITE, dependencies=ONE, status_code=200)
async def delete_sub_criterion(
    request: AppRequest, division: Division, version: Version, sub_id: FromPath[UUID]
) -> Response[Any]:
    def edit(scheme: Scheme) -> tuple[Scheme, str]:
        code = editing.find_sub_criterion(scheme, sub_id).code
        return editing.delete_sub_criterion(scheme, sub_id), f"sub-deleted {code}"

    return await _simple(request, division, version, edit, "")


@post(DRAFT + "/sub-criteria/{sub_id:uuid}/move", opt=WRITE, dependencies=ONE, status_code=200)
async def move_sub_criterion(
    request: AppRequest, division: Division, version: Version, sub_id: FromPath[UUID]
) -> Response[Any]:
    return await _move(request, division, version, "", lambda scheme, by: (
        editing.move_sub_criterion(scheme, sub_id, by),
        f"sub-moved {editing.find_sub_criterion(scheme, sub_id).code}"))  # fmt: skip


@post(DRAFT + "/aspects", opt=WRITE, dependencies=ONE, status_code=200)
async def add_aspect(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    values = await read_typed(request)
    opened = f"new-aspect:{values.get('sub_criterion', '')}"
    if "show" in values or "add_row" in values:
        return await show_editor(request, division, version, "", opened, rows_only=values)

    async def act(form: AspectForm) -> Response[Any]:
        new = aspect_from(form, values, None)

        def edit(scheme: Scheme) -> tuple[Scheme, str]:
            code = editing.find_sub_criterion(scheme, form.sub_criterion).code
            return editing.add_aspect(scheme, form.sub_criterion, new), f"aspect-added {code}"

        again = opened if "again" in values else ""
        return await _apply(request, division, version, form, edit, "", again)

    return await submit(request, AspectForm, act, refused=_again(request, division, version, "", opened))


@post(DRAFT + "/aspects/{aspect_id:uuid}", opt=WRITE, dependencies=ONE, status_code=200)
async def change_aspect(
    request: AppRequest, division: Division, version: Version, aspect_id: FromPath[UUID]
) -> Response[Any]:
    values, opened = await read_typed(request), f"aspect:{aspect_id}"
    if "show" in values or "add_row" in values:
        return await show_editor(request, division, version, "", opened, rows_only=values)

    async def act(form: AspectForm) -> Response[Any]:
        def edit(scheme: Scheme) -> tuple[Scheme, str]:
            place = editing.find_aspect(scheme, aspect_id)
            new = aspect_from(form, values, place.aspect)
            changed = editing.change_aspect(scheme, aspect_id, new, sub_id=form.sub_criterion)
            return changed, f"aspect-changed {place.label}"

        return await _apply(request, division, version, form, edit, "", "", f"part-{aspect_id}")

    return await submit(request, AspectForm, act, refused=_again(request, division, version, "", opened))


@post(DRAFT + "/aspects/{aspect_id:uuid}/removal", opt=WRITE, dependencies=ONE, status_code=200)
async def delete_aspect(
    request: AppRequest, division: Division, version: Version, aspect_id: FromPath[UUID]
) -> Response[Any]:
    def edit(scheme: Scheme) -> tuple[Scheme, str]:
        label = editing.find_aspect(scheme, aspect_id).label
        return editing.delete_aspect(scheme, aspect_id), f"aspect-deleted {label}"

    return await _simple(request, division, version, edit, "")


@post(DRAFT + "/aspects/{aspect_id:uuid}/move", opt=WRITE, dependencies=ONE, status_code=200)
async def move_aspect(
    request: AppRequest, division: Division, version: Version, aspect_id: FromPath[UUID]
) -> Response[Any]:
    return await _move(request, division, version, "", lambda scheme, by: (
        editing.move_aspect(scheme, aspect_id, by),
        f"aspect-moved {editing.find_aspect(scheme, aspect_id).label}"))  # fmt: skip


@post(DRAFT + "/sections", opt=WRITE, dependencies=ONE, status_code=200)
async def change_sections(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    values = await read_typed(request)

    async def act(form: SectionsForm) -> Response[Any]:
        sections = sections_from(values)
        return await _apply(
            request, division, version, form,
            lambda scheme: (editing.set_sections(scheme, form.title, sections), "sections"), "",
        )  # fmt: skip

    return await submit(request, SectionsForm, act, refused=_again(request, division, version, "", "sections"))


@post(DRAFT + "/restorations", opt=WRITE, dependencies=ONE, status_code=200)
async def restore(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    async def act(form: RestoreForm) -> Response[Any]:
        earlier = await get_scheme_of_version(version.id, form.target)
        if earlier is None:
            raise refusal("revision_unknown")
        return await _apply(request, division, version, form, lambda _: (earlier, f"restored {form.target}"), "")

    return await submit(request, RestoreForm, act, refused=_again(request, division, version, "", ""))


@post(DRAFT + "/calculation", opt=WRITE, dependencies=ONE, status_code=200)
async def show_calculation(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    return await calculation_block(request, division, version, await read_typed(request))


@post(DRAFT + "/example", opt=WRITE, dependencies=ONE, status_code=200)
async def show_example(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    return await example_block(request, division, version, await read_typed(request))


def _again(
    request: AppRequest, division: DivisionFacts, version: VersionLine, criterion: str, opened: str
) -> Any:
    return partial(show_editor, request, division, version, criterion, opened)


async def _apply(
    request: AppRequest, division: DivisionFacts, version: VersionLine, form: RevisionForm, edit: Edit,
    criterion: str, opened: str = "", anchor: str = "",
) -> Response[Any]:  # fmt: skip
    """Save the edited scheme on the revision that was seen; then the editor again."""
    seen = await get_scheme_of_version(version.id, form.revision)
    scheme, note = edit(seen if seen is not None else await scheme_or_404(version))
    await save_draft(division, scheme, by=signed_in(request).actor, seen_revision=form.revision, note=note)
    typed = await read_typed(request)
    criterion = criterion or str(typed.get("here", ""))
    if "hx-request" in request.headers:
        fresh = await provide_draft(division)
        return await show_editor(request, division, fresh, criterion, opened, said=note)
    query = f"?criterion={criterion}" + (f"&open={opened}" if opened else "")
    return redirect(f"{home_of(request, division)}/draft{query}" + (f"#{anchor}" if anchor else ""))


async def _simple(
    request: AppRequest, division: DivisionFacts, version: VersionLine, edit: Edit, criterion: str
) -> Response[Any]:
    async def act(form: RevisionForm) -> Response[Any]:
        return await _apply(request, division, version, form, edit, criterion)

    return await submit(request, RevisionForm, act, refused=_again(request, division, version, criterion, ""))


async def _move(
    request: AppRequest, division: DivisionFacts, version: VersionLine, criterion: str,
    move: Callable[[Scheme, int], tuple[Scheme, str]],
) -> Response[Any]:  # fmt: skip
    async def act(form: MoveForm) -> Response[Any]:
        return await _apply(request, division, version, form, lambda scheme: move(scheme, form.by), criterion)

    return await submit(request, MoveForm, act, refused=_again(request, division, version, criterion, ""))


ROUTES = [
    start, show_draft, add_criterion, change_criterion, delete_criterion, move_criterion, add_sub_criterion,
    change_sub_criterion, delete_sub_criterion, move_sub_criterion, add_aspect, change_aspect, delete_aspect,
    move_aspect, change_sections, restore, show_calculation, show_example,
]  # fmt: skip
