"""The JSON form (cis-workbook 20)."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from judging.schemes.file_forms import read_and_check
from judging.schemes.scheme import Calculation, Descriptor, Parameter
from tests.judging.schemes.sheets import aspects, cells_of, codes, shape


def read(form, name="a.json"):
    content = form if isinstance(form, bytes) else json.dumps(form, ensure_ascii=False).encode()
    return read_and_check(content, name)


def form(*given, **more):
    return {"totalMark": 2, "wsosSections": {"1": "Work"}, "subCriterions": [{"name": "S", "aspects": given}], **more}


def aspect(**given):
    return {"type": "measurement", "description": "d", "maxMark": 1, "wsosSection": 1, **given}


def test_the_real_module():
    path = Path("judging/schemes/samples/es2023_module_c.json")
    found = read(path.read_bytes(), path.name)
    assert found.layout == "json"
    assert [criterion.code for criterion in found.scheme.criteria] == ["A"]
    assert (found.scheme.max_mark, found.scheme.declared_total, len(aspects(found))) == (17, 17, 25)
    assert [(s.number, s.declared) for s in found.scheme.sections] == [("1", None), ("2", None), ("5", None)]
    assert codes(found, "error") == []


def test_every_field():
    options = {
        "type": "options",
        "options": [{"value": 0.25, "description": "half"}, {"value": 1, "description": "all"}],
    }
    judged = aspect(type="judgement", judgementScoreDescription=["a", "b", "c", "d"], extraDescription="e", maxMark=0.1)
    found = read(form(aspect(calculation=options), judged, aspect(calculation={"type": "true-or-false"})))
    first, second, third = aspects(found)
    assert first.calculation == Calculation(
        "OPTIONS",
        {"OPTION1_VALUE": Parameter(Decimal("0.25"), "half"), "OPTION2_VALUE": Parameter(Decimal(1), "all")},
    )
    assert second.descriptors == tuple(Descriptor(n, text) for n, text in enumerate("abcd"))
    assert (second.type, second.extra, second.max_mark, second.calculation) == ("J", "e", Decimal("0.1"), None)
    assert third.calculation == Calculation("PASS_FAIL")
    assert shape(found) == [("A", [("A1", ["1", "0.1", "1"])])]


def test_totals_that_differ_are_a_warning():
    found = read(form(aspect(), totalMark=17))
    assert "declared_total_differs" in codes(found, "warning")
    assert codes(found, "error") == []


def test_all_problems_at_once_with_their_paths():
    found = read(form(aspect(maxMark="x"), aspect(maxMark=None), aspect(type="guess"), aspect(maxMark=0)))
    assert sorted(codes(found, "error")) == [
        "cell_not_a_number",
        "max_mark_missing",
        "max_mark_not_positive",
        "type_unknown",
    ]
    assert cells_of(found, "cell_not_a_number") == ["subCriterions[0].aspects[0].maxMark"]
    assert cells_of(found, "max_mark_not_positive") == ["subCriterions[0].aspects[3].maxMark"]


@pytest.mark.parametrize(
    "content", [b"{", b"[1]", b'{"a": 1}', b"[" * 100_000, b'{"subCriterions": [{"aspects": []}]}']
)
def test_no_scheme(content):
    found = read(content)
    assert found.scheme is None
    assert len(codes(found, "error")) == 1


def test_hostile_numbers():
    text = b'{"subCriterions": [{"aspects": [{"type": "measurement", "maxMark": 1e999999}, {"maxMark": NaN}]}]}'
    assert read(text).scheme is None
    text = text.replace(b', {"maxMark": NaN}', b"")
    assert "cell_not_a_number" in codes(read(text), "error")


def test_json_with_another_ending_is_told_by_its_content():
    found = read(form(aspect()), "scheme.xlsx")
    assert found.layout == "json"
    assert "file_misnamed" in codes(found, "warning")


def one_mark(mark: str) -> str:
    aspect = '{"type": "measurement", "description": "x", "maxMark": ' + mark + "}"
    return '{"totalMark": 1, "subCriterions": [{"name": "A", "aspects": [' + aspect + "]}]}"


@pytest.mark.parametrize("mark", ["9" * 4200, "1e15", "1e99999999999999999999999", "-1e30"])
def test_numbers_beyond_reason_are_problems(mark: str) -> None:
    read = read_and_check(one_mark(mark).encode(), "form.json")
    assert [each.code for each in read.problems if each.severity == "error"]


def test_a_file_of_thousands_of_aspects_is_no_scheme() -> None:
    aspect = '{"type": "measurement", "description": "x", "maxMark": 0.01}'
    form = '{"totalMark": 50, "subCriterions": [{"name": "A", "aspects": [' + ",".join([aspect] * 5000) + "]}]}"
    read = read_and_check(form.encode(), "form.json")
    assert read.scheme is None
    assert [each.code for each in read.problems] == ["too_many_aspects"]
