"""Appending to the chain of a sheet: the one statement that writes marks into the ledger.

What this does: insert facts whose hashes are made, and move the sheet's counters and head with them. What it does
not: decide (``entering.py``, ``corrections.py``, ``adoption.py``), take the sheet's lock, or hash (``ledger.py``).
"""

from collections.abc import Sequence

from foundation.database import fetch
from foundation.problems import Problem, UserError
from judging.marking.ledger import LedgerEntry

_APPEND = """
WITH written AS (
    INSERT INTO mark_entry (client_id, division, sheet, aspect, seat, round, version, judge, entered_by, source,
        scheme_version, kind, observed, mark, reason_code, reason_text, device, client_time, server_time,
        position, hash)
    SELECT t.client_id, $1, $2, t.aspect, t.seat, t.round, t.version, t.judge, t.entered_by, $3, $4, t.kind,
        t.observed, t.mark, t.reason_code, t.reason_text, $5, t.client_time, $6, t.position, t.hash
    FROM unnest($7::uuid[], $8::uuid[], $9::int2[], $10::int2[], $11::int4[], $12::uuid[], $13::uuid[],
        $14::text[], $15::numeric[], $16::numeric[], $17::text[], $18::text[], $19::timestamptz[], $20::int4[],
        $21::text[])
        AS t (client_id, aspect, seat, round, version, judge, entered_by, kind, observed, mark, reason_code,
            reason_text, client_time, position, hash)
    ON CONFLICT DO NOTHING RETURNING 1
), counted AS (
    UPDATE sheet SET entered = entered + $22, open_spreads = open_spreads + $23, position = $24, head = $25
    WHERE id = $2
)
SELECT count(*) AS written FROM written
"""


async def append_entries(
    facts: Sequence[LedgerEntry], hashes: Sequence[str], *, first: int, entered: int, open_spreads: int
) -> None:
    """Append facts of one sheet, made at one time from one source, and move the sheet's counters and head.

    The sheet's lock is held, so only a client id that another sheet has just taken can be lost: then nothing
    at all is written (the chain would have a hole)."""
    one = facts[0]
    rows = await fetch(
        _APPEND, one.division, one.sheet, one.source, one.scheme_version, one.device, one.server_time,
        [each.client_id for each in facts], [each.aspect for each in facts], [each.seat for each in facts],
        [each.round for each in facts], [each.version for each in facts], [each.judge for each in facts],
        [each.entered_by for each in facts], [each.kind for each in facts], [each.observed for each in facts],
        [each.mark for each in facts], [each.reason_code for each in facts], [each.reason_text for each in facts],
        [each.client_time for each in facts], list(range(first, first + len(facts))), list(hashes),
        entered, open_spreads, first + len(facts) - 1, hashes[-1],
    )  # fmt: skip
    if rows[0]["written"] != len(facts):
        raise UserError(Problem("client_id_reused"))
