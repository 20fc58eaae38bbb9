"""Who sends a request: the session cookie, and the language of the answer."""

from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from foundation.accounts.actions import Browser, Token
from foundation.accounts.queries import SignedIn, get_signed_in
from foundation.database import fetch
from foundation.language import LANGUAGES, set_language
from foundation.numbers import LARGEST_WHOLE
from foundation.problems import refusal
from foundation.requests import whose_page
from foundation.settings import default_language, get_settings
from foundation.times import now

SESSION_COOKIE = "touchstone_session"
LANGUAGE_COOKIE = "touchstone_language"
SEEN_AGAIN_AFTER = timedelta(minutes=2)

AppRequest = Request[SignedIn | None, None, State]


class Authentication(AbstractAuthenticationMiddleware):
    """Sets ``request.user`` to the signed-in person or None, and the language of the context."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        if not _names_something(connection):
            raise NotFoundException
        token = connection.cookies.get(SESSION_COOKIE)
        user = await get_signed_in(token) if token else None
        chosen = connection.cookies.get(LANGUAGE_COOKIE) or (user.language if user else "")
        set_language(chosen if chosen in LANGUAGES else default_language())
        if user and now() - user.last_seen_at > SEEN_AGAIN_AFTER:
            await fetch("UPDATE session SET last_seen_at = $2 WHERE id = $1", user.session_id, now())
        return AuthenticationResult(user=user, auth=None)


def _names_something(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """A control character, or a number beyond all of ours, names nothing, and no database takes it."""
    parts: list[Any] = list(connection.scope["path_params"].values())
    numbers = (each for each in parts if isinstance(each, int))
    return connection.scope["path"].isprintable() and all(0 <= each <= LARGEST_WHOLE for each in numbers)


class PasswordChangeDue(NotAuthorizedException):
    """Somebody signed in with an issued password that must be changed before any other page (T-12)."""


async def require_sign_in(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard of the whole app: every route wants a signed-in person, but those that say ``public=True``.

    Who came by a password that must be changed reaches his own account only. A one-time code needs no password.
    """
    if handler.opt.get("public"):
        return
    if connection.user is None:
        raise NotAuthorizedException
    due = connection.user.must_change_password and connection.user.way == "password"
    if due and not handler.opt.get("own_account"):
        raise PasswordChangeDue


async def require_own_page(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard of the whole app: what was filled in on somebody's page is not sent as somebody else, who signed in
    meanwhile in the same browser (a shared tablet). Refused: ``page_of_another`` (409)."""
    whose = whose_page(connection.scope)
    if whose and not handler.opt.get("public") and connection.user and connection.user.account_id.hex != whose:
        raise refusal("page_of_another", status=409)


def signed_in(request: AppRequest) -> SignedIn:
    """The person behind the request; the guard has made sure that there is one."""
    if request.user is None:
        raise NotAuthorizedException
    return request.user


def browser_of(request: AppRequest) -> Browser:
    """The address and device name of a request, for sessions and throttling."""
    address = request.client.host if request.client else "local"
    return Browser(address=address, device=request.headers.get("user-agent", "")[:200])


def session_cookie(request: AppRequest, token: Token) -> Cookie:
    """The cookie of a new session; ``Secure`` where the page came by HTTPS, or is said to by way of a proxy."""
    secure = request.url.scheme == "https" or (get_settings().base_url or "").startswith("https:")
    return Cookie(
        key=SESSION_COOKIE, value=token.secret, httponly=True, samesite="lax", path="/",
        secure=secure, expires=int((token.expires_at - now()).total_seconds()),
    )  # fmt: skip
