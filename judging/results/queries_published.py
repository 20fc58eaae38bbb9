"""Reading what was published: the frozen rows and nothing computed, and which results a person is shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from contest.skills.queries import DivisionFacts, divisions_of_event
from foundation.database import fetch
from foundation.language import either
from foundation.numbers import exact_text
from judging.results.division_results import DivisionResults
from judging.results.explain import Step, explain
from judging.results.frozen import thaw
from judging.results.queries import compute_division
from judging.results.readiness import OpenPoint, SheetFacts, open_points
from judging.results.totals import Status


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """A publication of a division, numbered from 1."""

    id: UUID
    number: int
    rule_set: str
    sha256: str
    scheme_version: UUID
    by_zh: str
    by_en: str
    at: datetime

    @property
    def by(self) -> str:
        return either(self.by_zh, self.by_en)


@dataclass(frozen=True, slots=True)
class Shown:
    """Results as a page shows them: computed now (``publication`` None) or as published, with why by number."""

    results: DivisionResults
    publication: PublicationFacts | None
    scheme_number: int
    scheme_sha256: str
    told: dict[str, tuple[Step, ...]]

    def steps(self, number: str) -> tuple[Step, ...]:
        """Why this rank: as frozen, or explained from what is computed."""
        if self.publication is not None:
            return self.told[number]
        line = self.results.line(number)
        assert line is not None
        so_far = self.results.counted()
        counted = {"number": str(so_far.number), "of": str(so_far.of), "maximum": exact_text(so_far.maximum)}
        return explain(
            self.results.result, number, by_criterion=line.covered_by_criterion,
            ties_allowed=self.results.rules.ties_allowed, counted=None if self.results.final else counted,
        )  # fmt: skip


_COLUMNS = (
    "p.id, p.number, p.rule_set, p.sha256, p.scheme_version, coalesce(nullif(a.name_zh, ''), a.user_name) AS by_zh,"
    " a.name_en AS by_en, p.at"
)


async def publications_of(division_id: UUID) -> list[PublicationFacts]:
    """Every publication of a division, newest first."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM publication p JOIN account a ON a.id = p.by WHERE p.division = $1"
        " ORDER BY p.number DESC",
        division_id,
    )
    return [PublicationFacts(**row) for row in rows]


async def published_results(division_id: UUID, number: int | None = None) -> Shown | None:
    """Results as published (the last time, or by number); None when there is no such publication."""
    found = [each for each in await publications_of(division_id) if number in (None, each.number)]
    if not found:
        return None
    rows = await fetch(
        "SELECT p.parameters, r.* FROM published_row r JOIN publication p ON p.id = r.publication"
        " WHERE p.id = $1 ORDER BY r.row",
        found[0].id,
    )
    return _shown(found[0], rows)


def _shown(publication: PublicationFacts, rows: Sequence[Any]) -> Shown:
    kept = json.loads(rows[0]["parameters"])
    results, told = thaw(kept, [_plain(row) for row in rows])
    return Shown(results, publication, kept["scheme"]["number"], kept["scheme"]["sha256"], told)


def _plain(row: Any) -> dict[str, Any]:
    values = dict(row)
    for name in ("marks_by_criterion", "explanation"):
        values[name] = json.loads(values[name])
    values["total"] = None if row["total"] is None else f"{row['total']:f}".rstrip("0").rstrip(".")
    return values


async def computed_results(division_id: UUID) -> Shown | None:
    """Results as they stand in the ledger now, for those whom W-20 names; None before a scheme is locked."""
    computed = await compute_division(division_id)
    if computed is None or computed.scheme is None:
        return None
    return Shown(computed.results, None, computed.scheme.number, computed.scheme.content_sha256, {})


async def sheet_facts(division_id: UUID, scheme_version: UUID | None) -> list[SheetFacts]:
    """Every sheet of a division with its counters, by sub-criterion identity and number; ``scheme_version`` is the
    one in force."""
    rows = await fetch(
        "SELECT s.id, e.number, s.sub_criterion, s.state, s.scheme_version, s.expected, s.entered, s.open_spreads,"
        " s.blocked, e.guest,"
        " (SELECT status FROM entry_status x WHERE x.entry = e.id ORDER BY x.position DESC LIMIT 1) AS status"
        " FROM sheet s JOIN entry e ON e.id = s.entry WHERE s.division = $1",
        division_id,
    )
    known: dict[str, Status] = {"absent": "absent", "withdrawn": "withdrawn", "disqualified": "disqualified"}
    return [
        SheetFacts(
            row["id"], row["number"], str(row["sub_criterion"]), known.get(row["status"] or "", "ok"), row["state"],
            row["expected"], row["entered"], row["open_spreads"], row["blocked"],
            scheme_version is None or row["scheme_version"] == scheme_version,
        )
        for row in sorted(rows, key=lambda row: row["number"].rjust(20))
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is open before publication, and what would be published."""

    shown: Shown | None
    points: list[OpenPoint]


async def readiness(division_id: UUID) -> Readiness:
    """Everything that still stands between a division and its publication; sub-criteria by their codes."""
    computed = await compute_division(division_id)
    in_force = computed.scheme.version_id if computed and computed.scheme else None
    sheets = await sheet_facts(division_id, in_force)
    if computed is None or computed.scheme is None:
        return Readiness(None, open_points(None, sheets))
    codes = {str(sub.id): sub.code for sub in computed.scheme.scheme.sub_criteria()}
    order = {code: place for place, code in enumerate(codes.values())}
    named = [_named(sheet, codes) for sheet in sheets if sheet.sub_criterion in codes]
    named.sort(key=lambda sheet: order[sheet.sub_criterion])
    shown = Shown(computed.results, None, computed.scheme.number, computed.scheme.content_sha256, {})
    return Readiness(shown, open_points(computed.results, named))


def _named(sheet: SheetFacts, codes: dict[str, str]) -> SheetFacts:
    return replace(sheet, sub_criterion=codes[sheet.sub_criterion])


async def published_of_event(event_id: UUID) -> list[tuple[DivisionFacts, Shown]]:
    """The last publication of every published division of an event, by skill; three statements in all."""
    divisions = {division.id: division for division in await divisions_of_event(event_id)}
    facts = await fetch(
        f"SELECT DISTINCT ON (p.division) p.division, {_COLUMNS} FROM publication p JOIN account a ON a.id = p.by"
        " JOIN division d ON d.id = p.division WHERE d.event = $1 ORDER BY p.division, p.number DESC",
        event_id,
    )
    latest = {row["id"]: row for row in facts}
    rows = await fetch(
        "SELECT p.parameters, r.* FROM published_row r JOIN publication p ON p.id = r.publication"
        " WHERE p.id = ANY($1::uuid[]) ORDER BY r.publication, r.row",
        list(latest),
    )
    by_publication: dict[UUID, list[Any]] = {}
    for row in rows:
        by_publication.setdefault(row["publication"], []).append(row)
    found = {}
    for publication, kept in by_publication.items():
        values = dict(latest[publication])
        division = values.pop("division")
        found[division] = _shown(PublicationFacts(**values), kept)
    return [(division, found[key]) for key, division in divisions.items() if key in found]
