"""T-01, T-02: what an event must say; codes in addresses (T-06); fingerprints of forms."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contest.events.changes import changed, check_based_on, fingerprint_of
from contest.events.codes import check_code, division_slug
from contest.events.details import EventDetails, check_details, check_fixed, missing_for_announcing

READY = EventDetails(
    "games", "大赛", "Games", "national_games", "C", "技术规则", "1.0", "人力资源社会保障部", "上海",
    first_day=date(2026, 9, 22),
)  # fmt: skip


def fields(problems):
    return sorted(str(problem.place.field) for problem in problems)


def test_everything_that_is_missing_is_named_at_once():
    bare = EventDetails("games", "大赛")
    assert fields(missing_for_announcing(bare, skills=0)) == [
        "first_day", "lead_organiser", "rule_document", "rule_document_version", "rule_family", "skills", "tier",
    ]  # fmt: skip
    assert missing_for_announcing(READY, skills=1) == []


@pytest.mark.parametrize("lead", ["甲单位、乙单位", "甲单位；乙单位", "Ministry A; Ministry B"])
def test_there_is_exactly_one_lead_organiser(lead: str):
    problems = missing_for_announcing(replace(READY, lead_organiser=lead), skills=1)
    assert [problem.code for problem in problems] == ["announce_one_lead"]


def test_the_announcement_fixes_what_it_said_and_nothing_else():
    later = replace(READY, tier="city", rule_family="A", venue="北京", name_en="Games 2026")
    assert fields(check_fixed(READY, later, announced=True)) == ["rule_family", "tier"]
    assert check_fixed(READY, later, announced=False) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "a b"}, "code"),
        ({"name_zh": "", "name_en": ""}, "name_zh"),
        ({"tier": "galactic"}, "tier"),
        ({"rule_family": "D"}, "rule_family"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"competition_days": 0}, "competition_days"),
        ({"preparation_days": 15}, "preparation_days"),
    ],
)
def test_what_an_event_says_is_checked(change: dict[str, object], field: str):
    assert fields(check_details(replace(READY, **change))) == [field]
    assert check_details(READY) == []


@pytest.mark.parametrize("code", ["ZZ-2017026", "GZ036", "F09", "17", "网站技术", "a.b_c"])
def test_codes_are_free_strings(code: str):
    assert check_code(code) == []


@pytest.mark.parametrize("code", ["", "a b", "a/b", "a?b", "-a", "a-", ".", "..", "new", "IMPORT", "x" * 41, "a%b"])
def test_codes_that_no_address_can_carry_are_refused(code: str):
    assert len(check_code(code)) == 1


def test_a_slug_names_skill_and_division():
    assert division_slug("17", "") == "17"
    assert division_slug("17", "xs") == "17-xs"


def test_a_fingerprint_ignores_order_and_superfluous_zeros_and_sees_every_change():
    one = fingerprint_of({"a": "x", "b": Decimal("1.50")})
    assert one == fingerprint_of({"b": Decimal("1.5"), "a": "x"})
    assert one != fingerprint_of({"a": "y", "b": Decimal("1.5")})
    assert check_based_on(one, {"a": "x", "b": Decimal("1.5")}) == []
    assert check_based_on(None, {"a": "anything"}) == []
    assert [problem.code for problem in check_based_on(one, {"a": "y"})] == ["changed_meanwhile"]


def test_an_audit_record_keeps_what_differs_only():
    assert changed({"a": "x", "b": 1}, {"a": "x", "b": 2, "c": None}) == {"b": ["1", "2"]}
