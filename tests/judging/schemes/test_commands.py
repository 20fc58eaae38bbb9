"""``touchstone scheme check`` and ``convert``: the contract, exit codes, and a quick start without the web."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.judging.schemes.sheets import m_row, sub_row, template, workbook

SAMPLE = "judging/schemes/samples/euroskills2025_s17_web.xlsx"
JSON_SAMPLE = "judging/schemes/samples/es2023_module_c.json"


def touchstone(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "cli.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TOUCHSTONE_LANGUAGE": "en", **environment},
        check=False,
    )


def written(folder, *rows, criteria=(("A", "First", 1),)):
    path = folder / "схема.xlsx"
    path.write_bytes(workbook({"S": template(("A", rows), criteria=criteria)}))
    return path


def test_json_as_the_contract_says():
    done = touchstone("scheme", "check", SAMPLE, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["counts"] == {"criteria": 6, "sub_criteria": 31, "aspects": 192, "M": 173, "J": 19}
    first = document["criteria"][0]["sub_criteria"][0]
    assert (first["code"], first["name"], first["day"]) == ("A1", "Common elements", 1)
    aspect = first["aspects"][0]
    assert aspect["max_mark"] == "0.50"
    assert aspect["calculation"] == {"type": "PASS_FAIL", "parameters": {}}
    assert (aspect["row"], aspect["section"], aspect["descriptors"]) == (25, "3", [])
    assert first["aspects"][2]["calculation"] is None
    assert {"severity", "code", "sheet", "cell", "message"} == document["problems"][0].keys()


def test_words_in_both_languages():
    english = touchstone("scheme", "check", SAMPLE)
    chinese = touchstone("scheme", "check", SAMPLE, TOUCHSTONE_LANGUAGE="zh_CN")
    assert "6 criteria, 31 sub-criteria, 192 aspects" in english.stdout
    assert "评分项" in chinese.stdout
    assert "criteria" not in chinese.stdout


def test_errors_exit_1_with_their_cells(tmp_path):
    path = written(tmp_path, sub_row("A1", "S"), m_row("a", None))
    done = touchstone("scheme", "check", path, "--json")
    assert done.returncode == 1
    problems = [each for each in json.loads(done.stdout)["problems"] if each["severity"] == "error"]
    assert [(each["code"], each["sheet"], each["cell"]) for each in problems] == [("max_mark_missing", "S", "K17")]
    document = json.loads(done.stdout)
    assert document["criteria"][0]["sub_criteria"][0]["aspects"][0]["max_mark"] is None


@pytest.mark.parametrize("content", [b"", b"%PDF", b"PK\x03\x04", b"{", b"name,mark\n"])
def test_no_scheme_exits_1_and_says_why(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    done = touchstone("scheme", "check", path, "--json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["total"] is None
    assert [each["severity"] for each in document["problems"]].count("error") == 1


def test_a_missing_file_exits_2(tmp_path):
    done = touchstone("scheme", "check", tmp_path / "none.xlsx", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.xlsx" in done.stderr


def test_wrong_words_exit_2():
    assert touchstone("scheme", "chekc", SAMPLE).returncode == 2
    assert touchstone().returncode == 2


@pytest.mark.parametrize("sample", [SAMPLE, JSON_SAMPLE])
def test_convert_reads_the_same(tmp_path, sample):
    out = tmp_path / "out.xlsx"
    assert touchstone("scheme", "convert", sample, out).returncode == 0
    before = json.loads(touchstone("scheme", "check", sample, "--json").stdout)
    after = json.loads(touchstone("scheme", "check", out, "--json").stdout)
    for name in ("title", "total", "declared_total", "counts", "days", "sections", "variation"):
        assert after[name] == before[name]


def test_convert_writes_nothing_while_an_error_stands(tmp_path):
    out = tmp_path / "out.xlsx"
    path = written(tmp_path, sub_row("A1", "S"), m_row("a", 0))
    assert touchstone("scheme", "convert", path, out).returncode == 1
    assert not out.exists()


def test_convert_to_nowhere_exits_2(tmp_path):
    done = touchstone("scheme", "convert", SAMPLE, tmp_path / "no" / "out.xlsx")
    assert (done.returncode, done.stdout) == (2, "")


def test_nothing_of_the_web_is_imported():
    code = (
        "import sys; sys.argv = ['touchstone', 'scheme', 'check', sys.argv[1], '--json']; import cli; cli.main(); "
        "print(*sorted(sys.modules), sep='\\n', file=sys.stderr)"
    )
    touchstone("scheme", "check", SAMPLE, TOUCHSTONE_LANGUAGE="zh_CN")  # compiles the catalogues once
    done = subprocess.run(
        [sys.executable, "-c", code, SAMPLE], capture_output=True, text=True, encoding="utf-8", check=False
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "judging" in loaded
    heavy = {"litestar", "piccolo", "pydantic", "jinja2", "asyncpg", "weasyprint", "xlsxwriter", "babel", "openpyxl"}
    assert not loaded & heavy


def test_starts_quickly():
    touchstone("scheme", "check", "--help")  # compiles the catalogues once
    took = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        touchstone("scheme", "check", "--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(took) < 0.2  # of the processor, for the machine may be busy with other things


def test_the_samples_travel_with_their_licences():
    folder = Path(SAMPLE).parent
    names = {path.name for path in folder.iterdir()}
    assert names >= {
        "euroskills2025_s17_web.xlsx",
        "euroskills2025_s17_web.LICENSE.txt",
        "es2023_module_c.json",
        "es2023_module_c.LICENSE.txt",
    }
    assert all("mit license" in path.read_text().casefold() for path in folder.glob("*.txt"))
