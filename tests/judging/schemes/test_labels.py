"""Header labels met in real files (cis-workbook 16), in whatever case and with whatever blanks."""

import pytest

from judging.schemes.labels import criterion_letter, role_of

MET = {
    "Aspect Type M = Meas J = Judg": "type",
    "Aspect Type O = Obj S = Sub (J = Judg)": "type",
    "Max Mark": "max",
    "Max Mark 1": "max",
    "Max Mark 2": "max",
    "Sub Criteria ID": "code",
    "Tipo de Aspecto M = Medida J = Julgamento": "type",
    "marca máxima": "max",
    "ID do subcritério": "code",
    "Dia de Marcação": "day",
    "Тип аспекта": "type",
    "Макс. балл": "max",
    "Код": "code",
    "Подкритерий": "sub",
    "Субкритерий": "sub",
    "Аспект": "aspect",
    "Проф. задача": "section",
    "배점": "max",
    "채점": "awarded",
    "주요항목": "sub",
    "세부항목": "aspect",
    "일련번호": "code",
    "WSOS Section": "section",
    "Calculation Row (Export only)": "calculation",
    "Requirement (Measurement Only)": "requirement",
    "Judg Score": "score",
    "Day of Marking": "day",
}


@pytest.mark.parametrize(("label", "role"), MET.items())
def test_a_label_names_its_column(label: str, role: str):
    for written in (
        label,
        label.upper(),
        label.lower(),
        label.replace(" ", "\n"),
        f"  {label} ",
        label.replace(" ", "  "),
    ):
        assert role_of(written) == role, written


@pytest.mark.parametrize(
    "written", ["Criterion B", "CRITERION B", "Criterion\n b", "Critério B", "Критерий В", "标准B"]
)
def test_the_letter_of_a_criterion(written: str):
    assert criterion_letter(written) == "B"


@pytest.mark.parametrize("text", ["", "Navigation implemented", "max mark " * 20, "12"])
def test_an_ordinary_text_names_none(text: str):
    assert role_of(text) is None
