"""The reference workbook, and the template with every oddity that real files carry (cis-workbook 1–19)."""

import datetime
from decimal import Decimal

import pytest

from judging.schemes.file_forms import read_and_check
from judging.schemes.report import report
from judging.schemes.scheme import Descriptor
from tests.judging.schemes.sheets import (
    V5,
    aspects,
    cells_of,
    codes,
    j_rows,
    m_row,
    read,
    shape,
    sub_row,
    template,
)


def block(*rows):
    return template(("A", rows), criteria=[("A", "First", 3)])


class TestTemplate:
    def test_plain(self):
        found = read(
            template(
                ("A", [sub_row("A1", "One", 1), m_row("a", 1), *j_rows("b", 2)]),
                ("B", [sub_row("B1", "Two", 2), m_row("c", 2, section=2)]),
            )
        )
        assert found.layout == "cis"
        assert shape(found) == [("A", [("A1", ["1.0", "2.0"])]), ("B", [("B1", ["2.0"])])]
        assert [a.day for a in aspects(found)] == [1, 1, 2]
        assert codes(found, "error") == []
        assert found.scheme.title == "99 Testing"
        assert [c.name for c in found.scheme.criteria] == ["First", "Second"]

    def test_h_and_i_removed(self):
        header = [*V5[:7], V5[9], V5[10], "Criterion A", "Total Mark", 1.5]
        rows = [
            ["Title"],
            header,
            ["A1", "Sub", 1],
            [None, None, None, "M", "x", None, "e", 7, 0.5],
            [None, None, None, "J", "y", None, None, None, 1],
            *[[None, None, None, None, None, step, f"s{step}"] for step in range(4)],
        ]
        found = read(rows)
        assert found.layout == "cis-short"
        assert shape(found) == [("A", [("A1", ["0.5", "1.0"])])]
        assert [a.section for a in aspects(found)] == [None, None]
        assert aspects(found)[0].extra == "e"
        assert found.scheme.criteria[0].declared == Decimal("1.5")
        assert cells_of(found, "calculation_row_unknown") == ["H4"]

    def test_first_aspect_on_the_sub_criterions_row(self):
        found = read(block(m_row("x", 1, code="A1", name="Sub", day=2), m_row("y", 2)))
        assert shape(found) == [("A", [("A1", ["1.0", "2.0"])])]
        assert [(a.description, a.day) for a in aspects(found)] == [("x", 2), ("y", 2)]
        assert found.scheme.criteria[0].sub_criteria[0].name == "Sub"

    def test_title_in_column_b(self):
        found = read(block(sub_row("A1", "Sub"), m_row("", 1, name="Title")))
        assert [a.description for a in aspects(found)] == ["Title"]
        found = read(block(sub_row("A1", "Sub"), m_row("more", 1, name="Title", extra="rule")))
        assert [(a.description, a.extra) for a in aspects(found)] == [("Title", "more\nrule")]

    def test_step_0_on_the_aspects_row(self):
        rows = j_rows("b", 2, steps=(1, 2, 3))
        rows[0][5], rows[0][6] = 0, "step 0"
        found = read(block(sub_row("A1", "Sub"), *rows))
        assert aspects(found)[0].descriptors == tuple(Descriptor(n, f"step {n}") for n in range(4))
        assert aspects(found)[0].extra == ""
        assert "ladder_steps" not in codes(found)

    def test_mistyped_repeated_header(self):
        wrong = ["Sub ID", "Nome", "Dia", "Tipo\nM = Med", "Aspecto", "", "Extra", "", "", "", "Mxa Mrk"]
        rows = template(("A", [sub_row("A1", "S"), m_row("a", 1)]))
        rows += [[*wrong, "Criterion B", "Total"], sub_row("B1", "T"), m_row("b", 2)]
        found = read(rows)
        assert shape(found) == [("A", [("A1", ["1.0"])]), ("B", [("B1", ["2.0"])])]

    def test_phantom_range_and_merged_cells(self):
        import io

        import openpyxl

        from tests.judging.schemes.sheets import saved, workbook

        content = workbook({"S": block(sub_row("A1", "S"), m_row("a", 1))})
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book["S"]
        sheet.merge_cells("A19:A21")
        sheet.cell(1000, 49).value = " "
        found = read_and_check(saved(book), "x.xlsx", trusted=True)
        assert shape(found) == [("A", [("A1", ["1.0"])])]


class TestTypes:
    @pytest.mark.parametrize("kind", ["M", "m", " M ", "O", "О", "И", "М"])
    def test_measurement(self, kind):
        found = read(block(sub_row("A1", "S"), m_row("a", 1, kind=kind)))
        assert [a.type for a in aspects(found)] == ["M"]
        assert "type_missing" not in codes(found)

    @pytest.mark.parametrize("kind", ["S", "С", "C"])
    def test_old_subjective_with_a_ladder_is_judgement(self, kind):
        found = read(block(sub_row("A1", "S"), *j_rows("a", 1, kind=kind)))
        assert [a.type for a in aspects(found)] == ["J"]
        assert "type_unclear" not in codes(found)

    @pytest.mark.parametrize("kind", ["S", "С"])
    def test_old_subjective_without_one_is_asked(self, kind):
        found = read(block(sub_row("A1", "S"), m_row("a", 1, kind=kind)))
        assert "type_unclear" in codes(found, "warning")
        assert cells_of(found, "type_unclear") == ["D17"]

    def test_blank_is_measurement_with_a_warning(self):
        found = read(block(sub_row("A1", "S"), m_row("a", 1, kind=None)))
        assert [a.type for a in aspects(found)] == ["M"]
        assert cells_of(found, "type_missing") == ["D17"]

    def test_anything_else_is_an_error_with_its_cell(self):
        found = read(block(sub_row("A1", "S"), m_row("a", 1, kind="X")))
        assert codes(found, "error") == ["type_unknown"]
        assert cells_of(found, "type_unknown") == ["D17"]


class TestLookAlikes:
    def test_folded_ids_that_collide_stay_two(self):
        found = read(block(sub_row("А6", "Cyrillic"), m_row("a", 1), sub_row("A6", "Latin"), m_row("b", 2)))
        assert shape(found) == [("A", [("A6", ["1.0"]), ("A6", ["2.0"])])]
        assert codes(found, "error") == ["duplicate_code"]
        assert cells_of(found, "duplicate_code") == ["A18"]

    def test_names_are_never_folded(self):
        found = read(block(sub_row("А1", "Сварка"), m_row("Вес", 1)))
        sub = found.scheme.criteria[0].sub_criteria[0]
        assert (sub.code, sub.name, sub.aspects[0].description) == ("A1", "Сварка", "Вес")


class TestSums:
    def test_binary_dust_is_no_difference(self):
        rows = template(
            ("A", [sub_row("A1", "S"), *[m_row("a", 0.1) for _ in range(3)]]),
            criteria=[("A", "First", 0.1 + 0.2 - 5e-17)],
            sections=[(1, "W", 0.30000000000000004)],
        )
        found = read(rows)
        assert found.scheme.max_mark == Decimal("0.3")
        assert not {"criterion_differs", "section_differs", "declared_total_differs"} & set(codes(found))

    def test_declared_beside_computed_is_a_warning(self):
        rows = template(
            ("A", [sub_row("A1", "S"), m_row("a", 1)]),
            criteria=[("A", "First", 3)],
            sections=[(1, "W", 4)],
        )
        rows[-1] = [*[None] * 11, "Competition", "Total Mark", 5]
        found = read(rows)
        assert codes(found, "error") == []
        assert found.scheme.declared_total == 5
        assert cells_of(found, "criterion_differs") == ["K11"]
        assert cells_of(found, "section_differs") == ["I5"]
        assert "declared_total_differs" in codes(found)
        assert found.scheme.criteria[0].declared == 3

    def test_a_header_sum_of_other_rows_is_a_warning_only(self):
        rows = template(("A", [sub_row("A1", "S"), m_row("a", 3)]))
        at = next(i for i, row in enumerate(rows) if "Criterion A" in row)
        rows[at].append(7)
        found = read(rows)
        assert cells_of(found, "sum_cell_differs") == [f"N{at + 1}"]
        assert found.scheme.criteria[0].declared == 3

    def test_sub_totals_are_not_counted_twice(self):
        rows = [["A1", "Sub", None, None, None, None, None, None, None, None, 3]]
        rows += [m_row("a", 1), m_row("b", 2), [*[None] * 10, 3], ["Итого", *[None] * 9, 3]]
        found = read(block(*rows))
        assert found.scheme.max_mark == 3
        assert cells_of(found, "number_ignored") == ["K19"]
        assert found.scheme.declared_total == 3


class TestRows:
    def test_continuation_rows_join_with_line_breaks(self):
        lone = [None] * 6 + ["-0.1 each"]
        found = read(
            block(sub_row("A1", "S"), m_row("a", 1, extra="rule"), lone, [None] * 4 + ["and b"], m_row("c", 1))
        )
        assert [(a.description, a.extra) for a in aspects(found)] == [
            ("a\nand b", "rule\n-0.1 each"),
            ("c", ""),
        ]

    def test_ladders(self):
        rows = [sub_row("A1", "S"), *j_rows("a", 1, kind="M"), *j_rows("b", 1, steps=())]
        rows += j_rows("c", 1, steps=(0, 1, 2)) + j_rows("d", 1, steps=("0", "1.0", " 2", 3.0))
        found = read(block(*rows))
        assert codes(found, "error") == []
        assert cells_of(found, "ladder_under_measurement") == ["F17"]
        assert len(aspects(found)[0].descriptors) == 4
        assert cells_of(found, "ladder_missing") == ["F22"]
        assert cells_of(found, "ladder_steps") == ["F23"]

    @pytest.mark.parametrize(("day", "read_as"), [(1, 1), ("2", 2), (" 1", 1), ("C3", 3), (None, None)])
    def test_day_of_marking(self, day, read_as):
        on_sub = read(block(sub_row("A1", "S", day), m_row("a", 1)))
        on_aspect = read(block(sub_row("A1", "S"), m_row("a", 1, day=day)))
        assert [a.day for a in aspects(on_sub) + aspects(on_aspect)] == [read_as, read_as]

    def test_days_that_differ_stay_on_the_aspects(self):
        found = read(block(sub_row("A1", "S"), m_row("a", 1, day=1), m_row("b", 1, day=2)))
        assert [a.day for a in aspects(found)] == [1, 2]
        assert "days_differ" in codes(found, "warning")
        document = report(found, [""] * len(found.problems))
        sub = document["criteria"][0]["sub_criteria"][0]
        assert (sub["day"], [a["day"] for a in sub["aspects"]]) == (None, [1, 2])

    @pytest.mark.parametrize("section", [1, 1.0, "1", " 1 ", "1.0"])
    def test_sections_are_the_same(self, section):
        found = read(block(sub_row("A1", "S"), m_row("a", 1, section=section)))
        assert [a.section for a in aspects(found)] == ["1"]
        assert "section_unknown" not in codes(found)

    def test_unknown_section_warns(self):
        found = read(block(sub_row("A1", "S"), m_row("a", 1, section=9)))
        assert cells_of(found, "section_unknown") == ["I17"]

    @pytest.mark.parametrize(
        ("mark", "value"),
        [("0,5", "0.5"), ("0.5", "0.5"), (" 1,25 ", "1.25"), ("１．２５", "1.25"), (0.1, "0.1"), (2, "2.0")],
    )
    def test_max_marks(self, mark, value):
        found = read(block(sub_row("A1", "S"), m_row("a", mark)))
        assert [str(a.max_mark) for a in aspects(found)] == [value]

    @pytest.mark.parametrize(
        ("mark", "code"),
        [
            (None, "max_mark_missing"),
            ("two", "cell_not_a_number"),
            (0, "max_mark_not_positive"),
            (-1, "max_mark_not_positive"),
            (datetime.datetime(2026, 5, 1), "date_in_cell"),  # noqa: DTZ001
        ],
    )
    def test_bad_max_marks_are_one_error_with_its_cell(self, mark, code):
        found = read(block(sub_row("A1", "S"), m_row("a", mark)))
        assert codes(found, "error") == [code]
        assert cells_of(found, code) == ["K17"]
        assert len(aspects(found)) == 1

    def test_all_problems_at_once(self):
        rows = [sub_row("A1", "S"), m_row("a", None), m_row("b", 0), m_row("c", 1, kind="Q")]
        found = read(block(*rows, sub_row("A1", "T"), m_row("d", "x")))
        assert sorted(codes(found, "error")) == [
            "cell_not_a_number",
            "duplicate_code",
            "max_mark_missing",
            "max_mark_not_positive",
            "type_unknown",
        ]

    def test_empty_criterion_slots_are_dropped_without_noise(self):
        slots = [("A", "First", 3), ("B", None, None), ("C", None, 0), ("D", "Later", 4)]
        found = read(template(("A", [sub_row("A1", "S"), m_row("a", 3)]), ("B", []), criteria=slots))
        assert [(c.code, len(c.sub_criteria)) for c in found.scheme.criteria] == [("A", 1), ("D", 0)]
        assert codes(found, "error") == []

    def test_codes_restart_inside_each_criterion(self):
        found = read(
            template(
                ("A", [sub_row(1, "S"), m_row("a", 1)]),
                ("B", [sub_row(1, "T"), m_row("a", 1)]),
            )
        )
        assert shape(found) == [("A", [("1", ["1.0"])]), ("B", [("1", ["1.0"])])]
        assert codes(found, "error") == []

    def test_leading_blanks_everywhere(self):
        rows = [[f"  {c}" if isinstance(c, str) else c for c in row] for row in template(
            ("A", [sub_row("A1", "S", "1"), m_row("a", "1", section="1"), *j_rows("b", "2")]),
                criteria=[("A", "First", "3")],
        )]  # fmt: skip
        found = read({" Схема 채점 评分 é": rows}, name="схема.xlsx")
        assert shape(found) == [("A", [("A1", ["1", "2"])])]
        assert found.scheme.criteria[0].declared == 3
        assert (found.scheme.title, found.sheet) == ("99 Testing", " Схема 채점 评分 é")

    def test_a_formula_without_stored_value_is_missing(self):
        found = read(block(sub_row("A1", "S"), m_row("a", "=1+1")))
        assert codes(found, "error") == ["max_mark_missing"]
