"""Sign-in and out, one-time codes, own account, language."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect

from foundation.accounts import actions
from foundation.accounts.actions import Token
from foundation.accounts.forms import CodeForm, LanguageForm, PasswordForm, SignInForm
from foundation.accounts.queries import accounts_exist, sessions_of
from foundation.authentication import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    AppRequest,
    browser_of,
    session_cookie,
    signed_in,
)
from foundation.forms import read_typed, shape, submit
from foundation.language import LANGUAGES
from foundation.pages import NOTHING_TYPED, Typed, page, redirect

PUBLIC = {"public": True}
MINE = {"mine": True}  # every signed-in person, for himself only
OWN_ACCOUNT = {**MINE, "own_account": True}  # also before an issued password is changed (T-12)
YEAR = 365 * 24 * 3600


@get("/sign-in", opt=PUBLIC)
async def show_sign_in(request: AppRequest) -> Response[Any]:
    if request.user:
        return redirect("/")
    return await _sign_in_page(request, typed=Typed({"next": request.query_params.get("next", "")}))


@post("/sign-in", opt=PUBLIC, status_code=200)
async def sign_in(request: AppRequest) -> Response[Any]:
    async def enter(form: SignInForm) -> Response[Any]:
        token = await actions.sign_in(
            form.user_name, form.password, browser=browser_of(request), over=request.user
        )
        return _entered(request, token, form.next)

    return await submit(request, SignInForm, enter, refused=partial(_sign_in_page, request))


@get("/sign-in/code", opt=PUBLIC)
async def show_code_field(request: AppRequest) -> Response[Any]:
    return await _code_field_page(request)


@post("/sign-in/code", opt=PUBLIC, status_code=200)
async def type_code(request: AppRequest) -> Response[Any]:
    async def enter(form: CodeForm) -> Response[Any]:
        token = await actions.redeem_code(form.code, browser=browser_of(request), over=request.user)
        return _entered(request, token, "")

    return await submit(request, CodeForm, enter, refused=partial(_code_field_page, request))


@get("/sign-in/code/{code:str}", opt=PUBLIC)
async def show_code(request: AppRequest, code: FromPath[str]) -> Response[Any]:
    # A page with a button: a preview or a scanner that only follows the link must not use the code up.
    return await page(request, "foundation/accounts/code.html", code=code)


@post("/sign-in/code/{code:str}", opt=PUBLIC, status_code=200)
async def redeem_code(request: AppRequest, code: FromPath[str]) -> Response[Any]:
    token = await actions.redeem_code(code, browser=browser_of(request), over=request.user)
    return _entered(request, token, "")


@post("/sign-out", opt=OWN_ACCOUNT, status_code=200)
async def sign_out(request: AppRequest) -> Response[Any]:
    await actions.sign_out(signed_in(request))
    return _left(request)


@post("/account/sessions/end-all", opt=OWN_ACCOUNT, status_code=200)
async def sign_out_everywhere(request: AppRequest) -> Response[Any]:
    me = signed_in(request)
    await actions.sign_out_everywhere(me.account_id, by=me.actor, user_name=me.user_name)
    return _left(request)


@post("/account/sessions/{session_id:uuid}/end", opt=OWN_ACCOUNT, status_code=200)
async def end_session(request: AppRequest, session_id: FromPath[UUID]) -> Response[Any]:
    await actions.end_session(session_id, me=signed_in(request))
    return redirect("/account", request, done="session_ended")


@get("/account", opt=OWN_ACCOUNT)
async def show_account(request: AppRequest) -> Response[Any]:
    return await _account_page(request)


@post("/account/password", opt=OWN_ACCOUNT, status_code=200)
async def change_password(request: AppRequest) -> Response[Any]:
    async def change(form: PasswordForm) -> Response[Any]:
        await actions.change_own_password(signed_in(request), old=form.old, new=form.new)
        return redirect("/account", request, done="password_changed")

    return await submit(request, PasswordForm, change, refused=partial(_account_page, request))


@post("/language", opt=PUBLIC, status_code=200)
async def choose_language(request: AppRequest) -> Response[Any]:
    form = shape(LanguageForm, await read_typed(request))
    answer = redirect(_own_path(form.back), request)
    if form.language in LANGUAGES:
        answer.set_cookie(
            Cookie(key=LANGUAGE_COOKIE, value=form.language, path="/", max_age=YEAR, samesite="lax", httponly=True)
        )
        if request.user:
            await actions.choose_language(request.user, form.language)
    return answer


async def _sign_in_page(request: AppRequest, *, typed: Typed) -> Response[Any]:
    return await page(request, "foundation/accounts/sign_in.html", typed=typed, fresh=not await accounts_exist())


async def _code_field_page(request: AppRequest, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    return await page(request, "foundation/accounts/code_field.html", typed=typed)


async def _account_page(request: AppRequest, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    sessions = await sessions_of(signed_in(request).account_id)
    return await page(request, "foundation/accounts/account.html", typed=typed, sessions=sessions)


def _entered(request: AppRequest, token: Token, target: str) -> Response[Any]:
    answer = redirect(_own_path(target), request)
    answer.set_cookie(session_cookie(request, token))
    return answer


def _left(request: AppRequest) -> Response[Any]:
    answer = Redirect("/sign-in", status_code=303)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


def _own_path(target: str) -> str:
    """A path of this site, never another host."""
    strange = "\\" in target or any(ord(sign) < 0x21 for sign in target)
    return target if target.startswith("/") and not target.startswith("//") and not strange else "/"


ROUTES = [
    show_sign_in, sign_in, show_code_field, type_code, show_code, redeem_code, sign_out, sign_out_everywhere,
    end_session, show_account, change_password, choose_language,
]  # fmt: skip
