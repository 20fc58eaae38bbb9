"""Rows of a table to entries. Pure.

One row is one person; rows with the same division and number are one team, in the order of the file, its captain
first. What belongs to the entry (delegation, unit, workstation, guest) is taken from its first row; a later row of
the team may leave it out but not contradict it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from contest.entries.details import EntryDetails, MemberDetails, check_entry
from contest.imports.columns import Column, RawRow, check_cells, fold, read_rows
from contest.imports.competitor_checks import same_people
from contest.imports.known import Known, KnownDivision, find_delegation, find_division, find_skill
from contest.imports.plan import Wanted
from foundation.problems import Problem

COLUMNS = (
    Column("skill", "赛项", "Skill", ("赛项代码", "Skill code", "项目代码", "Skill number"), required=True),
    Column("division", "组别", "Division", ("Group",)),
    Column("number", "参赛编号", "Number", ("编号", "选手编号", "Competitor number", "Competitor"), required=True),
    Column(
        "name_zh", "姓名", "Name", ("中文姓名", "选手姓名", "Chinese name", "Competitor name"),
        required=True, longest=120,
    ),
    Column("name_en", "英文姓名", "English name", ("Name (en)", "拼音"), longest=120),
    Column("birth_date", "出生日期", "Date of birth", ("出生年月日", "Birth date", "DOB")),
    Column("delegation", "代表团", "Delegation", ("代表队", "代表团代码", "Delegation code"), required=True),
    Column("unit", "参赛单位", "Unit", ("单位", "所在单位", "Employer", "Entering unit"), longest=200),
    Column("workstation", "工位", "Workstation", ("工位号", "赛位号", "Seat"), longest=20),
    Column("guest", "表演选手", "Guest", ("不计名次",)),
)
Teams = dict[tuple[str, str], tuple[KnownDivision, list[RawRow]]]
_SHARED = ("delegation", "unit", "workstation", "guest")
_OPTIONAL = ("name_en", "birth_date", "unit", "workstation", "guest")
# Both separators, or eight digits: what may be read in two ways is not guessed.
_DATE = re.compile(r"([0-9]{4}) ?[-/.年 ] ?([0-9]{1,2}) ?[-/.月 ] ?([0-9]{1,2}) ?日?|([0-9]{4})([0-9]{2})([0-9]{2})")
_YES = frozenset({"是", "yes", "y", "true", "1", "guest"})
_NO = frozenset({"", "否", "no", "n", "false", "0"})


def read_competitors(
    table: Sequence[Sequence[str]], known: Known
) -> tuple[list[Wanted[EntryDetails]], list[Problem]]:
    """Entries of a table, keyed by division and number, and every problem with row, column and value."""
    rows, problems = read_rows(table, COLUMNS)
    teams: Teams = {}
    for row in rows if not problems else ():
        found = check_cells(row, COLUMNS) if not _continues(row, teams, known) else _missing_later(row)
        division = _division(row, known)
        if isinstance(division, Problem):
            found = [*found, *([division] if row.cell("skill") else []), *_unreadable(row, known)]
        elif not row.cell("number"):
            found = [*found, *_unreadable(row, known)]
        else:
            teams.setdefault((division.slug, row.cell("number")), (division, []))[1].append(row)
        problems.extend(found)
    wanted: list[Wanted[EntryDetails]] = []
    for division, people in teams.values():
        entry, found = _entry(division, people, known)
        problems.extend(found)
        if entry is not None:
            label = f"{division.slug} {entry.number} " + "、".join(member.name_zh for member in entry.members)
            numbers = tuple(row.number for row in people)
            key, absent = f"{division.slug} {entry.number}", people[0].absent(_OPTIONAL)
            wanted.append(Wanted(key, numbers, label, entry, entry.values(), division.id, absent))
    rows_of = {f"{slug} {number}": people[0] for (slug, number), (_, people) in teams.items()}
    return wanted, [*problems, *same_people(wanted, rows_of)]


def keep_entry(wanted: Wanted[EntryDetails], stands: EntryDetails) -> Wanted[EntryDetails]:
    """The entry with the present values of the columns the file does not have; people are paired by place."""
    own = {name: getattr(stands, name) for name in wanted.absent if name not in ("name_en", "birth_date")}
    personal = [name for name in ("name_en", "birth_date") if name in wanted.absent]
    members = [
        replace(member, **{name: getattr(stands.members[place], name) for name in personal})
        if place < len(stands.members) and stands.members[place].name_zh == member.name_zh
        else member
        for place, member in enumerate(wanted.value.members)
    ]
    value = replace(wanted.value, **own, members=tuple(members))
    return replace(wanted, value=value, values=value.values())


def read_date(text: str) -> date | None:
    """A date as tables write it: 2004-01-31, 2004/1/31, 20040131, 2004年1月31日; None when it is none."""
    found = _DATE.fullmatch(" ".join(text.split()))
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else None
    except ValueError:
        return None


def _division(row: RawRow, known: Known) -> KnownDivision | Problem:
    skill = find_skill(row, known)
    return skill if isinstance(skill, Problem) else find_division(row, skill)


def _continues(row: RawRow, teams: Teams, known: Known) -> bool:
    division = _division(row, known)
    if isinstance(division, Problem) or division.team_size == 1:
        return False
    return (division.slug, row.cell("number")) in teams


def _missing_later(row: RawRow) -> list[Problem]:
    needed = [column for column in COLUMNS if column.name not in _SHARED]
    return check_cells(row, needed)


def _entry(
    division: KnownDivision, people: Sequence[RawRow], known: Known
) -> tuple[EntryDetails | None, list[Problem]]:
    first = people[0]
    problems: list[Problem] = []
    if division.team_size == 1:
        for row in people[1:]:
            problems.extend([row.problem("row_twice", "number", other=str(first.number)), *_unreadable(row, known)])
        people = people[:1]
    for row in people[1:]:
        problems.extend(
            row.problem("team_disagrees", name, other=str(first.number))
            for name in _SHARED
            if row.cell(name) and row.cell(name) != first.cell(name)
        )
    delegation = find_delegation(first, known) if first.cell("delegation") else None
    guest = fold(first.cell("guest"))
    for place, row in enumerate(people):
        problems.extend(_unreadable(row, known, shared=place == 0))
    members = [
        MemberDetails(row.cell("name_zh"), row.cell("name_en"), read_date(row.cell("birth_date"))) for row in people
    ]
    if not isinstance(delegation, UUID):
        return None, problems
    entry = EntryDetails(
        first.cell("number"), delegation, tuple(members), first.cell("unit"), first.cell("workstation"), guest in _YES
    )
    found = check_entry(
        entry, team_size=division.team_size, age_limit=division.age_limit, event_year=known.event_year,
        today=known.today,
    )  # fmt: skip
    return entry, [*problems, *(_at_row(each, people) for each in found if each.code != "name_missing")]


def _unreadable(row: RawRow, known: Known, *, shared: bool = True) -> list[Problem]:
    """Cells of a row that cannot be read, whatever else is wrong with it; ``shared``: those of the entry as well."""
    found: list[Problem] = []
    if shared and row.cell("delegation"):
        delegation = find_delegation(row, known)
        found += [delegation] if isinstance(delegation, Problem) else []
    if shared and fold(row.cell("guest")) not in _YES | _NO:
        found.append(row.problem("yes_or_no", "guest"))
    if row.cell("birth_date") and read_date(row.cell("birth_date")) is None:
        found.append(row.problem("date_unreadable", "birth_date"))
    return found


def _at_row(problem: Problem, people: Sequence[RawRow]) -> Problem:
    """A problem of the entry at the row and column it comes from (``birth_date_2`` is the second person's)."""
    name, _, place = (problem.place.field or "number").rpartition("_")
    if place.isdigit() and int(place) <= len(people):
        return people[int(place) - 1].problem(problem.code, name, **problem.values)
    return people[-1].problem(problem.code, "number", **problem.values)
