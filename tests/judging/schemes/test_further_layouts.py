"""Other files of the layouts, put together differently."""

import datetime

from tests.judging.schemes.sheets import V5, aspects, cells_of, codes, m_row, read, shape, sub_row, template
from tests.judging.schemes.test_layouts import marks


class TestFurtherForms:
    """Other files of these layouts, put together differently."""

    def test_russian_with_criterion_and_sub_criterion_columns(self):
        rows = [["Код", "Критерий", "Субкритерий", "Аспект", "Проф. задача", "Макс. балл"]]
        rows += [["А", "Сборка", None, None, None, 3], ["А1", None, "Подготовка", None, None, 3]]
        rows += [[None, None, None, "Кромки", 1, 1], [None, None, None, "Зазор", 1, "2"]]
        rows += [["Б", "Шов", None, None, None, 1], ["Б1", None, "Корень", None, None, 1]]
        rows += [[None, None, None, "Без пор", 2, 1]]
        found = read(rows)
        assert shape(found) == [("A", [("A1", ["1.0", "2"])]), ("Б", [("Б1", ["1.0"])])]
        assert [(c.name, c.declared) for c in found.scheme.criteria] == [("Сборка", 3), ("Шов", 1)]

    def test_ladder_with_criteria_named_in_words(self):
        rows = [["№", "Аспект", "Оценка 0", "1", "2", "Макс. балл"], [None, "Критерий А. Работа"]]
        rows += [[1, "Порядок", "нет", "частично", "да", 2], [None, "Критерий Б. Отчёт"]]
        rows += [[2, "Полнота", "нет", "частично", "да", 1]]
        found = read(rows)
        assert shape(found) == [("A", [("A1", ["2.0"])]), ("Б", [("Б1", ["1.0"])])]
        assert [c.name for c in found.scheme.criteria] == ["Работа", "Отчёт"]

    def test_ladder_with_criteria_known_by_their_sums(self):
        rows = [["Аспект", "Оценка 0", "1", "2", "Макс. балл", "Проф. задача"], ["Работа", None, None, None, 3]]
        rows += [["Порядок", "нет", "частично", "да", 2], ["Скорость", "нет", "частично", "да", 1]]
        found = read(rows)
        assert shape(found) == [("A", [("A1", ["2.0", "1.0"])])]
        assert (found.scheme.criteria[0].name, found.scheme.criteria[0].declared) == ("Работа", 3)

    def test_korean_with_sums_of_the_main_items(self):
        rows = [["주요항목", "배점", "일련번호", "세부항목", "채점방법", "배점", "채점"]]
        rows += [["준비", 3, 1, "공구", "있음", 1, None], [None, None, 2, "안전", "착용", 2, 2]]
        found = read({"채점표": rows})
        assert shape(found) == [("A", [("A1", ["1.0", "2.0"])])]
        assert [a.extra for a in aspects(found)] == ["있음", "착용"]
        assert "several_max_columns" not in codes(found)
        assert [dict(each.marks) for each in found.awarded] == [{3: 2}]

    def test_a_competitors_name_heads_awarded_marks(self):
        rows = template(("A", [sub_row("A1", "S"), [*m_row("a", 1), 0.5], m_row("b", 1)]))
        rows[next(i for i, row in enumerate(rows) if "Criterion A" in row)][11] = "Иванов И."
        found = read(rows)
        assert [(each.label, len(each.marks)) for each in found.awarded] == [("Иванов И.", 1)]

    def test_title_in_column_b_without_a_type(self):
        found = read(template(("A", [sub_row("A1", "S"), m_row("", 1, name="Title", kind=None)])))
        assert marks(found) == [("M", "Title", "1.0")]
        assert "type_missing" in codes(found)

    def test_a_repeated_header_within_a_criterion(self):
        header = [*V5, "Criterion A", "Total\nMark"]
        rows = template(("A", [sub_row("A1", "S"), m_row("a", 1), header, sub_row("A2", "T"), m_row("b", 1)]))
        assert shape(read(rows))[0] == ("A", [("A1", ["1.0"]), ("A2", ["1.0"])])

    def test_a_label_copied_twice_follows_the_code(self):
        rows = template(("A", [sub_row("A1", "S"), m_row("a", 1)]), ("A", [sub_row("B1", "T"), m_row("b", 2)]))
        found = read(rows)
        assert shape(found) == [("A", [("A1", ["1.0"])]), ("B", [("B1", ["2.0"])])]
        assert "criterion_label_differs" in codes(found)

    def test_dates_anywhere_are_an_error(self):
        date = datetime.datetime(2026, 5, 1)  # noqa: DTZ001
        ladder = [[None, None, None, None, None, step, f"s{step}"] for step in range(4)]
        ladder[1][6] = date
        found = read(template(("A", [sub_row("A1", "S"), m_row("a", 1, day=date), m_row("b", 1, kind="J"), *ladder])))
        assert codes(found, "error") == ["date_in_cell", "date_in_cell"]
        assert cells_of(found, "date_in_cell") == ["C18", "G21"]


class TestSecondSheet:
    """The scheme once more with one competitor's marks (cis-workbook 18): offered by the aspects of the first."""

    def sheets(self, *marks, text="b"):
        first = template(("A", [sub_row("A1", "S"), m_row("a", 1), m_row("b", 2)]))
        copy = template(("A", [sub_row("A1", "S"), [*m_row("a", 1), marks[0]], [*m_row(text, 2), marks[1]]]))
        copy[next(i for i, row in enumerate(copy) if "Criterion A" in row)][11] = "Li Na"
        return {"Scheme": first, "Li Na": [[], *copy]}

    def test_its_marks_are_offered(self):
        found = read(self.sheets(0.5, None))
        assert [(each.sheet, each.label, each.cell, dict(each.marks)) for each in found.awarded] == [
            ("Li Na", "Li Na", "L17", {aspects(found)[0].row: 0.5})
        ]
        assert codes(found).count("other_sheet_ignored") == codes(found).count("awarded_marks_found") == 1

    def test_what_is_no_number_is_kept_as_it_was_typed(self):
        found = read(self.sheets(1, "not done"))
        assert [dict(each.unread) for each in found.awarded] == [{aspects(found)[1].row: "not done"}]

    def test_other_aspects_are_no_copy(self):
        found = read(self.sheets(0.5, 1, text="something else"))
        assert found.awarded == ()
        assert "awarded_marks_found" not in codes(found)
