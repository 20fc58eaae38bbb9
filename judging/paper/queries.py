"""Reading what stands on paper: forms with their competitors, what is revealed of a sheet, and batches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contest.events.queries import EventFacts
from contest.skills.queries import DivisionFacts
from foundation.database import fetch
from foundation.language import either
from judging.marking.plan import SchemePlan, plan_of
from judging.marking.queries import BookedEntry, entries_of_sheets, markers_of_sheets
from judging.marking.queries_corrections import BookedCorrection, corrections_of_sheets
from judging.marking.rounds import SeatEntry
from judging.marking.scorers import OnSheet, who_is_on
from judging.schemes.queries import LockedScheme, get_locked_scheme


@dataclass(frozen=True, slots=True)
class PaperDivision:
    """A division with the scheme its paper is made from."""

    event: EventFacts
    division: DivisionFacts
    scheme: LockedScheme
    plan: SchemePlan


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """A competitor as a form names him: by number and workstation only."""

    id: UUID
    number: str
    workstation: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, reopened or locked a sheet, and when."""

    act: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A sheet as it is printed: what its ledger holds (never shown before ``book.py`` has taken out what is not
    revealed), who stands on its seats, its signatures, the end of its chain, and the corrections asked on it."""

    id: UUID
    entry: PaperEntry
    sub_criterion: UUID
    state: str
    position: int
    head: str
    entries: dict[UUID, list[SeatEntry]]
    opened: dict[UUID, list[int]]
    people: OnSheet
    signatures: tuple[Signature, ...]
    asked: tuple[BookedCorrection, ...]


async def get_paper_division(event: EventFacts, division: DivisionFacts) -> PaperDivision | None:
    """The division with its locked scheme; None before the lock."""
    scheme = await get_locked_scheme(division.id)
    return PaperDivision(event, division, scheme, plan_of(scheme.version_id, scheme.scheme)) if scheme else None


async def paper_entries(division_id: UUID) -> list[PaperEntry]:
    """The competitors who get a form (the absent get none), by number."""
    rows = await fetch(
        "SELECT e.id, e.number, e.workstation FROM entry e WHERE e.division = $1 AND coalesce((SELECT x.status"
        " FROM entry_status x WHERE x.entry = e.id ORDER BY x.position DESC LIMIT 1), 'ok') <> 'absent'",
        division_id,
    )
    return sorted((PaperEntry(**row) for row in rows), key=lambda entry: entry.number.rjust(20))


async def paper_sheets(division_id: UUID, *, sub_criteria: Collection[UUID], number: str = "") -> list[PaperSheet]:
    """The sheets of some sub-criteria (of one competitor by ``number``), by sub-criterion and number; six
    statements whatever their number."""
    rows = await fetch(
        "SELECT s.id, s.sub_criterion, s.state, s.position, s.head, e.id AS entry, e.number, e.workstation"
        " FROM sheet s JOIN entry e ON e.id = s.entry WHERE s.division = $1 AND s.sub_criterion = ANY($2::uuid[])"
        " AND ($3 = '' OR e.number = $3)",
        division_id, list(sub_criteria), number,
    )  # fmt: skip
    ids = [row["id"] for row in rows]
    ledgers, opened = await entries_of_sheets(ids), await _opened(ids)
    markers, signatures, asked = await markers_of_sheets(ids), await _signatures(ids), await corrections_of_sheets(ids)
    order = {sub: place for place, sub in enumerate(sub_criteria)}
    return [
        PaperSheet(
            row["id"], PaperEntry(row["entry"], row["number"], row["workstation"]), row["sub_criterion"], row["state"],
            row["position"], row["head"], _by_aspect(ledgers.get(row["id"], ())), opened.get(row["id"], {}),
            who_is_on(markers.get(row["id"], ()), ledgers.get(row["id"], ())), tuple(signatures.get(row["id"], ())),
            tuple(asked.get(row["id"], ())),
        )
        for row in sorted(rows, key=lambda row: (order[row["sub_criterion"]], row["number"].rjust(20)))
    ]  # fmt: skip


def _by_aspect(ledger: Sequence[BookedEntry]) -> dict[UUID, list[SeatEntry]]:
    found: dict[UUID, list[SeatEntry]] = {}
    for booked in ledger:
        found.setdefault(booked.aspect, []).append(booked.entry)
    return found


async def _opened(sheet_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, list[int]]]:
    rows = await fetch("SELECT sheet, aspect, round FROM round_opening WHERE sheet = ANY($1::uuid[])", list(sheet_ids))
    found: dict[UUID, dict[UUID, list[int]]] = {}
    for row in rows:
        found.setdefault(row["sheet"], {}).setdefault(row["aspect"], []).append(row["round"])
    return found


async def _signatures(sheet_ids: Sequence[UUID]) -> dict[UUID, list[Signature]]:
    rows = await fetch(
        "SELECT s.sheet, s.act, s.at, coalesce(nullif(a.name_zh, ''), a.user_name) AS zh, a.name_en FROM sheet_act s"
        " JOIN account a ON a.id = s.by WHERE s.sheet = ANY($1::uuid[]) ORDER BY s.sheet, s.number",
        list(sheet_ids),
    )
    found: dict[UUID, list[Signature]] = {}
    for row in rows:
        kept = found.setdefault(row["sheet"], [])
        if row["act"] == "reopen":
            kept.clear()  # what was signed before no longer counts
        else:
            kept.append(Signature(row["act"], either(row["zh"], row["name_en"]), row["at"]))
    return found


@dataclass(frozen=True, slots=True)
class PrintJobFacts:
    """A batch as its page shows it."""

    id: UUID
    division_id: UUID
    kind: str
    sub_criterion: str
    state: str
    total: int
    done: int
    by: UUID
    at: datetime
    changed_at: datetime
    expires_at: datetime


_JOB = "id, division AS division_id, kind, sub_criterion, state, total, done, by, at, changed_at, expires_at"


async def get_print_job(job_id: UUID) -> PrintJobFacts | None:
    """A batch by id."""
    rows = await fetch(f"SELECT {_JOB} FROM print_job WHERE id = $1", job_id)
    return PrintJobFacts(**rows[0]) if rows else None


async def print_jobs_of(division_id: UUID, account_id: UUID, *, at: datetime) -> list[PrintJobFacts]:
    """Somebody's own batches of a division that are not expired, newest first."""
    rows = await fetch(
        f"SELECT {_JOB} FROM print_job WHERE division = $1 AND by = $2 AND expires_at > $3 ORDER BY at DESC LIMIT 20",
        division_id, account_id, at,
    )  # fmt: skip
    return [PrintJobFacts(**row) for row in rows]
