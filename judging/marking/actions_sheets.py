"""Acts on whole sheets: hand in, new round, sign, reopen, lock. Each begins with the sheets' locks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID, uuid4

from contest.events.actions import hold_event
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.live import announce
from foundation.problems import Place, Problem, refusal, refuse_if
from foundation.times import now
from judging.marking import audit_types as audit
from judging.marking.locking import by_sub_criterion
from judging.marking.plan import SheetPlan
from judging.marking.queries import SheetFacts, get_leader, rounds_opened, seat_entry, sheets_by_id
from judging.marking.queries_corrections import corrections_that_stand
from judging.marking.queries_plan import plan_of_version
from judging.marking.queries_ties import tied_judges
from judging.marking.reasons import check_reason
from judging.marking.rounds import SeatEntry, judgement_state, sheet_progress
from judging.marking.sheet_states import Part, SheetAct, check_act


async def hand_in(sheet: SheetFacts, *, by: Actor) -> None:
    """Say "I have finished mine". No state: it only makes the marker's later changes need a reason. Refused to
    whoever is no marker of the sheet, and once it is signed (409); doing it twice changes nothing."""
    async with transaction():
        current = (await lock_sheets([sheet.id]))[sheet.id]
        refuse_if(check_act("hand_in", current.state, await parts_of(current, by)), status=409)
        _refuse_absent(current)
        rows = await fetch(
            "INSERT INTO hand_in (id, sheet, account, position, at) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT DO NOTHING RETURNING id",
            uuid4(), sheet.id, by.account_id, current.position, now(),
        )  # fmt: skip
        if rows:
            subject = await name_of(sheet)
            await record(by, audit.HANDED_IN, scope=sheet.event_id, subject=subject, details={"sheet": sheet.id})
            await announce(f"sheet:{sheet.id}")


async def _marks_here(sheet_id: UUID, account: UUID | None) -> bool:
    return bool(await fetch(
        "SELECT 1 FROM sheet_marker m JOIN expert x ON x.id = m.expert WHERE m.sheet = $1 AND x.account = $2",
        sheet_id, account,
    ))  # fmt: skip


async def open_round(
    sheet: SheetFacts, aspect_id: UUID, *, reason_code: str | None, reason_text: str | None, by: Actor
) -> None:
    """Open a new round of a judgement aspect, blind again for all (the marking team leader, with a reason).

    Refused while the present round is not revealed, or when the aspect was not attempted."""
    async with transaction():
        current = (await lock_sheets([sheet.id]))[sheet.id]
        refuse_if(check_act("open_round", current.state, await parts_of(current, by), reason=reason_code), status=409)
        refuse_if(check_reason(("round",), reason_code, reason_text))
        _refuse_absent(current)
        plan = (await plan_of_version(current.scheme_version)).sheets[sheet.sub_criterion_id]
        planned = plan.by_id.get(aspect_id)
        if planned is None or planned.aspect.type != "J":
            raise refusal("aspect_unknown")
        entries = await _entries_by_aspect(sheet.id)
        opened = await rounds_opened(sheet.id)
        state = judgement_state(entries[aspect_id], opened=opened.get(aspect_id, ()))
        if state.scores is None or state.not_attempted:
            raise refusal("round_not_revealed", status=409)
        await fetch(
            "INSERT INTO round_opening (id, sheet, aspect, round, reason_code, reason_text, by, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            uuid4(), sheet.id, aspect_id, state.round + 1, reason_code, reason_text or None, by.account_id, now(),
        )  # fmt: skip
        opened.setdefault(aspect_id, []).append(state.round + 1)
        await _recount(sheet.id, plan, entries, opened)
        await record(
            by, audit.ROUND_OPENED, scope=sheet.event_id, subject=await name_of(sheet),
            details={"sheet": sheet.id, "aspect": planned.number, "round": state.round + 1, "reason": reason_code},
        )  # fmt: skip
        await announce(f"sheet:{sheet.id}", f"division:{sheet.division_id}", f"event:{sheet.event_id}")


def _refuse_absent(sheet: SheetFacts) -> None:
    if sheet.entry_status == "absent":
        raise refusal("entry_absent", status=409)


async def sign_sheets(seen: Mapping[UUID, int], *, by: Actor) -> None:
    """Sign complete sheets for the team (W-19); ``seen`` is the position of each that the leader read back.

    All or none. Refused: not the leader's, incomplete or open spread, signed already, a correction that waits for a
    second person, or ``sheet_moved`` when a mark came in after the page was read."""
    async with transaction():
        sheets = await lock_sheets(seen)
        problems = [
            await _at(Problem("tied_marker_counts", values={"name": name}), sheets[sheet_id])
            for sheet_id, name in await tied_judges(list(sheets))
        ]
        problems += [await _at(each, sheets[sheet_id]) for sheet_id, each in await _waiting_corrections(sheets)]
        for sheet in sheets.values():
            found = check_act("sign", sheet.state, await parts_of(sheet, by))
            if not found and sheet.blocked:
                found = [Problem("sheet_blocked")]
            if not found and sheet.position != seen[sheet.id]:
                found = [Problem("sheet_moved")]
            problems += [await _at(each, sheet) for each in found]
        refuse_if(by_sub_criterion(problems), status=409)
        await _act(list(sheets.values()), "sign", "signed", by=by)
        await _record_many(list(sheets.values()), audit.SHEETS_SIGNED, by=by)


async def _waiting_corrections(sheets: Mapping[UUID, SheetFacts]) -> list[tuple[UUID, Problem]]:
    """What a second person has still to decide on these sheets."""
    found = []
    for each in await corrections_that_stand(list(sheets)):
        sheet = sheets[each.sheet_id]
        plan = (await plan_of_version(sheet.scheme_version)).sheets[sheet.sub_criterion_id]
        number = plan.by_id[each.correction.aspect].number
        found.append((sheet.id, Problem("correction_waits", values={"name": each.judge_name, "aspect": number})))
    return found


async def reopen_sheet(sheet_id: UUID, *, reason_code: str | None, reason_text: str | None, by: Actor) -> None:
    """Reopen a signed sheet (Chief Expert, until it is locked), with a reason; a new signing will follow."""
    async with transaction():
        sheet = (await lock_sheets([sheet_id]))[sheet_id]
        refuse_if(check_act("reopen", sheet.state, await parts_of(sheet, by), reason=reason_code), status=409)
        refuse_if(check_reason(("reopening",), reason_code, reason_text))
        await _act([sheet], "reopen", "open", by=by, reason_code=reason_code, reason_text=reason_text)
        await record(
            by, audit.SHEET_REOPENED, scope=sheet.event_id, subject=await name_of(sheet),
            details={"sheet": sheet.id, "reason": reason_code, "text": reason_text or ""},
        )  # fmt: skip
        await _announce_all([sheet])


async def lock_signed_sheets(sheet_ids: Collection[UUID], *, by: Actor) -> int:
    """Lock signed sheets (Chief Expert; the deputy in absence). All or none, with the list of what is not signed.
    As below: how many are locked now."""
    async with transaction():
        return await _lock(sheet_ids, by)


async def lock_all_signed(division_id: UUID, *, by: Actor) -> int:
    """Lock every signed sheet of a division."""
    async with transaction():
        rows = await fetch("SELECT id FROM sheet WHERE division = $1 AND state = 'signed'", division_id)
        return await _lock([row["id"] for row in rows], by)


async def lock_day(division_id: UUID, day: int, *, by: Actor) -> int:
    """Lock a day: refused, with the full list, while any sheet of the day is not signed. Sheets that an absent or
    withdrawn entry left incomplete do not count."""
    async with transaction():
        rows = await fetch(
            "SELECT id FROM sheet WHERE division = $1 AND day = $2 ORDER BY id FOR NO KEY UPDATE", division_id, day
        )
        sheets = [sheet for sheet in await sheets_by_id([row["id"] for row in rows]) if counts_for_day(sheet)]
        return await _lock([sheet.id for sheet in sheets if sheet.state != "locked"], by)


def counts_for_day(sheet: SheetFacts) -> bool:
    """Whether a day waits for this sheet (W-19, W-23)."""
    return sheet.entry_status == "ok" or sheet.complete


async def _lock(sheet_ids: Collection[UUID], by: Actor) -> int:
    sheets = await lock_sheets(sheet_ids)
    if not sheets:
        raise refusal("nothing_to_lock", status=409)
    problems = [
        await _at(problem, sheet)
        for sheet in sheets.values()
        for problem in check_act("lock", sheet.state, await parts_of(sheet, by))
    ]
    refuse_if(by_sub_criterion(problems), status=409)
    await _act(list(sheets.values()), "lock", "locked", by=by)
    await _record_many(list(sheets.values()), audit.SHEETS_LOCKED, by=by)
    return len(sheets)


async def lock_sheets(sheet_ids: Collection[UUID]) -> dict[UUID, SheetFacts]:
    """Take the row locks of sheets in one order, then read them; unknown ids are refused."""
    rows = await fetch("SELECT id FROM sheet WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", list(sheet_ids))
    if len(rows) != len(set(sheet_ids)):
        raise refusal("sheet_unknown", status=404)
    sheets = {sheet.id: sheet for sheet in sorted(await sheets_by_id(list(sheet_ids)), key=lambda each: each.id)}
    for event_id in {sheet.event_id for sheet in sheets.values()}:
        await hold_event(event_id)
    return sheets


async def hold_sheets_of_event(event_id: UUID) -> None:
    """Wait for every mark on its way in an event, and let none begin before this transaction ends."""
    await fetch(
        "SELECT s.id FROM sheet s JOIN division d ON d.id = s.division WHERE d.event = $1 ORDER BY s.id"
        " FOR NO KEY UPDATE OF s",
        event_id,
    )


async def parts_of(sheet: SheetFacts, by: Actor) -> set[Part]:
    """What the account is on this sheet: marker, leader of its team, Chief Expert or deputy of its trade."""
    rows = await fetch(
        "SELECT p.role FROM appointment p WHERE p.account = $1 AND p.ended_at IS NULL AND p.skill = $2"
        " AND p.role IN ('chief_expert', 'deputy_chief_expert')",
        by.account_id, sheet.skill_id,
    )  # fmt: skip
    names: dict[str, Part] = {"chief_expert": "chief_expert", "deputy_chief_expert": "deputy_chief_expert"}
    parts: set[Part] = {names[row["role"]] for row in rows}
    if await get_leader(sheet.sub_criterion_id) == by.account_id:
        parts.add("marking_team_leader")
    if await _marks_here(sheet.id, by.account_id):
        parts.add("marker")
    return parts


async def name_of(sheet: SheetFacts) -> str:
    """The sheet in an audit record: trade, entry and sub-criterion."""
    plan = (await plan_of_version(sheet.scheme_version)).sheets[sheet.sub_criterion_id]
    return f"{sheet.skill_code} {sheet.entry_number} {plan.code}"


async def _at(problem: Problem, sheet: SheetFacts) -> Problem:
    plan = (await plan_of_version(sheet.scheme_version)).sheets[sheet.sub_criterion_id]
    return Problem(problem.code, problem.severity, Place(sheet=sheet.entry_number, column=plan.code), problem.values)


async def _act(
    sheets: Sequence[SheetFacts], act: SheetAct, state: str, *, by: Actor, reason_code: str | None = None,
    reason_text: str | None = None,
) -> None:  # fmt: skip
    ids = [sheet.id for sheet in sheets]
    await fetch(
        "INSERT INTO sheet_act (id, sheet, number, act, reason_code, reason_text, position, head, by, at)"
        " SELECT t.id, t.sheet, 1 + (SELECT count(*) FROM sheet_act a WHERE a.sheet = t.sheet), $1, $2, $3, s.position,"
        " s.head, $4, $5 FROM unnest($6::uuid[], $7::uuid[]) AS t (id, sheet) JOIN sheet s ON s.id = t.sheet",
        act, reason_code, reason_text or None, by.account_id, now(), [uuid4() for _ in ids], ids,
    )  # fmt: skip
    await fetch("UPDATE sheet SET state = $2 WHERE id = ANY($1)", ids, state)


async def _record_many(sheets: Sequence[SheetFacts], event_type: str, *, by: Actor) -> None:
    first = sheets[0]
    await record(
        by, event_type, scope=first.event_id, subject=first.slug,
        details={
            "entries": sorted({sheet.entry_number for sheet in sheets}),
            "sheets": [{"sheet": sheet.id, "position": sheet.position} for sheet in sheets],
        },
    )  # fmt: skip
    await _announce_all(sheets)


async def _announce_all(sheets: Sequence[SheetFacts]) -> None:
    topics = {f"sheet:{sheet.id}" for sheet in sheets}
    topics |= {f"division:{sheet.division_id}" for sheet in sheets} | {f"event:{sheet.event_id}" for sheet in sheets}
    await announce(*sorted(topics))


async def _entries_by_aspect(sheet_id: UUID) -> dict[UUID, list[SeatEntry]]:
    found: dict[UUID, list[SeatEntry]] = defaultdict(list)
    for row in await fetch("SELECT * FROM mark_entry WHERE sheet = $1", sheet_id):
        found[row["aspect"]].append(seat_entry(row))
    return found


async def _recount(
    sheet_id: UUID, plan: SheetPlan, entries: Mapping[UUID, Sequence[SeatEntry]], opened: Mapping[UUID, Collection[int]]
) -> None:
    progress = sheet_progress(plan.kinds, entries, opened=opened)
    await fetch(
        "UPDATE sheet SET expected = $2, entered = $3, open_spreads = $4 WHERE id = $1",
        sheet_id, progress.expected, progress.entered, progress.open_spreads,
    )  # fmt: skip
