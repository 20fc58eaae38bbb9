"""Hostile files and forged forms on the pages that take a file: a refusal in words, or a harmless preview."""

import io
import zipfile
from collections.abc import Callable

import httpx
import pytest

from contest.people.queries import delegations_of
from foundation.requests import LARGEST_UPLOAD
from foundation.spreadsheet_writing import write_xlsx
from tests.browsing import Browsing
from tests.contest.conftest import Games

IMPORT = "/events/games/imports/delegations"
SCHEME = "/events/games/divisions/17/scheme/uploads"
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
GOOD = write_xlsx(["代码", "中文名称", "类别"], [("TJ", "天津市", "地区")])


def changed(changes: dict[str, Callable[[bytes], bytes]], also: dict[str, bytes] | None = None) -> bytes:
    """The good workbook with some parts changed and others added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
        for name, content in (also or {}).items():
            new.writestr(name, content)
    return written.getvalue()


def into_rows(rows: bytes) -> Callable[[bytes], bytes]:
    return lambda sheet: sheet.replace(b"</sheetData>", rows + b"</sheetData>")


def with_entities(part: bytes) -> bytes:
    entities = b'<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY a "root:aaaa"><!ENTITY b "&a;&a;&a;">]>'
    head, _, rest = part.partition(b"?>")
    return head + b"?>" + entities + rest.replace("天津市".encode(), b"&file;&b;")


MILLION = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 1_000_003))
SHARED = b"".join(b'<row r="%d">%s</row>' % (n, b'<c t="s"><v>4</v></c>' * 20) for n in range(3, 600))

REFUSED = {
    "a zip bomb": changed({SHEET: lambda sheet: sheet + b" " * 200_000_000}),
    "a million rows": changed({SHEET: into_rows(MILLION)}),
    "a cell far away": changed({SHEET: into_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}),
    "entities": changed({STRINGS: with_entities}),
    "no workbook": b"%PDF-1.4",
    "a page": b"<html><table><tr><td>x</td></tr></table></html>",
    "nothing": b"",
    "bytes": bytes(range(256)),
}


@pytest.fixture
async def clients(games: Games, browsing: Browsing) -> list[tuple[httpx.AsyncClient, str, str]]:
    """The two pages that take a file: who may use it, its address, and the field."""
    olga, chen = await browsing.as_(games.cast.olga), await browsing.as_(games.cast.chen)
    return [(olga, IMPORT, "upload"), (chen, SCHEME, "file")]


@pytest.mark.parametrize("what", REFUSED)
async def test_a_hostile_file_is_refused_in_words(games: Games, clients, what: str):
    for client, path, field in clients:
        answer = await client.post(path, files={field: ("t.xlsx", REFUSED[what])})
        assert answer.status_code == 422, path
        assert "root:" not in answer.text
    assert len(await delegations_of(games.id)) == 2


async def test_a_long_text_that_many_cells_share_does_not_fill_the_memory(clients):
    long = {STRINGS: lambda strings: strings.replace("天津市".encode(), b"x" * 30_000), SHEET: into_rows(SHARED)}
    content = changed(long)
    for client, path, field in clients:
        answer = await client.post(path, files={field: ("t.xlsx", content)})
        assert answer.status_code == 422
        assert "more than can be read safely" in answer.text


HARMLESS = {
    "macros": changed({}, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "links to elsewhere": changed({}, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
    "control characters": write_xlsx(["代码", "中文名称"], [("T_x0000_J", "天津_xD800_市_x0001_")]),
}


@pytest.mark.parametrize("what", HARMLESS)
async def test_what_a_workbook_brings_along_is_not_run(games: Games, clients, what: str):
    client, path, field = clients[0]
    answer = await client.post(path, files={field: ("t.xlsm", HARMLESS[what])})
    assert answer.status_code == 200
    assert "\x00" not in answer.text


@pytest.mark.parametrize(
    "name", ["=cmd|'/C calc'!A0", "<script>alert(1)</script>", "{{ 7*7 }}{% raw %}", "\u202egnahc\u200f", "长" * 10_000]
)
async def test_what_a_cell_says_is_shown_as_text(games: Games, clients, name: str):
    client, path, field = clients[0]
    answer = await client.post(path, files={field: ("t.csv", f"代码,中文名称\nT1,{name}\n".encode())})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<td>\u202e" not in answer.text
    assert ">49" not in answer.text


@pytest.mark.parametrize(
    "name", ["../../../../etc/passwd", "..\\..\\x.xlsx", "<script>alert(1)</script>.xlsx", "长" * 300 + ".xlsx", "a\u202eslx.exe"]
)
async def test_a_file_name_is_only_a_name(clients, name: str):
    for client, path, field in clients:
        answer = await client.post(path, files={field: (name, GOOD, "text/html; charset=utf-16")})
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.text
        assert "\u202e" not in answer.text


async def test_a_forged_form_is_refused(games: Games, clients):
    for client, path, field in clients:
        two = [(field, ("a.xlsx", GOOD)), (field, ("b.xlsx", GOOD))]
        for files in (two, {"other": ("a.xlsx", GOOD)}, {field: ("a.xlsx", b"")}, {field: ("长" * 9_000, GOOD)}):
            assert (await client.post(path, files=files)).status_code in (400, 422)
        assert (await client.post(path, data={field: "no file"})).status_code == 422
    assert len(await delegations_of(games.id)) == 2


async def test_a_file_over_the_limit_is_told_so(clients):
    for client, path, field in clients:
        answer = await client.post(path, files={field: ("a.xlsx", b"x" * (LARGEST_UPLOAD + 1))})
        assert answer.status_code == 413
        assert "at most 20 MB" in answer.text
