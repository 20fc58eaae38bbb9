"""Pages of imports: choose a file or paste, look at what it would do, confirm."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from contest.events.access import provide_event
from contest.events.queries import EventFacts
from contest.imports import actions, competitor_rows, delegation_rows, expert_rows
from contest.imports.columns import Column, RawRow, read_rows
from contest.imports.forms import ConfirmForm, KeptForm, TableForm, as_typed, keep
from contest.imports.phrases import STATE_NAMES, fault_head, fault_row, heading, kind_title, step_name
from contest.imports.plan import Plan
from contest.imports.queries_plans import plan_competitors, plan_delegations, plan_experts
from contest.officials.access import allow
from contest.officials.roles import Role
from contest.oversight.phrases_details import difference_words
from foundation.authentication import AppRequest, signed_in
from foundation.downloads import table_file
from foundation.forms import submit
from foundation.language import either
from foundation.pages import NOTHING_TYPED, Typed, in_words, page
from foundation.problems import Problem, errors
from foundation.requests import LARGEST_UPLOAD

EVENT = {"event": Provide(provide_event)}
ORGANIZERS = allow(Role.ORGANIZER)
MOST_SHOWN, LONGEST_SHOWN = 300, 200

Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be imported: its columns, its planning, its writing."""

    name: str
    columns: tuple[Column, ...]
    plan: Callable[[UUID, Table], Awaitable[tuple[Plan[Any], list[Problem]]]]
    write: Callable[..., Awaitable[Plan[Any]]]


KINDS: Mapping[str, Kind] = {
    each.name: each
    for each in (
        Kind("delegations", delegation_rows.COLUMNS, plan_delegations, actions.import_delegations),
        Kind("competitors", competitor_rows.COLUMNS, plan_competitors, actions.import_competitors),
        Kind("experts", expert_rows.COLUMNS, plan_experts, actions.import_experts),
    )
}


async def provide_kind(event: NamedDependency[EventFacts], kind: FromPath[str]) -> Kind:
    """The kind of the address; another one is not there. Asked after the event: beside it, a kind that is not
    there would break off the question whether the event is seen."""
    if kind not in KINDS:
        raise NotFoundException
    return KINDS[kind]


KIND = {**EVENT, "chosen": Provide(provide_kind)}


@get("/events/{event_code:str}/imports", opt=ORGANIZERS, dependencies=EVENT)
async def list_imports(request: AppRequest, event: NamedDependency[EventFacts]) -> Response[Any]:
    kinds = [(kind, kind_title(kind)) for kind in KINDS]
    return await page(request, "contest/imports/list.html", event=event, kinds=kinds)


@get("/events/{event_code:str}/imports/{kind:str}", opt=ORGANIZERS, dependencies=KIND)
async def show_import(
    request: AppRequest, event: NamedDependency[EventFacts], chosen: NamedDependency[Kind]
) -> Response[Any]:
    return await _form_page(request, event, chosen)


@get("/events/{event_code:str}/imports/{kind:str}/template", opt=ORGANIZERS, dependencies=KIND)
async def download_template(
    request: AppRequest, event: NamedDependency[EventFacts], chosen: NamedDependency[Kind]
) -> Response[bytes]:
    return table_file("xlsx", f"{event.code}-{chosen.name}", [heading(column) for column in chosen.columns], [])


@post(
    "/events/{event_code:str}/imports/{kind:str}", opt=ORGANIZERS, dependencies=KIND, status_code=200,
    request_max_body_size=LARGEST_UPLOAD,
)  # fmt: skip
async def preview_import(
    request: AppRequest, event: NamedDependency[EventFacts], chosen: NamedDependency[Kind]
) -> Response[Any]:
    async def act(form: TableForm) -> Response[Any]:
        return await _preview_page(request, event, chosen, await form.table())

    return await submit(request, TableForm, act, refused=partial(_form_page, request, event, chosen))


@post(
    "/events/{event_code:str}/imports/{kind:str}/problems/{ending:str}", opt=ORGANIZERS, dependencies=KIND,
    status_code=200, request_max_body_size=LARGEST_UPLOAD,
)  # fmt: skip
async def export_problems(
    request: AppRequest, event: NamedDependency[EventFacts], chosen: NamedDependency[Kind], ending: FromPath[str]
) -> Response[Any]:
    """The problems of a table that was refused, read again from what the preview keeps; nothing is written."""

    async def act(form: KeptForm) -> Response[Any]:
        _plan, problems = await chosen.plan(event.id, await form.table())
        rows = [fault_row(problem) for problem in in_order(problems)]
        return table_file(ending, f"{event.code}-{chosen.name}-problems", fault_head(), rows)

    return await submit(request, KeptForm, act, refused=partial(_form_page, request, event, chosen))


@post(
    "/events/{event_code:str}/imports/{kind:str}/confirmation", opt=ORGANIZERS, dependencies=KIND, status_code=200,
    request_max_body_size=LARGEST_UPLOAD,
)  # fmt: skip
async def confirm_import(
    request: AppRequest, event: NamedDependency[EventFacts], chosen: NamedDependency[Kind]
) -> Response[Any]:
    async def act(form: ConfirmForm) -> Response[Any]:
        by = signed_in(request).actor
        plan = await chosen.write(event.id, await form.table(), digest=form.digest, by=by)
        return await page(
            request, "contest/imports/done.html", event=event, kind=chosen.name, title=kind_title(chosen.name),
            new=len(plan.of("new")), changed=len(plan.of("changed")), unchanged=len(plan.of("unchanged")),
        )  # fmt: skip

    return await submit(request, ConfirmForm, act, refused=partial(_again, request, event, chosen))


async def _again(request: AppRequest, event: EventFacts, chosen: Kind, *, typed: Typed) -> Response[Any]:
    """After a refused confirmation: the preview anew, of the same table against the event as it is now."""
    if any(problem.place.field in ("kept", "digest") for problem in typed.problems):
        return await _form_page(request, event, chosen, typed=typed)
    table = await ConfirmForm.model_validate(typed.values).table()
    return await _preview_page(request, event, chosen, table, typed=typed)


async def _form_page(
    request: AppRequest, event: EventFacts, chosen: Kind, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    return await page(
        request, "contest/imports/form.html", typed=typed, event=event, kind=chosen.name,
        title=kind_title(chosen.name),
        columns=[{"heading": heading(column), "other": column.en if heading(column) == column.zh else column.zh,
                  "required": column.required} for column in chosen.columns],
    )  # fmt: skip


async def _preview_page(
    request: AppRequest, event: EventFacts, chosen: Kind, table: Table, *, typed: Typed = NOTHING_TYPED
) -> Response[Any]:
    plan, problems = await chosen.plan(event.id, table)
    previewed = await asyncio.to_thread(_previewed, chosen, table, plan, problems)
    return await page(
        request, "contest/imports/preview.html", typed=typed, event=event, kind=chosen.name,
        title=kind_title(chosen.name), digest=plan.digest, headings=[heading(column) for column in chosen.columns],
        **previewed,
    )  # fmt: skip


def _previewed(chosen: Kind, table: Table, plan: Plan[Any], problems: Sequence[Problem]) -> dict[str, Any]:
    rows = {row.number: row for row in read_rows(table, chosen.columns)[0]}
    shown = in_order(problems)
    bad = {problem.place.row for problem in errors(problems)}
    sound = [step for step in plan.steps if not bad & set(step.wanted.rows)]
    new, changed, unchanged = ([step for step in sound if step.state == state] for state in STATE_NAMES)
    return {
        "kept": keep(table), "pasted": as_typed(table) if errors(problems) else "", "blocked": bool(errors(problems)),
        "faults": [_fault(problem) for problem in shown[:MOST_SHOWN]], "fault_count": len(shown),
        "ready": not errors(problems) and bool(new or changed),
        "new": len(new), "changed": len(changed), "unchanged": len(unchanged),
        "steps": [
            {"rows": either("、", ", ").join(map(str, step.wanted.rows)), "state": step.state,
             "word": step_name(step.state), "difference": difference_words(step.difference),
             "lines": _written(rows, step.wanted.rows, chosen)}
            for step in (*changed, *new)[:MOST_SHOWN]
        ],
    }  # fmt: skip


def _written(rows: Mapping[int, RawRow], numbers: Sequence[int], chosen: Kind) -> list[list[str]]:
    """The cells of the rows of one step, column by column."""
    return [[rows[number].cell(column.name) for column in chosen.columns] for number in numbers if number in rows]


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems as they are listed: errors first; those of the table, then by row."""
    return sorted(problems, key=lambda problem: (problem.severity, problem.place.row or 0))


def _fault(problem: Problem) -> dict[str, Any]:
    row = "" if problem.place.row is None else str(problem.place.row)
    value = problem.values.get("value", "")
    value = value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
    return {
        "row": row, "column": problem.place.column or "", "value": value, "sentence": in_words(problem).sentence,
        "warns": problem.severity == "warning",
    }  # fmt: skip


ROUTES = [list_imports, show_import, download_template, preview_import, export_problems, confirm_import]
