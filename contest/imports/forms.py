"""What may come in on the import pages: a file, a pasted table, or the table that was previewed."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from litestar.datastructures import UploadFile
from pydantic import Field

from contest.imports.columns import check_size
from foundation.forms import Form
from foundation.problems import refusal, refuse_if
from foundation.spreadsheets import read_table
from foundation.texts import read_json

LONGEST_KEPT = 20_000_000


class TableForm(Form):
    upload: UploadFile | None = None
    pasted: str = Field(default="", max_length=5_000_000)

    async def table(self) -> list[list[str]]:
        """The rows of the file, or of what was pasted. Raises UserError as the readers do."""
        if self.upload is not None and self.upload.filename:
            content, name = await self.upload.read(), self.upload.filename
            return await asyncio.to_thread(_of_size, read_table, content, name)
        if not self.pasted:
            raise refusal("nothing_to_read", field="upload")
        return await asyncio.to_thread(_of_size, read_table, self.pasted.encode(), "pasted.tsv")


def _of_size(read: Callable[..., list[list[str]]], *content: bytes | str) -> list[list[str]]:
    table = read(*content)
    refuse_if(check_size(table))
    return table


def as_typed(table: Sequence[Sequence[str]]) -> str:
    """A table as it can be pasted: one line a row, tabs between the cells."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in table)


class KeptForm(Form):
    kept: str = Field(max_length=LONGEST_KEPT)

    async def table(self) -> list[list[str]]:
        """The rows that were previewed; a text that is no table is refused."""
        return await asyncio.to_thread(_of_size, read_kept, self.kept)


class ConfirmForm(KeptForm):
    digest: str = Field(max_length=64)


def keep(table: Sequence[Sequence[str]]) -> str:
    """A table as the preview keeps it in its form."""
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def read_kept(text: str) -> list[list[str]]:
    """The table of :func:`keep`."""
    try:
        found: Any = read_json(text)
    except (ValueError, RecursionError):
        raise refusal("not_valid", field="kept") from None
    if not isinstance(found, list) or not all(
        isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in found
    ):
        raise refusal("not_valid", field="kept")
    return found
