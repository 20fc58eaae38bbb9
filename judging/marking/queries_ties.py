"""Judges whose marks stand on a sheet although something ties them to its entry (W-18, T-32)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from foundation.database import fetch
from foundation.language import either
from judging.marking.seats import MarkedEntry, Marker, ties_between

_IN_FORCE = """
SELECT DISTINCT m.sheet, x.id AS expert, x.account, x.delegation, x.unit, a.name_zh, a.name_en,
    n.delegation AS entry_delegation, n.unit AS entry_unit, k.compatriots_allowed,
    EXISTS (SELECT 1 FROM declared_relation r WHERE r.expert = x.id AND r.entry = n.id) AS related
FROM (SELECT DISTINCT ON (sheet, aspect, seat) sheet, kind, judge FROM mark_entry WHERE sheet = ANY($1)
      ORDER BY sheet, aspect, seat, round DESC, version DESC) m
JOIN sheet s ON s.id = m.sheet JOIN entry n ON n.id = s.entry JOIN division d ON d.id = s.division
JOIN skill k ON k.id = d.skill JOIN expert x ON x.skill = k.id AND x.account = m.judge
JOIN account a ON a.id = x.account
WHERE m.kind = 'mark' ORDER BY m.sheet, x.id
"""


async def tied_judges(sheets: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """(sheet, name) of every judge with a mark in force who is tied to the entry now: a relation declared later
    counts as well. What the skill's approval allows does not tie."""
    return [(row["sheet"], either(row["name_zh"], row["name_en"])) for row in await _tied(sheets)]


async def tied_accounts(sheet_id: UUID) -> dict[UUID, str]:
    """The accounts of a sheet's tied judges, with their names."""
    return {row["account"]: either(row["name_zh"], row["name_en"]) for row in await _tied([sheet_id])}


async def _tied(sheets: Sequence[UUID]) -> list[Mapping[str, Any]]:
    found = []
    for row in await fetch(_IN_FORCE, list(sheets)):
        entry = MarkedEntry(row["entry_delegation"], frozenset({row["entry_unit"]}))
        ties = ties_between(Marker(row["expert"], None, row["delegation"], row["unit"]), entry)
        if row["related"] or (ties and not row["compatriots_allowed"]):
            found.append(row)
    return found
