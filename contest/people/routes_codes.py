"""One-time codes: on the screen, on printed cards, and taking them back."""

from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from contest.events.access import provide_event
from contest.events.queries import EventFacts
from contest.officials.access import allow
from contest.officials.phrases import role_name
from contest.officials.roles import Role
from contest.people.access_codes import provide_holder, provide_holders
from contest.people.actions_codes import issue_cards, issue_screen_code
from contest.people.card_days import end_of_day
from contest.people.forms_codes import CardsForm
from contest.people.phrases import code_head
from contest.people.printing_cards import Card, print_cards
from contest.people.queries_codes import CodeHolder
from foundation.accounts.actions import SCREEN_CODE_LENGTH, revoke_codes
from foundation.accounts.codes import in_groups
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import file, table_file
from foundation.forms import submit
from foundation.language import either
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.paging import cut, page_number
from foundation.problems import refusal
from foundation.qr import qr_svg
from foundation.settings import get_settings
from foundation.sorting import natural
from foundation.times import now

GIVERS = allow(Role.ORGANIZER, Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT)
EVENT = {"event": Provide(provide_event), "holders": Provide(provide_holders)}
HOLDER = {**EVENT, "holder": Provide(provide_holder)}


@get("/events/{event_code:str}/codes", opt=GIVERS, dependencies=EVENT)
async def list_codes(
    request: AppRequest, event: NamedDependency[EventFacts], holders: NamedDependency[list[CodeHolder]]
) -> Response[Any]:
    return await _codes_page(request, event, holders)


@get("/events/{event_code:str}/codes/export/{kind:str}", opt=GIVERS, dependencies=EVENT)
async def export_codes(
    request: AppRequest, event: NamedDependency[EventFacts], holders: NamedDependency[list[CodeHolder]],
    kind: FromPath[str],
) -> Response[bytes]:  # fmt: skip
    rows = [
        (each.name_zh, each.name_en, each.skill_code, _roles(each), each.user_name, each.codes)
        for each in _found(request, holders)
    ]
    return table_file(kind, f"{event.code}-codes", code_head(), rows)


@post("/events/{event_code:str}/codes/cards", opt=GIVERS, dependencies=EVENT, status_code=200)
async def print_code_cards(
    request: AppRequest, event: NamedDependency[EventFacts], holders: NamedDependency[list[CodeHolder]]
) -> Response[Any]:
    async def act(form: CardsForm) -> Response[Any]:
        wanted = {account: _holder(holders, account) for account in form.wanted()}
        until = end_of_day(now(), event.time_zone)
        by = signed_in(request).actor
        tokens = await issue_cards(list(wanted), expires_at=until, by=by, event_id=event.id)
        field = code_address(request)
        cards = [
            Card(holder.name, _office(holder), code_address(request, token.secret), field, in_groups(token.secret))
            for holder, token in zip(wanted.values(), tokens, strict=True)
        ]
        content = await print_cards(event, cards, until=until, at=now())
        return file(content, f"{event.code}-cards.pdf", "application/pdf")

    return await submit(request, CardsForm, act, refused=partial(_codes_page, request, event, holders))


@post("/events/{event_code:str}/codes/{account_id:uuid}", opt=GIVERS, dependencies=HOLDER, status_code=200)
async def show_code(
    request: AppRequest, event: NamedDependency[EventFacts], holder: NamedDependency[CodeHolder]
) -> Response[Any]:
    at = now()
    by = signed_in(request).actor
    token = await issue_screen_code(holder.account_id, expires_at=at + SCREEN_CODE_LENGTH, by=by, event_id=event.id)
    return await page(
        request, "contest/people/code.html", event=event, holder=holder, office=_office(holder), at=at,
        qr=qr_svg(code_address(request, token.secret)), token=token, address=code_address(request, token.secret),
        field_address=code_address(request), groups=in_groups(token.secret), lonely=only_here(code_address(request)),
    )  # fmt: skip


@post("/events/{event_code:str}/codes/{account_id:uuid}/revocation", opt=GIVERS, dependencies=HOLDER, status_code=200)
async def revoke(
    request: AppRequest, event: NamedDependency[EventFacts], holder: NamedDependency[CodeHolder]
) -> Response[Any]:
    await revoke_codes(holder.account_id, by=signed_in(request).actor, scope=event.id)
    return redirect(f"{event.href}/codes", request, done="codes_revoked")


def code_address(request: AppRequest, secret: str = "") -> str:
    """The absolute address a code opens, or where one is typed: by ``TOUCHSTONE_BASE_URL``, else by the host of this
    request."""
    base = get_settings().base_url or str(request.base_url)
    return f"{base.rstrip('/')}/sign-in/code/{secret}".rstrip("/")


def only_here(address: str) -> bool:
    """Whether an address leads to this machine alone, so that no tablet can open it."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def _holder(holders: list[CodeHolder], account_id: Any) -> CodeHolder:
    found = next((holder for holder in holders if holder.account_id == account_id), None)
    if found is None:
        raise refusal("code_not_for_you", status=403)
    return found


def _matches(holder: CodeHolder, words: str) -> bool:
    text = " ".join((holder.user_name, holder.name_zh, holder.name_en, _office(holder))).casefold()
    return all(word in text for word in words.casefold().split())


def _office(holder: CodeHolder) -> str:
    return " · ".join(filter(None, (holder.skill_code, _roles(holder))))


def _roles(holder: CodeHolder) -> str:
    return either("、", ", ").join(role_name(Role(role)) for role in holder.roles)


def _found(request: AppRequest, holders: list[CodeHolder]) -> list[CodeHolder]:
    """Those of the skill and with the words that are asked for."""
    words, skill = request.query_params.get("words", "").strip(), request.query_params.get("skill", "")
    return [each for each in holders if skill in ("", each.skill_code) and _matches(each, words)]


async def _codes_page(
    request: AppRequest, event: EventFacts, holders: list[CodeHolder], *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    words, skill = request.query_params.get("words", "").strip(), request.query_params.get("skill", "")
    shown = cut(_found(request, holders), page_number(request.query_params.get("page", "")))
    return await page(
        request, "contest/people/codes.html", block="rows", typed=typed, event=event, shown=shown,
        anybody=bool(holders), words=words, skill=skill, query=urlencode({"words": words, "skill": skill}),
        office=_office, skills=sorted({each.skill_code for each in holders if each.skill_code}, key=natural),
        until=end_of_day(now(), event.time_zone), lonely=only_here(code_address(request)),
    )  # fmt: skip


ROUTES = [list_codes, export_codes, print_code_cards, show_code, revoke]
