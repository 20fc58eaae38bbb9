"""``touchstone rank``: what it reads, prints and returns (the outside contract)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cli
from foundation.settings import ROOT
from judging.results.tabulation import aligned

REAL = ROOT / "tests" / "data" / "scale-32-competitors.tsv"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_LANGUAGE", "en")


class Rank:
    """Runs the command on a text and reads what it printed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file, self.capsys = folder / "totals.csv", capsys

    def run(self, content: str | bytes, *options: str) -> tuple[int, str, str]:
        self.file.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = cli.main(["rank", str(self.file), *options])
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, content: str | bytes, *options: str) -> tuple[int, dict[str, Any]]:
        code, out, err = self.run(content, *options, "--json")
        assert err == ""
        return code, json.loads(out)

    def awards(self, content: str, *options: str) -> list[str | None]:
        return [row["award"] for row in self.json(content, *options)[1]["rows"]]

    def problems(self, content: str | bytes, *options: str) -> tuple[int, list[str]]:
        code, document = self.json(content, *options)
        return code, [problem["code"] for problem in document["problems"]]


@pytest.fixture
def rank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Rank:
    return Rank(tmp_path, capsys)


def table(*marks: object, column: str = "mark") -> str:
    return f"competitor,{column}\n" + "".join(f"{n:02},{mark}\n" for n, mark in enumerate(marks, start=1))


def test_the_32_competitors(rank: Rank) -> None:
    code, document = rank.json(REAL.read_bytes())
    published = [line.split("\t") for line in REAL.read_text().splitlines()[1:]]
    assert code == 0
    assert [(row["competitor"], row["points"]) for row in document["rows"]] == [
        (name, int(points)) for name, _, points in published
    ]
    assert {name: document[name] for name in ("rules", "median", "mad", "problems")} == {
        "rules": "wsc2026", "median": "8.00", "mad": "7.00", "problems": [],
    }  # fmt: skip
    assert document["rows"][0] == {
        "competitor": "01",
        "mark": "61.42",
        "exact_points": "854.419842",
        "points": 854,
        "position": 1,
        "award": "GOLD",
        "status": "ok",
    }
    assert [row["position"] for row in document["rows"]][26:] == [27, 28, 28, 28, 28, 32]


@pytest.mark.parametrize(
    ("points", "awards"),
    [
        ((743, 743, 742, 739), ["GOLD", "GOLD", "SILVER", "BRONZE"]),
        ((735, 728, 728, 723, 723, 722), ["GOLD", "SILVER", "SILVER", "BRONZE", "BRONZE", "MFE"]),
        ((741, 740, 729, 729, 729, 727), ["GOLD", "SILVER", "BRONZE", "BRONZE", "BRONZE", "MFE"]),
        ((793, 706, 706, 694, 666, 541), ["GOLD", "SILVER", "SILVER", None, None, None]),
        ((740, 701, 699, 636), ["GOLD", "SILVER", None, None]),
        ((726, 726, 709, 705, 700), ["GOLD", "GOLD", "SILVER", "BRONZE", "MFE"]),
    ],
)
def test_points_given(rank: Rank, points: tuple[int, ...], awards: list[str | None]) -> None:
    code, document = rank.json(table(*points, column="points"), "--points")
    assert code == 0
    assert [row["award"] for row in document["rows"]] == awards
    assert (document["median"], document["mad"], document["rows"][0]["exact_points"]) == (None, None, None)
    assert document["rows"][0]["mark"] is None


def test_wsc2015_needs_points(rank: Rank) -> None:
    content = table(540, 539, 530, column="points")
    assert rank.awards(content, "--points", "--rules", "wsc2015") == ["GOLD", "GOLD", "BRONZE"]
    assert rank.problems(table(1, 2, 3), "--rules", "wsc2015") == (2, ["rule_set_takes_points"])


def test_field_size(rank: Rank) -> None:
    assert rank.awards(table(50, 40, 30, 20), "--rules", "field-size") == ["GOLD", None, None, None]
    assert rank.awards(table(50, 40, 30), "--rules", "field-size") == [None, None, None]
    with_absent = table(50, 40, 30, 20).replace("mark\n", "mark,status\n") + "05,,absent\n06,,withdrawn\n"
    assert rank.awards(with_absent, "--rules", "field-size") == ["GOLD", *[None] * 5]


def test_cn_medals_and_ties(rank: Rank) -> None:
    content = table(90, 90, 70, 60, 50, 40, 30, 20)
    code, document = rank.json(content, "--rules", "cn-medals")
    assert code == 1
    assert [row["award"] for row in document["rows"]][:4] == [None, None, "BRONZE", "MERIT"]
    assert [row["position"] for row in document["rows"]][:4] == [1, 1, 3, 4]
    assert {row["points"] for row in document["rows"]} == {None}
    assert (document["median"], document["mad"]) == (None, None)
    assert [problem["code"] for problem in document["problems"]] == ["tie_undecided"]
    assert "01, 02" in document["problems"][0]["message"]
    code, document = rank.json(content, "--rules", "cn-medals", "--allow-ties")
    assert (code, document["problems"]) == (0, [])
    assert [row["award"] for row in document["rows"]][:4] == ["GOLD", "GOLD", "BRONZE", "MERIT"]


def test_cn_prizes_count_who_started(rank: Rank) -> None:
    content = "competitor\tmark\tstatus\n" + "".join(f"{n}\t{100 - n}\tok\n" for n in range(1, 24))
    content += "x\t\twithdrawn\ny\t12\tdisqualified\nz\t\tabsent\ng\t99\tguest\n"
    awards = rank.awards(content, "--rules", "cn-prizes")
    assert [awards.count(award) for award in ("FIRST", "SECOND", "THIRD")] == [3, 5, 8]
    assert awards[23:] == [None] * 4
    assert rank.problems(table(700, column="points"), "--points", "--rules", "cn-prizes") == (
        2,
        ["rule_set_takes_marks"],
    )


@pytest.mark.parametrize(
    ("marks", "code", "points", "position"),
    [
        ((10, 20), "field_too_small", None, None),
        ((10, 10, 10), "all_equal", 700, 1),
        ((10, 10, 20), "mad_zero", None, None),
    ],
)
def test_no_scale(rank: Rank, marks: tuple[int, ...], code: str, points: int | None, position: int | None) -> None:
    exit_code, document = rank.json(table(*marks))
    assert exit_code == 1
    assert [(problem["severity"], problem["code"]) for problem in document["problems"]] == [("error", code)]
    first = document["rows"][0]
    assert (first["points"], first["position"], first["award"]) == (points, position, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", ["\t", ","])
def test_encodings_and_separators(rank: Rank, encoding: str, separator: str) -> None:
    rows = [
        ("Competitor", "Mark", "Delegation"),
        ("张伟", "90.5", "广东"),
        ("李娜", "８０．２５", "北京"),
        ("c", "7", "沪"),
    ]
    content = "\r\n".join(separator.join(row) for row in rows)
    code, document = rank.json(content.encode(encoding))
    assert code == 0
    assert [(row["competitor"], row["mark"]) for row in document["rows"]] == [
        ("张伟", "90.50"), ("李娜", "80.25"), ("c", "7.00"),
    ]  # fmt: skip


def test_a_decimal_comma_in_quotes_or_between_tabs(rank: Rank) -> None:
    assert rank.json('competitor,mark\na,"1,25"\nb,2\nc,4\n')[1]["rows"][0]["mark"] == "1.25"
    assert rank.json("competitor\tmark\na\t1,25\nb\t2\nc\t4\n")[1]["rows"][0]["mark"] == "1.25"
    assert rank.problems("competitor,mark\na,1,25\nb,2\nc,4\n") == (1, ["cells_too_many"])


def test_every_problem_at_once_with_its_place(rank: Rank) -> None:
    content = "competitor,mark,status\n,5,ok\na,,ok\na,1e5,ok\nb,-1,ok\n\nc,1.255,ok\nd,3,late\ne,101,ok\n"
    code, document = rank.json(content)
    assert code == 1
    assert [(p["code"], p["row"], p["column"]) for p in document["problems"]] == [
        ("competitor_missing", 2, "competitor"),
        ("mark_missing", 3, "mark"),
        ("number_unreadable", 4, "mark"),
        ("competitor_twice", 4, "competitor"),
        ("mark_negative", 5, "mark"),
        ("too_many_decimals", 7, "mark"),
        ("status_unknown", 8, "status"),
        ("mark_above_hundred", 9, "mark"),
    ]
    assert all(row["position"] is None for row in document["rows"])


def test_a_mark_above_100_is_only_a_warning(rank: Rank) -> None:
    assert rank.problems(table(854.2, 80, 70)) == (0, ["mark_above_hundred"])


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("", ["file_empty"]),
        ("\n \n", ["file_empty"]),
        ('""\n', ["table_empty"]),
        ("competitor,mark\n", ["table_empty"]),
        ("name,total\na,1\n", ["column_missing", "column_missing"]),
        ("competitor,mark,mark\na,1,2\n", ["column_twice"]),
        (b"\xff\xfe\x00", ["text_encoding_unknown"]),
    ],
)
def test_faulty_tables(rank: Rank, content: str | bytes, codes: list[str]) -> None:
    assert rank.problems(content) == (1, codes)


@pytest.mark.parametrize(
    ("points", "codes"), [("700.5", ["points_not_whole"]), ("", ["points_missing"]), ("1e3", ["number_unreadable"])]
)
def test_faulty_points(rank: Rank, points: str, codes: list[str]) -> None:
    assert rank.problems(table(points, 700, column="points"), "--points") == (1, codes)


def test_points_may_be_negative_and_beyond_1000(rank: Rank) -> None:
    document = rank.json(table(1523, -12, column="points"), "--points")[1]
    assert [row["points"] for row in document["rows"]] == [1523, -12]


def test_what_cannot_run(rank: Rank, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rank.problems(table(1, 2, 3), "--rules", "luck") == (2, ["rule_set_unknown"])
    assert cli.main(["rank", str(tmp_path / "nothing.csv"), "--json"]) == 2
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["file_unreadable"]
    assert cli.main(["rank", str(tmp_path)]) == 2


def test_text_is_aligned_by_position(rank: Rank) -> None:
    content = "competitor,mark,delegation,status\n张三,8,广东,ok\nb,30,,ok\nc,1,京,ok\nd,2,,absent\n"
    code, out, err = rank.run(content)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Position  Competitor  Delegation   Mark  Points unrounded  Points  Award",
        "--------  ----------  ----------  -----  ----------------  ------  ------",
        "       1  b                       30.00        763.594843     764  Gold",
        "       2  张三        广东         8.00        700.000000     700  Silver",
        "       3  c           京           1.00        679.765277     680",
        "          d                        2.00                            Absent",
        "",
        "Median 8.00, MAD 7.00, 3 in the population",
    ]


def test_text_of_problems(rank: Rank) -> None:
    code, out, err = rank.run("competitor,mark\na,x\nb,1,2\n")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "Error (row 2, mark): x is not a number. Write it like 12 or 12.5.",
        "Error (row 3): The row has more than 2 cells. Put a number with a decimal comma in quotation marks.",
    ]
    code, out, err = rank.run(table(90, 90, 80), "--rules", "cn-medals")
    assert out.splitlines()[0] == "Position  Competitor   Mark  Award"
    assert err.startswith("Error: 01, 02 share position 1")


def test_chinese(rank: Rank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_LANGUAGE", "zh_CN")
    code, out, _ = rank.run(table(90, 80, 70, 120))
    assert code == 0
    assert out.splitlines()[0].split() == ["名次", "选手", "成绩", "取整前标准分", "标准分", "奖项"]
    assert "金牌" in out


def test_columns_of_wide_and_combining_characters() -> None:
    assert aligned(["a", "b"], [["é́", "1"], ["张", "22"]], right={1}) == [
        "a    b",
        "--  --",
        "é́    1",
        "张  22",
    ]


def test_it_imports_nothing_of_the_web_stack() -> None:
    code = (
        "import sys, cli; cli.main(['rank', sys.argv[1], '--json']); "
        "heavy = {'piccolo', 'litestar', 'pydantic', 'weasyprint', 'asyncpg', 'jinja2', 'babel'} & set(sys.modules); "
        "sys.exit(3 if heavy else 0)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(REAL)], cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0
