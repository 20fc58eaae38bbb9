"""Tables to delegations, experts and entries: every problem at once, with row, column and value."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from contest.entries.details import EntryDetails, MemberDetails
from contest.events.states import State
from contest.imports.columns import MOST_ROWS, MOST_SIGNS, RawRow, check_size, clean, fold, read_rows
from contest.imports.competitor_checks import check_known_people
from contest.imports.competitor_rows import keep_entry, read_competitors, read_date
from contest.imports.delegation_rows import COLUMNS, keep_delegation, read_delegations
from contest.imports.expert_rows import keep_expert, read_experts
from contest.imports.known import Known, KnownDivision, KnownSkill
from contest.imports.plan import Standing, plan_import
from contest.officials.roles import Role
from contest.people.details import DelegationDetails, ExpertDetails

BEIJING, SHANGHAI, WEB, ROBOTS = uuid4(), uuid4(), uuid4(), uuid4()
ONE = KnownDivision(uuid4(), "17", "", ("", ""), 1, 22)
PAIRS = tuple(
    KnownDivision(uuid4(), f"23-{code}", code, (name, ""), 2, None) for code, name in (("zg", "职工组"), ("xs", "学生组"))
)
KNOWN = Known(
    {"17": KnownSkill(WEB, "17", (ONE,)), "23": KnownSkill(ROBOTS, "23", PAIRS), "08": KnownSkill(uuid4(), "08", (ONE,))},
    {"bj": BEIJING, "北京市": BEIJING, "sh": SHANGHAI},
    2026,
    date(2026, 9, 1),
    State.REGISTRATION,
)


def said(problems):
    return [(problem.place.row, problem.place.column, problem.code) for problem in problems]


def test_no_second_chief_expert_and_no_administrator_among_those_who_mark():
    known = replace(KNOWN, chiefs={WEB: "chen"}, administrators=frozenset({"ada"}))
    table = [
        ["赛项", "账号", "姓名", "岗位"], ["17", "Chen", "陈", "裁判长"], ["17", "zhang", "张", "裁判长"],
        ["23", "zhang", "张", "裁判长"], ["17", "Ada", "艾达", "裁判员"],
    ]  # fmt: skip
    _, problems = read_experts(table, known)
    assert said(problems) == [(3, "岗位", "chief_expert_stands"), (5, "账号", "administrator_over_marks")]


def test_a_table_names_one_chief_expert_of_a_skill():
    table = [
        ["赛项", "账号", "姓名", "岗位"], ["17", "zhao", "赵", "裁判长"], ["23", "zhao", "赵", "裁判长"],
        ["17", "qian", "钱", "裁判长"], ["17", "sun", "孙", "副裁判长"], ["17", "li", "李", "裁判长"],
    ]  # fmt: skip
    _, problems = read_experts(table, KNOWN)
    assert said(problems) == [(4, "岗位", "chief_expert_twice"), (6, "岗位", "chief_expert_twice")]
    assert [each.values["other"] for each in problems] == ["2", "2"]


@pytest.mark.parametrize("heading", ["代码", " 代 码 ", "代码*", "Code", "CODE", "ｃｏｄｅ", "Code (2 letters)"])
def test_headings_are_found_whatever_their_dress(heading: str):
    rows, problems = read_rows([["第四届大赛代表团名单"], [], [heading, "备注", "中文名称"], ["BJ", "x", "北京市"]], COLUMNS)
    assert problems == []
    assert [(row.number, row.cell("code"), row.cell("name_zh")) for row in rows] == [(4, "BJ", "北京市")]


def test_a_table_without_what_it_needs_is_told_so():
    assert said(read_rows([], COLUMNS)[1]) == [(None, None, "table_empty")]
    assert said(read_rows([["a", "b"], ["1", "2"]], COLUMNS)[1]) == [(None, None, "header_missing")]
    assert said(read_rows([["中文名称", "类别"], ["北京", "地区"]], COLUMNS)[1]) == [(1, None, "column_missing")]
    assert said(read_rows([["代码", "Code", "中文名称"], ["a", "b", "c"]], COLUMNS)[1]) == [(1, "代码", "column_twice")]


def test_delegations_and_all_their_problems_at_once():
    table = [["代码", "中文名称", "类别"], ["BJ", "北京市", ""], ["", "上海市", "星系"], [], ["BJ", "重复", "行业"], ["a b", "某", ""]]
    wanted, problems = read_delegations(table)
    assert [each.value.kind for each in wanted] == ["region", "region", "industry", "region"]
    assert said(problems) == [
        (3, "代码", "cell_missing"), (3, "类别", "kind_unknown"), (5, "代码", "row_twice"), (6, "代码", "delegation_code_shape"),
    ]  # fmt: skip
    assert problems[1].values["value"] == "星系"
    assert problems[2].values["other"] == "2"


def test_experts_are_found_by_skill_and_delegation():
    table = [
        ["赛项", "账号", "姓名", "岗位", "代表团", "单位"],
        ["17 网站技术", "chen", "陈立新", "裁判长", "北京市", "一厂"],
        ["8", "li", "李建国", "", "sh", ""],
        ["99", "mei", "梅", "国王", "火星", ""],
        ["17", "CHEN", "陈", "裁判员", "", ""],
    ]
    wanted, problems = read_experts(table, KNOWN)
    assert [(each.key, each.value.role, each.value.delegation_id) for each in wanted[:2]] == [
        ("17 chen", Role.CHIEF_EXPERT, BEIJING), ("08 li", Role.EXPERT, SHANGHAI),
    ]  # fmt: skip
    assert said(problems) == [
        (4, "赛项", "skill_unknown"), (4, "代表团", "delegation_not_known"), (4, "岗位", "role_unknown"),
        (5, "账号", "row_twice"),
    ]  # fmt: skip


HEAD = ["Skill", "Division", "Number", "Name", "Date of birth", "Delegation", "Guest"]


def test_rows_of_one_number_are_a_team():
    table = [HEAD, ["23", "学生组", "01", "甲", "2004年1月31日", "BJ", ""], ["23", "xs", "01", "乙", "2005/2/1", "", ""]]
    wanted, problems = read_competitors(table, KNOWN)
    assert problems == []
    (team,) = wanted
    assert team.rows == (2, 3)
    assert team.place == PAIRS[1].id
    assert [(member.name_zh, member.birth_date) for member in team.value.members] == [
        ("甲", date(2004, 1, 31)), ("乙", date(2005, 2, 1)),
    ]  # fmt: skip


def test_competitors_and_all_their_problems_at_once():
    table = [
        HEAD,
        ["17", "", "07", "科拉", "2003-12-31", "BJ", ""],
        ["23", "", "01", "甲", "", "BJ", ""],
        ["23", "zg", "02", "乙", "yesterday", "SH", "maybe"],
        ["17", "", "08", "丙", "2006-01-01", "Mars", ""],
        ["17", "", "09", "丁", "2006-01-01", "BJ", ""],
        ["17", "", "09", "戊", "2006-01-01", "BJ", ""],
        ["17", "", "10", "丁", "2006-01-01", "SH", ""],
    ]
    found = said(read_competitors(table, KNOWN)[1])
    assert (2, "Date of birth", "over_age_limit") in found
    assert (3, "Division", "division_needed") in found
    assert (4, "Date of birth", "date_unreadable") in found
    assert (4, "Guest", "yes_or_no") in found
    assert (4, "Number", "team_size_wrong") in found
    assert (5, "Delegation", "delegation_not_known") in found
    assert (7, "Number", "row_twice") in found
    assert (8, "Name", "person_entered_already") in found
    assert len(found) == 8


def test_a_team_does_not_contradict_itself():
    table = [HEAD, ["23", "zg", "01", "甲", "", "BJ", ""], ["23", "zg", "01", "乙", "", "SH", ""]]
    assert said(read_competitors(table, KNOWN)[1]) == [(3, "Delegation", "team_disagrees")]


def test_people_of_the_event_are_found_but_for_their_own_entry():
    table = [HEAD, ["17", "", "07", "科拉", "2006-01-01", "BJ", ""]]
    wanted, _ = read_competitors(table, KNOWN)
    person = ("科拉", date(2006, 1, 1))
    assert check_known_people(wanted, {person: "17 07"}) == []
    assert said(check_known_people(wanted, {person: "08 03"})) == [(2, "姓名", "person_entered_already")]


@pytest.mark.parametrize(
    ("text", "day"),
    [("2004-01-31", 31), ("2004/1/31", 31), ("20040131", 31), ("2004年1月31日", 31), ("2004.1.31", 31), ("2004 1 31", 31), ("2004-02-31", 0), ("200411", 0), ("2004131", 0), ("2004-131", 0),
     ("20041-31", 0), ("soon", 0), ("", 0)],
)
def test_dates(text: str, day: int):
    assert read_date(text) == (date(2004, 1, day) if day else None)


def test_a_plan_says_what_is_new_changed_and_unchanged():
    table = [["代码", "中文名称"], ["BJ", "北京市"], ["SH", "上海"], ["TJ", "天津市"]]
    wanted, _ = read_delegations(table)
    stands = [DelegationDetails("BJ", "北京市", "Beijing", "industry"), DelegationDetails("SH", "上海市", "Shanghai")]
    standing = {each.code: Standing(BEIJING, each, each.values()) for each in stands}
    plan = plan_import(wanted, standing, keep_delegation)
    assert [step.state for step in plan.steps] == ["unchanged", "changed", "new"]
    assert plan.of("changed")[0].difference == {"name_zh": ["上海市", "上海"]}
    assert plan.digest == plan_import(wanted, standing, keep_delegation).digest
    assert plan.digest != plan_import(wanted, {}, keep_delegation).digest


def test_columns_the_file_does_not_have_keep_what_stands():
    wanted, _ = read_competitors([[*HEAD[:4], "Delegation"], ["17", "", "07", "科拉", "SH"]], KNOWN)
    stands = EntryDetails("07", BEIJING, (MemberDetails("科拉", "Cora", date(2006, 1, 1)),), "一厂", "A-7", True)
    kept = keep_entry(wanted[0], stands).value
    assert kept == replace(stands, delegation_id=SHANGHAI)
    experts, _ = read_experts([["赛项", "账号", "姓名"], ["17", "li", "李"]], KNOWN)
    chief = ExpertDetails("li", "", "", BEIJING, "一厂", Role.CHIEF_EXPERT)
    assert keep_expert(experts[0], chief).values == {"delegation_id": BEIJING, "unit": "一厂", "role": "chief_expert"}


def test_a_problem_names_the_value_that_stands_there():
    row = RawRow(5, {"code": "x"}, {"code": "代表团代码"})
    assert row.problem("code_shape", "code").values == {"value": "x"}
    assert fold("姓名（必填）") == "姓名"


def test_an_import_has_at_most_twenty_thousand_rows_below_its_header():
    table = [["代码", "中文名称"], *([str(n), "某地"] for n in range(MOST_ROWS)), [], []]
    assert check_size(table) == []
    assert [(each.code, each.values["rows"]) for each in check_size([*table, ["x", "y"]])] == [
        ("table_too_long", str(MOST_ROWS + 1))
    ]
    assert [each.code for each in check_size([["代码"], ["x" * MOST_SIGNS]])] == ["table_too_large"]


def test_a_cell_keeps_what_can_be_seen():
    assert clean(" 张\u200b三\u202e\x00\ud800\t四\u3000 五\n") == "张三 四 五"
    assert clean("plain  text ") == "plain text"


@pytest.mark.parametrize(
    ("read", "table"),
    [
        (read_delegations, [["代码", "中文名称", "英文名称"], ["BJ", "长" * 101, "x" * 100]]),
        (lambda table: read_experts(table, KNOWN), [["赛项", "账号", "中文姓名"], ["17", "li", "长" * 121]]),
        (
            lambda table: read_competitors(table, KNOWN),
            [["赛项", "参赛编号", "中文姓名", "代表团", "参赛单位"], ["17", "1", "长" * 121, "BJ", "厂" * 200]],
        ),
    ],
)
def test_a_cell_longer_than_its_field_is_a_problem_of_its_row(read, table):
    (problem,) = read(table)[1]
    assert (problem.place.row, problem.code) == (2, "too_long")
    assert "中文" in problem.place.column
    assert len(problem.values["value"]) == int(problem.values["limit"]) + 1
