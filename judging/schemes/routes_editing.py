"""What every form of the editor does: save the edited scheme on the revision seen, then the editor again."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.di import Provide

from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.forms import read_typed, submit
from foundation.pages import redirect
from judging.schemes.access import provide_draft
from judging.schemes.actions import save_draft
from judging.schemes.forms import MoveForm, RevisionForm
from judging.schemes.queries import VersionLine, get_scheme_of_version
from judging.schemes.routes_editor_page import show_editor
from judging.schemes.routes_reading import DIVISION, HOME, scheme_or_404
from judging.schemes.routes_view import home_of
from judging.schemes.scheme import Scheme

DRAFT = HOME + "/draft"
ONE = {**DIVISION, "version": Provide(provide_draft)}
Edit = Callable[[Scheme], tuple[Scheme, str]]


def shown_again(
    request: AppRequest, division: DivisionFacts, version: VersionLine, criterion: str, opened: str
) -> Any:
    return partial(show_editor, request, division, version, criterion, opened)


async def apply_edit(
    request: AppRequest, division: DivisionFacts, version: VersionLine, form: RevisionForm, edit: Edit,
    criterion: str, opened: str = "", anchor: str = "",
) -> Response[Any]:  # fmt: skip
    """Save the edited scheme on the revision that was seen, unless nothing changed; then the editor again."""
    seen = await get_scheme_of_version(version.id, form.revision)
    before = seen if seen is not None else await scheme_or_404(version)
    scheme, note = edit(before)
    if scheme != before:
        await save_draft(division, scheme, by=signed_in(request).actor, seen_revision=form.revision, note=note)
    typed = await read_typed(request)
    criterion = criterion or str(typed.get("here", ""))
    query = f"?criterion={quote(criterion)}" + (f"&open={quote(opened)}" if opened else "")
    address = f"{home_of(request, division)}/draft{query}"
    if "hx-request" not in request.headers:
        return redirect(address + (f"#{anchor}" if anchor else ""))
    said = note if scheme != before else ""
    answer = await show_editor(request, division, await provide_draft(division), criterion, opened, said=said)
    answer.headers["HX-Replace-Url"] = address
    return answer


async def apply_simple(
    request: AppRequest, division: DivisionFacts, version: VersionLine, edit: Edit, criterion: str
) -> Response[Any]:
    async def act(form: RevisionForm) -> Response[Any]:
        return await apply_edit(request, division, version, form, edit, criterion)

    return await submit(request, RevisionForm, act, refused=shown_again(request, division, version, criterion, ""))


async def apply_move(
    request: AppRequest, division: DivisionFacts, version: VersionLine, criterion: str,
    move: Callable[[Scheme, int], tuple[Scheme, str]],
) -> Response[Any]:  # fmt: skip
    async def act(form: MoveForm) -> Response[Any]:
        return await apply_edit(request, division, version, form, lambda scheme: move(scheme, form.by), criterion)

    return await submit(request, MoveForm, act, refused=shown_again(request, division, version, criterion, ""))
