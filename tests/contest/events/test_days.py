"""No competition day is taken away on which a scheme in force marks."""

from dataclasses import replace

import pytest

from contest.events.days import DayUse, check_days
from tests.contest.events.test_details import READY

USES = [DayUse("17 网站技术", 2, 1, ("A1",)), DayUse("17 网站技术", 2, 3, ("B1", "B2")), DayUse("18 电气", 1, 4, ("C1",))]


@pytest.mark.parametrize(("days", "refused"), [(5, []), (4, []), (3, ["C4"]), (2, ["C3", "C4"])])
def test_a_day_that_is_marked_on_is_not_taken_away(days: int, refused: list[str]):
    found = check_days(READY, replace(READY, competition_days=days), USES)
    assert [each.values["day"] for each in found] == refused
    assert {each.place.field for each in found} <= {"competition_days"}


def test_the_scheme_the_skill_and_the_sub_criteria_are_named():
    found = check_days(READY, replace(READY, competition_days=3), [DayUse("17 网站技术", 2, 4, ("B1", "B2"))])
    assert found[0].values == {"division": "17 网站技术", "version": "2", "day": "C4", "parts": "B1, B2"}


def test_a_scheme_that_marks_beyond_the_days_hinders_no_other_change():
    assert check_days(READY, replace(READY, venue="苏州"), [DayUse("17 网站技术", 1, 9, ("A1",))]) == []
