"""Marking of a division: opening, the matrix of sheets, signing, locking."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream

from contest.officials.access import allow
from contest.officials.roles import CHIEFS, Role
from contest.skills.access import provide_division, roles_in_skill
from contest.skills.queries import DivisionFacts
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import table_file
from foundation.forms import read_typed, shape
from foundation.pages import NOTHING_TYPED, Typed, in_words, page, redirect
from foundation.problems import Problem, UserError, refusal
from foundation.sorting import natural
from foundation.streams import follow
from judging.marking import actions_sheets, actions_teams
from judging.marking.actions_teams import plan_opening
from judging.marking.card_view import CardView, views_of
from judging.marking.forms import LockForm, OpenForm, SignForm
from judging.marking.locking import DayLock, days_to_lock
from judging.marking.matrix import Matrix, days_of, matrix_of, sums_of
from judging.marking.owing import EXCUSED
from judging.marking.phrases import people_words, tie_names
from judging.marking.plan import SchemePlan
from judging.marking.queries import SheetFacts, sheets_by_id
from judging.marking.queries_book import ReadSheet, read_sheets
from judging.marking.queries_lists import MatrixEntry, MatrixSheet, entries_of_matrix, forms_led_by, matrix_of_division
from judging.marking.queries_plan import plan_of_version
from judging.marking.queries_teams import experts_of_skill, get_opening
from judging.marking.routes_frame import division_crumbs, marking_tabs
from judging.marking.table_phrases import cell_words, matrix_head, matrix_rows, status_words
from judging.schemes.queries_awarded import awarded_columns

BASE = "/events/{event_code:str}/divisions/{slug:str}/marking"
OPENING_PAGES = {
    "opening_without_scheme": "/scheme", "opening_without_entries": "/entries", "team_missing_for": "/teams",
}  # fmt: skip
LOOK = (
    Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT, Role.EXPERT, Role.SUPERVISOR, Role.RESULTS_STAFF, Role.ORGANIZER,
)  # fmt: skip
SIGN = (Role.EXPERT, Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT)
HERE = {"division": Provide(provide_division)}
MOST_READ_BACK = 40


@get(BASE, opt=allow(*LOOK), dependencies=HERE)
async def show_marking(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _marking_page(request, division)


@get(f"{BASE}/export/{{kind:str}}", opt=allow(*LOOK), dependencies=HERE)
async def export_matrix(
    request: AppRequest, division: NamedDependency[DivisionFacts], kind: FromPath[str]
) -> Response[bytes]:
    opening = await get_opening(division.id)
    if opening is None:
        raise NotFoundException
    shown = (await _sheets_shown(request, division, opening.scheme_version)).matrix
    return table_file(kind, f"{division.slug}-sheets", matrix_head(shown), matrix_rows(shown))


@get(f"{BASE}/live", opt=allow(*LOOK), dependencies=HERE)
async def follow_marking(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Stream:
    return follow(signed_in(request), f"division:{division.id}")


@post(BASE, opt=allow(*CHIEFS), dependencies=HERE, status_code=200)
async def open_marking(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    typed = await read_typed(request)
    try:
        if shape(OpenForm, typed).confirm != division.slug:
            raise refusal("confirm_wrong", field="confirm", code=division.slug)
        await actions_teams.open_marking(division, by=signed_in(request).actor)
    except UserError as error:
        return await _marking_page(request, division, typed=Typed(typed, error.problems, error.status))
    return redirect(request.url.path, request, done="marking_opened")


@post(f"{BASE}/entries", opt=allow(*CHIEFS), dependencies=HERE, status_code=200)
async def make_missing_sheets(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    await actions_teams.make_missing_sheets(division, by=signed_in(request).actor)
    return redirect(request.url.path.rsplit("/", 1)[0], request, done="sheets_made")


@post(f"{BASE}/locks", opt=allow(*CHIEFS), dependencies=HERE, status_code=200)
async def lock_sheets(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    typed = await read_typed(request)
    try:
        locked = await _lock(division, shape(LockForm, typed), request)
    except UserError as error:
        return await _marking_page(request, division, typed=Typed(typed, error.problems, error.status))
    return redirect(request.url.path.rsplit("/", 1)[0], request, done="sheets_locked", number=locked)


async def _lock(division: DivisionFacts, form: LockForm, request: AppRequest) -> int:
    by = signed_in(request).actor
    match form.scope:
        case "all":
            return await actions_sheets.lock_all_signed(division.id, by=by)
        case "day" if form.day is not None:
            return await actions_sheets.lock_day(division.id, form.day, by=by)
        case "sheet" if form.sheet is not None:
            return await actions_sheets.lock_signed_sheets([form.sheet], by=by)
        case _:
            raise refusal("required", field=form.scope)


@get(f"{BASE}/signatures", opt=allow(*SIGN), dependencies=HERE)
async def show_signatures(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    return await _signatures_page(request, division)


@post(f"{BASE}/signatures", opt=allow(*SIGN, narrowed="named"), dependencies=HERE, status_code=200)
async def sign_sheets(request: AppRequest, division: NamedDependency[DivisionFacts]) -> Response[Any]:
    typed = await read_typed(request)
    try:
        seen = shape(SignForm, typed).seen
        await actions_sheets.sign_sheets(seen, by=signed_in(request).actor)
    except UserError as error:
        return await _signatures_page(request, division, typed=Typed(typed, error.problems, error.status))
    return redirect(request.url.path, request, done="sheets_signed", number=len(seen))


def _mended_at(request: AppRequest, problem: Problem) -> str:
    """The page where what stands against the opening is put right."""
    division = request.url.path.removesuffix("/marking")
    if problem.code == "opening_before_announcing":
        return f"{division.partition('/divisions/')[0]}/state"
    return division + OPENING_PAGES.get(problem.code, "/marking")


async def _marking_page(request: AppRequest, division: DivisionFacts, *, typed: Typed = NOTHING_TYPED) -> Response[Any]:
    opening = await get_opening(division.id)
    may = bool(await roles_in_skill(request, division.skill) & CHIEFS)
    around: dict[str, Any] = {
        "division": division, "opening": opening, "may_open": may, "tabs": marking_tabs(request, "marking"),
        "breadcrumbs": await division_crumbs(request, division, "marking"),
    }  # fmt: skip
    if opening is None:
        prepared = await plan_opening(division)
        names = {each.expert_id: each.name for each in await experts_of_skill(division.skill.id)}
        return await page(
            request, "judging/marking/opening.html", typed=typed, prepared=prepared, names=names, tie_words=tie_names,
            said_problems=[(in_words(each), _mended_at(request, each)) for each in prepared.problems], **around,
        )  # fmt: skip
    seen = await _sheets_shown(request, division, opening.scheme_version)
    return await page(
        request, "judging/marking/marking.html", block="matrix", typed=typed, shown=seen.matrix,
        led=await forms_led_by(division.id, signed_in(request).account_id), day=seen.day, unfinished=seen.unfinished,
        all_days=days_of(seen.plan.sheets.values()), words=cell_words(), days=seen.days_to_lock if may else [],
        signed=sum(each.state == "signed" for each in seen.sheets.values()),
        sums=sums_of([each for each in seen.sheets.values() if each.entry_id not in seen.excused]),
        awarded=await awarded_columns(division.id) if may else [], status_words=status_words,
        without_sheets=[each for each in seen.entries if all(entry != each.id for entry, _ in seen.sheets)], **around,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetsShown:
    """The sheets of a division, and the matrix of those the reader asks for."""

    plan: SchemePlan
    entries: Sequence[MatrixEntry]
    excused: frozenset[UUID]
    sheets: dict[tuple[UUID, UUID], MatrixSheet]
    day: int | None
    unfinished: bool

    @property
    def matrix(self) -> Matrix[MatrixEntry]:
        return matrix_of(
            self.plan.sheets.values(), self.entries, self.sheets, day=self.day, unfinished=self.unfinished,
            excused=self.excused,
        )  # fmt: skip

    @property
    def days_to_lock(self) -> list[DayLock]:
        numbers = {each.id: each.number for each in self.entries}
        return days_to_lock(self.plan.sheets.values(), numbers, self.sheets, excused=self.excused)


async def _sheets_shown(request: AppRequest, division: DivisionFacts, opened_on: UUID) -> SheetsShown:
    entries = sorted(await entries_of_matrix(division.id), key=lambda each: natural(each.number))
    return SheetsShown(
        await plan_of_version(await _version(division, opened_on)), entries,
        frozenset(each.id for each in entries if each.status in EXCUSED), await matrix_of_division(division.id),
        _wanted_day(request), request.query_params.get("unfinished") == "1",
    )  # fmt: skip


def _wanted_day(request: AppRequest) -> int | None:
    wanted = request.query_params.get("day", "")
    return int(wanted) if re.fullmatch(r"-?[0-9]{1,2}", wanted) else None


async def _version(division: DivisionFacts, opened_on: UUID) -> UUID:
    return await actions_teams.version_in_use(division.id) or opened_on


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A sheet that its leader may sign, with everything that stands on it."""

    sheet: SheetFacts
    read: ReadSheet
    views: list[CardView]
    people: str


async def _signatures_page(
    request: AppRequest, division: DivisionFacts, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    me = signed_in(request).account_id
    led = await forms_led_by(division.id, me)
    wanted = request.query_params.get("sheet", "")
    ready = [
        each.id for each in (await matrix_of_division(division.id)).values()
        if each.sub_criterion_id in led and each.state == "entered" and wanted in ("", str(each.id))
    ]  # fmt: skip
    sheets = await sheets_by_id(ready)
    sheets.sort(key=lambda each: (str(each.sub_criterion_id), natural(each.entry_number)))
    return await page(
        request, "judging/marking/signatures.html", typed=typed, division=division, leads=bool(led),
        backs=await _read_backs(sheets[:MOST_READ_BACK], me), more=len(sheets) - MOST_READ_BACK,
        breadcrumbs=await division_crumbs(request, division, "signatures"), tabs=marking_tabs(request, "signatures"),
    )  # fmt: skip


async def _read_backs(sheets: Sequence[SheetFacts], account: UUID) -> list[ReadBack]:
    reads = await read_sheets(sheets, account=account)
    return [
        ReadBack(sheet, read, views_of(read.book), people_words(read.people))
        for sheet, read in zip(sheets, reads, strict=True)
    ]


ROUTES = [
    show_marking, export_matrix, follow_marking, open_marking, make_missing_sheets, lock_sheets, show_signatures,
    sign_sheets,
]  # fmt: skip
