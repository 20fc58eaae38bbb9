"""What stands in the way of a deletion. Pure.

Only what nothing depends on is deleted. What was announced, marked or signed is history: a trade is not taken
back, and an entry that has started is absent or withdrawn (W-23).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from contest.events.states import ORDER, State, is_announced
from foundation.problems import Problem

Kind = Literal["skill", "division", "delegation", "entry", "expert"]


@dataclass(frozen=True, slots=True)
class Dependent:
    """Things that hang on another: a code that names its sentence, where they are, how many, and their page
    inside the event ("/divisions/17/scheme")."""

    code: str
    place: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way, and the page inside the event where it is put right."""

    problem: Problem
    href: str


def obstacles(kind: Kind, state: State, dependents: Sequence[Dependent], *, own: str = "") -> list[Obstacle]:
    """Everything in the way at once: what the event's state forbids, then whatever depends on the thing.

    ``own`` is the thing's page inside the event: there an entry is recorded as absent or withdrawn (W-23).
    """
    found = []
    if kind in ("skill", "division") and is_announced(state):
        found.append(Obstacle(Problem("removal_announced"), "/state"))
    if kind == "entry" and ORDER.index(state) >= ORDER.index(State.RUNNING):
        found.append(Obstacle(Problem("removal_started"), own))
    return found + [
        Obstacle(Problem(f"removal_{each.code}", values={"place": each.place, "count": str(each.count)}), each.href)
        for each in dependents
        if each.count
    ]
