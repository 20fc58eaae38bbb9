"""Reading entries and their people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contest.entries.details import EntryDetails, MemberDetails
from foundation.database import fetch
from foundation.language import either


async def entry_details(entry_ids: Sequence[UUID]) -> dict[UUID, EntryDetails]:
    """Entries as they stand, members in order, by id; two statements whatever their number."""
    rows = await fetch(
        "SELECT id, number, delegation, unit, workstation, guest FROM entry WHERE id = ANY($1::uuid[])", entry_ids
    )
    people = await fetch(
        "SELECT entry, name_zh, name_en, birth_date FROM competitor WHERE entry = ANY($1::uuid[])"
        " ORDER BY entry, position",
        entry_ids,
    )
    members: dict[UUID, list[MemberDetails]] = {}
    for each in people:
        members.setdefault(each["entry"], []).append(
            MemberDetails(each["name_zh"], each["name_en"], each["birth_date"])
        )
    return {
        row["id"]: EntryDetails(
            row["number"], row["delegation"], tuple(members.get(row["id"], ())), row["unit"], row["workstation"],
            row["guest"],
        )
        for row in rows
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as it is listed."""

    id: UUID
    number: str
    slug: str
    skill_code: str
    skill_zh: str
    skill_en: str
    division_zh: str
    division_en: str
    names_zh: tuple[str, ...]
    names_en: tuple[str, ...]
    delegation_code: str
    delegation_zh: str
    delegation_en: str
    unit: str
    workstation: str
    guest: bool
    status: str

    @property
    def people(self) -> str:
        """The names of its people in the reader's language."""
        pairs = zip(self.names_zh, self.names_en, strict=True)
        return either("、", ", ").join(either(zh, en) for zh, en in pairs)

    @property
    def delegation(self) -> str:
        """The delegation's name in the reader's language."""
        return either(self.delegation_zh, self.delegation_en)

    @property
    def division(self) -> str:
        """Skill and group in the reader's language."""
        group = either(self.division_zh, self.division_en)
        skill = f"{self.skill_code} {either(self.skill_zh, self.skill_en)}"
        return f"{skill} · {group}" if group else skill


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A status of an entry, who recorded it and why (W-23)."""

    status: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RelationLine:
    """An expert's declared relation to an entry."""

    expert_id: UUID
    name: str
    kind: str
    at: datetime


_STATUS = (
    "COALESCE((SELECT status FROM entry_status WHERE entry = n.id ORDER BY position DESC LIMIT 1), 'present') AS status"
)
_LINE = (
    "SELECT n.id, n.number, d.slug, s.code AS skill_code, s.name_zh AS skill_zh, s.name_en AS skill_en,"
    " d.name_zh AS division_zh, d.name_en AS division_en, p.names_zh, p.names_en, g.code AS delegation_code,"
    " g.name_zh AS delegation_zh, g.name_en AS delegation_en, n.unit, n.workstation, n.guest,"
    f" {_STATUS}, count(*) OVER () AS found FROM entry n JOIN division d ON d.id = n.division"
    " JOIN skill s ON s.id = d.skill JOIN delegation g ON g.id = n.delegation JOIN LATERAL (SELECT"
    " COALESCE(array_agg(name_zh ORDER BY position), '{}') AS names_zh,"
    " COALESCE(array_agg(name_en ORDER BY position), '{}') AS names_en FROM competitor WHERE entry = n.id) p ON true"
)
# The columns a list of entries can be sorted by, in SQL; skill, division and number decide among equals.
ORDERS = {
    "division": "",
    "number": "lpad(n.number, 20),",
    "name": "lower(COALESCE(NULLIF(p.names_en[1], ''), p.names_zh[1])),",  # in Latin letters: pinyin
    "delegation": "g.position, g.code,",
    "unit": "n.unit,",
    "workstation": "n.workstation = '', n.workstation,",
}
_WORDS = (
    " strpos(lower(concat_ws(' ', n.number, n.unit, n.workstation, g.code, g.name_zh, g.name_en, s.code, s.name_zh,"
    " s.name_en, array_to_string(p.names_zh, ' '), array_to_string(p.names_en, ' '))), lower($2)) > 0"
)


async def entries_page(
    event_id: UUID, *, words: str = "", skill_ids: Sequence[UUID] | None = None, order: str = "division",
    page: int = 1, size: int = 50,
) -> tuple[list[EntryLine], int]:  # fmt: skip
    """A page of the event's entries that hold ``words``, in one of ``ORDERS``, and how many in all.

    ``skill_ids`` narrows it to those skills (a Chief Expert sees his own).
    """
    rows = await fetch(
        f"{_LINE} WHERE d.event = $1 AND {_WORDS} AND ($3::uuid[] IS NULL OR d.skill = ANY($3))"
        f" ORDER BY {ORDERS.get(order, '')} s.code, d.position, lpad(n.number, 20)"
        f" LIMIT {size:d} OFFSET {(page - 1) * size:d}",
        event_id, words, skill_ids,
    )  # fmt: skip
    return [_line(row) for row in rows], rows[0]["found"] if rows else 0


async def entries_of_division(division_id: UUID, *, words: str = "", order: str = "number") -> list[EntryLine]:
    """The entries of a division that hold ``words``, in one of ``ORDERS``; by number as people count among equals."""
    rows = await fetch(
        f"{_LINE} WHERE n.division = $1 AND {_WORDS} ORDER BY {ORDERS.get(order, '')} lpad(n.number, 20)",
        division_id, words,
    )  # fmt: skip
    return [_line(row) for row in rows]


async def get_entry(event_id: UUID, entry_id: UUID) -> EntryLine | None:
    """The entry of an id in an event."""
    rows = await fetch(f"{_LINE} WHERE d.event = $1 AND n.id = $2", event_id, entry_id)
    return _line(rows[0]) if rows else None


async def statuses_of(entry_id: UUID) -> list[StatusLine]:
    """Every status recorded for an entry, last first."""
    rows = await fetch(
        "SELECT x.status, x.reason, a.name_zh, a.name_en, a.user_name, x.at FROM entry_status x"
        " JOIN account a ON a.id = x.by WHERE x.entry = $1 ORDER BY x.position DESC",
        entry_id,
    )
    return [
        StatusLine(row["status"], row["reason"], either(row["name_zh"], row["name_en"]) or row["user_name"], row["at"])
        for row in rows
    ]


async def relations_of(entry_id: UUID) -> list[RelationLine]:
    """The relations that experts declared to an entry."""
    rows = await fetch(
        "SELECT r.expert AS expert_id, a.name_zh, a.name_en, a.user_name, r.kind, r.at FROM declared_relation r"
        " JOIN expert x ON x.id = r.expert JOIN account a ON a.id = x.account WHERE r.entry = $1 ORDER BY r.at",
        entry_id,
    )
    return [
        RelationLine(
            row["expert_id"], either(row["name_zh"], row["name_en"]) or row["user_name"], row["kind"], row["at"]
        )
        for row in rows
    ]


def _line(row: Any) -> EntryLine:
    values = {name: value for name, value in row.items() if name != "found"}
    return EntryLine(**{**values, "names_zh": tuple(row["names_zh"]), "names_en": tuple(row["names_en"])})
