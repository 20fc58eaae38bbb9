"""Export to the CIS workbook: what comes back is what went out, formulas live, bytes stable."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.schemes.export import check_export, export_scheme
from judging.schemes.file_forms import read_and_check
from judging.schemes.report import report
from judging.schemes.scheme import (
    Aspect,
    Calculation,
    Criterion,
    Descriptor,
    Parameter,
    Scheme,
    Section,
    SubCriterion,
)
from tests.judging.schemes import test_layouts
from tests.judging.schemes.sheets import aspects, read

SAMPLES = sorted(Path("judging/schemes/samples").glob("*.[xj]*"))


def without_rows(scheme):
    criteria = tuple(
        replace(
            criterion,
            sub_criteria=tuple(
                replace(sub, aspects=tuple(replace(aspect, row=None, id=None) for aspect in sub.aspects))
                for sub in criterion.sub_criteria
            ),
        )
        for criterion in scheme.criteria
    )
    return replace(scheme, criteria=criteria)


def read_back(scheme):
    found = read_and_check(export_scheme(scheme), "out.xlsx", trusted=True)
    assert found.scheme is not None
    return found


def document(found):
    whole = report(found, [""] * len(found.problems))
    for name in ("layout", "sheet", "sha256", "awarded", "problems"):
        del whole[name]
    for criterion in whole["criteria"]:
        for sub in criterion["sub_criteria"]:
            for aspect in sub["aspects"]:
                del aspect["row"]
    return whole


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_read_the_same_by_scheme_check(path):
    found = read_and_check(path.read_bytes(), path.name, trusted=True)
    assert document(read_back(found.scheme)) == document(found)
    assert without_rows(read_back(found.scheme).scheme) == without_rows(found.scheme)


@pytest.mark.parametrize(
    "rows",
    [
        test_layouts.TestRussianNational().rows(),
        test_layouts.TestRussianSixColumns().rows(),
        test_layouts.TestKorean().rows(),
        [["Код", "Аспект", "Оценка 0", 1, 2, "Макс. балл"], *test_layouts.TestRussianLadderInColumns().body()],
    ],
    ids=["russian", "six", "korean", "ladder"],
)
def test_national_layouts_read_the_same_by_scheme_check(rows):
    found = read(rows)
    assert document(read_back(found.scheme)) == document(found)


def test_bytes_are_stable():
    scheme = read_and_check(SAMPLES[1].read_bytes(), SAMPLES[1].name, trusted=True).scheme
    assert export_scheme(scheme) == export_scheme(scheme)


def test_cis_users_recognise_it():
    path = next(path for path in SAMPLES if path.suffix == ".xlsx")
    scheme = read_and_check(path.read_bytes(), path.name, trusted=True).scheme
    live = openpyxl.load_workbook(io.BytesIO(export_scheme(scheme)))
    stored = openpyxl.load_workbook(io.BytesIO(export_scheme(scheme)), data_only=True)
    theirs = openpyxl.load_workbook(path)
    assert live.sheetnames == theirs.sheetnames
    ours, original, values = live.worksheets[0], theirs.worksheets[0], stored.worksheets[0]
    for row in (1, 3, 4, 10, 13, 14, 23):
        expected = [cell.value for cell in original[row][:13]]
        got = [cell.value for cell in ours[row][:13]]
        formulas = [isinstance(value, str) and value.startswith("=") for value in expected]
        assert [a == b or f for a, b, f in zip(got, expected, formulas, strict=True)] == [True] * 13
    assert ours["J5"].value.startswith("=SUMIF(I24:I")
    assert ours["K5"].value == "=ABS(I5-J5)"
    assert ours["K10"].value == "=SUM(K5:K9)"
    assert (values["J6"].value, values["K10"].value) == (5.25, 1)
    assert ours["N23"].value.startswith("=SUM(K24:K")
    assert values["N23"].value == 16.5
    last = ours.max_row
    assert (ours.cell(last, 12).value, values.cell(last, 14).value) == ("Competition", 100)
    rows = [{tuple(cell.value or "" for cell in row) for row in book.worksheets[1]} for book in (live, theirs)]
    assert len(rows[0]) > 5
    assert rows[0] <= rows[1]


def test_sums_recomputed_from_the_formulas_ranges():
    path = next(path for path in SAMPLES if path.suffix == ".xlsx")
    scheme = read_and_check(path.read_bytes(), path.name, trusted=True).scheme
    sheet = openpyxl.load_workbook(io.BytesIO(export_scheme(scheme))).worksheets[0]
    sums = []
    for row in range(1, sheet.max_row + 1):
        formula = sheet.cell(row, 14).value
        if isinstance(formula, str) and formula.startswith("=SUM(K"):
            first, last = formula[6:-1].split(":K")
            cells = [sheet.cell(at, 11).value for at in range(int(first), int(last) + 1)]
            sums.append(sum(Decimal(str(cell)) for cell in cells if isinstance(cell, int | float)))
    assert sums == [criterion.max_mark for criterion in scheme.criteria]


def test_a_declared_number_that_differs_is_kept():
    scheme = Scheme("T", (Criterion("A", "One", Decimal(9), (sub(Aspect("M", "a", Decimal(1))),)),), (), Decimal(8))
    back = read_back(scheme)
    assert (back.scheme.declared_total, back.scheme.criteria[0].declared) == (8, 9)
    undeclared = replace(scheme, criteria=(replace(scheme.criteria[0], declared=None),), declared_total=None)
    assert read_back(undeclared).scheme.declared_total is None
    assert read_back(undeclared).scheme.criteria[0].declared is None


def sub(*of):
    return SubCriterion("A1", "Sub", of)


def test_calculations_that_cis_lacks_come_back_with_a_warning():
    step = Calculation("DEDUCT_STEPS", {"STEP": Parameter(Decimal("0.25"))})
    ladder = Calculation(
        "TOLERANCE_LADDER",
        {
            "TARGET_VALUE": Parameter(Decimal(100)),
            "ROW1_DEVIATION": Parameter(Decimal(0)),
            "ROW1_MARK": Parameter(Decimal(2)),
        },
    )
    parts = sub(
        Aspect("M", "a", Decimal(2), calculation=step),
        Aspect("M", "b", Decimal(2), calculation=ladder),
        Aspect("M", "c", Decimal(1), calculation=Calculation("PASS_FAIL")),
    )
    scheme = Scheme("T", (Criterion("A", "One", None, (parts,)),))
    assert [problem.code for problem in check_export(scheme)] == ["calculation_not_in_cis"] * 2
    assert [aspect.calculation for aspect in aspects(read_back(scheme))] == [step, ladder, Calculation("PASS_FAIL")]


def test_no_text_becomes_a_formula():
    nasty = ["=1+1", "+cmd", "-x", "@sum", '=HYPERLINK("http://x")']
    parts = sub(*(Aspect("M", text, Decimal(1), extra=text) for text in nasty))
    content = export_scheme(Scheme("=A1", (Criterion("A", "=B1", None, (parts,)),)))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    kinds = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value in nasty}
    assert kinds == dict.fromkeys(nasty, "s")
    assert [aspect.description for aspect in aspects(read_and_check(content, "x.xlsx", trusted=True))] == nasty


WORDS = st.text(
    st.characters(categories=("Lu", "Ll", "Lo", "Nd"), max_codepoint=0x9FFF) | st.sampled_from("=+-@, \n"),
    min_size=1,
    max_size=30,
).map(lambda text: f"x{text}".strip())
MARKS = st.decimals(Decimal("0.01"), Decimal("9.99"), places=2)
NUMBERS = st.decimals(-1000, 1000, places=4)
CALCULATIONS = st.builds(
    Calculation,
    st.sampled_from(["PASS_FAIL", "CHOICE", "NUMBER_COMPLETED", "OWN_THING"]),
    st.dictionaries(
        st.from_regex(r"[A-Z]{1,5}[0-9]?_[A-Z]{1,5}", fullmatch=True),
        st.builds(Parameter, st.none() | NUMBERS, st.none() | WORDS),
        max_size=4,
    ),
)
DAYS = st.none() | st.integers(-2, 6)
MEASURED = st.builds(
    Aspect,
    st.just("M"),
    WORDS,
    st.none() | MARKS,
    st.none() | st.sampled_from(["1", "2", "7"]),
    st.just("") | WORDS,
    st.just("") | WORDS,
    calculation=st.none() | CALCULATIONS,
    day=DAYS,
)
JUDGED = st.builds(
    Aspect,
    st.just("J"),
    WORDS,
    MARKS,
    st.none() | st.sampled_from(["1", "2"]),
    st.just("") | WORDS,
    descriptors=st.lists(WORDS, max_size=5).map(
        lambda texts: tuple(Descriptor(score, text) for score, text in enumerate(texts))
    ),
    day=DAYS,
)
SECTIONS = (Section("1", "Work", Decimal(40)), Section("2", "Talk", None))


@st.composite
def schemes(draw):
    criteria = []
    for letter in "ABC"[: draw(st.integers(1, 3))]:
        subs = draw(st.lists(st.lists(MEASURED | JUDGED, min_size=1, max_size=4), min_size=1, max_size=3))
        criteria.append(
            Criterion(
                letter,
                draw(st.just("") | WORDS),
                draw(MARKS),
                tuple(
                    SubCriterion(f"{letter}{number}", draw(WORDS), tuple(of)) for number, of in enumerate(subs, start=1)
                ),
            )
        )
    declared = sum((criterion.declared for criterion in criteria), Decimal(0))
    total = draw(st.sampled_from([declared, Decimal(77)]))
    return Scheme(draw(WORDS), tuple(criteria), SECTIONS, total)


@settings(max_examples=60, deadline=None)
@given(schemes())
def test_any_scheme_comes_back(scheme):
    assert without_rows(read_back(scheme).scheme) == without_rows(scheme)
