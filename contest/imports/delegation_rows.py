"""Rows of a table to delegations. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from contest.imports.columns import Column, check_cells, fold, read_rows
from contest.imports.plan import Wanted
from contest.people.details import DelegationDetails, check_delegation
from foundation.problems import Problem

COLUMNS = (
    Column("code", "代码", "Code", ("代表团代码", "Delegation code"), required=True),
    Column(
        "name_zh", "中文名称", "Chinese name", ("名称", "代表团", "代表团名称", "Delegation"),
        required=True, longest=100,
    ),
    Column("name_en", "英文名称", "English name", ("Name (en)", "英文名"), longest=100),
    Column("kind", "类别", "Kind", ("Type", "类型")),
)
KINDS = {
    "region": "region", "地区": "region", "省份": "region", "省": "region", "industry": "industry", "行业": "industry",
    "member": "member", "世界技能组织成员": "member", "成员": "member", "worldskillsmember": "member",
    "unit": "unit", "单位": "unit",
}  # fmt: skip


def read_delegations(table: Sequence[Sequence[str]]) -> tuple[list[Wanted[DelegationDetails]], list[Problem]]:
    """Delegations of a table and every problem of it, with row, column and value."""
    rows, problems = read_rows(table, COLUMNS)
    wanted: list[Wanted[DelegationDetails]] = []
    seen: dict[str, int] = {}
    for row in rows if not problems else ():
        found = check_cells(row, COLUMNS)
        kind = KINDS.get(fold(row.cell("kind"))) if row.cell("kind") else "region"
        if kind is None:
            found.append(row.problem("kind_unknown", "kind"))
        details = DelegationDetails(row.cell("code"), row.cell("name_zh"), row.cell("name_en"), kind or "region")
        wrong = {problem.place.column for problem in found}
        said = [row.problem(each.code, each.place.field or "code") for each in check_delegation(details)]
        found.extend(each for each in said if each.place.column not in wrong)
        if row.cell("code") in seen:
            found.append(row.problem("row_twice", "code", other=str(seen[row.cell("code")])))
        seen.setdefault(row.cell("code"), row.number)
        problems.extend(found)
        label = f"{details.code} {details.name_zh}"
        absent = row.absent(("name_en", "kind"))
        wanted.append(Wanted(details.code, (row.number,), label, details, details.values(), absent=absent))
    return wanted, problems


def keep_delegation(wanted: Wanted[DelegationDetails], stands: DelegationDetails) -> Wanted[DelegationDetails]:
    """The delegation with the present values of the columns the file does not have."""
    value = replace(wanted.value, **{name: getattr(stands, name) for name in wanted.absent})
    return replace(wanted, value=value, values=value.values())
