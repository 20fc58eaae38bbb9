"""Ways in which a mark could have counted that must not: found by trying to break the ledger."""

from uuid import uuid4

import pytest

from foundation.database import fetch, transaction
from foundation.problems import UserError
from foundation.times import now
from judging.marking.actions import Receipt
from judging.marking.actions_sheets import hand_in, sign_sheets
from judging.marking.actions_teams import refill_seats
from judging.marking.entering import Refused
from judging.marking.reasons import SEAT_CHANGED
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, ask, fill_sheet, insert, make_marked, name_teams

JUDGED = "A1.3"


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_marked()


async def scores(sheet_id) -> list[tuple[int, int, str]]:
    rows = await fetch(
        "SELECT m.seat, m.version, a.user_name FROM mark_entry m JOIN account a ON a.id = m.judge"
        " WHERE m.sheet = $1 AND m.seat > 0 ORDER BY m.position",
        sheet_id,
    )
    return [tuple(row.values()) for row in rows]


async def test_whoever_comes_back_to_the_team_gets_his_own_seat_and_counts_once(marked: Marked):
    sheet = await marked.sheet()
    assert isinstance(await marked.enter(sheet, "erik", JUDGED, 3), Receipt)
    await name_teams(marked, "li", "mei", "wu")
    await name_teams(marked, "li", "mei", "erik")
    again = await marked.enter(sheet, "erik", JUDGED, 3, seen_version=0)
    assert isinstance(again, Refused)
    assert again.problems[0].code == "version_conflict"  # his own seat, where his score stands
    for name in ("li", "mei"):
        assert isinstance(await marked.enter(sheet, name, JUDGED, 3), Receipt)
    assert sorted(name for _, _, name in await scores(sheet.id)) == ["erik", "li", "mei"]


async def test_the_new_holder_of_a_seat_scores_anew_and_replaying_it_changes_nothing(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "erik", JUDGED, 0)
    await name_teams(marked, "li", "mei", "wu")
    holder = (await fetch(
        "SELECT a.user_name FROM sheet_marker m JOIN expert x ON x.id = m.expert JOIN account a ON a.id = x.account"
        " WHERE m.sheet = $1 AND m.seat = 1", sheet.id,
    ))[0]["user_name"]  # fmt: skip
    request = ask(marked.aspect(JUDGED), 2)
    for _ in range(2):
        outcome = await marked.enter(sheet, holder, JUDGED, 2, client_id=request.client_id)
        assert isinstance(outcome, Receipt)
        assert outcome.version == 2
    reasons = await fetch("SELECT reason_code FROM mark_entry WHERE sheet = $1 ORDER BY position", sheet.id)
    assert [row["reason_code"] for row in reasons] == [None, SEAT_CHANGED]


async def test_a_sheet_with_marks_of_a_tied_judge_is_not_signed(marked: Marked):
    sheet = await marked.sheet("02")
    await fill_sheet(marked, sheet)
    await insert(
        "declared_relation", expert=marked.experts["li"], entry=marked.entries["02"], kind="teacher",
        by=marked.cast.olga, at=now(),
    )  # fmt: skip
    position = (await marked.sheet("02")).position
    with pytest.raises(UserError) as refused:
        await sign_sheets({sheet.id: position}, by=marked.actor("erik"))
    assert [each.code for each in refused.value.problems] == ["tied_marker_counts"]


async def archive(marked: Marked) -> None:
    async with transaction():
        await fetch(
            "INSERT INTO event_state (id, event, position, state, reason, by, at)"
            " VALUES ($1, $2, 99, 'archived', '', $3, now())",
            uuid4(), marked.event_id, marked.cast.olga,
        )  # fmt: skip


async def test_an_archived_event_takes_no_mark_and_no_act(marked: Marked):
    sheet = await marked.sheet()
    await archive(marked)
    outcome = await marked.enter(sheet, "erik", "A1.1", 1)
    assert isinstance(outcome, Refused)
    assert outcome.problems[0].code == "event_archived"
    for verb in (hand_in(sheet, by=marked.actor("mei")), refill_seats(marked.division, by=marked.actor("chen"))):
        with pytest.raises(UserError) as refused:
            await verb
        assert refused.value.problems[0].code == "event_archived"


@pytest.mark.parametrize("form", [{"scope": "sheet"}, {"scope": "day"}, {"scope": "day", "day": ""}])
async def test_an_incomplete_lock_form_locks_nothing(marked: Marked, browsing: Browsing, form: dict[str, str]):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    await sign_sheets({sheet.id: (await marked.sheet()).position}, by=marked.actor("erik"))
    client = await browsing.as_(marked.cast.chen)
    path = f"/events/{marked.event_code}/divisions/{marked.division.slug}/marking/locks"
    assert (await client.post(path, data=form)).status_code == 422
    assert (await marked.sheet()).state == "signed"


async def test_a_nul_in_the_device_is_no_fault(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    client = await browsing.as_(marked.cast.erik)
    mark = {"id": str(uuid4()), "aspect": str(marked.aspect("A1.1")), "observed": 1}
    body = {"scheme_version": str(marked.plan.scheme_version), "device": "a\x00b", "mark": mark}
    answer = await client.post(f"{sheet.href}/marks", json=body)
    assert answer.status_code == 200
    assert (await fetch("SELECT device FROM mark_entry"))[0]["device"] == "ab"
