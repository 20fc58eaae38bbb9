"""Reading marking schemes: locked ones for marking and results, drafts and versions for the editors.

What others call: :func:`get_locked_scheme`, :func:`get_scheme_of_version`, :func:`versions_of_division`.
A locked scheme never changes, so its value is kept in memory by version id.
"""

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from contest.events.queries import settings_of_event
from contest.skills.queries import DivisionFacts
from foundation.database import fetch
from foundation.language import either
from judging.schemes.approval import Approval
from judging.schemes.checks import CheckSettings
from judging.schemes.scheme import Scheme
from judging.schemes.stored import from_stored

KEPT = 256
_locked: OrderedDict[UUID, "LockedScheme"] = OrderedDict()


class VersionState(StrEnum):
    """Of all versions of a division at most one is a draft; the highest locked one is in force."""

    DRAFT = "draft"
    LOCKED = "locked"
    REPLACED = "replaced"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class LockedScheme:
    """The scheme that marks are given on. ``number`` is the scheme version's, from 1 in its division."""

    version_id: UUID
    division_id: UUID
    number: int
    scheme: Scheme
    content_sha256: str
    locked_at: datetime


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A scheme version as it is listed. ``revision`` is its last, or the locked one."""

    id: UUID
    division_id: UUID
    number: int
    state: VersionState
    author: str
    created_at: datetime
    source_name: str
    reason: str
    revision: int
    changed_at: datetime
    changed_by: str
    based_on: int | None
    content_sha256: str
    locked_at: datetime | None
    locked_by: str

    @property
    def is_draft(self) -> bool:
        return self.state is VersionState.DRAFT


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A saved state of a version, as the history lists it. ``note`` is for ``page_phrases.note_sentence``."""

    revision: int
    note: str
    by: str
    account_id: UUID
    at: datetime


async def get_locked_scheme(division_id: UUID) -> LockedScheme | None:
    """The scheme in force in a division: its highest locked version; None before the first lock."""
    rows = await fetch(
        "SELECT v.id FROM scheme_lock l JOIN scheme_version v ON v.id = l.scheme_version"
        " WHERE v.division = $1 ORDER BY v.number DESC LIMIT 1",
        division_id,
    )
    return await get_locked_version(rows[0]["id"]) if rows else None


async def get_locked_version(version_id: UUID) -> LockedScheme | None:
    """A locked version by id, also one that a later version has replaced; None when it is not locked."""
    if version_id in _locked:
        _locked.move_to_end(version_id)
        return _locked[version_id]
    rows = await fetch(
        "SELECT v.division, v.number, r.content, l.content_sha256, l.at,"
        " coalesce(l.xmin = pg_current_xact_id_if_assigned()::xid, false) AS uncommitted FROM scheme_lock l"
        " JOIN scheme_version v ON v.id = l.scheme_version JOIN scheme_revision r"
        " ON r.scheme_version = v.id AND r.revision = l.revision WHERE v.id = $1",
        version_id,
    )
    if not rows:
        return None
    row = rows[0]
    found = LockedScheme(
        version_id, row["division"], row["number"], scheme_of(row["content"]), row["content_sha256"], row["at"]
    )
    if not row["uncommitted"]:  # a lock of this very transaction may still be rolled back
        _locked[version_id] = found
        if len(_locked) > KEPT:
            _locked.popitem(last=False)
    return found


async def get_scheme_of_version(version_id: UUID, revision: int | None = None) -> Scheme | None:
    """The scheme of a version: the locked revision, else the last one, or the revision asked for."""
    rows = await fetch(
        "SELECT r.content FROM scheme_revision r LEFT JOIN scheme_lock l ON l.scheme_version = r.scheme_version"
        " WHERE r.scheme_version = $1 AND r.revision = coalesce($2, l.revision, r.revision)"
        " ORDER BY r.revision DESC LIMIT 1",
        version_id, revision,
    )  # fmt: skip
    return scheme_of(rows[0]["content"]) if rows else None


def scheme_of(content: str) -> Scheme:
    """The value of a stored revision (JSON text as asyncpg gives it)."""
    return from_stored(json.loads(content))


async def versions_of_division(division_id: UUID) -> list[VersionLine]:
    """All versions of a division's scheme, newest first, with their states."""
    return await _versions("v.division = $1", division_id)


async def get_version(division_id: UUID, number: int) -> VersionLine | None:
    """A version by its number in the division."""
    return next((line for line in await _versions("v.division = $1", division_id) if line.number == number), None)


async def get_draft(division_id: UUID) -> VersionLine | None:
    """The version of the division that is being written; None when there is none."""
    return next((line for line in await _versions("v.division = $1", division_id) if line.is_draft), None)


async def base_scheme(division_id: UUID) -> Scheme | None:
    """What a new file continues: the draft as it stands, else the scheme in force."""
    lines = await versions_of_division(division_id)
    for state in (VersionState.DRAFT, VersionState.LOCKED):
        for line in lines:
            if line.state is state:
                return await get_scheme_of_version(line.id)
    return None


_VERSION = """
SELECT v.id, v.division AS division_id, v.number, v.created_at, v.source_name, v.reason, b.number AS based_on,
  a.name_zh AS author_zh, a.name_en AS author_en, r.revision, r.at AS changed_at, c.name_zh AS changed_zh,
  c.name_en AS changed_en, l.content_sha256, l.at AS locked_at, k.name_zh AS locked_zh, k.name_en AS locked_en,
  d.id AS discard, v.number < max(v.number) FILTER (WHERE l.id IS NOT NULL) OVER (PARTITION BY v.division) AS older
FROM scheme_version v JOIN account a ON a.id = v.author
JOIN LATERAL (SELECT revision, at, by FROM scheme_revision WHERE scheme_version = v.id
  ORDER BY revision DESC LIMIT 1) r ON true
JOIN account c ON c.id = r.by
LEFT JOIN scheme_version b ON b.id = v.based_on
LEFT JOIN scheme_lock l ON l.scheme_version = v.id LEFT JOIN account k ON k.id = l.by
LEFT JOIN scheme_discard d ON d.scheme_version = v.id
"""


async def _versions(condition: str, *arguments: object) -> list[VersionLine]:
    rows = await fetch(f"{_VERSION} WHERE {condition} ORDER BY v.number DESC", *arguments)
    return [_version_line(row) for row in rows]


def _version_line(row: Any) -> VersionLine:
    return VersionLine(
        id=row["id"], division_id=row["division_id"], number=row["number"], state=_state(row),
        author=either(row["author_zh"], row["author_en"]), created_at=row["created_at"],
        source_name=row["source_name"], reason=row["reason"], revision=row["revision"],
        changed_at=row["changed_at"], changed_by=either(row["changed_zh"], row["changed_en"]),
        based_on=row["based_on"], content_sha256=row["content_sha256"] or "", locked_at=row["locked_at"],
        locked_by=either(row["locked_zh"] or "", row["locked_en"] or ""),
    )  # fmt: skip


def _state(row: Any) -> VersionState:
    if row["locked_at"] is not None:
        return VersionState.REPLACED if row["older"] else VersionState.LOCKED
    return VersionState.DISCARDED if row["discard"] else VersionState.DRAFT


async def revisions_of_version(version_id: UUID) -> list[RevisionLine]:
    """The saved states of a version, newest first."""
    rows = await fetch(
        "SELECT r.revision, r.note, r.by, r.at, a.name_zh, a.name_en FROM scheme_revision r"
        " JOIN account a ON a.id = r.by WHERE r.scheme_version = $1 ORDER BY r.revision DESC",
        version_id,
    )
    return [
        RevisionLine(row["revision"], row["note"], either(row["name_zh"], row["name_en"]), row["by"], row["at"])
        for row in rows
    ]


async def authors_of_version(version_id: UUID) -> frozenset[UUID]:
    """Everybody who started the version or saved a revision of it."""
    rows = await fetch(
        "SELECT author AS who FROM scheme_version WHERE id = $1"
        " UNION SELECT by FROM scheme_revision WHERE scheme_version = $1",
        version_id,
    )
    return frozenset(row["who"] for row in rows)


async def approvals_of(version_id: UUID, revision: int) -> list[Approval]:
    """The approvals of a revision that stand, in the order in which they were given."""
    rows = await fetch(
        "SELECT p.id, p.capacity, p.by, p.absence, p.at, a.name_zh, a.name_en FROM scheme_approval p"
        " JOIN account a ON a.id = p.by WHERE p.scheme_version = $1 AND p.revision = $2 AND NOT EXISTS"
        " (SELECT 1 FROM scheme_approval_withdrawal w WHERE w.approval = p.id) ORDER BY p.at",
        version_id, revision,
    )  # fmt: skip
    return [
        Approval(
            row["id"], row["capacity"], row["by"], either(row["name_zh"], row["name_en"]), row["absence"], row["at"]
        )
        for row in rows
    ]


async def check_settings(division: DivisionFacts) -> CheckSettings:
    """The numbers a division's scheme is checked by (settings of its event), with the readings confirmed."""
    rows = await fetch("SELECT DISTINCT fingerprint FROM scheme_reading WHERE division = $1", division.id)
    event = await settings_of_event(division.skill.event_id)
    return CheckSettings(
        total_max=event.total_max,
        most_variation=event.section_variation,
        least_criteria=event.criteria_fewest,
        most_criteria=event.criteria_most,
        most_aspect_mark=event.aspect_mark_max,
        least_aspects=event.aspects_fewest,
        most_aspects=event.aspects_most,
        places=event.mark_places,
        confirmed=frozenset(row["fingerprint"] for row in rows),
    )
