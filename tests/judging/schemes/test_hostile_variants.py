"""Every layout once more, as careless hands leave it: what is read must not change (cis-workbook 1, 7 … 10, 12, 15, 16)."""

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest

from judging.schemes.file_forms import read_and_check
from judging.schemes.layout import find_header
from judging.schemes.read_scheme import ReadScheme
from judging.schemes.scheme import Descriptor
from tests.judging.schemes.sheets import (
    V5,
    cells_of,
    codes,
    j_rows,
    m_row,
    read,
    saved,
    sub_row,
    template,
    workbook,
)
from tests.judging.schemes.test_layouts import (
    TestCisV3,
    TestKorean,
    TestRussianLadderInColumns,
    TestRussianNational,
    TestRussianSixColumns,
)

Rows = list[list[Any]]
LADDER = TestRussianLadderInColumns()


def cis() -> Rows:
    first = [sub_row("A1", "One", 1), m_row("a", 1, extra="rule", requirement="100 mm"), *j_rows("b", 1.5)]
    second = [sub_row("B1", "Two", " 2"), m_row("c", "0,5", section=2), [None] * 6 + ["-0.1 each"], m_row("d", 2)]
    return template(("A", first), ("B", second))


def short() -> Rows:
    header = [*V5[:7], V5[9], V5[10], "Criterion A", "Total Mark", 1.5]
    rows = [["Title"], header, ["A1", "Sub", 1], [None, None, None, "M", "x", None, "e", None, 0.5]]
    rows += [[None, None, None, "J", "y", None, None, None, 1], *[[None] * 5 + [n, f"s{n}"] for n in range(4)]]
    return rows


def v3() -> Rows:
    rows: Rows = [["38 Test"], [], list(TestCisV3.header), ["A1", "Sub", 1]]
    rows.append([None, None, None, "O", "objective", None, None, "req", 1, 1.5, None, None])
    rows.append([None, None, None, "S", "subjective", None, None, None, 1, 2, None, None])
    return rows + [[None, None, None, None, None, n, f"s{n}"] for n in range(4)]


def v1() -> Rows:
    upper = ["Sub Criteria", "Sub Criteria", "Aspect Type", "Aspect", "Judg", "Extra Aspect", "Max"]
    lower = ["ID", "Name", "O = Obj S = Sub (J = Judg)", "Description", "Score", "Description", "Mark"]
    rows: Rows = [["Skill 05"], [], [*upper, "Criterion A"], lower, ["A1", "Sub one"]]
    rows += [[None, None, "O", "Length", None, "tolerance", 1], [None, None, None, "0.1 mm off: half"]]
    return rows


def portuguese() -> Rows:
    header = ["ID do\nsubcritério", "Nome do subcritério", "Dia de\nMarcação",
              "Tipo de Aspecto\nM = Medida\nJ = Julgamento", "Aspecto - Descrição", "Nota\nJulg",
              "Descrição extra do aspecto", "Requisito (somente medida)", "Seção WSOS", "Linha de cálculo",
              "marca\nmáxima"]  # fmt: skip
    rows = template(("A", [sub_row("A1", "Instalação", 2), m_row("Fiação", 1.5, requirement="230 V")]), header=header)
    return [["Critério A" if cell == "Criterion A" else cell for cell in row] for row in rows]


LAYOUTS: dict[str, Callable[[], Rows]] = {
    "cis": cis,
    "cis-short": short,
    "cis-v3": v3,
    "cis-v1": v1,
    "portuguese": portuguese,
    "russian": lambda: TestRussianNational().rows(),
    "russian-six": lambda: TestRussianSixColumns().rows(),
    "russian-ladder": lambda: [["Код", "Аспект", "Оценка 0", 1, 2, "Макс. балл"], *LADDER.body()],
    "korean": lambda: TestKorean().rows(),
}
TWO_ROWS = {"cis-v1"}


def facts(found: ReadScheme) -> list[Any]:
    assert found.scheme is not None, codes(found)
    return [
        found.layout,
        found.scheme.declared_total,
        [
            (
                c.code, c.name, c.declared,
                [
                    (s.code, s.name, [(a.type, a.description, a.extra, a.requirement, a.section, a.max_mark, a.day,
                                       a.descriptors) for a in s.aspects])
                    for s in c.sub_criteria
                ],
            )
            for c in found.scheme.criteria
        ],
    ]  # fmt: skip


def header_of(rows: Rows) -> int:
    found = find_header([["" if cell is None else cell for cell in row] for row in rows])
    assert found is not None
    return found.row


def shifted(rows: Rows) -> Rows:
    return [[None, None, *row] for row in rows]


def lowered(rows: Rows) -> Rows:
    return [[], [], [], *rows]


def spaced(rows: Rows) -> Rows:
    return [each for row in rows for each in (row, [])]


def thinly_spaced(rows: Rows) -> Rows:
    return [each for row in rows for each in (row, ["\u00a0", " ", None, "\t"])]


def comma(rows: Rows) -> Rows:
    return [[f" {cell} ".replace(".", ",") if _is_number(cell) else cell for cell in row] for row in rows]


def full_width(rows: Rows) -> Rows:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    return [[str(cell).translate(wide) if _is_number(cell) else cell for cell in row] for row in rows]


def floats(rows: Rows) -> Rows:
    return [[float(cell) if _is_number(cell) else cell for cell in row] for row in rows]


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def shouted(rows: Rows) -> Rows:
    at = header_of(rows)
    height = 2 if at + 1 < len(rows) and rows[at + 1][:1] == ["ID"] else 1
    return [
        [cell.upper() if isinstance(cell, str) and at <= number < at + height else cell for cell in row]
        for number, row in enumerate(rows)
    ]


def broken_labels(rows: Rows) -> Rows:
    at = header_of(rows)
    return [
        [cell.replace(" ", " \n ") if isinstance(cell, str) and number == at else cell for cell in row]
        for number, row in enumerate(rows)
    ]


def noted(rows: Rows) -> Rows:
    """Remarks far to the right of everything."""
    width = max(map(len, rows)) + 3
    return [
        [*row, *[None] * (width - len(row)), "remark"] if number % 3 == 2 else row for number, row in enumerate(rows)
    ]


VARIANTS = [shifted, lowered, spaced, thinly_spaced, comma, full_width, floats, shouted, broken_labels, noted]


@pytest.mark.parametrize("change", VARIANTS, ids=lambda change: change.__name__)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_read_does_not_change(layout: str, change: Callable[[Rows], Rows]):
    rows = LAYOUTS[layout]()
    if layout in TWO_ROWS and change in (spaced, thinly_spaced):
        top = header_of(rows) + 2
        changed = [*rows[:top], *change(rows[top:])]
    else:
        changed = change(rows)
    before, after = read({"S": rows}), read({"S": changed})
    assert facts(after) == facts(before)
    assert codes(after, "error") == codes(before, "error")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_merged_cells_and_a_sheet_of_instructions_before(layout: str):
    rows = LAYOUTS[layout]()
    before = read({"S": rows})
    content = workbook({"Read me": [["How to mark"], ["Aspects are marked one by one", "Max"]], "S": rows})
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["S"]
    for number in range(1, sheet.max_row + 1):
        blank = [
            c
            for c in range(2, sheet.max_column)
            if sheet.cell(number, c + 1).value is None and sheet.cell(number, c).value
        ]
        if blank:
            sheet.merge_cells(start_row=number, end_row=number, start_column=blank[0], end_column=blank[0] + 1)
    after = read_and_check(saved(book), "s.xlsx", trusted=True)
    assert facts(after) == facts(before)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_maximum_turned_into_a_date_is_one_error_at_its_cell(layout: str):
    rows = [list(row) for row in LAYOUTS[layout]()]
    found = read({"S": rows})
    assert found.scheme is not None
    first = next(found.scheme.aspects())
    column = found.columns["max"]
    assert first.row is not None
    rows[first.row - 1][column] = datetime.date(2026, 5, 1)
    hurt = read({"S": rows})
    assert codes(hurt, "error") == ["date_in_cell"]
    assert cells_of(hurt, "date_in_cell") == [f"{chr(65 + column)}{first.row}"]
    assert sum(1 for _ in hurt.scheme.aspects()) == sum(1 for _ in found.scheme.aspects())


HEADERS = {
    "english": (*V5, "Criterion B", "Total\nMark"),
    "mistyped": ("Sub ID", "Nmae", "Dya", "Apsect\nType", "Apsect", "", "Extra", "", "", "", "Mxa Mrak", "Criterion B"),
    "portuguese": ("ID do subcritério", "Nome", "Dia", "Tipo de Aspecto M = Medida J = Julgamento", "Aspecto", "", "", "",
                   "", "", "marca máxima", "Critério B"),
    "russian": ("Код", "Подкритерий", "День", "Тип аспекта", "Аспект", "Судейский балл", "Методика", "Требование",
                "Проф. задача", "", "Макс. балл", "Критерий B"),
    "korean": ("일련번호", "주요항목", "", "유형 M = J =", "세부항목", "", "", "", "", "", "배점", "Criterion B"),
    "capitals": tuple(label.upper() for label in (*V5, "Criterion B")),
    "without-letter": (*V5,),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_a_repeated_header_in_any_hand(name: str):
    rows = template(("A", [sub_row("A1", "One"), m_row("a", 1)]))
    rows += [list(HEADERS[name]), sub_row("B1", "Two"), m_row("b", 2), *j_rows("c", 1)]
    found = read(rows)
    assert facts(found)[2] == [
        ("A", "First", 3, [("A1", "One", [("M", "a", "", "", "1", 1, None, ())])]),
        ("B", "Second", 2, [("B1", "Two", [
            ("M", "b", "", "", "1", 2, None, ()),
            ("J", "c", "", "", "1", 1, None, tuple(_ladder())),
        ])]),
    ]  # fmt: skip


def _ladder() -> Sequence[Any]:
    return [Descriptor(step, f"step {step}") for step in range(4)]
