"""Pages of the house: the first account, and the accounts, for the system administrator only."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from contest.officials import actions, setup
from contest.officials.access import allow, provide_account, provide_house_standing
from contest.officials.forms import AccountForm, FirstAccountForm, FirstPasswordForm, NamesForm, OfficeForm
from contest.officials.phrases import account_head, account_rows, account_state, role_name, sign_in_way
from contest.officials.queries import event_choices, get_standing, offices_of
from contest.officials.roles import Role, Standing, may_appoint
from foundation.accounts import actions as accounts
from foundation.accounts.queries import AccountLine, accounts_exist, accounts_page, sessions_of
from foundation.authentication import AppRequest, browser_of, session_cookie, signed_in
from foundation.downloads import table_file
from foundation.forms import submit
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.paging import nearest_page, page_number
from foundation.problems import refusal

PUBLIC = {"public": True}
KEEPERS = allow(Role.ADMINISTRATOR)
HOUSE = {"standing": Provide(provide_house_standing)}
ACCOUNT = {"account": Provide(provide_account)}
SIZE = 50
MOST_EXPORTED = 100_000
HOUSE_OFFICES = (Role.ADMINISTRATOR, Role.ORGANIZER)


@get("/setup", opt=PUBLIC)
async def show_setup(request: AppRequest) -> Response[Any]:
    return await _setup_page(request, typed=Typed({"token": request.query_params.get("token", "")}))


@post("/setup", opt=PUBLIC, status_code=200)
async def create_first_account(request: AppRequest) -> Response[Any]:
    async def act(form: FirstAccountForm) -> Response[Any]:
        await setup.create_first_account(**form.model_dump())
        token = await accounts.sign_in(form.user_name, form.password, browser=browser_of(request))
        answer = redirect("/events", request)
        answer.set_cookie(session_cookie(request, token))
        return answer

    return await submit(request, FirstAccountForm, act, refused=partial(_setup_page, request))


@get("/accounts", opt=KEEPERS, dependencies=HOUSE)
async def list_accounts(request: AppRequest, standing: NamedDependency[Standing]) -> Response[Any]:
    return await _accounts_page(request)


@get("/accounts/export/{kind:str}", opt=KEEPERS, dependencies=HOUSE)
async def export_accounts(
    request: AppRequest, standing: NamedDependency[Standing], kind: FromPath[str]
) -> Response[bytes]:
    words, state = request.query_params.get("words", "").strip(), request.query_params.get("state", "")
    lines, _found = await accounts_page(words, state=state, page=1, size=MOST_EXPORTED)
    return table_file(kind, "accounts", account_head(), account_rows(lines))


@post("/accounts", opt=KEEPERS, dependencies=HOUSE, status_code=200)
async def create_account(request: AppRequest, standing: NamedDependency[Standing]) -> Response[Any]:
    async def act(form: AccountForm) -> Response[Any]:
        if not (form.name_zh or form.name_en):
            raise refusal("name_missing", field="name_zh")
        account_id = await accounts.create_account(
            form.user_name, name_zh=form.name_zh, name_en=form.name_en, password=form.password,
            by=signed_in(request).actor, must_change_password=form.password is not None,
        )  # fmt: skip
        return redirect(f"/accounts/{account_id}", request, done="account_created")

    return await submit(request, AccountForm, act, refused=partial(_accounts_page, request))


@get("/accounts/{account_id:uuid}", opt=KEEPERS, dependencies=ACCOUNT)
async def show_account(request: AppRequest, account: NamedDependency[AccountLine]) -> Response[Any]:
    return await _account_page(request, account)


@post("/accounts/{account_id:uuid}/password", opt=KEEPERS, dependencies=ACCOUNT, status_code=200)
async def set_password(request: AppRequest, account: NamedDependency[AccountLine]) -> Response[Any]:
    async def act(form: FirstPasswordForm) -> Response[Any]:
        by = signed_in(request).actor
        await accounts.set_password(account.id, form.password, user_name=account.user_name, by=by)
        return redirect(f"/accounts/{account.id}", request, done="password_set")

    return await submit(request, FirstPasswordForm, act, refused=partial(_account_page, request, account))


@post("/accounts/{account_id:uuid}/names", opt=KEEPERS, dependencies=ACCOUNT, status_code=200)
async def rename_account(request: AppRequest, account: NamedDependency[AccountLine]) -> Response[Any]:
    async def act(form: NamesForm) -> Response[Any]:
        if not (form.name_zh or form.name_en):
            raise refusal("name_missing", field="name_zh")
        by = signed_in(request).actor
        await accounts.rename_account(account.id, name_zh=form.name_zh, name_en=form.name_en, by=by)
        return redirect(f"/accounts/{account.id}", request, done="name_saved")

    return await submit(request, NamesForm, act, refused=partial(_account_page, request, account))


@post("/accounts/{account_id:uuid}/sessions/end-all", opt=KEEPERS, dependencies=ACCOUNT, status_code=200)
async def end_sessions(request: AppRequest, account: NamedDependency[AccountLine]) -> Response[Any]:
    await accounts.sign_out_everywhere(account.id, by=signed_in(request).actor, user_name=account.user_name)
    return redirect(f"/accounts/{account.id}", request, done="sessions_ended")


@post("/accounts/{account_id:uuid}/closing", opt=KEEPERS, dependencies=ACCOUNT, status_code=200)
async def close_account(request: AppRequest, account: NamedDependency[AccountLine]) -> Response[Any]:
    me = signed_in(request)
    if account.id == me.account_id:
        raise refusal("own_account_stays_open", status=409)
    await accounts.set_active(account.id, False, user_name=account.user_name, by=me.actor)
    return redirect(f"/accounts/{account.id}", request, done="account_closed")


@post("/accounts/{account_id:uuid}/opening", opt=KEEPERS, dependencies=ACCOUNT, status_code=200)
async def open_account(request: AppRequest, account: NamedDependency[AccountLine]) -> Response[Any]:
    await accounts.set_active(account.id, True, user_name=account.user_name, by=signed_in(request).actor)
    return redirect(f"/accounts/{account.id}", request, done="account_opened")


@post("/accounts/{account_id:uuid}/offices", opt=KEEPERS, dependencies=ACCOUNT, status_code=200)
async def appoint(request: AppRequest, account: NamedDependency[AccountLine]) -> Response[Any]:
    async def act(form: OfficeForm) -> Response[Any]:
        me = signed_in(request)
        if form.role not in HOUSE_OFFICES or not may_appoint(await get_standing(me.account_id), form.role, form.event):
            raise refusal("role_not_there", field="role")
        await actions.appoint(account.id, form.role, event_id=form.event, by=me.actor)
        return redirect(f"/accounts/{account.id}", request, done="appointed")

    return await submit(request, OfficeForm, act, refused=partial(_account_page, request, account))


@post(
    "/accounts/{account_id:uuid}/offices/{appointment_id:uuid}/end", opt=KEEPERS, dependencies=ACCOUNT,
    status_code=200,
)  # fmt: skip
async def end_office(
    request: AppRequest, account: NamedDependency[AccountLine], appointment_id: FromPath[UUID]
) -> Response[Any]:
    office = next((each for each in await offices_of(account.id) if each.id == appointment_id), None)
    if office is None or office.role not in HOUSE_OFFICES:
        raise NotFoundException
    await actions.end_appointment(appointment_id, event_id=office.event_id, by=signed_in(request).actor)
    return redirect(f"/accounts/{account.id}", request, done="office_ended")


async def _setup_page(request: AppRequest, *, typed: Typed) -> Response[Any]:
    if await accounts_exist():
        return redirect("/sign-in", request)
    return await page(request, "contest/officials/setup.html", typed=typed)


async def _accounts_page(request: AppRequest, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    words = request.query_params.get("words", "").strip()
    kind = request.query_params.get("state", "")
    shown = await nearest_page(
        lambda number: accounts_page(words, state=kind, page=number, size=SIZE),
        page_number(request.query_params.get("page", "")), size=SIZE,
    )  # fmt: skip
    return await page(
        request, "contest/officials/accounts.html", block="rows", typed=typed, lines=shown.rows,
        found=shown.total, words=words, state=kind, query=urlencode({"words": words, "state": kind}),
        number=shown.number, pages=shown.pages, first=shown.first, last=shown.last,
        account_state=account_state, sign_in_way=sign_in_way,
    )  # fmt: skip


async def _account_page(
    request: AppRequest, account: AccountLine, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    return await page(
        request, "contest/officials/account.html", typed=typed, account=account, offices=await offices_of(account.id),
        role_name=role_name, house_offices=HOUSE_OFFICES, events=await event_choices(),
        sessions=await sessions_of(account.id),
    )  # fmt: skip


ROUTES = [
    show_setup, create_first_account, list_accounts, export_accounts, create_account, show_account, rename_account,
    set_password, end_sessions, close_account,
    open_account, appoint, end_office,
]  # fmt: skip
