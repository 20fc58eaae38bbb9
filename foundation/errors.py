"""Error pages that help: what happened, what it means, what to do. JSON for those who ask for JSON."""

import logging
import secrets
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect

from foundation.authentication import LANGUAGE_COOKIE, AppRequest, PasswordChangeDue
from foundation.language import set_language
from foundation.pages import Typed, plain_page
from foundation.phrases import sentence
from foundation.problems import UserError
from foundation.settings import default_language

log = logging.getLogger("touchstone.errors")


def show_user_error(request: AppRequest, error: UserError) -> Response[Any]:
    """A refusal outside a form: its sentences on an error page, or as JSON."""
    if wants_json(request):
        problems = [
            {"code": each.code, "message": sentence(each), "field": each.place.field} for each in error.problems
        ]
        return Response({"problems": problems}, status_code=error.status, media_type=MediaType.JSON)
    typed = Typed(problems=error.problems, status=error.status)
    return plain_page(request, "error.html", block="main", typed=typed, code=error.status, error_id=None)


def show_http_error(request: AppRequest, error: HTTPException) -> Response[Any]:
    """404, 403, 405 and their like; a missing sign-in leads to the sign-in page and back."""
    if "user" not in request.scope:  # no route, so no middleware has run
        set_language(request.cookies.get(LANGUAGE_COOKIE) or default_language())
    if isinstance(error, NotAuthorizedException):
        return _to_sign_in(request, error)
    if wants_json(request):
        return Response({"problems": [{"code": f"http_{error.status_code}"}]}, status_code=error.status_code)
    return _error_page(request, error.status_code)


def show_fault(request: AppRequest, error: Exception) -> Response[Any]:
    """A fault of ours: an id on the page that stands in the log."""
    error_id = secrets.token_hex(5)
    log.error("fault %s", error_id, exc_info=error, extra={"error_id": error_id, "path": request.url.path})
    if wants_json(request):
        return Response({"problems": [{"code": "fault", "id": error_id}]}, status_code=500)
    return _error_page(request, 500, error_id)


def wants_json(request: AppRequest) -> bool:
    """Whether a script asks, not a page."""
    accept = request.headers.get("accept", "")
    return "application/json" in accept or request.headers.get("content-type", "").startswith("application/json")


def _to_sign_in(request: AppRequest, error: NotAuthorizedException) -> Response[Any]:
    due = isinstance(error, PasswordChangeDue)
    target = "/account" if due else f"/sign-in?next={quote(request.url.path)}"
    if wants_json(request):
        return Response({"problems": [{"code": "sign_in_needed"}]}, status_code=401)
    if "hx-request" in request.headers:
        return Response("", status_code=401, headers={"HX-Redirect": target})
    return Redirect(target if due or request.method == "GET" else "/sign-in", status_code=303)


def _error_page(request: AppRequest, status: int, error_id: str | None = None) -> Response[Any]:
    known = status if status in (403, 404, 405, 409, 413, 422, 429) else (500 if status >= 500 else 422)
    return plain_page(request, "error.html", block="main", status=status, code=known, shown=status, error_id=error_id)


