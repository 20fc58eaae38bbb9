"""The layouts besides the template: CIS v3 and v1/v2, Portuguese, Russian three times, Korean."""

from decimal import Decimal

from judging.schemes.scheme import Descriptor
from tests.judging.schemes.sheets import V5, aspects, cells_of, codes, m_row, read, shape, sub_row, template


def marks(found):
    return [(a.type, a.description, str(a.max_mark)) for a in aspects(found)]


class TestCisV3:
    header = (
        *V5[:3],
        "Aspect Type\nO = Obj\nS = Sub\n(J = Judg)",
        *V5[4:9],
        "Max Mark 1",
        "Max Mark 2",
        "Max Mark",
        "Criterion A",
        "Total Mark",
    )

    def test_types_and_the_first_of_several_maxima(self):
        rows = [
            ["38 Test"],
            [],
            list(self.header),
            ["A1", "Sub", 1],
            [None, None, None, "O", "objective", None, None, "req", 1, 1.5, 9, 9],
            [None, None, None, "S", "subjective", None, None, None, 1, 2, 9, 9],
            *[[None, None, None, None, None, step, f"s{step}"] for step in range(4)],
            [None, None, None, "J", "judged", None, None, None, 1, 1, 9, 9],
            *[[None, None, None, None, None, step, f"s{step}"] for step in range(4)],
        ]
        found = read(rows)
        assert found.layout == "cis-v3"
        assert marks(found) == [("M", "objective", "1.5"), ("J", "subjective", "2.0"), ("J", "judged", "1.0")]
        assert cells_of(found, "several_max_columns") == ["K3", "L3"]
        assert aspects(found)[0].requirement == "req"
        assert codes(found, "error") == []


class TestCisV1:
    """A header of two rows, types O and S, further lines below an aspect, max in G, criterion in H."""

    def rows(self, upper, lower):
        return [
            ["Skill 05"],
            [],
            upper,
            lower,
            ["A1", "Sub one", None],
            [None, None, "O", "Length 100 mm", None, "tolerance", 1, None],
            [None, None, None, "0.1 mm off: half"],
            [None, None, None, "0.2 mm off: nothing"],
            [None, None, "S", "Finish", None, None, "0,5"],
            ["A2", "Sub two"],
            [None, None, "O", "Width", None, None, 2],
            [],
            [*upper[:7], "Criterion B", *upper[8:]],
            lower,
            ["B1", "Sub three"],
            [None, None, "O", "Depth", None, None, 3],
        ]

    def check(self, rows):
        found = read(rows)
        assert found.layout == "cis-v1"
        assert shape(found) == [
            ("A", [("A1", ["1.0", "0.5"]), ("A2", ["2.0"])]),
            ("B", [("B1", ["3.0"])]),
        ]
        first, second = aspects(found)[:2]
        assert first.description == "Length 100 mm\n0.1 mm off: half\n0.2 mm off: nothing"
        assert first.extra + first.requirement == "tolerance"
        assert (second.type, cells_of(found, "type_unclear")) == ("J", ["C9"])
        assert codes(found, "error") == []

    def test_labels_cut_in_two(self):
        upper = ["Sub Criteria", "Sub Criteria", "Aspect Type", "Aspect", "Judg", "Extra Aspect", "Max"]
        lower = ["ID", "Name", "O = Obj S = Sub (J = Judg)", "Description", "Score", "Description", "Mark"]
        self.check(self.rows([*upper, "Criterion A", "Total Mark"], lower))

    def test_second_row_with_the_key_of_the_types_only(self):
        upper = ["Sub Criteria ID", "Sub Criteria Name", "Aspect Type", "Aspect - Description"]
        upper += ["Judg Score", "Extra Aspect Description", "Max Mark", "Criterion A", "Total Mark"]
        lower = [None, None, "O = Obj\nS = Sub\nJ = Judg", None, "(0-3)"]
        self.check(self.rows(upper, lower))


def test_portuguese():
    header = (
        "ID do\nsubcritério",
        "Nome do subcritério ou descrição",
        "Dia de\nMarcação",
        "Tipo de Aspecto\nM = Medida\nJ = Julgamento",
        "Aspecto - Descrição",
        "Nota\nJulg",
        "Descrição extra do aspecto ou descrição da nota",
        "Requisito (somente medida)",
        "Seção WSOS",
        "Linha de cálculo (só exportação)",
        "marca\nmáxima",
    )
    rows = [sub_row("A1", "Instalação", " 2"), m_row("Fiação", "1,5", extra="cor", requirement="230 V")]
    rows += [m_row("Acabamento", 2, kind="J"), *[[None] * 5 + [n, f"nível {n}"] for n in range(4)]]
    block = template(("A", rows), header=header, criteria=[("A", "Casa", 3.5)])
    found = read([["Critério A" if cell == "Criterion A" else cell for cell in row] for row in block])
    assert shape(found) == [("A", [("A1", ["1.5", "2.0"])])]
    first, second = aspects(found)
    assert (first.extra, first.requirement, first.section, first.day) == ("cor", "230 V", "1", 2)
    assert [step.text for step in second.descriptors] == [f"nível {n}" for n in range(4)]
    assert codes(found, "error") == []


class TestRussianNational:
    header = (
        "Код", "Подкритерий", "Тип аспекта", "Аспект", "Судейский балл", "Методика проверки аспекта",
        "Требование или номинальный размер", "Проф. задача", "Макс. балл",
    )  # fmt: skip

    def rows(self):
        return [
            ["Мероприятие", "Региональный этап"],
            ["Номер компетенции", "17"],
            ["Наименование компетенции", "Веб-технологии"],
            [],
            [],
            [],
            [],
            list(self.header),
            ["А", "Вёрстка", None, None, None, None, None, None, 3],
            [1, "Главная страница"],
            [None, None, "И", "Меню есть", None, "Вычесть 0,1", "да", 1, "0,5"],
            [None, None, None, None, None, "за каждую ошибку"],
            [None, None, "С", "Дизайн", None, None, None, 2, "2,5"],
            *[[None, None, None, None, step, f"уровень {step}"] for step in range(4)],
            ["Б", "Сервер", None, None, None, None, None, None, "1,00"],
            [1, "API", "И", "Ответ 200", None, None, None, 3, 1],
            ["В", "Пусто", None, None, None, None, None, None, 2],
            ["Г", "Итоги", None, None, None, None, None, None, 4],
            ["Г1", "Отчёт"],
            [None, None, "И", "Сдан", None, None, None, 3, 4],
            ["Итого", None, None, None, None, None, None, None, 10],
        ]

    def test_nine_columns(self):
        found = read({"Критерии": self.rows()})
        assert found.layout == "russian"
        assert shape(found) == [
            ("A", [("1", ["0.5", "2.5"])]),
            ("Б", [("1", ["1.0"])]),
            ("B", []),
            ("Г", [("Г1", ["4.0"])]),
        ]
        assert [c.declared for c in found.scheme.criteria] == [3, 1, 2, 4]
        assert [c.name for c in found.scheme.criteria] == ["Вёрстка", "Сервер", "Пусто", "Итоги"]
        assert found.scheme.title == "Веб-технологии"
        assert found.scheme.declared_total == 10
        first, second = aspects(found)[:2]
        assert (first.type, first.extra, first.requirement) == ("M", "Вычесть 0,1\nза каждую ошибку", "да")
        assert (second.type, len(second.descriptors), second.section) == ("J", 4, "2")
        assert codes(found, "error") == []
        assert "type_unclear" not in codes(found)

    def test_awarded_marks_are_offered_and_blank_is_not_zero(self):
        rows = self.rows()
        rows[7].append("Балл участника")
        rows[10].append(0)
        rows[12].append(1.5)
        found = read({"Критерии": rows})
        assert [(each.label, dict(each.marks)) for each in found.awarded] == [
            ("Балл участника", {11: Decimal(0), 13: Decimal("1.5")})
        ]
        assert "awarded_marks_found" in codes(found, "warning")
        assert found.scheme.max_mark == 8


class TestRussianSixColumns:
    def rows(self):
        return [
            ["Компетенция", "Сварка"],
            [],
            ["Код", "Субкритерий", "Аспект", "Методика", "Проф. задача", "Макс. балл"],
            ["А", "Сборка", None, None, None, 4],
            ["А1", "Подготовка", None, None, None, 3],
            [None, None, "Кромки чистые", "осмотр", 1, 1],
            [None, None, "Зазор", None, 1, "2,0"],
            [None, None, "допуск 0,5 мм"],
            ["А2", "Прихватка", None, None, None, 1],
            [None, None, "Две точки", None, 2, 1],
            ["Б", "Шов", None, None, None, 2],
            ["Б1", "Корень", None, None, None, 2],
            [None, None, "Без пор", None, 2, 2],
            ["Итого", None, None, None, None, 6],
        ]

    def test_own_sums_are_not_added(self):
        found = read(self.rows())
        assert found.layout == "russian-six"
        assert shape(found) == [
            ("A", [("A1", ["1.0", "2.0"]), ("A2", ["1.0"])]),
            ("Б", [("Б1", ["2.0"])]),
        ]
        assert (found.scheme.max_mark, found.scheme.declared_total) == (6, 6)
        assert [c.declared for c in found.scheme.criteria] == [4, 2]
        assert {a.type for a in aspects(found)} == {"M"}
        assert aspects(found)[1].description == "Зазор\nдопуск 0,5 мм"
        assert codes(found).count("type_column_missing") == 1
        assert "type_missing" not in codes(found)
        assert codes(found, "error") == []

    def test_a_sum_that_differs_warns(self):
        rows = self.rows()
        rows[4][5] = 3.5
        found = read(rows)
        assert cells_of(found, "sub_criterion_sum_differs") == ["F5"]
        assert found.scheme.max_mark == 6

    def test_names_in_one_column(self):
        rows = [["Код", "Критерий, подкритерий, аспект", "Требование", "Методика", "Проф. задача", "Макс. балл"]]
        rows += [["А", "Сборка", None, None, None, 3], ["А1", "Подготовка", None, None, None, 3]]
        rows += [[None, "Кромки", None, None, 1, 1], [None, "Зазор", None, None, 1, 2]]
        assert shape(read(rows)) == [("A", [("A1", ["1.0", "2.0"])])]

    def test_numbered_aspects(self):
        rows = [["Код", "Подкритерий", "Аспект", "Требование", "Проф. задача", "Макс. балл"]]
        rows += [["А", "Сборка", None, None, None, 3], ["А1", "Подготовка", None, None, None, 3]]
        rows += [["А1.1", None, "Кромки", None, 1, 1], ["А1.2", None, "Зазор", None, 1, 2]]
        rows += [["А1.3", None, "Без балла", None, 1, None]]
        found = read(rows)
        assert shape(found) == [("A", [("A1", ["1.0", "2.0", "None"])])]
        assert cells_of(found, "max_mark_missing") == ["F6"]


class TestRussianLadderInColumns:
    def check(self, found, error_free=True):
        assert found.layout == "russian-ladder"
        assert shape(found) == [("A", [("A1", ["2.0", "1.0"])]), ("Б", [("Б1", ["2.0"])])]
        assert [s.name for s in found.scheme.sub_criteria()] == ["", ""]
        assert [c.name for c in found.scheme.criteria] == ["Работа", "Отчёт"]
        assert aspects(found)[0].descriptors == (
            Descriptor(0, "нет"),
            Descriptor(1, "частично"),
            Descriptor(2, "да"),
        )
        assert {a.type for a in aspects(found)} == {"M"}
        assert codes(found).count("type_column_missing") == 1
        assert codes(found, "error") == []

    def body(self):
        return [
            ["А", "Работа", None, None, None, 3],
            [1, "Порядок", "нет", "частично", "да", 2],
            [2, "Скорость", "нет", None, "да", 1],
            ["Б", "Отчёт", None, None, None, 2],
            [1, "Полнота", "нет", "частично", "да", 2],
        ]

    def test_one_header_row(self):
        self.check(read([["Код", "Аспект", "Оценка 0", 1, 2, "Макс. балл"], *self.body()]))

    def test_two_header_rows(self):
        upper = ["Код", "Аспект", "Оценка", None, None, "Макс. балл"]
        self.check(read([upper, [None, None, 0, 1, 2], *self.body()]))

    def test_criterion_in_a_column_of_its_own(self):
        rows = [["Критерий", "Аспект", "Оценка 0", "1", "2", "Макс. балл"]]
        rows += [["А. Работа", "Порядок", "нет", "частично", "да", 2], [None, "Скорость", "нет", None, "да", 1]]
        rows += [["Б. Отчёт", "Полнота", "нет", "частично", "да", 2]]
        self.check(read(rows))


class TestKorean:
    def rows(self):
        return [
            ["2024년 지방기능경기대회 채점표"],
            [],
            ["일련번호", "주요항목", "세부항목", "배점", "채점"],
            [1, "작업 준비", "공구 정리", 2, 1.5],
            [None, None, "안전 장비", 3, None],
            [None, None, "(미착용 시 0점)", None, None],
            [2, "치수", "길이 100 mm", "4", 0],
            [None, None, "폭 50 mm", 1, None],
            ["합계", None, None, 10, 1.5],
        ]

    def test_no_criterion_code_and_rows_without_a_maximum_go_on(self):
        found = read({"채점표": self.rows()}, name="채점표.xlsx")
        assert found.layout == "korean"
        assert shape(found) == [("A", [("1", ["2.0", "3.0"]), ("2", ["4", "1.0"])])]
        assert [s.name for s in found.scheme.sub_criteria()] == ["작업 준비", "치수"]
        assert aspects(found)[1].description == "안전 장비\n(미착용 시 0점)"
        assert found.scheme.declared_total == 10
        assert codes(found).count("type_column_missing") == 1
        assert codes(found, "error") == []
        assert [dict(each.marks) for each in found.awarded] == [{4: Decimal("1.5"), 7: Decimal(0)}]

    def test_numbered_aspects(self):
        rows = self.rows()
        rows[4][0], rows[6][0], rows[7][0] = 2, 3, 4
        found = read({"채점표": rows})
        assert shape(found) == [("A", [("A1", ["2.0", "3.0"]), ("A2", ["4", "1.0"])])]
