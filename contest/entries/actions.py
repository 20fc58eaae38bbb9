"""Entries: adding and editing them, their status, relations declared by experts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from contest.entries import audit_types as audit
from contest.entries.actions_hooks import mark_holders
from contest.entries.details import (
    EntryDetails,
    MemberDetails,
    check_entry,
    check_relation,
    check_status,
    entered_already,
    person_key,
    workstation_key,
    workstations_taken,
)
from contest.entries.queries import entry_details
from contest.events.actions import hold_event
from contest.events.changes import changed, check_based_on
from contest.events.states import State, check_registration
from foundation.audit.actions import Actor, record
from foundation.database import fetch, fetch_held, transaction
from foundation.live import announce
from foundation.problems import Problem, UserError, refusal, refuse_if
from foundation.times import now


@dataclass(frozen=True, slots=True)
class HeldDivision:
    """A division whose event this transaction holds, with what decides who may enter."""

    id: UUID
    event_id: UUID
    slug: str
    team_size: int
    age_limit: int | None
    event_year: int | None
    state: State

    def check(self, entry: EntryDetails) -> list[Problem]:
        """:func:`check_entry` with the division's limits."""
        return check_entry(
            entry, team_size=self.team_size, age_limit=self.age_limit, event_year=self.event_year,
            today=now().date(),
        )  # fmt: skip


async def create_entry(division_id: UUID, entry: EntryDetails, *, by: Actor) -> UUID:
    """Add an entry to a division.

    Refused: what :func:`check_entry` finds; a number or workstation taken (409); a person who stands in the event
    (409, T-17); a delegation of another event.
    """
    return (await create_entries(division_id, [entry], by=by))[0]


async def create_entries(division_id: UUID, entries: Sequence[EntryDetails], *, by: Actor) -> list[UUID]:
    """Add many entries to a division, all or none; their ids in order. Refused (409): T-03, the event's state."""
    async with transaction():
        refuse_if(check_registration((await hold_division(division_id)).state), status=409)
        return await add_entries(division_id, entries, by=by)


async def add_entry(division_id: UUID, entry: EntryDetails, *, by: Actor) -> UUID:
    """The part of :func:`create_entry` inside a transaction, whatever the event's state."""
    return (await add_entries(division_id, [entry], by=by))[0]


async def add_entries(division_id: UUID, entries: Sequence[EntryDetails], *, by: Actor) -> list[UUID]:
    """The part of :func:`create_entries` inside a transaction, whatever the event's state; a handful of statements
    and one audit record in all."""
    division = await hold_division(division_id)
    await _hold_people(division.event_id)
    refuse_if(problem for entry in entries for problem in division.check(entry))
    await _refuse_strangers(division.event_id, {entry.delegation_id for entry in entries})
    await _refuse_known_people(division.event_id, entries, besides=None)
    await _refuse_taken_workstations(division_id, entries, besides=None)
    ids = [uuid4() for _ in entries]
    rows = await fetch(
        "INSERT INTO entry (id, division, delegation, number, unit, workstation, guest, created_at)"
        " SELECT r.id, $2, r.delegation, r.number, r.unit, r.workstation, r.guest, $3"
        " FROM unnest($1::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::bool[])"
        " AS r(id, delegation, number, unit, workstation, guest) ON CONFLICT DO NOTHING RETURNING id",
        ids, division_id, now(), [each.delegation_id for each in entries], [each.number for each in entries],
        [each.unit for each in entries], [each.workstation for each in entries], [each.guest for each in entries],
    )  # fmt: skip
    made = {row["id"] for row in rows}
    taken = [each.number for key, each in zip(ids, entries, strict=True) if key not in made]
    if taken:
        raise refusal("entry_number_taken", field="number", status=409, number=", ".join(taken))
    await _insert_members(zip(ids, (each.members for each in entries), strict=True))
    numbers = [each.number for each in entries]
    subject = f"{division.slug} {numbers[0] if len(numbers) == 1 else f'({len(numbers)})'}"
    await record(by, audit.ENTRIES_ADDED, scope=division.event_id, subject=subject, details={"numbers": numbers})
    await announce(f"division:{division_id}")
    return ids


async def edit_entry(entry_id: UUID, entry: EntryDetails, *, based_on: str | None, by: Actor) -> None:
    """Change an entry and its people. Refused: changed meanwhile (409), and as :func:`create_entry`."""
    async with transaction():
        division_id = (await fetch_held("SELECT division FROM entry WHERE id = $1", entry_id))["division"]
        division = await hold_division(division_id)
        await _hold_people(division.event_id)
        await fetch_held("SELECT 1 FROM entry WHERE id = $1 FOR NO KEY UPDATE", entry_id)
        await _refuse_taken_workstations(division_id, [entry], besides=entry_id)
        await change_entry(division, entry_id, entry, based_on=based_on, by=by)


async def change_entry(
    division: HeldDivision, entry_id: UUID, entry: EntryDetails, *, based_on: str | None, by: Actor
) -> None:
    """The part of :func:`edit_entry` under the locks. Whether the workstation is free is asked before: a table may
    exchange two of them."""
    before = (await entry_details([entry_id]))[entry_id]
    refuse_if(check_based_on(based_on, before.values()), status=409)
    refuse_if(division.check(entry))
    difference = changed(before.values(), entry.values())
    if not difference:
        return
    await _refuse_strangers(division.event_id, {entry.delegation_id})
    await _refuse_known_people(division.event_id, [entry], besides=entry_id)
    if entry.number != before.number and await fetch(
        "SELECT 1 FROM entry WHERE division = $1 AND number = $2", division.id, entry.number
    ):
        raise refusal("entry_number_taken", field="number", status=409, number=entry.number)
    await fetch(
        "UPDATE entry SET number = $2, delegation = $3, unit = $4, workstation = $5, guest = $6 WHERE id = $1",
        entry_id, entry.number, entry.delegation_id, entry.unit, entry.workstation, entry.guest,
    )  # fmt: skip
    if entry.members != before.members:
        await fetch("DELETE FROM competitor WHERE entry = $1", entry_id)
        await _insert_members([(entry_id, entry.members)])
    subject = f"{division.slug} {entry.number}"
    await record(by, audit.ENTRY_EDITED, scope=division.event_id, subject=subject, details=difference)
    await announce(f"division:{division.id}")


async def record_status(entry_id: UUID, status: str, *, reason: str = "", by: Actor) -> None:
    """Record an entry as absent, withdrawn or present again (W-23): a new row, never a change.

    Refused: the status it has; withdrawn or present again without a reason; absent where a mark stands.
    """
    async with transaction():
        entry = await fetch_held("SELECT n.division, n.number FROM entry n WHERE n.id = $1", entry_id)
        division = await hold_division(entry["division"])
        await fetch_held("SELECT 1 FROM entry WHERE id = $1 FOR NO KEY UPDATE", entry_id)
        last = await fetch(
            "SELECT position, status FROM entry_status WHERE entry = $1 ORDER BY position DESC LIMIT 1", entry_id
        )
        held = [await hold(entry_id) for hold in mark_holders]
        marked = [code for each in held for code in each.marked]
        now_is = last[0]["status"] if last else "present"
        refuse_if(check_status(status, now=now_is, reason=reason, marked=marked))
        await fetch(
            "INSERT INTO entry_status (id, entry, position, status, reason, by, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)",
            uuid4(), entry_id, last[0]["position"] + 1 if last else 1, status, reason.strip(), by.account_id, now(),
        )  # fmt: skip
        await record(
            by, audit.ENTRY_STATUS_CHANGED, scope=division.event_id, subject=f"{division.slug} {entry['number']}",
            details={"status": status, "reason": reason.strip()},
        )  # fmt: skip
        topics = [topic for each in held for topic in each.topics]
        await announce(f"division:{division.id}", f"event:{division.event_id}", *topics)


async def declare_relation(expert_id: UUID, entry_id: UUID, kind: str, *, by: Actor) -> None:
    """Record that an expert is related to an entry: he never marks it (W-18, T-32). Refused: declared already."""
    async with transaction():
        refuse_if(check_relation(kind))
        division, subject = await _hold_pair(expert_id, entry_id)
        rows = await fetch(
            "INSERT INTO declared_relation (id, expert, entry, kind, by, at) VALUES ($1, $2, $3, $4, $5, $6)"
            " ON CONFLICT DO NOTHING RETURNING id",
            uuid4(), expert_id, entry_id, kind, by.account_id, now(),
        )  # fmt: skip
        if not rows:
            raise refusal("relation_stands", status=409)
        await record(
            by, audit.RELATION_DECLARED, scope=division.event_id, subject=subject, details={"kind": kind}
        )
        await announce(f"division:{division.id}")


async def withdraw_relation(expert_id: UUID, entry_id: UUID, *, reason: str, by: Actor) -> None:
    """Take a declared relation back, with a reason. Refused: there is none (409)."""
    async with transaction():
        if not reason.strip():
            raise refusal("status_needs_reason", field="reason")
        division, subject = await _hold_pair(expert_id, entry_id)
        rows = await fetch(
            "DELETE FROM declared_relation WHERE expert = $1 AND entry = $2 RETURNING kind", expert_id, entry_id
        )
        if not rows:
            raise refusal("relation_gone", status=409)
        details: dict[str, object] = {"kind": rows[0]["kind"], "reason": reason.strip()}
        await record(by, audit.RELATION_WITHDRAWN, scope=division.event_id, subject=subject, details=details)
        await announce(f"division:{division.id}")


async def hold_division(division_id: UUID) -> HeldDivision:
    """The division with its event held for this transaction. Refused (409): an archived event."""
    row = await fetch_held(
        "SELECT d.event, d.slug, s.team_size, s.age_limit FROM division d JOIN skill s ON s.id = d.skill"
        " WHERE d.id = $1",
        division_id,
    )
    event = await hold_event(row["event"])
    year = event.details.first_day.year if event.details.first_day else None
    return HeldDivision(division_id, row["event"], row["slug"], row["team_size"], row["age_limit"], year, event.state)


async def _insert_members(wanted: Iterable[tuple[UUID, Sequence[MemberDetails]]]) -> None:
    lines = [(entry, at, each) for entry, members in wanted for at, each in enumerate(members, start=1)]
    await fetch(
        "INSERT INTO competitor (id, entry, position, name_zh, name_en, birth_date)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::date[])",
        [uuid4() for _ in lines], [entry for entry, _, _ in lines], [at for _, at, _ in lines],
        [each.name_zh for *_, each in lines], [each.name_en for *_, each in lines],
        [each.birth_date for *_, each in lines],
    )  # fmt: skip


async def _refuse_strangers(event_id: UUID, delegation_ids: set[UUID]) -> None:
    rows = await fetch(
        "SELECT id FROM delegation WHERE event = $1 AND id = ANY($2::uuid[])", event_id, list(delegation_ids)
    )
    if len(rows) != len(delegation_ids):
        raise refusal("delegation_unknown", field="delegation")


async def _hold_people(event_id: UUID) -> None:
    """One at a time enters people or gives out workstations: no row exists yet that two verbs could both lock."""
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 17))", str(event_id))


async def _refuse_known_people(event_id: UUID, entries: Sequence[EntryDetails], *, besides: UUID | None) -> None:
    """T-17: one trade per person and edition; equal name and date of birth are one person."""
    dates = {key[1] for entry in entries for member in entry.members if (key := person_key(member))}
    if not dates:
        return
    rows = await fetch(
        "SELECT c.name_zh, c.name_en, c.birth_date, d.slug, n.number FROM competitor c JOIN entry n ON n.id = c.entry"
        " JOIN division d ON d.id = n.division WHERE d.event = $1 AND n.id IS DISTINCT FROM $2"
        " AND c.birth_date = ANY($3::date[])",
        event_id, besides, list(dates),
    )  # fmt: skip
    known = {
        person_key(MemberDetails(row["name_zh"], row["name_en"], row["birth_date"])): f"{row['slug']} {row['number']}"
        for row in rows
    }
    problems = entered_already(entries, known)
    if problems:
        raise UserError(*problems, status=409)


async def _refuse_taken_workstations(
    division_id: UUID, entries: Sequence[EntryDetails], *, besides: UUID | None
) -> None:
    keys = [workstation_key(entry.workstation) for entry in entries if entry.workstation]
    if not keys:
        return
    rows = await fetch(
        "SELECT number, workstation FROM entry WHERE division = $1 AND id IS DISTINCT FROM $2 AND workstation <> ''",
        division_id, besides,
    )  # fmt: skip
    known = {workstation_key(row["workstation"]): row["number"] for row in rows}
    problems = workstations_taken(entries, known)
    if problems:
        raise UserError(*problems, status=409)


async def _hold_pair(expert_id: UUID, entry_id: UUID) -> tuple[HeldDivision, str]:
    rows = await fetch(
        "SELECT n.division, n.number, a.user_name, x.skill = d.skill AS same FROM entry n"
        " JOIN division d ON d.id = n.division, expert x JOIN account a ON a.id = x.account"
        " WHERE n.id = $1 AND x.id = $2",
        entry_id, expert_id,
    )  # fmt: skip
    if not rows or not rows[0]["same"]:
        raise refusal("relation_of_another_skill")
    division = await hold_division(rows[0]["division"])
    return division, f"{rows[0]['user_name']} – {division.slug} {rows[0]['number']}"
