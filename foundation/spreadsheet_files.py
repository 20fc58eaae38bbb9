"""What a file is, told by its bytes, and whether it is small enough to be opened at all.

Nothing here trusts a file's name, and nothing here unpacks anything: the sizes are those of the zip
directory, which the reader holds the unpacker to by its own limits of memory and time.
"""

import io
import zipfile
from dataclasses import dataclass
from typing import Literal

from foundation.problems import Place, Problem, UserError, refusal

FileKind = Literal["xlsx", "xls", "ods", "json", "text"]

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 96 * 1024 * 1024
MOST_PARTS = 2_000

_ENDINGS: dict[str, FileKind] = {
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xltx": "xlsx",
    "xltm": "xlsx",
    "xls": "xls",
    "ods": "ods",
    "json": "json",
    "csv": "text",
    "tsv": "text",
    "txt": "text",
}
_KNOWN_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
    b"MZ": "EXE",
}


@dataclass(frozen=True, slots=True)
class FileNature:
    """The kind of a file and what is worth a warning: macros that were not run, a misleading name."""

    kind: FileKind
    warnings: tuple[Problem, ...] = ()


def recognise(content: bytes, filename: str = "") -> FileNature:
    """What ``content`` is; :class:`UserError` when it is empty, too large, encrypted, or nothing we read.

    A workbook's zip directory is added up before anything is unpacked (no more than ``LARGEST_UNPACKED``
    bytes in ``MOST_PARTS`` parts), for the unpacker itself has no guard.
    """
    if not content:
        raise refusal("file_empty")
    if len(content) > LARGEST_FILE:
        raise refusal("file_too_large", limit=LARGEST_FILE // 1024**2)
    if content.startswith(b"PK"):
        nature = _zipped(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        nature = _compound(content)
    else:
        nature = _plain(content)
    return FileNature(nature.kind, (*nature.warnings, *_misnamed(nature.kind, filename)))


def _misnamed(kind: FileKind, filename: str) -> tuple[Problem, ...]:
    ending = filename.rpartition(".")[2].casefold() if "." in filename else ""
    if not ending or _ENDINGS.get(ending) == kind:
        return ()
    return (Problem("file_misnamed", "warning", values={"ending": ending[:10], "kind": kind}),)


def _zipped(content: bytes) -> FileNature:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            kind = _zip_kind(archive, {part.filename for part in parts})
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refusal("file_broken") from error
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
        raise refusal("workbook_too_large", limit=LARGEST_UNPACKED // 1024**2)
    return FileNature(kind, tuple(_left_out({part.filename.casefold() for part in parts})))


def _zip_kind(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise refusal("file_kind_unknown", kind="XLSB")
    if "word/document.xml" in names:
        raise refusal("file_kind_unknown", kind="DOCX")
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        named = archive.read("mimetype").strip()
        if named.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise refusal("file_kind_unknown", kind="ZIP")


def _left_out(names: set[str]) -> list[Problem]:
    found = []
    if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in names):
        found.append(Problem("macros_ignored", "warning"))
    if any(name.startswith(("xl/comments", "xl/threadedcomments")) for name in names):
        found.append(Problem("comments_not_read", "warning"))
    return found


def _compound(content: bytes) -> FileNature:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refusal("file_encrypted")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise refusal("file_kind_unknown", kind="OLE")
    macros = "_VBA_PROJECT".encode("utf-16-le") in content
    return FileNature("xls", (Problem("macros_ignored", "warning"),) if macros else ())


def _plain(content: bytes) -> FileNature:
    for start, kind in _KNOWN_OTHERS.items():
        if content.startswith(start):
            raise refusal("file_kind_unknown", kind=kind)
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content[:100_000] and not wide:
        raise refusal("file_kind_unknown", kind="?")
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        return FileNature("json")
    if start[:1] == b"<":
        raise refusal("file_kind_unknown", kind="HTML/XML")
    return FileNature("text")


def broken_at(sheet: str) -> UserError:
    """A sheet that cannot be read though its workbook can."""
    return UserError(Problem("sheet_broken", place=Place(sheet=sheet), values={"sheet": sheet}))
