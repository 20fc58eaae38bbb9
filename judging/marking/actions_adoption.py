"""A new scheme version under marks: each touched seat gets a new version, all or nothing.

Runs inside the transaction of the scheme's lock (``judging/app.py`` puts it there), so that scheme and marks
change together or not at all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from contest.skills.queries import DivisionFacts, get_division_by_id
from foundation.audit.actions import Actor, record
from foundation.database import fetch
from foundation.live import announce
from foundation.problems import Problem, UserError, refusal
from foundation.times import now
from judging.marking import audit_types as audit
from judging.marking.actions_chain import append_entries
from judging.marking.actions_teams import add_sheets
from judging.marking.adoption import Adopted, SheetAdoption, adopt
from judging.marking.ledger import LedgerEntry, entry_hash, first_previous
from judging.marking.plan import SchemePlan, plan_of
from judging.marking.queries import seat_entry
from judging.marking.queries_plan import plan_of_version
from judging.marking.queries_teams import entries_to_seat, get_opening
from judging.marking.queries_touches import touches_of_draft
from judging.marking.rounds import SeatEntry, sheet_progress
from judging.schemes.actions_hooks import SchemeChange


async def adopt_scheme_version(change: SchemeChange) -> None:
    """Carry the marks of a division over to the new version (nothing to do before marking is open).

    Refused (409): the marks it touches are not those that were seen (``touched_marks_moved``); with the full list,
    a touched sheet is signed or locked, or a sub-criterion with marks is gone."""
    division = await get_division_by_id(change.division_id)
    if division is None or await get_opening(change.division_id) is None:
        return
    new = plan_of(change.new.version_id, change.new.scheme)
    rows = await fetch("SELECT * FROM sheet WHERE division = $1 ORDER BY id FOR NO KEY UPDATE", division.id)
    seen = await touches_of_draft(division.id, change.new.scheme)
    if seen is not None and seen.digest != change.seen_marks:
        raise refusal("touched_marks_moved", status=409)
    entries = await _entries(division.id)
    adoptions = {row["id"]: await _adoption(row, new, entries[row["id"]]) for row in rows}
    _refuse_closed(rows, adoptions, new, await _numbers(division.id))
    written = 0
    for row in rows:
        if row["sub_criterion"] not in new.sheets:
            await _drop(row["id"])
        else:
            written += await _carry_over(division, row, adoptions[row["id"]], entries[row["id"]], new, change.by)
    made = await add_sheets(division, new, await entries_to_seat(division.id))
    await record(
        change.by, audit.SCHEME_ADOPTED, scope=change.event_id, subject=division.slug,
        details={
            "scheme_version": change.new.number, "seats": written, "sheets_made": made,
            "marks": len(seen.marks) if seen else 0, "sha256": change.seen_marks,
        },
    )  # fmt: skip
    await announce(f"division:{division.id}", f"event:{change.event_id}", *(f"sheet:{row['id']}" for row in rows))


async def _entries(division_id: UUID) -> dict[UUID, dict[UUID, list[SeatEntry]]]:
    found: dict[UUID, dict[UUID, list[SeatEntry]]] = defaultdict(lambda: defaultdict(list))
    for row in await fetch("SELECT * FROM mark_entry WHERE division = $1 ORDER BY sheet, position", division_id):
        found[row["sheet"]][row["aspect"]].append(seat_entry(row))
    return found


async def _numbers(division_id: UUID) -> dict[UUID, str]:
    rows = await fetch("SELECT id, number FROM entry WHERE division = $1", division_id)
    return {row["id"]: row["number"] for row in rows}


async def _adoption(
    row: Mapping[str, Any], new: SchemePlan, entries: Mapping[UUID, Sequence[SeatEntry]]
) -> SheetAdoption:
    old = (await plan_of_version(row["scheme_version"])).sheets[row["sub_criterion"]]
    return adopt(old, new.sheets.get(row["sub_criterion"]), entries)


def _refuse_closed(
    rows: Sequence[Mapping[str, Any]], adoptions: Mapping[UUID, SheetAdoption], new: SchemePlan,
    numbers: Mapping[UUID, str],
) -> None:  # fmt: skip
    problems = []
    for row in rows:
        form = new.sheets.get(row["sub_criterion"])
        named = {"entry": numbers[row["entry"]], "sub_criterion": form.code if form else "–"}
        if row["state"] != "open" and adoptions[row["id"]].changes_form:
            problems.append(Problem("touched_sheet_closed", values=named))
        elif form is None and row["position"]:
            problems.append(Problem("marked_form_removed", values=named))
    if problems:
        raise UserError(*problems, status=409)


async def _drop(sheet_id: UUID) -> None:
    """A sheet without a single mark whose sub-criterion is gone."""
    await fetch("DELETE FROM sheet_marker WHERE sheet = $1", sheet_id)
    await fetch("DELETE FROM sheet WHERE id = $1", sheet_id)


async def _carry_over(
    division: DivisionFacts, row: Mapping[str, Any], adoption: SheetAdoption,
    entries: dict[UUID, list[SeatEntry]], new: SchemePlan, by: Actor,
) -> int:  # fmt: skip
    form = new.sheets[row["sub_criterion"]]
    opened: dict[UUID, list[int]] = defaultdict(list)
    for each in await fetch("SELECT aspect, round FROM round_opening WHERE sheet = $1", row["id"]):
        opened[each["aspect"]].append(each["round"])
    for adopted in adoption.entries:
        entries[adopted.aspect].append(adopted.entry)
    if adoption.entries:
        await _append(division, row, adoption.entries, new, by)
    progress = sheet_progress(form.kinds, entries, opened=opened)
    # A chain that has not begun starts from the version it will be marked on.
    head = first_previous(division.skill.event_id, division.id, row["id"], new.scheme_version)
    await fetch(
        "UPDATE sheet SET scheme_version = $2, day = $3, expected = $4, entered = $5, open_spreads = $6,"
        " head = CASE WHEN position = 0 THEN $7 ELSE head END WHERE id = $1",
        row["id"], new.scheme_version, form.day, progress.expected, progress.entered, progress.open_spreads, head,
    )  # fmt: skip
    return len(adoption.entries)


async def _append(
    division: DivisionFacts, row: Mapping[str, Any], adopted: Sequence[Adopted], new: SchemePlan, by: Actor
) -> None:
    at, facts, hashes, previous = now(), [], [], row["head"]
    for each in adopted:
        entry = each.entry
        fact = LedgerEntry(
            client_id=uuid4(), division=division.id, sheet=row["id"], aspect=each.aspect, seat=entry.seat,
            round=entry.round, version=entry.version, judge=entry.judge, entered_by=by.account_id or entry.judge,
            source="scheme", scheme_version=new.scheme_version, kind=entry.kind, observed=entry.observed,
            mark=entry.mark, reason_code="scheme", reason_text=None, device=None, client_time=None, server_time=at,
        )  # fmt: skip
        previous = entry_hash(previous, fact)
        facts.append(fact)
        hashes.append(previous)
    await append_entries(facts, hashes, first=row["position"] + 1, entered=0, open_spreads=0)
