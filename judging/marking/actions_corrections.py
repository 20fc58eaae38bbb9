"""Asking for the correction of a score, and the second person's word on it; each under the sheet's row lock.

A correction that is asked lies in a table of its own; only a confirmed one reaches the chain, as a new version of
the same seat and round with the asker's reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.live import announce
from foundation.problems import UserError, refusal, refuse_if
from foundation.times import now
from judging.marking import audit_types as audit
from judging.marking.actions_chain import append_entries
from judging.marking.actions_sheets import lock_sheets, name_of, parts_of
from judging.marking.corrections import (
    Correction,
    CorrectionRequest,
    Decision,
    check_asked,
    check_correctable,
    check_decision,
    corrected,
    is_decided_so,
    is_same,
    own_score,
    standing_of,
)
from judging.marking.ledger import LedgerEntry, entry_hash
from judging.marking.plan import PlannedAspect
from judging.marking.queries import SheetFacts, rounds_opened, seat_entry
from judging.marking.queries_corrections import corrections_of_sheets
from judging.marking.queries_plan import plan_of_version
from judging.marking.queries_ties import tied_accounts
from judging.marking.rounds import JudgementState, SeatEntry, in_force, judgement_state, sheet_progress
from judging.marking.sheet_states import SheetAct, check_act

RECORDS: Mapping[Decision, str] = {
    "confirmed": audit.CORRECTION_CONFIRMED,
    "refused": audit.CORRECTION_REFUSED,
    "withdrawn": audit.CORRECTION_WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class _Aspect:
    """A judgement aspect of a locked sheet as it stands: its entries, positions by (round, seat, version), state."""

    planned: PlannedAspect
    entries: list[SeatEntry]
    positions: dict[tuple[int, int, int], int]
    opened: list[int]
    state: JudgementState


async def ask_correction(sheet: SheetFacts, request: CorrectionRequest, *, by: Actor) -> None:
    """Ask to correct the keying of one's own revealed score. It counts nowhere until a second person confirms it,
    and the sheet cannot be signed before.

    Refused: not revealed or a newer round, no score of the asker's, another version than he saw, one that waits
    already, the same score, a reason from outside the list. Asking again with the same id changes nothing."""
    async with transaction():
        current = (await lock_sheets([sheet.id]))[sheet.id]
        asked = [each.correction for each in (await corrections_of_sheets([sheet.id])).get(sheet.id, ())]
        if await _is_known(request, asked, by):
            return
        refuse_if(check_act("correct", current.state, await parts_of(current, by)), status=409)
        await _refuse_closed(current, by.account_id, by=by)
        aspect = await _aspect(current, request.aspect)
        own = own_score(aspect.state, aspect.entries, by.account_id) if by.account_id else None
        waiting = standing_of([each for each in asked if each.aspect == request.aspect], aspect.state, aspect.entries)
        problems = check_correctable(request, aspect.state, own, waiting)
        if own is None or problems:
            raise UserError(*problems, status=409)
        refuse_if(check_asked(request, aspect.planned, own))
        await _keep(current, request, own)
        await _record(
            current, audit.CORRECTION_ASKED, aspect, request.reason_code,
            aspect.positions[own.round, own.seat, own.version], by=by,
        )  # fmt: skip


async def decide_correction(sheet: SheetFacts, correction_id: UUID, decision: Decision, *, by: Actor) -> None:
    """Confirm or refuse a correction as the second person (another named marker, the marking team leader, the Chief
    Expert or the deputy), or withdraw one's own.

    A confirmed one becomes the next version of its seat and round; counters follow, for it may open or close a
    spread. Refused: one's own (or, to withdraw, another's), decided already, void. Saying the same twice changes
    nothing."""
    async with transaction():
        current = (await lock_sheets([sheet.id]))[sheet.id]
        asked = [each.correction for each in (await corrections_of_sheets([sheet.id])).get(sheet.id, ())]
        correction = next((each for each in asked if each.id == correction_id), None)
        if correction is None:
            raise refusal("correction_unknown", status=404)
        if is_decided_so(correction, decision, by.account_id):
            return
        act: SheetAct = "correct" if decision == "withdrawn" else "confirm_correction"
        refuse_if(check_act(act, current.state, await parts_of(current, by)), status=409)
        aspect = await _aspect(current, correction.aspect)
        standing = bool(standing_of([correction], aspect.state, aspect.entries))
        refuse_if(check_decision(correction, decision, account=by.account_id, standing=standing), status=409)
        entry, position = None, aspect.positions[correction.round, correction.seat, correction.seen_version]
        if decision == "confirmed":
            await _refuse_closed(current, correction.judge, by=by)
            entry, position = await _append(current, aspect, correction)
        await _decide(correction, decision, entry, by)
        await _record(current, RECORDS[decision], aspect, correction.reason_code, position, by=by)


async def _is_known(request: CorrectionRequest, asked: Sequence[Correction], by: Actor) -> bool:
    """Whether this correction was asked before; the id with other content, or on another sheet, is refused."""
    known = next((each for each in asked if each.id == request.id), None)
    if known is None and not await fetch("SELECT 1 FROM score_correction WHERE id = $1", request.id):
        return False
    if known is None or not is_same(request, known, by.account_id):
        raise refusal("correction_reused")
    return True


async def _refuse_closed(sheet: SheetFacts, judge: UUID | None, *, by: Actor) -> None:
    """Refuse where the sheet takes nothing now: absent, seats blocked, or something ties either person (W-18)."""
    if sheet.entry_status == "absent":
        raise refusal("entry_absent", status=409)
    if sheet.blocked:
        raise refusal("sheet_blocked", status=409)
    tied = await tied_accounts(sheet.id)
    if by.account_id in tied:
        raise refusal("marker_tied", status=409)
    if judge in tied:
        raise refusal("tied_marker_counts", status=409, name=tied[judge])


async def _aspect(sheet: SheetFacts, aspect_id: UUID) -> _Aspect:
    planned = (await plan_of_version(sheet.scheme_version)).sheets[sheet.sub_criterion_id].by_id.get(aspect_id)
    if planned is None or planned.aspect.type != "J":
        raise refusal("aspect_unknown")
    rows = await fetch("SELECT * FROM mark_entry WHERE sheet = $1 AND aspect = $2", sheet.id, aspect_id)
    entries = [seat_entry(row) for row in rows]
    positions = {(row["round"], row["seat"], row["version"]): row["position"] for row in rows}
    opened = (await rounds_opened(sheet.id)).get(aspect_id, [])
    return _Aspect(planned, entries, positions, opened, judgement_state(entries, opened=opened))


async def _keep(sheet: SheetFacts, request: CorrectionRequest, own: SeatEntry) -> None:
    rows = await fetch(
        "INSERT INTO score_correction (id, sheet, aspect, seat, round, seen_version, score, reason_code, reason_text,"
        " judge, at, after_act, after_status) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
        " (SELECT count(*) FROM sheet_act WHERE sheet = $2),"
        " COALESCE((SELECT max(position) FROM entry_status WHERE entry = $12), 0)"
        " ON CONFLICT DO NOTHING RETURNING 1",
        request.id, sheet.id, request.aspect, own.seat, own.round, own.version, request.observed, request.reason_code,
        request.reason_text or None, own.judge, now(), sheet.entry_id,
    )  # fmt: skip
    if not rows:
        raise refusal("correction_reused")


async def _append(sheet: SheetFacts, aspect: _Aspect, correction: Correction) -> tuple[UUID, int]:
    """Append the new version to the chain and move the counters; its client id and position."""
    before = in_force(aspect.entries)[correction.round, correction.seat]
    entry = corrected(correction, before)
    fact = LedgerEntry(
        client_id=uuid4(), division=sheet.division_id, sheet=sheet.id, aspect=correction.aspect, seat=entry.seat,
        round=entry.round, version=entry.version, judge=entry.judge, entered_by=entry.judge, source="tablet",
        scheme_version=sheet.scheme_version, kind=entry.kind, observed=entry.observed, mark=None,
        reason_code=correction.reason_code, reason_text=correction.reason_text, device=None, client_time=None,
        server_time=now(),
    )  # fmt: skip
    kinds, opened = [(aspect.planned.id, aspect.planned.aspect.type)], {aspect.planned.id: aspect.opened}
    old = sheet_progress(kinds, {aspect.planned.id: aspect.entries}, opened=opened)
    new = sheet_progress(kinds, {aspect.planned.id: [*aspect.entries, entry]}, opened=opened)
    await append_entries(
        [fact], [entry_hash(sheet.head, fact)], first=sheet.position + 1,
        entered=new.entered - old.entered, open_spreads=new.open_spreads - old.open_spreads,
    )  # fmt: skip
    return fact.client_id, sheet.position + 1


async def _decide(correction: Correction, decision: Decision, entry: UUID | None, by: Actor) -> None:
    rows = await fetch(
        "INSERT INTO correction_decision (id, correction, decision, entry, by, at) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT DO NOTHING RETURNING 1",
        uuid4(), correction.id, decision, entry, by.account_id, now(),
    )  # fmt: skip
    if not rows:
        raise refusal("correction_decided", status=409)


async def _record(
    sheet: SheetFacts, event_type: str, aspect: _Aspect, reason: str | None, position: int, *, by: Actor
) -> None:
    """``position`` is that of the score asked about, or of the version that a confirmation appended."""
    await record(
        by, event_type, scope=sheet.event_id, subject=await name_of(sheet),
        details={
            "sheet": sheet.id, "aspect": aspect.planned.number, "round": aspect.state.round, "reason": reason,
            "first_position": position,
        },
    )  # fmt: skip
    await announce(f"sheet:{sheet.id}", f"division:{sheet.division_id}", f"event:{sheet.event_id}")
