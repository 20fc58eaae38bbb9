"""Awarded marks that stood in the files of locked versions, offered for import as marks of one competitor."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from foundation.database import fetch
from foundation.language import either
from judging.schemes.read_scheme import AwardedMark


@dataclass(frozen=True, slots=True)
class AwardedColumn:
    """A column of a file, perhaps one competitor's, with who uploaded it; blanks are not in it."""

    id: UUID
    version: int
    file_name: str
    file_sha256: str
    sheet: str
    label: str
    cell: str
    marks: tuple[AwardedMark, ...]
    by: str
    at: datetime

    @property
    def place(self) -> str:
        return f"{self.sheet} {self.cell}".strip()


async def awarded_columns(division_id: UUID) -> list[AwardedColumn]:
    """The columns of all locked versions of a division, the latest version first."""
    rows = await fetch(
        "SELECT c.*, v.number, a.name_zh, a.name_en FROM scheme_awarded c JOIN account a ON a.id = c.by"
        " JOIN scheme_version v ON v.id = c.scheme_version JOIN scheme_lock l ON l.scheme_version = v.id"
        " WHERE v.division = $1 ORDER BY v.number DESC, c.at, c.cell",
        division_id,
    )
    return [_column(row) for row in rows]


async def get_awarded_column(division_id: UUID, column_id: UUID) -> AwardedColumn | None:
    """One of them."""
    return next((each for each in await awarded_columns(division_id) if each.id == column_id), None)


def _column(row: Any) -> AwardedColumn:
    marks = tuple(
        AwardedMark(UUID(each["aspect"]), _number(each["max"]), _number(each["mark"]), each["typed"])
        for each in json.loads(row["marks"])
    )
    return AwardedColumn(
        row["id"], row["number"], row["file_name"], row["file_sha256"], row["sheet"], row["label"], row["cell"], marks,
        either(row["name_zh"], row["name_en"]), row["at"],
    )  # fmt: skip


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
