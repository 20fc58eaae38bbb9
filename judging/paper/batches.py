"""Batches of forms: asked for in a transaction, printed in the background, kept for a day for who asked."""

import asyncio
import contextvars
import logging
from collections.abc import Iterator
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.language import current_language, set_language
from foundation.pdf_batches import print_batch
from foundation.problems import refusal
from foundation.settings import get_settings
from foundation.times import now
from judging.marking.plan import SheetPlan
from judging.paper import audit_types as audit
from judging.paper.phrases import Kind
from judging.paper.printing import blank_form, filled_form, many_forms
from judging.paper.queries import PaperDivision, paper_entries, paper_sheets

KEPT = timedelta(hours=24)
STALLED_AFTER = timedelta(minutes=3)

log = logging.getLogger(__name__)
_running: set[asyncio.Task[None]] = set()


def file_of(job_id: UUID) -> Path:
    """Where the PDF of a batch lies."""
    return get_settings().data / "prints" / f"{job_id}.pdf"


async def start_print(paper: PaperDivision, kind: Kind, *, sub_criterion: str = "", by: Actor) -> UUID:
    """Begin a batch: forms of one sub-criterion, or of all (""); returns its id at once.

    Refused: no competitors, no sheets yet (filled forms); the same batch of the same person goes on already (409).
    """
    sheets = sheets_wanted(paper, sub_criterion)
    total = await _count(paper, kind, sheets)
    job_id, at = uuid4(), now()
    async with transaction():
        await fetch("SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE", by.account_id)  # one batch at a time
        if await fetch(
            "SELECT 1 FROM print_job WHERE division = $1 AND kind = $2 AND sub_criterion = $3 AND by = $4"
            " AND state = 'running' AND changed_at > $5",
            paper.division.id, kind, sub_criterion, by.account_id, at - STALLED_AFTER,
        ):  # fmt: skip
            raise refusal("print_goes_on", status=409)
        gone = await fetch("DELETE FROM print_job WHERE expires_at < $1 RETURNING id", at)
        await fetch(
            "INSERT INTO print_job (id, division, kind, sub_criterion, state, total, done, by, at, changed_at,"
            " expires_at) VALUES ($1, $2, $3, $4, 'running', $5, 0, $6, $7, $7, $8)",
            job_id, paper.division.id, kind, sub_criterion, total, by.account_id, at, at + KEPT,
        )  # fmt: skip
        await record(
            by, audit.BATCH_PRINTED, scope=paper.event.id, subject=paper.division.slug,
            details={"kind": kind, "sub_criterion": sub_criterion, "forms": total},
        )  # fmt: skip
    for row in gone:
        file_of(row["id"]).unlink(missing_ok=True)
    return job_id


def sheets_wanted(paper: PaperDivision, sub_criterion: str) -> list[SheetPlan]:
    """The sub-criterion of a code, or all of them for ""."""
    return [sheet for sheet in paper.plan.sheets.values() if sub_criterion in ("", sheet.code)]


async def _count(paper: PaperDivision, kind: Kind, sheets: list[SheetPlan]) -> int:
    if kind == "blank":
        return len(sheets)
    if kind == "filled":
        rows = await fetch(
            "SELECT count(*) AS found FROM sheet WHERE division = $1 AND sub_criterion = ANY($2::uuid[])",
            paper.division.id, [sheet.id for sheet in sheets],
        )  # fmt: skip
        if not rows[0]["found"]:
            raise refusal("paper_no_sheets", status=409)
        return int(rows[0]["found"])
    entries = await paper_entries(paper.division.id)
    if not entries:
        raise refusal("paper_no_entries", status=409)
    return len(sheets) * (len(entries) if kind == "blank_numbered" else len(range(0, len(entries), 6)))


def begin(job_id: UUID, paper: PaperDivision, kind: Kind, *, sub_criterion: str = "") -> None:
    """Let a batch that was started run beside the requests of this process."""
    work = run_print(job_id, paper, kind, sub_criterion=sub_criterion, language=current_language())
    # A fresh context: a task made inside a request would inherit what ends with it.
    task = asyncio.get_running_loop().create_task(work, context=contextvars.Context())
    _running.add(task)
    task.add_done_callback(_running.discard)


async def run_print(
    job_id: UUID, paper: PaperDivision, kind: Kind, *, sub_criterion: str = "", language: str = "zh_CN"
) -> None:
    """Print a batch and say how far it is; a fault ends it as failed and stands in the log."""
    set_language(language)
    target = file_of(job_id)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pulse = asyncio.create_task(_keep_alive(job_id))
    try:
        forms = await _forms(paper, kind, sheets_wanted(paper, sub_criterion))
        async with aclosing(print_batch(forms, target)) as printed:
            async for done in printed:
                await _said(job_id, "running", done)
        await _said(job_id, "done", None)
    except Exception:
        log.exception("a batch of paper failed", extra={"job": str(job_id)})
        await _said(job_id, "failed", None)
    finally:
        pulse.cancel()


async def _keep_alive(job_id: UUID) -> None:
    """Say again and again that the batch has not lost its process, also while it waits for the one before it."""
    while True:
        await asyncio.sleep(STALLED_AFTER.total_seconds() / 4)
        await _said(job_id, "running", None)


async def _said(job_id: UUID, state: str, done: int | None) -> None:
    await fetch(
        "UPDATE print_job SET state = $2::varchar, changed_at = $3,"
        " done = CASE WHEN $2::varchar = 'done' THEN total ELSE coalesce($4, done) END WHERE id = $1",
        job_id, state, now(), done,
    )  # fmt: skip


async def _forms(paper: PaperDivision, kind: Kind, sheets: list[SheetPlan]) -> Iterator[str]:
    """The forms in order, each made when it is asked for."""
    plans = {sheet.id: sheet for sheet in sheets}
    if kind == "filled":
        filled = await paper_sheets(paper.division.id, sub_criteria=list(plans))
        return (filled_form(paper, plans[sheet.sub_criterion], sheet) for sheet in filled)
    if kind == "blank":
        return (blank_form(paper, sheet) for sheet in sheets)
    entries = await paper_entries(paper.division.id)
    if kind == "many":
        return (form for sheet in sheets for form in many_forms(paper, sheet, entries))
    return (blank_form(paper, sheet, entry) for sheet in sheets for entry in entries)
