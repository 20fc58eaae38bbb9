"""The reference workbook gives the facts that cis-workbook.md states, and the parts around a scheme."""

from decimal import Decimal
from pathlib import Path

import pytest

from judging.schemes.file_forms import read_and_check
from judging.schemes.report import report
from judging.schemes.scheme import Parameter
from tests.judging.schemes.sheets import aspects, cells_of, codes, m_row, read, sub_row
from tests.judging.schemes.test_workbook import block

SAMPLES = Path("judging/schemes/samples")


class TestReferenceFile:
    @pytest.fixture
    def found(self):
        path = SAMPLES / "euroskills2025_s17_web.xlsx"
        return read_and_check(path.read_bytes(), path.name, trusted=True)

    def test_counts_and_sums(self, found):
        document = report(found, [""] * len(found.problems))
        assert document["title"] == "17 Web Development"
        assert document["layout"] == "cis"
        assert (document["total"], document["declared_total"]) == ("100.00", "100.00")
        assert document["counts"] == {
            "criteria": 6,
            "sub_criteria": 31,
            "aspects": 192,
            "M": 173,
            "J": 19,
        }
        assert document["days"] == {"1": 77, "2": 87, "3": 28}
        marks = [(each["code"], each["declared"], each["computed"]) for each in document["criteria"]]
        assert marks == [
            ("A", "16.50", "16.50"),
            ("B", "23.00", "23.00"),
            ("C", "16.75", "16.75"),
            ("D", "22.00", "22.00"),
            ("E", "16.75", "16.75"),
            ("F", "5.00", "5.00"),
        ]
        sections = [(each["number"], each["declared"], each["computed"]) for each in document["sections"]]
        assert sections == [
            ("1", "5.00", "5.00"),
            ("2", "5.00", "5.25"),
            ("3", "25.00", "24.75"),
            ("4", "25.00", "24.75"),
            ("5", "40.00", "40.25"),
        ]
        assert document["variation"] == "1.00"

    def test_only_warnings_with_their_cells(self, found):
        assert codes(found, "error") == []
        assert cells_of(found, "section_differs") == ["I6", "I7", "I8", "I9"]

    def test_first_aspect(self, found):
        first = aspects(found)[0]
        assert (first.row, first.section, first.max_mark, first.day) == (25, "3", Decimal("0.5"), 1)
        assert first.calculation is not None
        assert first.calculation.type == "PASS_FAIL"

    def test_choices_keep_their_numbers_and_words(self, found):
        choices = next(a.calculation for a in aspects(found) if a.row == 91)
        assert choices.type == "CHOICE"
        assert choices.parameters["CHOICE3_DEDUCTION"] == Parameter(Decimal("66.6"))
        assert choices.parameters["CHOICE1_DEDUCTION"] == Parameter(Decimal(0))
        assert choices.parameters["DEDUCTION_TYPE"] == Parameter(None, "PERCENT")
        assert list(choices.parameters)[0] == "DEDUCTION_TYPE"

    def test_every_judgement_has_four_descriptors(self, found):
        ladders = [[d.score for d in a.descriptors] for a in aspects(found) if a.type == "J"]
        assert ladders == [[0, 1, 2, 3]] * 19


class TestCalculations:
    def rows(self, *calculations):
        aspects = [m_row(f"a{n}", 1, calc=n) for n in range(1, len(calculations) + 1)]
        return {"S": block(sub_row("A1", "S"), *aspects), "Вычисления": list(calculations)}

    def test_grammar(self):
        text = "CHOICE2_LABEL:::#x~x#да, конечно #-# or#-#CHOICE2_DEDUCTION:::0E-8#x~x##-#X:::1.50#x~x#both"
        found = read(self.rows(["n", "PASS_FAIL", True], [None, "CHOICE", False, text]))
        first, second = (a.calculation for a in aspects(found))
        assert (first.type, first.parameters) == ("PASS_FAIL", {})
        assert second.parameters == {
            "CHOICE2_LABEL": Parameter(None, "да, конечно #-# or"),
            "CHOICE2_DEDUCTION": Parameter(Decimal(0)),
            "X": Parameter(Decimal("1.5"), "both"),
        }

    def test_unknown_type_is_kept_with_a_warning(self):
        found = read(self.rows(["n", "MAGIC_WAND", True, "POWER:::3#x~x#"]))
        assert aspects(found)[0].calculation.type == "MAGIC_WAND"
        assert codes(found, "error") == []
        assert "calculation_unknown" in codes(found, "warning")

    def test_inferred_reading_is_to_be_confirmed(self):
        text = "TARGET_VALUE:::5#x~x##-#RANGE1_LOWER:::1#x~x##-#RANGE1_UPPER:::1#x~x##-#RANGE1_DEDUCTION:::0E-8#x~x#"
        found = read(self.rows(["n", "RANGED_SCORE", True, text]))
        assert cells_of(found, "calculation_inferred") == ["J17"]

    def test_row_that_is_not_there(self):
        found = read(block(sub_row("A1", "S"), m_row("a", 1, calc=3)))
        assert cells_of(found, "calculation_row_unknown") == ["J17"]
        assert aspects(found)[0].calculation is None


class TestSheets:
    def test_the_first_sheet_with_a_scheme_counts(self):
        first = block(sub_row("A1", "S"), m_row("a", 1))
        second = block(sub_row("A1", "S"), m_row("a", 9))
        found = read({"Notes": [["nothing here"]], "Scheme": first, "Marks of 07": second})
        assert (found.sheet, found.scheme.max_mark) == ("Scheme", 1)
        assert [p.place.sheet for p in found.problems if p.code == "other_sheet_ignored"] == ["Marks of 07"]

    def test_no_scheme_at_all(self):
        found = read({"Notes": [["nothing", "here", "max mark of 3"]]})
        assert found.scheme is None
        assert codes(found, "error") == ["scheme_not_found"]
