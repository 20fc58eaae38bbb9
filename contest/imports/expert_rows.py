"""Rows of a table to experts. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from contest.imports.columns import Column, RawRow, check_cells, fold, read_rows
from contest.imports.known import Known, KnownSkill, find_delegation, find_skill
from contest.imports.plan import Wanted
from contest.officials.roles import Role
from contest.people.details import ExpertDetails, check_expert
from foundation.problems import Problem

COLUMNS = (
    Column("skill", "赛项", "Skill", ("赛项代码", "Skill code", "项目代码", "Skill number"), required=True),
    Column("user_name", "账号", "User name", ("用户名", "登录名", "Login"), required=True),
    Column("name_zh", "姓名", "Name", ("中文姓名", "Chinese name", "裁判员姓名"), required=True, longest=120),
    Column("name_en", "英文姓名", "English name", ("Name (en)",), longest=120),
    Column("role", "岗位", "Role", ("职务", "Office", "角色")),
    Column("delegation", "代表团", "Delegation", ("代表团代码", "代表队", "Delegation code")),
    Column("unit", "单位", "Unit", ("工作单位", "Unit of work", "Employer"), longest=200),
)
ROLES = {
    "裁判长": Role.CHIEF_EXPERT, "chiefexpert": Role.CHIEF_EXPERT, "副裁判长": Role.DEPUTY_CHIEF_EXPERT,
    "裁判长助理": Role.DEPUTY_CHIEF_EXPERT, "deputychiefexpert": Role.DEPUTY_CHIEF_EXPERT, "裁判员": Role.EXPERT,
    "裁判": Role.EXPERT, "expert": Role.EXPERT,
}  # fmt: skip


def read_experts(table: Sequence[Sequence[str]], known: Known) -> tuple[list[Wanted[ExpertDetails]], list[Problem]]:
    """Experts of a table, keyed by skill and user name, and every problem with row, column and value."""
    rows, problems = read_rows(table, COLUMNS)
    wanted: list[Wanted[ExpertDetails]] = []
    seen: dict[str, int] = {}
    leads: dict[UUID, RawRow] = {}
    for row in rows if not problems else ():
        found = check_cells(row, COLUMNS)
        skill = find_skill(row, known) if row.cell("skill") else None
        delegation = find_delegation(row, known) if row.cell("delegation") else None
        role = ROLES.get(fold(row.cell("role"))) if row.cell("role") else Role.EXPERT
        found.extend(each for each in (skill, delegation) if isinstance(each, Problem))
        if role is None:
            found.append(row.problem("role_unknown", "role"))
        found.extend(_misfits(row, role, skill, known, leads))
        details = _details(row, delegation if isinstance(delegation, UUID) else None, role or Role.EXPERT)
        wrong = {problem.place.column for problem in found}
        said = [row.problem(each.code, each.place.field or "user_name") for each in check_expert(details)]
        found.extend(each for each in said if each.place.column not in wrong)
        key = f"{row.cell('skill')} {details.user_name.casefold()}"
        if skill is not None and not isinstance(skill, Problem):
            key = f"{skill.code} {details.user_name.casefold()}"
            if key in seen:
                found.append(row.problem("row_twice", "user_name", other=str(seen[key])))
            seen.setdefault(key, row.number)
            label = f"{skill.code} {details.name_zh}"
            absent = row.absent(("delegation", "unit", "role"))
            wanted.append(Wanted(key, (row.number,), label, details, fields_of(details), skill.id, absent))
        problems.extend(found)
    return wanted, problems


def _misfits(
    row: RawRow, role: Role | None, skill: object, known: Known, leads: dict[UUID, RawRow]
) -> list[Problem]:
    """A second Chief Expert of a skill, in the event or in a row above (T-39); a system administrator among those
    who mark. ``leads`` gathers the first row of each skill that names its Chief Expert."""
    user_name = row.cell("user_name").casefold()
    if user_name in known.administrators:
        return [row.problem("administrator_over_marks", "user_name")]
    if role is not Role.CHIEF_EXPERT or not isinstance(skill, KnownSkill):
        return []
    if known.chiefs.get(skill.id, user_name) != user_name:
        return [row.problem("chief_expert_stands", "role")]
    first = leads.setdefault(skill.id, row)
    if first.cell("user_name").casefold() != user_name:
        return [row.problem("chief_expert_twice", "role", other=str(first.number))]
    return []


def fields_of(details: ExpertDetails) -> dict[str, str | UUID | None]:
    """What an import compares and changes; names belong to the account and are set when it is made only."""
    return {"delegation_id": details.delegation_id, "unit": details.unit, "role": details.role.value}


def keep_expert(wanted: Wanted[ExpertDetails], stands: ExpertDetails) -> Wanted[ExpertDetails]:
    """The expert with the present values of the columns the file does not have."""
    names = {"delegation": "delegation_id", "unit": "unit", "role": "role"}
    value = replace(wanted.value, **{names[each]: getattr(stands, names[each]) for each in wanted.absent})
    return replace(wanted, value=value, values=fields_of(value))


def _details(row: RawRow, delegation_id: UUID | None, role: Role) -> ExpertDetails:
    return ExpertDetails(
        row.cell("user_name"), row.cell("name_zh"), row.cell("name_en"), delegation_id, row.cell("unit"), role
    )
