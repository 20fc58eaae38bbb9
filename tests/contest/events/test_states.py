"""T-03: states of an event."""

import pytest

from contest.events.states import State, check_step, next_state, previous_state


def codes(problems):
    return [problem.code for problem in problems]


def test_every_state_leads_to_the_next_and_the_archive_nowhere():
    walked = [State.DRAFT]
    while following := next_state(walked[-1]):
        assert check_step(walked[-1], following, reason="") == []
        walked.append(following)
    assert walked == list(State)


@pytest.mark.parametrize("target", [State.ANNOUNCED, State.REGISTRATION, State.DRAFT])
def test_no_state_is_left_out(target: State):
    assert codes(check_step(State.DRAFT, target, reason="because")) == ["step_not_there"]


def test_a_step_back_is_a_decision_with_a_reason():
    assert codes(check_step(State.RUNNING, State.REGISTRATION, reason="  ")) == ["step_back_needs_reason"]
    assert check_step(State.RUNNING, State.REGISTRATION, reason="flood") == []


def test_nothing_steps_back_behind_the_announcement_or_out_of_the_archive():
    assert previous_state(State.ANNOUNCED) is None
    assert previous_state(State.ARCHIVED) is None
    assert codes(check_step(State.ANNOUNCED, State.APPROVED, reason="typo")) == ["step_not_there"]
