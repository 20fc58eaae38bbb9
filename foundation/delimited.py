"""Texts with separators (csv, tsv) to rows: UTF-8 with or without BOM, else GB18030."""

import csv
import io

from foundation.problems import Place, Problem, UserError, refusal

LARGEST_TEXT = 20 * 1024 * 1024
MOST_TEXT_ROWS = 200_000


def read_delimited(content: bytes) -> list[list[str]]:
    """The rows of a comma-, semicolon- or tab-separated text, cells without blanks around them.

    The separator is the one that stands most often in the first line that holds anything, tab before
    semicolon before comma. Empty rows stay as ``[]``, so that a row's number is its line. Raises
    :class:`UserError`: ``file_empty``, ``file_too_large``, ``text_too_long``, ``text_encoding_unknown``,
    ``text_broken``.
    """
    if not content.strip():
        raise refusal("file_empty")
    if len(content) > LARGEST_TEXT:
        raise refusal("file_too_large", limit=LARGEST_TEXT // 1024**2)
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    rows: list[list[str]] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            rows.append(cells if any(cells) else [])
            if len(rows) > MOST_TEXT_ROWS:
                raise refusal("text_too_long", limit=MOST_TEXT_ROWS)
    except csv.Error as error:
        raise UserError(Problem("text_broken", place=Place(row=reader.line_num))) from error
    return rows


def decode(content: bytes) -> str:
    """The text of ``content``: UTF-8, UTF-16 with its mark, else GB18030 (spreadsheets in China save it)."""
    marked_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked_wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise refusal("text_encoding_unknown")


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max("\t;,", key=first.count)
