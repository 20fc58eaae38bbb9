"""Who may enter: T-15a, T-17, T-19; statuses (W-23)."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from contest.entries.details import (
    EntryDetails,
    MemberDetails,
    alike_numbers,
    check_entry,
    check_status,
    entered_already,
    old_enough_for_limit,
    person_key,
    workstations_taken,
)

TODAY = date(2026, 9, 1)
CORA = MemberDetails("科拉", "Cora", date(2005, 3, 1))
ENTRY = EntryDetails("07", uuid4(), (CORA,))


@pytest.mark.parametrize(
    ("limit", "born", "may"),
    [
        (22, date(2004, 1, 1), True),
        (22, date(2003, 12, 31), False),
        (25, date(2001, 1, 1), True),
        (25, date(2000, 12, 31), False),
    ],
)
def test_age_limits_of_wsc_2026(limit: int, born: date, may: bool):
    assert old_enough_for_limit(born, limit=limit, event_year=2026) is may
    problems = check_entry(
        replace(ENTRY, members=(replace(CORA, birth_date=born),)), team_size=1, age_limit=limit, event_year=2026, today=TODAY
    )
    assert [problem.code for problem in problems] == ([] if may else ["over_age_limit"])


@pytest.mark.parametrize(("limit", "year"), [(None, 2026), (22, None)])
def test_without_a_limit_or_a_year_no_age_is_refused(limit: int | None, year: int | None):
    old = replace(ENTRY, members=(replace(CORA, birth_date=date(1960, 1, 1)),))
    assert check_entry(old, team_size=1, age_limit=limit, event_year=year, today=TODAY) == []


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_team_has_the_size_of_its_skill(size: int):
    team = replace(ENTRY, members=(CORA, MemberDetails("科林")))
    problems = check_entry(team, team_size=size, age_limit=None, event_year=2026, today=TODAY)
    assert [problem.code for problem in problems] == ([] if size == 2 else ["team_size_wrong"])


def test_everybody_has_a_name_and_the_entry_a_number():
    nameless = replace(ENTRY, number="", members=(MemberDetails(""),))
    fields = [p.place.field for p in check_entry(nameless, team_size=1, age_limit=22, event_year=2026, today=TODAY)]
    assert fields == ["number", "name_zh_1"]


@pytest.mark.parametrize(
    ("born", "code"),
    [
        (date(2026, 9, 1), None), (date(2026, 9, 2), "born_ahead"), (date(1926, 1, 1), None),
        (date(1925, 12, 31), "born_too_long_ago"), (None, None),
    ],
)  # fmt: skip
def test_nobody_is_born_tomorrow_or_over_a_hundred_years_ago(born: date | None, code: str | None):
    entry = replace(ENTRY, members=(replace(CORA, birth_date=born),))
    found = check_entry(entry, team_size=1, age_limit=None, event_year=2026, today=TODAY)
    assert [(p.place.field, p.code) for p in found] == ([("birth_date_1", code)] if code else [])


@pytest.mark.parametrize("name", ["=1+1", "+86", "@SUM(A1)", "\tCora"])
def test_no_name_begins_like_a_formula(name: str):
    entry = replace(ENTRY, members=(MemberDetails(name), MemberDetails("科林", name)))
    found = check_entry(entry, team_size=2, age_limit=None, event_year=2026, today=TODAY)
    assert [(p.place.field, p.code) for p in found] == [
        ("name_zh_1", "name_like_formula"), ("name_en_2", "name_like_formula"),
    ]  # fmt: skip
    sound = replace(ENTRY, members=(MemberDetails("O'Neil-=+@"),))
    assert check_entry(sound, team_size=1, age_limit=None, event_year=2026, today=TODAY) == []


def test_a_workstation_holds_one_entry():
    here = replace(ENTRY, workstation="A-7")
    again, nowhere = replace(ENTRY, number="08", workstation="a-7"), replace(ENTRY, number="09")
    found = workstations_taken([here, again, nowhere, nowhere], {})
    assert [(p.code, p.values["entry"]) for p in found] == [("workstation_taken", "07")]
    assert workstations_taken([here], {"a-7": "12"})[0].values == {"station": "A-7", "entry": "12"}


def test_numbers_that_look_alike_are_named_but_are_not_equal():
    assert alike_numbers(["1", "A7", "01", "10", "a7", "001", "100"]) == [("001", "01", "1"), ("A7", "a7")]
    assert alike_numbers(["1", "10", "100", "0"]) == []


def test_one_person_enters_one_trade_whatever_the_delegation():
    again = replace(ENTRY, number="12", delegation_id=uuid4(), members=(replace(CORA, name_zh="科 拉"),))
    assert entered_already([again], {person_key(CORA): "17 07"})[0].values == {"name": "科 拉", "entry": "17 07"}
    assert len(entered_already([ENTRY, again], {})) == 1


def test_an_equal_name_alone_is_no_second_entry():
    namesake = replace(ENTRY, number="12", members=(replace(CORA, birth_date=date(2005, 3, 2)),))
    unknown = replace(ENTRY, number="13", members=(replace(CORA, birth_date=None),))
    assert entered_already([ENTRY, namesake, unknown], {}) == []


@pytest.mark.parametrize(
    ("status", "now", "reason", "code"),
    [
        ("absent", "present", "", None),
        ("withdrawn", "present", "", "status_needs_reason"),
        ("withdrawn", "absent", "ill", None),
        ("present", "absent", " ", "status_needs_reason"),
        ("absent", "absent", "x", "status_stands"),
        ("asleep", "present", "x", "not_a_choice"),
    ],
)
def test_statuses(status: str, now: str, reason: str, code: str | None):
    assert [p.code for p in check_status(status, now=now, reason=reason)] == ([code] if code else [])


def test_people_without_a_name_are_nobody_twice():
    """T-17: only a name and a date of birth together tell one person."""
    assert person_key(MemberDetails("", "", date(2006, 5, 1))) is None
    assert person_key(MemberDetails("甲", "", None)) is None


@pytest.mark.parametrize(("status", "code"), [("absent", "absent_with_marks"), ("withdrawn", None)])
def test_whoever_has_marks_is_withdrawn_and_never_absent(status: str, code: str | None):
    found = check_status(status, now="present", reason="ill", marked=("A1", "B2"))
    assert [p.code for p in found] == ([code] if code else [])
    assert all(p.values == {"sheets": "A1, B2"} for p in found)
