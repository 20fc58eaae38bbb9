"""One full literal entry with its hash, as in docs/decisions/0003-ledger-entry.md, and the chain."""

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from judging.marking.ledger import LedgerEntry, canonical, chain, entry_hash, first_previous

DECISION = Path(__file__).parents[3] / "docs" / "decisions" / "0003-ledger-entry.md"
EVENT = UUID("4a1f6d83-e25b-4c79-b0d8-37f9a2c5e601")
ENTRY = LedgerEntry(
    client_id=UUID("9f3c1d52-7a64-4c0e-8b1f-2d6e5a4b3c21"),
    division=UUID("5d0a7e18-31c4-4f6b-9a52-c8e1b7d40f36"),
    sheet=UUID("c2b9e604-58d7-4a13-8e9f-16f0a3d7b582"),
    aspect=UUID("0b7c5f2e-94a1-4d38-b6c7-e35d8f1a2094"),
    seat=0,
    round=1,
    version=1,
    judge=UUID("71e4b8a6-0c95-4e2d-a3f8-5b9d60c2e714"),
    entered_by=UUID("71e4b8a6-0c95-4e2d-a3f8-5b9d60c2e714"),
    source="tablet",
    scheme_version=UUID("e8a61c3f-2b70-4d95-8f04-9a7c5e1d3b68"),
    kind="mark",
    observed=Decimal("1.000000"),
    mark=Decimal("0.50"),
    reason_code=None,
    reason_text=None,
    device="tablet-17",
    client_time=datetime(2026, 9, 23, 10, 15, 7, 120000, tzinfo=timezone(timedelta(hours=8))),
    server_time=datetime(2026, 9, 23, 2, 15, 7, 431277, tzinfo=UTC),
)
LITERAL = (
    '{"aspect":"0b7c5f2e-94a1-4d38-b6c7-e35d8f1a2094","client_id":"9f3c1d52-7a64-4c0e-8b1f-2d6e5a4b3c21",'
    '"client_time":"2026-09-23T02:15:07.120000Z","device":"tablet-17",'
    '"division":"5d0a7e18-31c4-4f6b-9a52-c8e1b7d40f36","entered_by":"71e4b8a6-0c95-4e2d-a3f8-5b9d60c2e714",'
    '"judge":"71e4b8a6-0c95-4e2d-a3f8-5b9d60c2e714","kind":"mark","mark":"0.5","observed":"1",'
    '"reason_code":null,"reason_text":null,"round":1,"scheme_version":"e8a61c3f-2b70-4d95-8f04-9a7c5e1d3b68",'
    '"seat":0,"server_time":"2026-09-23T02:15:07.431277Z","sheet":"c2b9e604-58d7-4a13-8e9f-16f0a3d7b582",'
    '"source":"tablet","version":1}'
)
FIRST_PREVIOUS = "8b3780f51c170fe37744c61a85726e01f703695455db596b9ca9b9066681f9b7"
HASH = "3580d3dd23789a8f64761c1f0e51857cf2e06ecb7a70f7e4d3879718c52f5bc3"
HASH_AFTER_ZEROS = "662257e3670a2a7ec8b785a2e6751fd2c529694b8b7872faa92dd826fecb3d9b"


def test_the_literal_entry() -> None:
    assert canonical(ENTRY) == LITERAL
    assert first_previous(EVENT, ENTRY.division, ENTRY.sheet, ENTRY.scheme_version) == FIRST_PREVIOUS
    assert entry_hash(FIRST_PREVIOUS, ENTRY) == HASH
    assert entry_hash("0" * 64, ENTRY) == HASH_AFTER_ZEROS


def test_the_hash_is_the_sha256_of_the_literal_text() -> None:
    assert hashlib.sha256(f"{FIRST_PREVIOUS}\n{LITERAL}".encode()).hexdigest() == HASH
    assert hashlib.sha256(f"{'0' * 64}\n{LITERAL}".encode()).hexdigest() == HASH_AFTER_ZEROS
    identity = (
        f'{{"division":"{ENTRY.division}","event":"{EVENT}",'
        f'"scheme_version":"{ENTRY.scheme_version}","sheet":"{ENTRY.sheet}"}}'
    )
    assert hashlib.sha256(identity.encode()).hexdigest() == FIRST_PREVIOUS


def test_the_decision_record_shows_the_same() -> None:
    text = DECISION.read_text(encoding="utf-8")
    for literal in (LITERAL, FIRST_PREVIOUS, HASH, HASH_AFTER_ZEROS):
        assert literal in text


def test_text_is_composed_and_stays_readable() -> None:
    decomposed = replace(ENTRY, reason_text="e\u0301chelle 量具\n\u201c")
    composed = replace(ENTRY, reason_text="\u00e9chelle 量具\n\u201c")
    assert canonical(decomposed) == canonical(composed)
    assert '"\u00e9chelle 量具\\n\u201c"' in canonical(composed)


def test_null_is_kept() -> None:
    absent = replace(ENTRY, kind="not_attempted", observed=None, mark=None, client_time=None, device=None)
    assert '"client_time":null,"device":null' in canonical(absent)
    assert '"mark":null,"observed":null' in canonical(absent)


def test_a_time_without_zone_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="zone"):
        canonical(replace(ENTRY, server_time=datetime(2026, 9, 23)))  # noqa: DTZ001 the point of the test


OTHER: dict[type, object] = {UUID: UUID(int=7), int: 9, str: "other", Decimal: Decimal("0.25")}


@pytest.mark.parametrize("name", [each.name for each in fields(LedgerEntry)])
def test_every_field_is_in_the_hash(name: str) -> None:
    kept = getattr(ENTRY, name)
    other = kept + timedelta(microseconds=1) if isinstance(kept, datetime) else OTHER.get(type(kept), "other")
    changed = replace(ENTRY, **{name: other})
    assert entry_hash(FIRST_PREVIOUS, changed) != HASH


def test_chain() -> None:
    second = replace(ENTRY, client_id=UUID(int=5), version=2)
    hashes = chain(FIRST_PREVIOUS, [ENTRY, second])
    assert hashes == [HASH, entry_hash(HASH, second)]
    assert chain(FIRST_PREVIOUS, [second, ENTRY])[-1] != hashes[-1]
