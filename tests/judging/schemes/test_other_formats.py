"""The old and the open format, as a spreadsheet program writes them, read like the xlsx (cis-workbook 12)."""

from pathlib import Path
from typing import Any

import pytest

from judging.schemes.file_forms import read_and_check
from judging.schemes.report import report

FILES = Path(__file__).parent / "files"
OF_THE_FORMAT = {"comments_not_read"}  # only the xlsx keeps comments in parts of their own


def document(ending: str, *, trusted: bool = True) -> dict[str, Any]:
    content = (FILES / f"layouts.{ending}").read_bytes()
    found = read_and_check(content, f"layouts.{ending}", trusted=trusted)
    made = report(found, [""] * len(found.problems))
    problems = [each for each in made["problems"] if each["code"] not in OF_THE_FORMAT]
    return {**made, "sha256": "", "problems": problems}


@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize("trusted", [True, False])
def test_it_reads_the_same_as_the_xlsx(ending: str, trusted: bool):
    assert document(ending, trusted=trusted) == document("xlsx")


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_what_stands_in_it_is_read(ending: str):
    found = document(ending)
    assert (found["sheet"], found["layout"], found["total"]) == ("Схема 评分", "cis", "4.85")
    aspects = [a for c in found["criteria"] for s in c["sub_criteria"] for a in s["aspects"]]
    assert [(a["type"], a["max_mark"], a["section"], a["day"]) for a in aspects] == [
        ("M", "0.75", "1", 1), ("M", "0.50", "1", 1), ("J", "1.75", "1", 1),
        ("M", "0.10", "2", 2), ("M", None, "2", 2), ("M", "1.75", "2", 2),
    ]  # fmt: skip
    assert aspects[0]["calculation"] == {"type": "NUMBER_COMPLETED", "parameters": {"NUM_POSSIBLE": "4.00"}}
    assert aspects[3]["extra"] == "-0.1 each"
    assert aspects[5]["description"] == "Title in B"
    errors = [(each["code"], each["cell"]) for each in found["problems"] if each["severity"] == "error"]
    assert errors == [("date_in_cell", "K30")]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_half_a_file_is_refused_plainly(ending: str):
    content = (FILES / f"layouts.{ending}").read_bytes()
    found = read_and_check(content[: len(content) // 2], f"layouts.{ending}")
    assert found.scheme is None
    assert [each.code for each in found.problems] in (["file_broken"], ["file_kind_unknown"])
