"""Entering marks: the one way into the ledger.

What this does: one transaction a request, under the sheet's row lock, deciding by ``entering.py`` and
appending to the chain. What it does not: sign, lock, open rounds (``actions_sheets.py``), teams and opening
(``actions_teams.py``).

A *receipt* is given after the commit only; it names the client's id and the position in the sheet's chain and
never a hash: before the reveal a hash over a score 0 … 3 could be guessed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.live import announce
from foundation.problems import Problem, refusal
from foundation.times import now
from judging.marking import audit_types as audit
from judging.marking.actions_chain import append_entries
from judging.marking.entering import MarkRequest, Refused, Standing, Taken, decide, is_same
from judging.marking.ledger import LedgerEntry, Source, entry_hash
from judging.marking.plan import SheetPlan
from judging.marking.queries import SheetFacts, seat_entry
from judging.marking.queries_plan import plan_of_version
from judging.marking.rounds import SeatEntry, sheet_progress
from judging.marking.seats import MarkedEntry, Marker, Seating, Tie, ties_between

MOST_MARKS = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server has committed. ``mark`` stands for the team's value only."""

    client_id: UUID
    aspect: UUID
    position: int
    version: int
    round: int
    mark: Decimal | None


Outcome = Receipt | Refused


@dataclass(frozen=True, slots=True)
class _Locked:
    """The sheet's row under its lock."""

    state: str
    blocked: str
    scheme_version: UUID
    position: int
    head: str


async def enter_mark(
    sheet: SheetFacts, request: MarkRequest, *, scheme_version: UUID | None, device: str | None, by: Actor,
    source: Source = "tablet",
) -> Outcome:  # fmt: skip
    """Append one mark; see :func:`enter_marks`."""
    return (await enter_marks(
        sheet, [request], scheme_version=scheme_version, device=device, by=by, source=source
    ))[0]  # fmt: skip


async def enter_marks(
    sheet: SheetFacts, requests: Sequence[MarkRequest], *, scheme_version: UUID | None, device: str | None,
    by: Actor, source: Source = "tablet",
) -> list[Outcome]:  # fmt: skip
    """Append a sheet's marks in their order, each with its own outcome: a receipt or a refusal that changed
    nothing. A known client id gives its first receipt again. ``scheme_version`` is what the sender saw."""
    if by.account_id is None:
        raise refusal("not_a_marker", status=403)
    if not 1 <= len(requests) <= MOST_MARKS:
        raise refusal("marks_number", most=MOST_MARKS)
    async with transaction():
        locked = await lock_sheet(sheet.id)
        plan = (await plan_of_version(locked.scheme_version)).sheets[sheet.sub_criterion_id]
        standing, booked = await _read(sheet, locked, plan, by.account_id, requests)
        sitting = _Sitting(sheet, locked, standing, booked, scheme_version, by.account_id)
        outcomes = [sitting.settle(request) for request in requests]
        if sitting.taken:
            await _write(sheet, locked, sitting, device=device, source=source, by=by)
    return [sitting.receipts[each] if isinstance(each, UUID) else each for each in outcomes]


async def lock_sheet(sheet_id: UUID) -> _Locked:
    """Take the sheet's row lock; every write to a sheet begins so."""
    rows = await fetch(
        "SELECT state, blocked, scheme_version, position, head FROM sheet WHERE id = $1 FOR NO KEY UPDATE", sheet_id
    )
    return _Locked(**rows[0])


class _Sitting:
    """The requests of one transaction: what stood, and what is taken on top of it."""

    def __init__(
        self, sheet: SheetFacts, locked: _Locked, standing: Standing, booked: "_Booked",
        scheme_version: UUID | None, account: UUID,
    ) -> None:  # fmt: skip
        self.sheet, self.locked, self.standing, self.booked = sheet, locked, standing, booked
        self.scheme_version, self.account = scheme_version, account
        self.taken: list[Taken] = []
        self._by_id: dict[UUID, Taken] = {}
        self.receipts: dict[UUID, Receipt] = {}

    def settle(self, request: MarkRequest) -> Refused | UUID:
        """The outcome of one request; an id stands for the receipt with that client id."""
        if known := self.booked.known.get(request.client_id):
            return self._again(request, known)
        earlier = self._by_id.get(request.client_id)
        if earlier is not None:
            return request.client_id if earlier.request == request else _reused(request)
        entries = self.booked.by_aspect[request.aspect]
        outcome = decide(request, self.standing, entries, self.scheme_version)
        if isinstance(outcome, Refused):
            return outcome
        self.taken.append(outcome)
        self._by_id[request.client_id] = outcome
        entries.append(outcome.entry)
        position = self.locked.position + len(self.taken)
        self.receipts[request.client_id] = Receipt(
            request.client_id, request.aspect, position, outcome.entry.version, outcome.entry.round,
            outcome.entry.mark,
        )  # fmt: skip
        return request.client_id

    def is_measurement(self, aspect: UUID) -> bool:
        return self.standing.plan.by_id[aspect].aspect.type == "M"

    def _again(self, request: MarkRequest, known: Mapping[str, Any]) -> Refused | UUID:
        if not is_same(request, _ledger_entry(known), sheet=self.sheet.id, account=self.account):
            return _reused(request)
        self.receipts[request.client_id] = Receipt(
            request.client_id, known["aspect"], known["position"], known["version"], known["round"], known["mark"]
        )
        return request.client_id


def _reused(request: MarkRequest) -> Refused:
    return Refused(request.client_id, 422, (Problem("client_id_reused"),))


@dataclass(frozen=True, slots=True)
class _Booked:
    """Ledger rows of the aspects asked for, and those that bear one of the client ids, on any sheet."""

    by_aspect: dict[UUID, list[SeatEntry]]
    known: dict[UUID, Mapping[str, Any]]


# One statement after the lock, so that what it reads is no older than the lock.
_READ = """
SELECT k.compatriots_allowed, n.delegation AS entry_delegation, n.unit AS entry_unit,
    COALESCE((SELECT e.status FROM entry_status e WHERE e.entry = n.id ORDER BY e.position DESC LIMIT 1), 'ok')
        AS status,
    EXISTS (SELECT 1 FROM hand_in h WHERE h.sheet = s.id AND h.account = $2) AS handed_in,
    (SELECT t.state FROM event_state t WHERE t.event = d.event ORDER BY t.position DESC LIMIT 1) AS event_state,
    ARRAY (SELECT o.aspect FROM round_opening o WHERE o.sheet = s.id ORDER BY o.id) AS opened_aspects,
    ARRAY (SELECT o.round FROM round_opening o WHERE o.sheet = s.id ORDER BY o.id) AS opened_rounds,
    ARRAY (SELECT m.expert FROM sheet_marker m WHERE m.sheet = s.id ORDER BY m.seat) AS seats,
    x.id AS expert, x.delegation, x.unit,
    EXISTS (SELECT 1 FROM declared_relation r WHERE r.expert = x.id AND r.entry = n.id) AS related,
    ARRAY (SELECT m FROM mark_entry m WHERE m.sheet = s.id AND m.aspect = ANY($3)) AS entries,
    ARRAY (SELECT m FROM mark_entry m WHERE m.client_id = ANY($4)) AS known
FROM sheet s JOIN entry n ON n.id = s.entry JOIN division d ON d.id = s.division JOIN skill k ON k.id = d.skill
LEFT JOIN expert x ON x.account = $2 AND EXISTS
    (SELECT 1 FROM sheet_marker m WHERE m.sheet = s.id AND m.expert = x.id)
WHERE s.id = $1
"""


async def _read(
    sheet: SheetFacts, locked: _Locked, plan: SheetPlan, account: UUID, requests: Sequence[MarkRequest]
) -> tuple[Standing, _Booked]:
    row = (await fetch(
        _READ, sheet.id, account, list({each.aspect for each in requests}), [each.client_id for each in requests]
    ))[0]  # fmt: skip
    by_aspect: dict[UUID, list[SeatEntry]] = defaultdict(list)
    for entry in row["entries"]:
        by_aspect[entry["aspect"]].append(seat_entry(entry))
    return _standing(row, locked, plan, account), _Booked(by_aspect, {each["client_id"]: each for each in row["known"]})


def _standing(row: Mapping[str, Any], locked: _Locked, plan: SheetPlan, account: UUID) -> Standing:
    opened: dict[UUID, set[int]] = defaultdict(set)
    for aspect, number in zip(row["opened_aspects"], row["opened_rounds"], strict=True):
        opened[aspect].add(number)
    problems = (Problem("sheet_blocked"),) if locked.blocked else ()
    return Standing(
        plan, locked.scheme_version, locked.state, row["status"], Seating(tuple(row["seats"]), (), problems), account,
        row["expert"], _ties(row) if row["expert"] else (), row["handed_in"], row["event_state"] == "archived",
        dict(opened),
    )  # fmt: skip


def _ties(mine: Mapping[str, Any]) -> tuple[Tie, ...]:
    """What ties the marker to the entry now; the seat was filled earlier, the check is made at every mark."""
    entry = MarkedEntry(mine["entry_delegation"], frozenset({mine["entry_unit"]}))
    ties = ties_between(Marker(mine["expert"], None, mine["delegation"], mine["unit"]), entry)
    if mine["compatriots_allowed"]:
        ties = ()
    return (*ties, "declared_relation") if mine["related"] else ties


async def _write(
    sheet: SheetFacts, locked: _Locked, sitting: _Sitting, *, device: str | None, source: Source, by: Actor
) -> None:
    at = now()
    facts = [_fact(sheet, locked, each, at=at, device=device, source=source) for each in sitting.taken]
    hashes, previous = [], locked.head
    for fact in facts:
        previous = entry_hash(previous, fact)
        hashes.append(previous)
    entered, spreads = _counted(sitting)
    await append_entries(facts, hashes, first=locked.position + 1, entered=entered, open_spreads=spreads)
    await record(
        by, audit.MARKS_ENTERED, scope=sheet.event_id,
        subject=f"{sheet.skill_code} {sheet.entry_number} {sitting.standing.plan.code}",
        details={
            "sheet": sheet.id, "aspects": [each.number for each in sitting.taken],
            "first_position": locked.position + 1, "last_position": locked.position + len(facts),
        },
    )  # fmt: skip
    await announce(f"sheet:{sheet.id}", f"division:{sheet.division_id}", f"event:{sheet.event_id}")


def _fact(
    sheet: SheetFacts, locked: _Locked, taken: Taken, *, at: datetime, device: str | None, source: Source
) -> LedgerEntry:
    request, entry = taken.request, taken.entry
    return LedgerEntry(
        client_id=request.client_id, division=sheet.division_id, sheet=sheet.id, aspect=request.aspect,
        seat=entry.seat, round=entry.round, version=entry.version, judge=entry.judge, entered_by=entry.judge,
        source=source, scheme_version=locked.scheme_version, kind=entry.kind, observed=entry.observed,
        mark=entry.mark, reason_code=taken.reason_code, reason_text=request.reason_text or None, device=device,
        client_time=request.client_time, server_time=at,
    )  # fmt: skip


def _counted(sitting: _Sitting) -> tuple[int, int]:
    """By how much the counters of the sheet move: seats entered, open spreads."""
    taken: dict[UUID, int] = defaultdict(int)
    for each in sitting.taken:
        taken[each.request.aspect] += 1
    known = sitting.booked.by_aspect
    # The usual sheet: measurements entered for the first time need no reckoning of rounds.
    firsts = [
        each for each in sitting.taken
        if each.entry.version == 1 and taken[each.request.aspect] == 1 and sitting.is_measurement(each.request.aspect)
    ]  # fmt: skip
    for each in firsts:
        del taken[each.request.aspect]
    kinds = [(aspect, sitting.standing.plan.by_id[aspect].aspect.type) for aspect in taken]
    after = {aspect: known[aspect] for aspect in taken}
    before = {aspect: entries[: len(entries) - taken[aspect]] for aspect, entries in after.items()}
    old = sheet_progress(kinds, before, opened=sitting.standing.opened)
    new = sheet_progress(kinds, after, opened=sitting.standing.opened)
    return new.entered - old.entered + len(firsts), new.open_spreads - old.open_spreads


def _ledger_entry(row: Mapping[str, Any]) -> LedgerEntry:
    return LedgerEntry(**{name: row[name] for name in LedgerEntry.__slots__})
