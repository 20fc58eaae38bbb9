"""Workstations and numbers of a division as it will be after an import."""

from contest.entries.details import EntryDetails, MemberDetails
from contest.imports.competitor_checks import check_divisions
from contest.imports.competitor_rows import keep_entry, read_competitors
from contest.imports.plan import Standing, plan_import
from tests.contest.imports.test_rows import BEIJING, KNOWN, said

HEAD = ["赛项", "参赛编号", "姓名", "代表团", "工位"]


def standing(*entries: EntryDetails) -> dict[str, Standing[EntryDetails]]:
    return {f"17 {each.number}": Standing(BEIJING, each, each.values()) for each in entries}


def entry(number: str, workstation: str = "") -> EntryDetails:
    return EntryDetails(number, BEIJING, (MemberDetails(f"选手{number}"),), workstation=workstation)


def row(number: str, workstation: str = "") -> list[str]:
    return ["17", number, f"选手{number}", "BJ", workstation]


def checked(rows: list[list[str]], *stands: EntryDetails):
    wanted, problems = read_competitors([HEAD, *rows], KNOWN)
    assert problems == []
    own = standing(*stands)
    return check_divisions(plan_import(wanted, own, keep_entry), own)


def test_a_workstation_stands_once_in_the_file_and_beside_what_stands():
    found = checked([row("01", "A-1"), row("02", "a-1"), row("03", "A-9")], entry("09", "A-9"))
    assert said(found) == [(3, "工位", "workstation_taken"), (4, "工位", "workstation_taken")]
    assert [each.values["entry"] for each in found] == ["01", "09"]


def test_a_workstation_that_stays_is_not_taken_by_a_row_above_it():
    assert said(checked([row("01", "A-1"), row("02", "A-1")], entry("02", "A-1"))) == [(2, "工位", "workstation_taken")]


def test_two_entries_may_exchange_their_workstations():
    assert checked([row("01", "A-2"), row("02", "A-1")], entry("01", "A-1"), entry("02", "A-2")) == []


def test_numbers_that_look_alike_are_a_warning_and_no_error():
    (found,) = checked([row("01")], entry("1"))
    assert (found.severity, found.place.row, found.values["numbers"]) == ("warning", 2, "01, 1")
    assert checked([row("01"), row("1")], entry("01"), entry("1")) == []
