"""The editor's forms of criteria, sub-criteria and aspects."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from foundation.authentication import AppRequest
from foundation.forms import read_typed, submit
from judging.schemes import editing
from judging.schemes.access import WRITE
from judging.schemes.forms import AspectForm, CriterionForm, SubCriterionForm, aspect_from
from judging.schemes.routes_editing import DRAFT, ONE, apply_edit, apply_move, apply_simple, shown_again
from judging.schemes.routes_editor_page import show_editor
from judging.schemes.routes_reading import Division, Version
from judging.schemes.scheme import Scheme


@post(DRAFT + "/criteria", opt=WRITE, dependencies=ONE, status_code=200)
async def add_criterion(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    async def act(form: CriterionForm) -> Response[Any]:
        new = form.criterion()
        return await apply_edit(
            request, division, version, form,
            lambda scheme: (editing.add_criterion(scheme, new), f"criterion-added {new.code}"),
            new.code, f"new-sub:{new.code}",
        )  # fmt: skip

    refused = shown_again(request, division, version, "", "new-criterion")
    return await submit(request, CriterionForm, act, refused=refused)


@post(DRAFT + "/criteria/{code:str}", opt=WRITE, dependencies=ONE, status_code=200)
async def change_criterion(
    request: AppRequest, division: Division, version: Version, code: FromPath[str]
) -> Response[Any]:
    async def act(form: CriterionForm) -> Response[Any]:
        new = form.criterion()
        return await apply_edit(
            request, division, version, form,
            lambda scheme: (editing.change_criterion(scheme, code, new), f"criterion-changed {new.code}"), new.code,
        )  # fmt: skip

    return await submit(
        request, CriterionForm, act, refused=shown_again(request, division, version, code, f"criterion:{code}")
    )


@post(DRAFT + "/criteria/{code:str}/removal", opt=WRITE, dependencies=ONE, status_code=200)
async def delete_criterion(
    request: AppRequest, division: Division, version: Version, code: FromPath[str]
) -> Response[Any]:
    return await apply_simple(
        request, division, version,
        lambda scheme: (editing.delete_criterion(scheme, code), f"criterion-deleted {code}"), "",
    )  # fmt: skip


@post(DRAFT + "/criteria/{code:str}/move", opt=WRITE, dependencies=ONE, status_code=200)
async def move_criterion(
    request: AppRequest, division: Division, version: Version, code: FromPath[str]
) -> Response[Any]:
    return await apply_move(request, division, version, code, lambda scheme, by: (
        editing.move_criterion(scheme, code, by), f"criterion-moved {code}"))  # fmt: skip


@post(DRAFT + "/sub-criteria", opt=WRITE, dependencies=ONE, status_code=200)
async def add_sub_criterion(request: AppRequest, division: Division, version: Version) -> Response[Any]:
    criterion = str((await read_typed(request)).get("criterion", ""))

    async def act(form: SubCriterionForm) -> Response[Any]:
        def edit(scheme: Scheme) -> tuple[Scheme, str]:
            sub = form.sub_criterion()
            return editing.add_sub_criterion(scheme, form.criterion, sub), f"sub-added {form.code}"

        return await apply_edit(request, division, version, form, edit, form.criterion)

    refused = shown_again(request, division, version, criterion, f"new-sub:{criterion}")
    return await submit(request, SubCriterionForm, act, refused=refused)


@post(DRAFT + "/sub-criteria/{sub_id:uuid}", opt=WRITE, dependencies=ONE, status_code=200)
async def change_sub_criterion(
    request: AppRequest, division: Division, version: Version, sub_id: FromPath[UUID]
) -> Response[Any]:
    async def act(form: SubCriterionForm) -> Response[Any]:
        def edit(scheme: Scheme) -> tuple[Scheme, str]:
            changed = editing.change_sub_criterion(scheme, sub_id, form.code, form.name, form.day)
            return changed, f"sub-changed {form.code}"

        return await apply_edit(request, division, version, form, edit, "")

    refused = shown_again(request, division, version, "", f"sub:{sub_id}")
    return await submit(request, SubCriterionForm, act, refused=refused)


@post(DRAFT + "/sub-criteria/{sub_id:uuid}/removal", opt=WRITE, dependencies=ONE, status_code=200)
async def delete_sub_criterion(
    request: AppRequest, division: Division, version: Version, sub_id: FromPath[UUID]
) -> Response[Any]:
    def edit(scheme: Scheme) -> tuple[Scheme, str]:
        code = editing.find_sub_criterion(scheme, sub_id).code
        return editing.delete_sub_criterion(scheme, sub_id), f"sub-deleted {code}"

    return await apply_simple(request, division, version, edit, "")


@post(DRAFT + "/sub-criteria/{sub_id:uuid}/move", opt=WRITE, dependencies=ONE, status_code=200)
async def move_sub_criterion(
    request: AppRequest, division: Division, version: Version, sub_id: FromPath[UUID]
) -> Response[Any]:
    return await apply_move(request, division, version, "", lambda scheme, by: (
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
        return await apply_edit(request, division, version, form, edit, "", again)

    return await submit(request, AspectForm, act, refused=shown_again(request, division, version, "", opened))


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

        return await apply_edit(request, division, version, form, edit, "", "", f"part-{aspect_id}")

    return await submit(request, AspectForm, act, refused=shown_again(request, division, version, "", opened))


@post(DRAFT + "/aspects/{aspect_id:uuid}/removal", opt=WRITE, dependencies=ONE, status_code=200)
async def delete_aspect(
    request: AppRequest, division: Division, version: Version, aspect_id: FromPath[UUID]
) -> Response[Any]:
    def edit(scheme: Scheme) -> tuple[Scheme, str]:
        label = editing.find_aspect(scheme, aspect_id).label
        return editing.delete_aspect(scheme, aspect_id), f"aspect-deleted {label}"

    return await apply_simple(request, division, version, edit, "")


@post(DRAFT + "/aspects/{aspect_id:uuid}/move", opt=WRITE, dependencies=ONE, status_code=200)
async def move_aspect(
    request: AppRequest, division: Division, version: Version, aspect_id: FromPath[UUID]
) -> Response[Any]:
    return await apply_move(request, division, version, "", lambda scheme, by: (
        editing.move_aspect(scheme, aspect_id, by),
        f"aspect-moved {editing.find_aspect(scheme, aspect_id).label}"))  # fmt: skip


ROUTES = [
    add_criterion, change_criterion, delete_criterion, move_criterion, add_sub_criterion, change_sub_criterion,
    delete_sub_criterion, move_sub_criterion, add_aspect, change_aspect, delete_aspect, move_aspect,
]  # fmt: skip
