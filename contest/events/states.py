"""The states of an event (T-03): forward only. Pure."""

from enum import StrEnum

from foundation.problems import Problem


class State(StrEnum):
    """草拟 → 申报 → 审批/备案 → 公布 → 报名 → 实施 → 成绩公示 → 结束 → 归档."""

    DRAFT = "draft"
    APPLIED = "applied"
    APPROVED = "approved"
    ANNOUNCED = "announced"
    REGISTRATION = "registration"
    RUNNING = "running"
    RESULTS_POSTED = "results_posted"
    ENDED = "ended"
    ARCHIVED = "archived"


ORDER = tuple(State)


def next_state(state: State) -> State | None:
    """The one step forward from ``state``; None at the end."""
    place = ORDER.index(state) + 1
    return ORDER[place] if place < len(ORDER) else None


def is_announced(state: State) -> bool:
    """From 公布 on the settings are frozen (T-02)."""
    return ORDER.index(state) >= ORDER.index(State.ANNOUNCED)


def is_archived(state: State) -> bool:
    """An archived event takes no change at all."""
    return state is State.ARCHIVED


def previous_state(state: State) -> State | None:
    """The one step back that a recorded decision may take; None where there is none.

    Never behind 公布, whose settings stay frozen (T-02), and never out of the archive.
    """
    place = ORDER.index(state)
    if place == 0 or state in (State.ANNOUNCED, State.ARCHIVED):
        return None
    return ORDER[place - 1]


def check_step(state: State, target: State, *, reason: str) -> list[Problem]:
    """T-03: one step forward; one step back only with the reason of a recorded decision."""
    if target is next_state(state):
        return []
    if target is previous_state(state):
        return [] if reason.strip() else [Problem("step_back_needs_reason")]
    return [Problem("step_not_there")]


def check_registration(state: State) -> list[Problem]:
    """T-03: nobody is entered before 公布 (SR-16), nor once the results are posted. In between an organizer enters
    people, in 实施 those who were forgotten."""
    if not is_announced(state):
        return [Problem("registration_not_open")]
    if ORDER.index(state) >= ORDER.index(State.RESULTS_POSTED):
        return [Problem("registration_over")]
    return []


def check_open(state: State) -> list[Problem]:
    """An archived event takes no change."""
    return [Problem("event_archived")] if is_archived(state) else []
