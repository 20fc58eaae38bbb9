"""The states of a sheet and the acts allowed in each (W-19, the shorter chain of one signature).

``open`` → ``entered`` → ``signed`` → ``locked``. *Entered* is derived: every expected seat is in and no
spread is open. The marking team leader signs for the team; the Chief Expert (the deputy in absence) locks,
and may until then reopen a signed sheet with a reason.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from foundation.problems import Place, Problem

SheetState = Literal["open", "entered", "signed", "locked"]
SheetAct = Literal["enter", "hand_in", "open_round", "correct", "confirm_correction", "sign", "reopen", "lock"]
Part = Literal["marker", "marking_team_leader", "chief_expert", "deputy_chief_expert"]


@dataclass(frozen=True, slots=True)
class ActRule:
    """From which states an act is allowed, to whom, whether it needs a reason, and where it leads."""

    states: frozenset[SheetState]
    parts: frozenset[Part]
    needs_reason: bool = False
    leads_to: SheetState | None = None


_OPEN: frozenset[SheetState] = frozenset({"open", "entered"})
_CHIEFS: frozenset[Part] = frozenset({"chief_expert", "deputy_chief_expert"})
_SECOND: frozenset[Part] = _CHIEFS | {"marker", "marking_team_leader"}

ACTS: dict[SheetAct, ActRule] = {
    "enter": ActRule(_OPEN, frozenset({"marker"})),
    "hand_in": ActRule(_OPEN, frozenset({"marker"})),
    "open_round": ActRule(_OPEN, frozenset({"marking_team_leader"}), needs_reason=True),
    "correct": ActRule(_OPEN, frozenset({"marker"})),
    "confirm_correction": ActRule(_OPEN, _SECOND),
    "sign": ActRule(frozenset({"entered"}), frozenset({"marking_team_leader"}), leads_to="signed"),
    "reopen": ActRule(frozenset({"signed"}), _CHIEFS, needs_reason=True, leads_to="entered"),
    "lock": ActRule(frozenset({"signed"}), _CHIEFS, leads_to="locked"),
}

ENTERING: frozenset[SheetAct] = frozenset({"enter", "hand_in", "open_round", "correct", "confirm_correction"})
"""What changes marks or says that they are in: refused where the entry is absent (W-23)."""

_REFUSALS: dict[SheetState, str] = {
    "open": "sheet_incomplete",
    "entered": "sheet_not_signed",
    "signed": "sheet_signed",
    "locked": "sheet_locked",
}


def sheet_state(*, complete: bool, last_act: SheetAct | None) -> SheetState:
    """The state of a sheet; ``last_act`` is its last signing, reopening or locking, None before any."""
    leads_to = ACTS[last_act].leads_to if last_act else None
    if leads_to in ("signed", "locked"):
        return leads_to
    return "entered" if complete else "open"


def check_act(act: SheetAct, state: SheetState, parts: Collection[Part], *, reason: str | None = None) -> list[Problem]:
    """Why ``act`` is refused: ``act_not_yours``, the state that forbids it, ``reason_missing``."""
    rule = ACTS[act]
    found = []
    if not rule.parts & set(parts):
        found.append(Problem("act_not_yours"))
    if state not in rule.states:
        found.append(Problem(_refusal(act, state)))
    if rule.needs_reason and not (reason or "").strip():
        found.append(Problem("reason_missing", place=Place(field="reason")))
    return found


def _refusal(act: SheetAct, state: SheetState) -> str:
    return "sheet_not_signed" if act in ("reopen", "lock") and state == "open" else _REFUSALS[state]


def allowed_acts(state: SheetState, parts: Collection[Part]) -> tuple[SheetAct, ...]:
    """What somebody with these ``parts`` may do now, for the buttons of a page."""
    return tuple(act for act, rule in ACTS.items() if state in rule.states and rule.parts & set(parts))
