"""What stands in the way of a deletion: every kind, every state, everything at once."""

import pytest

from contest.events.states import ORDER, State
from contest.removals.obstacles import Dependent, obstacles

ENTRIES = Dependent("entries", "17", 3, "/divisions/17/entries")


def codes(kind, state, *dependents):
    return [each.problem.code for each in obstacles(kind, state, dependents)]


@pytest.mark.parametrize("state", ORDER)
def test_a_skill_is_not_taken_back_once_the_event_is_announced(state: State):
    announced = ORDER.index(state) >= ORDER.index(State.ANNOUNCED)
    expected = ["removal_announced"] if announced else []
    assert codes("skill", state) == codes("division", state) == expected
    assert codes("delegation", state) == codes("expert", state) == []


@pytest.mark.parametrize("state", ORDER)
def test_an_entry_that_has_started_is_not_deleted(state: State):
    started = ORDER.index(state) >= ORDER.index(State.RUNNING)
    found = obstacles("entry", state, (), own="/divisions/17/entries/1")
    assert [(each.problem.code, each.href) for each in found] == (
        [("removal_started", "/divisions/17/entries/1")] if started else []
    )


def test_everything_in_the_way_is_said_at_once_with_its_page():
    sheets, none = Dependent("sheets", "17", 2, "/divisions/17/marking"), Dependent("teams", "17", 0, "/x")
    found = obstacles("division", State.RUNNING, [ENTRIES, none, sheets])
    assert [each.problem.code for each in found] == ["removal_announced", "removal_entries", "removal_sheets"]
    assert [each.href for each in found] == ["/state", "/divisions/17/entries", "/divisions/17/marking"]
    assert found[1].problem.values == {"place": "17", "count": "3"}
