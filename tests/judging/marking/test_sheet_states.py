"""The chain open → entered → signed → locked: every act in every state by every part."""

import pytest

from judging.marking.sheet_states import (
    ACTS,
    Part,
    SheetAct,
    SheetState,
    allowed_acts,
    check_act,
    sheet_state,
)

STATES: tuple[SheetState, ...] = ("open", "entered", "signed", "locked")
PARTS: tuple[Part, ...] = ("marker", "marking_team_leader", "chief_expert", "deputy_chief_expert")

ALLOWED: dict[tuple[SheetState, Part], tuple[SheetAct, ...]] = {
    ("open", "marker"): ("enter", "hand_in", "correct", "confirm_correction"),
    ("entered", "marker"): ("enter", "hand_in", "correct", "confirm_correction"),
    ("open", "marking_team_leader"): ("open_round", "confirm_correction"),
    ("entered", "marking_team_leader"): ("open_round", "confirm_correction", "sign"),
    ("open", "chief_expert"): ("confirm_correction",),
    ("entered", "chief_expert"): ("confirm_correction",),
    ("open", "deputy_chief_expert"): ("confirm_correction",),
    ("entered", "deputy_chief_expert"): ("confirm_correction",),
    ("signed", "chief_expert"): ("reopen", "lock"),
    ("signed", "deputy_chief_expert"): ("reopen", "lock"),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("state", STATES)
def test_every_state_and_part(state: SheetState, part: Part) -> None:
    expected = ALLOWED.get((state, part), ())
    assert allowed_acts(state, [part]) == expected
    assert tuple(act for act in ACTS if not check_act(act, state, [part], reason="misread")) == expected


@pytest.mark.parametrize(
    ("act", "state", "code"),
    [
        ("enter", "signed", "sheet_signed"),
        ("enter", "locked", "sheet_locked"),
        ("sign", "open", "sheet_incomplete"),
        ("sign", "signed", "sheet_signed"),
        ("lock", "open", "sheet_not_signed"),
        ("lock", "entered", "sheet_not_signed"),
        ("reopen", "entered", "sheet_not_signed"),
        ("reopen", "locked", "sheet_locked"),
    ],
)
def test_the_state_that_forbids(act: SheetAct, state: SheetState, code: str) -> None:
    assert [problem.code for problem in check_act(act, state, PARTS, reason="misread")] == [code]


def test_all_that_is_wrong_at_once() -> None:
    found = check_act("reopen", "open", ["marker"], reason="  ")
    assert [problem.code for problem in found] == ["act_not_yours", "sheet_not_signed", "reason_missing"]


@pytest.mark.parametrize(
    ("complete", "last_act", "state"),
    [
        (False, None, "open"),
        (True, None, "entered"),
        (True, "sign", "signed"),
        (True, "reopen", "entered"),
        (False, "reopen", "open"),
        (True, "lock", "locked"),
    ],
)
def test_sheet_state(complete: bool, last_act: SheetAct | None, state: SheetState) -> None:
    assert sheet_state(complete=complete, last_act=last_act) == state
