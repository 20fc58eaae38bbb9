"""Reading scheme files that were read and wait to be confirmed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from foundation.database import fetch
from foundation.problems import Place, Problem
from judging.schemes.queries import scheme_of
from judging.schemes.read_scheme import AwardedMarks
from judging.schemes.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read and waits to be confirmed. ``seen_revision`` 0: there was no draft."""

    id: UUID
    file_name: str
    file_sha256: str
    layout: str
    scheme: Scheme
    problems: tuple[Problem, ...]
    awarded: int
    columns: tuple[AwardedMarks, ...]
    seen_revision: int
    by: UUID
    at: datetime


async def get_upload(division_id: UUID, upload_id: UUID) -> Upload | None:
    """A file that waits to be confirmed."""
    rows = await fetch("SELECT * FROM scheme_upload WHERE id = $1 AND division = $2", upload_id, division_id)
    if not rows:
        return None
    row = rows[0]
    return Upload(
        row["id"], row["file_name"], row["file_sha256"], row["layout"], scheme_of(row["content"]),
        tuple(_problem(each) for each in json.loads(row["problems"])), row["awarded"],
        tuple(_awarded(each) for each in json.loads(row["awarded_columns"])), row["seen_revision"],
        row["by"], row["at"],
    )  # fmt: skip


def stored_awarded(columns: Sequence[AwardedMarks]) -> str:
    """Columns of awarded marks as JSON text, for an upload that waits."""
    return json.dumps(
        [
            [
                each.label, each.cell, each.sheet, [[row, str(mark)] for row, mark in each.marks.items()],
                list(each.unread.items()),
            ]
            for each in columns
        ],
        ensure_ascii=False,
    )  # fmt: skip


def _awarded(stored: Sequence[Any]) -> AwardedMarks:
    label, cell, sheet, marks, unread = stored
    return AwardedMarks(label, cell, {row: Decimal(mark) for row, mark in marks}, dict(unread), sheet)


def stored_problems(problems: Sequence[Problem]) -> str:
    """Problems as JSON text, for an upload that waits."""
    return json.dumps(
        [
            {
                "code": each.code, "severity": each.severity, "values": dict(each.values),
                "place": [each.place.sheet, each.place.cell, each.place.row, each.place.column, each.place.field],
            }
            for each in problems
        ],
        ensure_ascii=False,
    )  # fmt: skip


def _problem(stored: dict[str, Any]) -> Problem:
    return Problem(stored["code"], stored["severity"], Place(*stored["place"]), stored["values"])
