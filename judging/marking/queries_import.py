"""What importing awarded marks asks of a competitor: his sheets, what stands on them, who is tied to him."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from foundation.database import fetch
from foundation.problems import Problem
from judging.marking.importing import FilledSheet
from judging.marking.queries import STATUS, seat_entry
from judging.marking.rounds import SeatEntry
from judging.marking.seats import MarkedEntry, Marker, ties_between


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """A competitor with sheets, and the scheme version they are on."""

    entry_id: UUID
    number: str
    status: str
    scheme_version: UUID


async def targets_of(division_id: UUID) -> list[ImportTarget]:
    """The competitors of a division who have sheets, in no particular order."""
    rows = await fetch(
        f"SELECT n.id, n.number, {STATUS} AS status, s.scheme_version FROM entry n JOIN LATERAL (SELECT scheme_version"
        " FROM sheet WHERE entry = n.id LIMIT 1) s ON true WHERE n.division = $1",
        division_id,
    )
    return [ImportTarget(row["id"], row["number"], row["status"], row["scheme_version"]) for row in rows]


async def get_target(division_id: UUID, entry_id: UUID) -> ImportTarget | None:
    """One of them."""
    return next((each for each in await targets_of(division_id) if each.entry_id == entry_id), None)


async def held_sheets(entry_id: UUID) -> dict[UUID, FilledSheet]:
    """The competitor's sheets by sub-criterion, with what stands on them and what forbids marks on them."""
    entries: dict[UUID, dict[UUID, list[SeatEntry]]] = defaultdict(lambda: defaultdict(list))
    for row in await fetch(
        "SELECT m.sheet, m.aspect, m.seat, m.round, m.version, m.judge, m.observed, m.kind, m.mark FROM mark_entry m"
        " JOIN sheet s ON s.id = m.sheet WHERE s.entry = $1 ORDER BY m.sheet, m.position",
        entry_id,
    ):
        entries[row["sheet"]][row["aspect"]].append(seat_entry(row))
    rows = await fetch("SELECT id, sub_criterion, state, blocked FROM sheet WHERE entry = $1", entry_id)
    return {
        row["sub_criterion"]: FilledSheet(row["id"], entries[row["id"]], _forbids(row["state"], row["blocked"]))
        for row in rows
    }


def _forbids(state: str, blocked: str) -> Problem | None:
    if state in ("signed", "locked"):
        return Problem(f"sheet_{state}")
    return Problem("sheet_blocked") if blocked else None


async def ties_of(entry_id: UUID, account_id: UUID) -> bool:
    """Whether anything ties the account, as an Expert of the trade, to the competitor (W-18)."""
    rows = await fetch(
        "SELECT x.id, x.delegation, x.unit, n.delegation AS entry_delegation, n.unit AS entry_unit,"
        " k.compatriots_allowed,"
        " EXISTS (SELECT 1 FROM declared_relation r WHERE r.expert = x.id AND r.entry = n.id) AS related"
        " FROM entry n JOIN division d ON d.id = n.division JOIN skill k ON k.id = d.skill"
        " JOIN expert x ON x.skill = k.id AND x.account = $2 WHERE n.id = $1",
        entry_id, account_id,
    )  # fmt: skip
    for row in rows:
        entry = MarkedEntry(row["entry_delegation"], frozenset({row["entry_unit"]}))
        ties = ties_between(Marker(row["id"], None, row["delegation"], row["unit"]), entry)
        if row["related"] or (ties and not row["compatriots_allowed"]):
            return True
    return False
