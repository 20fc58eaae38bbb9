"""Reading what results are computed from; :func:`division_results` is the one source of every figure.

Pages, exports, paper, API and console all call it, or read what was published (``queries_published.py``). A locked
scheme is kept in memory by the schemes' queries; everything else is read anew each time.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from contest.events.queries import settings_of_event
from foundation.database import fetch
from foundation.language import either
from judging.results.division_results import DivisionResults, RankedEntry, ResultRules, compute_results
from judging.results.rule_sets import DEFAULT, RULE_SETS
from judging.results.sheet_marks import Ledger, MarkRow, PlainSheet
from judging.results.totals import Status
from judging.schemes.queries import LockedScheme, get_locked_scheme

_STATUSES: dict[str, Status] = {"absent": "absent", "withdrawn": "withdrawn", "disqualified": "disqualified"}


@dataclass(frozen=True, slots=True)
class ComputedResults:
    """Results as they stand now, with the scheme they rest on; ``scheme`` None: none is locked yet."""

    results: DivisionResults
    scheme: LockedScheme | None


async def division_results(division_id: UUID) -> DivisionResults | None:
    """The results of a division from the ledger at this moment; None before a scheme is locked."""
    computed = await compute_division(division_id)
    return computed.results if computed else None


async def compute_division(division_id: UUID) -> ComputedResults | None:
    """The same with the scheme beside it."""
    scheme = await get_locked_scheme(division_id)
    if scheme is None:
        return None
    results = compute_results(
        scheme.scheme,
        await ranked_entries(division_id),
        await division_ledger(division_id, scheme.version_id),
        rules=await rules_of(division_id),
        decisions=await tie_decisions(division_id),
    )
    return ComputedResults(results, scheme)


async def rules_of(division_id: UUID) -> ResultRules:
    """What the event's settings and the division's award rules say; as frozen once the event is announced (T-02)."""
    rows = await fetch("SELECT event, rule_set FROM division WHERE id = $1", division_id)
    settings = await settings_of_event(rows[0]["event"])
    named = RULE_SETS.get(rows[0]["rule_set"], RULE_SETS[DEFAULT])
    rule_set = replace(
        named,
        fewest=settings.population_minimum,
        disqualified_count=settings.disqualified_count,
        merit_rounding="floor" if settings.merit_rounding == "floor" else "ceil",
        excellence_from=settings.excellence_from if named.name == "wsc2026" else named.excellence_from,
    )
    return ResultRules(rule_set, settings.tie_keys, settings.ties_allowed, settings.judges, settings.allowed_spread)


async def ranked_entries(division_id: UUID) -> list[RankedEntry]:
    """The entries of a division with their people and status, by number."""
    rows = await fetch(
        "SELECT e.id, e.number, e.guest, g.code, g.name_zh, g.name_en, (SELECT status FROM entry_status s"
        " WHERE s.entry = e.id ORDER BY position DESC LIMIT 1) AS status, coalesce((SELECT json_agg("
        " json_build_array(c.name_zh, c.name_en) ORDER BY c.position) FROM competitor c WHERE c.entry = e.id), '[]')"
        " AS people FROM entry e JOIN delegation g ON g.id = e.delegation WHERE e.division = $1",
        division_id,
    )
    return sorted((_entry(row) for row in rows), key=lambda entry: entry.number.rjust(20))


def _entry(row: Any) -> RankedEntry:
    status = _STATUSES.get(row["status"] or "", "guest" if row["guest"] else "ok")
    people = tuple((zh, en) for zh, en in json.loads(row["people"]))
    return RankedEntry(
        row["id"], row["number"], status, people, row["code"], row["name_zh"], row["name_en"]
    )  # fmt: skip


async def division_ledger(division_id: UUID, scheme_version: UUID) -> Ledger:
    """The ledger of a division, ordinary sheets as sums. SQL adds stored seat-0 marks and nothing else.

    A sheet is not ordinary when it is on another scheme version, or anything was corrected, retracted, skipped, or
    scored or opened again: its rows come whole.
    """
    sheets = await fetch(
        "SELECT s.id, s.entry, s.sub_criterion, coalesce(sum(m.mark), 0) AS measured,"
        " count(*) FILTER (WHERE m.seat = 0) AS count, bool_or(m.version > 1 OR m.round > 1 OR m.kind <> 'mark')"
        " OR s.scheme_version <> $2 OR s.id IN (SELECT sheet FROM round_opening) AS whole"
        " FROM mark_entry m JOIN sheet s ON s.id = m.sheet WHERE m.division = $1 GROUP BY s.id",
        division_id, scheme_version,
    )  # fmt: skip
    judged = await fetch(
        "SELECT sheet, aspect, array_agg(coalesce(observed, 0)::int) AS scores FROM mark_entry"
        " WHERE division = $1 AND seat > 0 GROUP BY sheet, aspect",
        division_id,
    )
    scores: dict[UUID, dict[UUID, list[int]]] = {}
    for sheet, aspect, given in judged:
        scores.setdefault(sheet, {})[aspect] = given
    plain = [
        PlainSheet(entry, sub, measured, count, scores.get(sheet, {}))
        for sheet, entry, sub, measured, count, whole in sheets
        if not whole
    ]
    others = [row["id"] for row in sheets if row["whole"]]
    return Ledger(plain, await ledger_rows(others), await opened_rounds(others)) if others else Ledger(plain)


async def ledger_rows(sheet_ids: Sequence[UUID]) -> Sequence[MarkRow]:
    """Every ledger entry of some sheets, as the pure rule reads it; of any order."""
    return await fetch(
        "SELECT s.entry, m.aspect, m.seat, m.round, m.version, m.kind,"
        " CASE WHEN m.seat = 0 THEN m.mark ELSE m.observed END"
        " FROM mark_entry m JOIN sheet s ON s.id = m.sheet WHERE m.sheet = ANY($1::uuid[])",
        list(sheet_ids),
    )


async def opened_rounds(sheet_ids: Sequence[UUID]) -> list[tuple[UUID, UUID, int]]:
    """Rounds opened by marking team leaders: (entry, aspect, round)."""
    rows = await fetch(
        "SELECT s.entry, r.aspect, r.round FROM round_opening r JOIN sheet s ON s.id = r.sheet"
        " WHERE r.sheet = ANY($1::uuid[])",
        list(sheet_ids),
    )
    return [(row["entry"], row["aspect"], row["round"]) for row in rows]


async def tie_decisions(division_id: UUID) -> list[list[UUID]]:
    """The Chief Expert's orders of tied entries, the oldest first; each best first (T-91)."""
    rows = await fetch("SELECT entries FROM tie_decision WHERE division = $1 ORDER BY at, id", division_id)
    return [[UUID(entry) for entry in json.loads(row["entries"])] for row in rows]


@dataclass(frozen=True, slots=True)
class DecidedTie:
    """A recorded decision of the Chief Expert on a tie: his words, his name, when (T-91)."""

    reason: str
    by: str
    at: datetime


async def decided_ties(division_id: UUID, entry_id: UUID) -> list[DecidedTie]:
    """The decisions that order an entry, the last first."""
    rows = await fetch(
        "SELECT t.entries, t.reason, t.at, COALESCE(NULLIF(a.name_zh, ''), a.user_name) AS zh, a.name_en AS en"
        " FROM tie_decision t JOIN account a ON a.id = t.by WHERE t.division = $1 ORDER BY t.at DESC, t.id",
        division_id,
    )
    return [
        DecidedTie(row["reason"], either(row["zh"], row["en"]), row["at"])
        for row in rows if str(entry_id) in json.loads(row["entries"])
    ]  # fmt: skip
