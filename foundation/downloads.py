"""Tables as files to download: xlsx and csv."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import NotFoundException

from foundation.spreadsheet_writing import Written, write_csv, write_xlsx

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def table_file(kind: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Written]]) -> Response[bytes]:
    """The table as ``name.kind``; another kind than xlsx and csv is not found (404)."""
    if kind not in MEDIA_TYPES:
        raise NotFoundException
    content = write_xlsx(header, rows) if kind == "xlsx" else write_csv(header, rows)
    return file(content, f"{name}.{kind}", MEDIA_TYPES[kind])


def file(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """Bytes to keep under ``name``, whatever script it is written in; never shown inside the browser."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
