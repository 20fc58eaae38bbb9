"""The states of an event (T-03): forward only. Pure."""

from enum import StrEnum


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
