"""The sheet on the tablet, and entering marks."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from contest.officials.access import allow
from contest.officials.roles import CHIEFS
from foundation.authentication import AppRequest, signed_in
from foundation.forms import read_typed, shape
from foundation.numbers import exact_text
from foundation.pages import NOTHING_TYPED, Typed, page, redirect
from foundation.phrases import sentence
from foundation.problems import UserError
from foundation.streams import follow
from foundation.times import now
from judging.marking import actions, actions_sheets
from judging.marking.access import MARKERS, READERS, OpenedSheet, provide_opened_sheet, provide_sheet
from judging.marking.actions import Receipt
from judging.marking.card_view import view_of, views_of
from judging.marking.forms import PlainMarkForm, ReasonForm, check_whose, read_marks, read_observed
from judging.marking.phrases import people_words, reason_choices, reason_name
from judging.marking.preview import preview_mark
from judging.marking.queries import SheetFacts
from judging.marking.queries_book import ReadSheet, read_sheet
from judging.marking.queries_corrections import corrections_asked_of
from judging.marking.queries_lists import MySheet, my_sheets
from judging.marking.routes_answers import outcome_json
from judging.marking.scoring import asks_confirmation
from judging.marking.sheet_lists import by_day, chosen_day, next_of, signing_places
from judging.marking.sheet_states import ENTERING, SheetAct, allowed_acts
from judging.schemes.rule_phrases import describe_calculation

READ = {"opened": Provide(provide_opened_sheet)}


@get("/sheets", opt={"mine": True})
async def show_my_sheets(request: AppRequest) -> Response[Any]:
    sheets = await my_sheets(signed_in(request).account_id)
    next_sheet = next_of(sheets)
    days = by_day(sheets)
    chosen = chosen_day(days, request.query_params.get("day"), next_sheet)
    return await page(
        request, "judging/marking/my_sheets.html", block="my_sheets", days=days, day=chosen,
        whole="whole" in request.query_params, next_sheet=next_sheet, to_sign=signing_places(sheets),
        asked_of_me=await corrections_asked_of(signed_in(request).account_id),
    )  # fmt: skip


@get("/sheets/{sheet_id:uuid}", opt=allow(*READERS, narrowed="named"), dependencies=READ)
async def show_sheet(request: AppRequest, opened: NamedDependency[OpenedSheet]) -> Response[Any]:
    return await sheet_page(request, opened)


@get("/sheets/{sheet_id:uuid}/aspects/{aspect_id:uuid}", opt=allow(*READERS, narrowed="named"), dependencies=READ)
async def show_card(
    request: AppRequest, opened: NamedDependency[OpenedSheet], aspect_id: FromPath[UUID]
) -> Response[Any]:
    read = await _read(opened)
    card = next((each for each in read.book.cards if each.planned.id == aspect_id), None)
    if card is None:
        raise NotFoundException
    context = _context(opened, read)
    return await page(request, "judging/marking/card.html", block="card", **{**context, "view": view_of(card)})


@get("/sheets/{sheet_id:uuid}/standing", opt=allow(*READERS, narrowed="named"), dependencies=READ)
async def show_standing(opened: NamedDependency[OpenedSheet]) -> dict[str, Any]:
    read = await _read(opened)
    return {
        "state": opened.sheet.page_state,
        "scheme_version": str(opened.sheet.scheme_version),
        "subtotal": exact_text(read.book.subtotal),
        "missing": _missing(opened.sheet, read),
        "account": str(opened.account_id),
        "waiting": " ".join(read.book.waiting),
        "cards": {str(card.planned.id): card.stamp for card in read.book.cards},
    }


@get("/sheets/{sheet_id:uuid}/preview", opt=allow(*READERS, narrowed="named"), dependencies=READ)
async def show_preview(
    opened: NamedDependency[OpenedSheet], aspect: FromQuery[UUID], observed: FromQuery[str]
) -> dict[str, Any]:
    read = await _read(opened)
    if aspect not in read.plan.by_id:
        raise NotFoundException
    planned, value = read.plan.by_id[aspect].aspect, read_observed(observed)
    mark = exact_text(preview_mark(planned, value))
    warnings = [{"code": each.code, "message": sentence(each)} for each in asks_confirmation(planned, None, value)]
    return {"mark": mark, "warnings": warnings}


@get("/sheets/{sheet_id:uuid}/live", opt=allow(*READERS, narrowed="named"), dependencies=READ)
async def follow_sheet(request: AppRequest, opened: NamedDependency[OpenedSheet]) -> Stream:
    return follow(signed_in(request), f"sheet:{opened.sheet.id}")


@post(
    "/sheets/{sheet_id:uuid}/marks",
    opt=allow(*MARKERS, narrowed="named"),
    dependencies={"sheet": Provide(provide_sheet)},
    status_code=200,
)
async def enter_marks(request: AppRequest, sheet: NamedDependency[SheetFacts]) -> Response[Any]:
    if not request.headers.get("content-type", "").startswith("application/json"):
        return await _enter_plainly(request, sheet)
    asked = read_marks(await request.body())
    check_whose(asked.account, signed_in(request).account_id)
    outcomes = await actions.enter_marks(
        sheet, asked.requests, scheme_version=asked.scheme_version, device=asked.device, by=signed_in(request).actor
    )
    if asked.mark is not None:
        return Response(outcome_json(outcomes[0]), status_code=getattr(outcomes[0], "status", 200))
    return Response({"outcomes": [outcome_json(each) for each in outcomes]})


async def _enter_plainly(request: AppRequest, sheet: SheetFacts) -> Response[Any]:
    form = shape(PlainMarkForm, await read_typed(request))
    check_whose(form.account, signed_in(request).account_id)
    outcome = await actions.enter_mark(
        sheet, form.request(), scheme_version=form.scheme_version, device="form", by=signed_in(request).actor
    )
    if isinstance(outcome, Receipt):
        return redirect(f"{sheet.href}/plain#aspect-{form.aspect}", request)
    opened = await provide_opened_sheet(request, sheet.id)
    typed = Typed(form.model_dump(mode="json"), outcome.problems, outcome.status)
    return await _plain_page(request, opened, typed=typed, asked=outcome.ask)


@get("/sheets/{sheet_id:uuid}/plain", opt=allow(*READERS, narrowed="named"), dependencies=READ)
async def show_plain_sheet(request: AppRequest, opened: NamedDependency[OpenedSheet]) -> Response[Any]:
    return await _plain_page(request, opened)


@post(
    "/sheets/{sheet_id:uuid}/hand-in", opt=allow(*MARKERS, narrowed="named"),
    dependencies={"sheet": Provide(provide_sheet)}, status_code=200,
)  # fmt: skip
async def hand_in(request: AppRequest, sheet: NamedDependency[SheetFacts]) -> Response[Any]:
    await actions_sheets.hand_in(sheet, by=signed_in(request).actor)
    return redirect("/sheets", request, done="handed_in")


@post(
    "/sheets/{sheet_id:uuid}/aspects/{aspect_id:uuid}/rounds", opt=allow(*MARKERS, narrowed="named"),
    dependencies={"sheet": Provide(provide_sheet)}, status_code=200,
)  # fmt: skip
async def open_round(
    request: AppRequest, sheet: NamedDependency[SheetFacts], aspect_id: FromPath[UUID]
) -> Response[Any]:
    form = shape(ReasonForm, await read_typed(request))
    await actions_sheets.open_round(
        sheet, aspect_id, reason_code=form.reason, reason_text=form.reason_text, by=signed_in(request).actor
    )
    return redirect(f"{sheet.href}#aspect-{aspect_id}", request, done="round_opened")


@post(
    "/sheets/{sheet_id:uuid}/reopenings", opt=allow(*CHIEFS), dependencies={"sheet": Provide(provide_sheet)},
    status_code=200,
)  # fmt: skip
async def reopen_sheet(request: AppRequest, sheet: NamedDependency[SheetFacts]) -> Response[Any]:
    typed = await read_typed(request)
    try:
        form = shape(ReasonForm, typed)
        await actions_sheets.reopen_sheet(
            sheet.id, reason_code=form.reason, reason_text=form.reason_text, by=signed_in(request).actor
        )
    except UserError as error:
        opened = await provide_opened_sheet(request, sheet.id)
        return await sheet_page(request, opened, typed=Typed(typed, error.problems, error.status))
    return redirect(sheet.href, request, done="sheet_reopened")


async def _read(opened: OpenedSheet) -> ReadSheet:
    own = opened.own
    return await read_sheet(opened.sheet, opened.markers, account=opened.account_id, seat=own.seat if own else None)


async def sheet_page(request: AppRequest, opened: OpenedSheet, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    """The page of a sheet, with what was typed into one of its forms."""
    read = await _read(opened)
    return await page(
        request, "judging/marking/sheet.html", typed=typed, views=views_of(read.book), **_context(opened, read),
        next_sheet=await _next_sheet(opened),
    )  # fmt: skip


async def _next_sheet(opened: OpenedSheet) -> MySheet | None:
    if opened.own is None:
        return None
    waiting = await my_sheets(opened.account_id, unfinished_in=opened.sheet.division_id)
    return next_of([each for each in waiting if each.id != opened.sheet.id])


async def _plain_page(
    request: AppRequest, opened: OpenedSheet, *, typed: Typed = NOTHING_TYPED, asked: bool = False
) -> Response[Any]:
    read = await _read(opened)
    return await page(
        request, "judging/marking/plain_sheet.html", typed=typed, views=views_of(read.book), asked=asked,
        **_context(opened, read),
    )  # fmt: skip


def _context(opened: OpenedSheet, read: ReadSheet) -> dict[str, Any]:
    sheet = opened.sheet
    return {
        "sheet": sheet, "opened": opened, "plan": read.plan, "book": read.book, "who": read.who,
        "scorers": read.scorers, "people": people_words(read.people), "corrections": read.asked,
        "reason_words": reason_name, "new_id": uuid4,
        "handed_in": read.handed_in, "acts": _acts(opened), "now": now(),
        "missing": _missing(sheet, read),
        "describe": describe_calculation,
        "reasons": {each: reason_choices(each) for each in ("deduction", "correction", "keying", "round", "reopening")},
    }  # fmt: skip


def _acts(opened: OpenedSheet) -> tuple[SheetAct, ...]:
    """What the viewer may do now; on the sheet of somebody absent nothing is entered (W-23)."""
    acts = allowed_acts(opened.sheet.state, opened.parts)
    return tuple(each for each in acts if each not in ENTERING) if opened.sheet.entry_status == "absent" else acts


def _missing(sheet: SheetFacts, read: ReadSheet) -> int:
    """Aspects in which something is owed: none of somebody absent."""
    return 0 if sheet.entry_status == "absent" else read.book.missing


ROUTES = [
    show_my_sheets, show_sheet, show_card, show_standing, show_preview, follow_sheet, enter_marks, show_plain_sheet,
    hand_in, open_round, reopen_sheet,
]  # fmt: skip
