"""Files in and out: what is read, what is refused plainly, and what can do no harm."""

import io
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation import spreadsheet_files, spreadsheet_phrases  # noqa: F401  # registers the sentences
from foundation.delimited import read_delimited
from foundation.phrases import sentence
from foundation.problems import UserError
from foundation.spreadsheet_writing import Formula, SheetPlan, write_csv, write_workbook, write_xlsx
from foundation.spreadsheets import read_table, read_workbook, read_workbook_here, read_workbook_quickly

SAMPLE = Path("judging/schemes/samples/euroskills2025_s17_web.xlsx").read_bytes()


def refused(content, filename="a.xlsx", read=read_workbook):
    with pytest.raises(UserError) as caught:
        read(content, filename)
    (problem,) = caught.value.problems
    assert sentence(problem)
    return problem.code


def xlsx(fill):
    book = openpyxl.Workbook()
    fill(book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def zipped(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", ".").replace("_dash_", "-"), content)
    return target.getvalue()


class TestReading:
    def test_another_process_reads_what_this_one_reads(self):
        assert read_workbook(SAMPLE) == read_workbook_here(SAMPLE) == read_workbook_quickly(SAMPLE)

    def test_addresses_do_not_shift_and_dates_stay_dates(self):
        def fill(sheet):
            sheet["C3"], sheet["C4"], sheet["D4"] = 0.1, datetime(2026, 5, 1), True  # noqa: DTZ001
            sheet["C5"] = "=1+1"

        book = read_workbook(xlsx(fill))
        (sheet,) = book.sheets
        assert sheet.rows[2] == ["", "", 0.1, ""]
        assert sheet.rows[3] == ["", "", date(2026, 5, 1), True]
        assert len(sheet.rows) == 4

    def test_what_a_table_holds_as_texts(self):
        def fill(sheet):
            sheet.append(["Name", "No", "Mark", "Day"])
            sheet.append([" 陈 ", 7, 1.5, datetime(2026, 5, 1)])  # noqa: DTZ001

        assert read_table(xlsx(fill), "a.xlsx") == [
            ["Name", "No", "Mark", "Day"],
            ["陈", "7", "1.5", "2026-05-01"],
        ]

    def test_ods(self):
        office = "urn:oasis:names:tc:opendocument:xmlns"
        names = f'xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"'
        cells = (
            "<table:table-cell/>"
            '<table:table-cell office:value-type="string"><text:p>Макс. балл</text:p></table:table-cell>'
            '<table:table-cell office:value-type="float" office:value="1.25"><text:p>1,25</text:p></table:table-cell>'
        )
        table = f'<table:table table:name="Лист"><table:table-row>{cells}</table:table-row></table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        mimetype = "application/vnd.oasis.opendocument.spreadsheet"
        entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
        manifest = f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0">{entry}</manifest:manifest>'
        content = zipped(
            mimetype=mimetype,
            META_dash_INF__manifest_dot_xml=manifest,
            content_dot_xml=f"<office:document-content {names}>{body}</office:document-content>",
        )
        (sheet,) = read_workbook(content, "схема.ods").sheets
        assert (sheet.name, sheet.rows) == ("Лист", [["", "Макс. балл", 1.25]])


class TestRefusals:
    def test_nothing(self):
        assert refused(b"") == "file_empty"

    def test_too_large(self, monkeypatch):
        monkeypatch.setattr(spreadsheet_files, "LARGEST_FILE", 1000)
        assert refused(SAMPLE) == "file_too_large"

    @pytest.mark.parametrize(
        "content",
        [
            b"%PDF-1.7 ...",
            b"\x89PNG\r\n",
            b"MZ\x90",
            b"<html><table></table></html>",
            b"name,mark\n1,2\n",
            b"\x00\x01\x02 nothing",
            zipped(a_dot_txt="x"),
            zipped(word__document_dot_xml="x"),
            zipped(xl__workbook_dot_bin="x"),
        ],
        ids=["pdf", "png", "exe", "html", "csv", "bytes", "zip", "docx", "xlsb"],
    )
    def test_wrong_kinds_with_the_right_ending(self, content):
        assert refused(content, "scheme.xlsx") == "file_kind_unknown"

    def test_protected(self):
        inside = "EncryptedPackage".encode("utf-16-le")
        assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + inside) == "file_encrypted"

    @pytest.mark.parametrize(
        "content",
        [
            b"PK\x03\x04 rubbish",
            SAMPLE[:5000],
            zipped(xl__workbook_dot_xml="<broken"),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\x00" * 2000,
        ],
        ids=["start", "cut", "xml", "xls"],
    )
    def test_broken(self, content):
        assert refused(content) == "file_broken"

    def test_zip_bomb_is_never_unpacked(self):
        bomb = zipped(xl__workbook_dot_xml="<workbook/>", xl__worksheets__sheet1_dot_xml=b" " * (200 * 1024 * 1024))
        assert len(bomb) < 1_000_000
        start = time.perf_counter()
        assert refused(bomb) == refused(bomb, read=read_workbook_quickly) == "workbook_too_large"
        assert time.perf_counter() - start < 1

    def test_a_directory_that_lies_about_sizes_stops_at_the_limits(self):
        bomb = bytearray(zipped(xl__workbook_dot_xml=b"<a>" + b" " * (150 * 1024 * 1024)))
        at = bomb.rindex(b"PK\x01\x02")
        bomb[at + 24 : at + 28] = (100).to_bytes(4, "little")
        assert refused(bytes(bomb)) in ("workbook_too_large", "file_broken")

    def test_two_cells_far_apart(self):
        def fill(sheet):
            sheet["A1"], sheet["XFD1048576"] = 1, 1

        content = xlsx(fill)
        assert len(content) < 10_000
        assert refused(content) == "workbook_too_large"
        assert refused(content, read=read_workbook_quickly) == "workbook_too_large"

    def test_a_million_rows(self):
        row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
        rows = b"".join(row % (number, number) for number in range(1, 1_000_001))
        source = zipfile.ZipFile(io.BytesIO(xlsx(lambda sheet: sheet.append([1]))))
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in source.namelist():
                content = source.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    start, _, rest = content.partition(b"<sheetData>")
                    content = start + b"<sheetData>" + rows + b"</sheetData>" + rest.partition(b"</sheetData>")[2]
                archive.writestr(name, content)
        assert refused(target.getvalue()) == "workbook_too_large"

    @settings(deadline=None)
    @given(st.binary(max_size=400))
    def test_any_bytes_get_an_answer(self, content):
        for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            with pytest.raises(UserError):
                read_workbook_here(start + content, "a.xlsx")


class TestWarnings:
    def test_macros_are_not_run(self):
        source = zipfile.ZipFile(io.BytesIO(SAMPLE))
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name in source.namelist():
                archive.writestr(name, source.read(name))
            archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen")
            archive.writestr("xl/comments1.xml", b"<comments/>")
        book = read_workbook(target.getvalue(), "scheme.xlsm")
        assert [problem.code for problem in book.warnings] == ["macros_ignored", "comments_not_read"]
        assert book.sheets == read_workbook_here(SAMPLE).sheets

    def test_wrong_ending(self):
        assert [problem.code for problem in read_workbook(SAMPLE, "a.csv").warnings] == ["file_misnamed"]
        assert read_workbook(SAMPLE, "схема 评分.XLSX").warnings == ()


class TestDelimited:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    @pytest.mark.parametrize("separator", [",", "\t", ";"])
    def test_encodings_and_separators(self, encoding, separator):
        text = f'姓名{separator}分数\r\n陈{separator}"1,5"\r\n'
        assert read_delimited(text.encode(encoding)) == [["姓名", "分数"], ["陈", "1,5"]]

    def test_rows_keep_their_line_numbers(self):
        assert read_delimited(b"a,b\n\n1 , 2\n") == [["a", "b"], [], ["1", "2"]]

    @pytest.mark.parametrize(
        ("content", "code"), [(b" \n", "file_empty"), (b"\x81\xff\xfe\x00", "text_encoding_unknown")]
    )
    def test_refusals(self, content, code):
        assert refused(content, read=lambda content, _: read_delimited(content)) == code

    def test_a_cell_without_end(self):
        huge = b'a,"' + b"x" * 200_000
        assert refused(huge, read=lambda content, _: read_delimited(content)) == "text_broken"


class TestWriting:
    header = ("Name", "Mark")
    rows = (("=1+1", Decimal("1.50")), ("+x", -2), ("-y", None), ("@z", True), ("\tq", 0), ("陈", Decimal("0.1")))

    def test_csv(self):
        content = write_csv(self.header, self.rows)
        assert content.startswith(b"\xef\xbb\xbfName,Mark\r\n'=1+1,1.50\r\n'+x,-2\r\n'-y,\r\n")
        assert "陈,0.1" in content.decode("utf-8-sig")

    def test_xlsx(self):
        sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(self.header, self.rows, name="a/b:c"))).active
        assert sheet.title == "a b c"
        assert [cell.data_type for cell in sheet["A"]] == ["s"] * 7
        assert [cell.value for cell in sheet["B"]] == ["Mark", 1.5, -2, None, True, 0, 0.1]
        assert sheet["A2"].quotePrefix
        assert sheet.freeze_panes == "A2"

    def test_bytes_are_stable(self):
        assert write_xlsx(self.header, self.rows) == write_xlsx(self.header, self.rows)

    def test_a_formula_carries_its_value(self):
        plan = SheetPlan("S", {(0, 0): (2, ""), (1, 0): (Formula("=A1*2", Decimal(4)), "mark")})
        content = write_workbook([plan])
        assert openpyxl.load_workbook(io.BytesIO(content)).active["A2"].value == "=A1*2"
        assert read_workbook_here(content).sheets[0].rows[1] == [4.0]

    @settings(deadline=None)
    @given(
        st.lists(
            st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), min_size=2, max_size=2)
        )
    )
    def test_csv_comes_back_but_for_the_apostrophe(self, rows):
        back = read_delimited(write_csv(("a", "b"), rows))
        expected = [[f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in row] for row in rows]
        stripped = [[cell.strip() for cell in row] for row in expected]
        assert back[1:] == [row if any(row) else [] for row in stripped]
