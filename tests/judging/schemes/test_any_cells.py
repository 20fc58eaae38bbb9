"""Whatever stands in the cells, the reader answers: a scheme or problems, each with a sentence, no crash."""

import datetime
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.phrases import sentence
from judging.schemes import phrases  # noqa: F401  # registers the sentences
from judging.schemes.checks import CheckSettings
from judging.schemes.export import export_scheme
from judging.schemes.file_forms import checked
from judging.schemes.report import report
from judging.schemes.workbook import read_sheets
from tests.judging.schemes import test_layouts
from tests.judging.schemes.sheets import V5

HEADERS = [
    (*V5, "Criterion A", "Total\nMark"),
    test_layouts.TestCisV3.header,
    test_layouts.TestRussianNational.header,
    ("Sub Criteria ID", "Name", "Aspect Type", "Aspect", "Extra Aspect", "", "Max Mark", "Criterion A"),
    ("Код", "Субкритерий", "Аспект", "Методика", "Проф. задача", "Макс. балл"),
    ("Код", "Критерий", "Аспект", "Оценка 0", "1", "2", "Макс. балл"),
    ("№", "Аспект", "Оценка", "", "", "Макс. балл"),
    ("일련번호", "주요항목", "세부항목", "배점", "채점"),
    ("주요항목", "배점", "일련번호", "세부항목", "채점방법", "배점", "채점"),
]
CELLS = st.one_of(
    st.just(""),
    st.just(""),
    st.sampled_from(["A", "А1", "B2", "A1.1", "M", "J", "S", "С", "И", "X", "0", "1", "2,5", " ", "=1+1"]),
    st.sampled_from(["Итого", "Total", "합계", "Competition", "Criterion B", "Критерий Б. Шов", "Max Mark"]),
    st.sampled_from(["ID", "Name", "WSOS Marks", "Section"]),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0.0, 1.0, 2.0, 3.0, 0.5, -1.0, 22.999999999999996, 1e300, 1e-300]),
    st.booleans(),
    st.just(datetime.date(2026, 5, 1)),
    st.just(datetime.time(3, 4)),
    st.just(datetime.timedelta(hours=30)),
    st.text(max_size=12),
)
ROWS = st.lists(st.lists(CELLS, max_size=14), max_size=14)


@settings(max_examples=300, deadline=None)
@given(ROWS, st.lists(st.sampled_from(HEADERS), min_size=1, max_size=2), ROWS, ROWS)
def test_any_rows(above, headers, below, further):
    rows = [*above, list(headers[0]), *below, *([list(headers[1])] if len(headers) > 1 else []), *further]
    read = checked(read_sheets([("S", rows), ("Calculations", further)]), CheckSettings())
    sentences = [sentence(problem) for problem in read.problems]
    assert all(sentences)
    assert json.dumps(report(read, sentences), allow_nan=False)
    if read.scheme is None:
        assert any(problem.severity == "error" for problem in read.problems)
    elif not any(problem.severity == "error" for problem in read.problems):
        assert export_scheme(read.scheme)
        assert all(aspect.max_mark and aspect.max_mark > 0 for aspect in read.scheme.aspects())
