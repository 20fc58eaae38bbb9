"""Taking the awarded marks of a scheme's file as marks of one competitor: all sound rows in one transaction.

The marks are the team's values (seat 0) with source ``import``; whose they are and who entered them is the acting
person, and the reason he gave stands with each. What a judge scored is never imported.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from contest.skills.queries import DivisionFacts
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.live import announce
from foundation.problems import Problem, refusal, refuse_if
from foundation.times import now
from judging.marking import audit_types as audit
from judging.marking.actions_chain import append_entries
from judging.marking.actions_teams import hold_division
from judging.marking.importing import ImportPlan, ImportRow, plan_import
from judging.marking.ledger import LedgerEntry, entry_hash
from judging.marking.plan import SchemePlan
from judging.marking.queries_import import ImportTarget, get_target, held_sheets, ties_of
from judging.marking.queries_plan import plan_of_version
from judging.marking.reasons import IMPORTED, check_text
from judging.marking.scoring import measurement_mark
from judging.schemes.queries_awarded import AwardedColumn, get_awarded_column


@dataclass(frozen=True, slots=True)
class Imported:
    """How many marks were taken, of how many in the column."""

    taken: int
    rows: int


async def import_awarded(
    division: DivisionFacts, column_id: UUID, entry_id: UUID, *, seen: str, reason: str, by: Actor
) -> Imported:
    """Enter every sound row of a column for one competitor; ``seen`` is the digest of the preview.

    Refused: no reason; marking is not open; the competitor is absent or tied to the acting person (W-18);
    ``import_moved`` (409) when the rows are no longer those that were seen; ``import_empty`` without a sound one."""
    refuse_if(check_text(reason))
    async with transaction():
        await hold_division(division)
        column = await get_awarded_column(division.id, column_id)
        await fetch("SELECT 1 FROM sheet WHERE entry = $1 ORDER BY id FOR NO KEY UPDATE", entry_id)
        target = await get_target(division.id, entry_id)
        if column is None or target is None:
            raise refusal("import_gone", status=409)
        refuse_if(await problems_of(target, by), status=409)
        prepared = await prepare(column, target)
        if prepared.digest != seen:
            raise refusal("import_moved", status=409)
        if not prepared.sound:
            raise refusal("import_empty", status=409)
        await _write(division, target, prepared, reason.strip(), by)
        await _tell(division, column, target, prepared, reason.strip(), by)
    return Imported(len(prepared.sound), len(prepared.rows))


async def prepare(column: AwardedColumn, target: ImportTarget) -> ImportPlan:
    """What importing would enter now, row by row."""
    plan = await plan_of_version(target.scheme_version)
    return plan_import(column.marks, plan, await held_sheets(target.entry_id))


async def problems_of(target: ImportTarget, by: Actor) -> list[Problem]:
    """Why nothing at all can be imported for this competitor."""
    found = [Problem("entry_absent")] if target.status == "absent" else []
    if by.account_id and await ties_of(target.entry_id, by.account_id):
        found.append(Problem("import_tied"))
    return found


async def _write(division: DivisionFacts, target: ImportTarget, prepared: ImportPlan, reason: str, by: Actor) -> None:
    at, plan = now(), await plan_of_version(target.scheme_version)
    by_sheet: dict[UUID, list[ImportRow]] = defaultdict(list)
    for row in prepared.sound:
        if row.sheet is not None:
            by_sheet[row.sheet].append(row)
    rows = await fetch("SELECT id, position, head FROM sheet WHERE id = ANY($1)", list(by_sheet))
    for sheet in rows:
        facts = [_fact(division, sheet["id"], row, plan, reason, at, by) for row in by_sheet[sheet["id"]]]
        hashes, previous = [], sheet["head"]
        for fact in facts:
            previous = entry_hash(previous, fact)
            hashes.append(previous)
        # A first value of a measurement fills exactly one seat, and opens no spread.
        await append_entries(facts, hashes, first=sheet["position"] + 1, entered=len(facts), open_spreads=0)


def _fact(
    division: DivisionFacts, sheet: UUID, row: ImportRow, plan: SchemePlan, reason: str, at: datetime, by: Actor
) -> LedgerEntry:
    assert row.planned is not None and row.observed is not None and by.account_id is not None  # noqa: PT018
    return LedgerEntry(
        client_id=uuid4(), division=division.id, sheet=sheet, aspect=row.planned.id, seat=0, round=1,
        version=row.version, judge=by.account_id, entered_by=by.account_id, source="import",
        scheme_version=plan.scheme_version, kind="mark", observed=row.observed,
        mark=measurement_mark(row.planned.aspect, row.observed), reason_code=IMPORTED, reason_text=reason, device=None,
        client_time=None, server_time=at,
    )  # fmt: skip


async def _tell(
    division: DivisionFacts, column: AwardedColumn, target: ImportTarget, prepared: ImportPlan, reason: str, by: Actor
) -> None:
    sheets = {row.sheet for row in prepared.sound}
    await record(
        by, audit.MARKS_IMPORTED, scope=division.skill.event_id, subject=f"{division.skill.code} {target.number}",
        details={
            "file": column.file_name, "sha256": column.file_sha256, "note": f"{column.place} {column.label}",
            "aspects": [row.planned.number for row in prepared.sound if row.planned], "text": reason,
        },
    )  # fmt: skip
    await announce(
        f"division:{division.id}", f"event:{division.skill.event_id}", *(f"sheet:{sheet}" for sheet in sheets)
    )
