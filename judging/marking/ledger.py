"""The hashed content of a ledger entry, and the chain of a sheet.

Each entry's hash is the sha256 of the previous hash, a line feed and the entry's canonical JSON: keys
sorted, no blanks, UTF-8 in NFC, decimals as strings without superfluous zeros, times in UTC with six digits,
null kept. The first previous hash of a sheet is that of its own identity. The form is an outside contract
(``docs/decisions/0003-ledger-entry.md``); a change of one byte breaks every chain already written.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from foundation.numbers import canonical_text
from judging.marking.rounds import EntryKind

Source = Literal["tablet", "paper", "import", "scheme"]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What is hashed of a fact of the ledger. Times are aware; ``round`` and ``version`` count from 1."""

    client_id: UUID
    division: UUID
    sheet: UUID
    aspect: UUID
    seat: int
    round: int
    version: int
    judge: UUID
    entered_by: UUID
    source: Source
    scheme_version: UUID
    kind: EntryKind
    observed: Decimal | None
    mark: Decimal | None
    reason_code: str | None
    reason_text: str | None
    device: str | None
    client_time: datetime | None
    server_time: datetime


FIELDS = tuple(each.name for each in fields(LedgerEntry))


def canonical(entry: LedgerEntry) -> str:
    """The canonical JSON of ``entry``; ValueError for a time without a zone."""
    return _json({name: getattr(entry, name) for name in FIELDS})


def first_previous(event: UUID, division: UUID, sheet: UUID, scheme_version: UUID) -> str:
    """The previous hash of a sheet's first entry, lower-case hex."""
    identity = {"event": event, "division": division, "sheet": sheet, "scheme_version": scheme_version}
    return _sha256(_json(identity))


def entry_hash(previous: str, entry: LedgerEntry) -> str:
    """The hash of ``entry`` after ``previous``, lower-case hex."""
    return _sha256(f"{previous}\n{canonical(entry)}")


def chain(first: str, entries: Iterable[LedgerEntry]) -> list[str]:
    """The hashes of a sheet's entries in the order of their positions."""
    hashes = []
    previous = first
    for entry in entries:
        previous = entry_hash(previous, entry)
        hashes.append(previous)
    return hashes


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _json(content: Mapping[str, object]) -> str:
    plain = {name: _plain(value) for name, value in content.items()}
    return _ENCODER.encode(plain)


def _plain(value: object) -> str | int | None:
    """One field of an entry; the most frequent kinds first, for a sheet has hundreds of them."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, Decimal):
        return canonical_text(value)
    return _utc(value) if isinstance(value, datetime) else str(value)


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a time in the ledger has a zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
