"""Two at once, with real commits: no silent overwrite, no lost receipt, one linear chain."""

import asyncio
import random
from uuid import uuid4

import asyncpg
import pytest

from foundation.audit.actions import Actor
from foundation.database import fetch, owner_connection
from foundation.problems import UserError
from judging.marking.actions import Receipt, enter_mark, enter_marks
from judging.marking.actions_sheets import lock_signed_sheets, reopen_sheet, sign_sheets
from judging.marking.actions_teams import make_missing_sheets, open_marking
from judging.marking.entering import Refused
from judging.marking.ledger import LedgerEntry, chain, first_previous
from judging.marking.queries import get_sheet
from tests.judging.marking.factories import Marked, add_entry, ask, fill_sheet, make_marked, name_teams


@pytest.fixture
async def marked(committed: None) -> Marked:
    return await make_marked()


async def check_chains(marked: Marked) -> None:
    """Every sheet's chain is linear and its head and counters are those of the ledger."""
    for sheet in await fetch("SELECT * FROM sheet"):
        rows = await fetch("SELECT * FROM mark_entry WHERE sheet = $1 ORDER BY position", sheet["id"])
        entries = [LedgerEntry(**{name: row[name] for name in LedgerEntry.__slots__}) for row in rows]
        first = first_previous(marked.event_id, marked.division.id, sheet["id"], marked.plan.scheme_version)
        hashes = chain(first, entries)
        assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
        assert [row["hash"] for row in rows] == hashes
        assert sheet["head"] == (hashes[-1] if hashes else first)
        assert sheet["position"] == len(rows)


async def test_two_writers_of_one_value_one_wins_and_the_other_is_told(marked: Marked):
    sheet = await marked.sheet()
    outcomes = await asyncio.gather(*(marked.enter(sheet, name, "A1.2", value) for name, value in
                                      (("erik", 1), ("li", 2), ("mei", 3))))  # fmt: skip
    receipts = [each for each in outcomes if isinstance(each, Receipt)]
    refused = [each for each in outcomes if isinstance(each, Refused)]
    assert len(receipts) == 1
    assert {(each.status, each.version) for each in refused} == {(409, 1)}
    stored = (await fetch("SELECT observed FROM mark_entry"))[0]["observed"]
    assert {each.current.observed for each in refused} == {stored}
    await check_chains(marked)


async def test_one_request_sent_ten_times_at_once_is_one_mark(marked: Marked):
    sheet = await marked.sheet()
    request = ask(marked.aspect("A1.2"), 3)
    outcomes = await asyncio.gather(*(
        enter_mark(sheet, request, scheme_version=None, device=None, by=marked.actor("li")) for _ in range(10)
    ))  # fmt: skip
    assert all(each == outcomes[0] for each in outcomes)
    assert isinstance(outcomes[0], Receipt)
    assert len(await fetch("SELECT 1 FROM mark_entry")) == 1
    assert len(await fetch("SELECT 1 FROM audit_record WHERE event_type = 'marking.marks_entered'")) == 1


async def test_one_id_on_two_sheets_at_once_is_taken_once(marked: Marked):
    sheets = [await marked.sheet("01"), await marked.sheet("02")]
    request = ask(marked.aspect("A1.2"), 3)
    outcomes = await asyncio.gather(
        *(enter_mark(each, request, scheme_version=None, device=None, by=marked.actor("li")) for each in sheets),
        return_exceptions=True,
    )
    assert sum(isinstance(each, Receipt) for each in outcomes) == 1
    other = next(each for each in outcomes if not isinstance(each, Receipt))
    assert [each.code for each in other.problems] == ["client_id_reused"]
    assert len(await fetch("SELECT 1 FROM mark_entry")) == 1
    await check_chains(marked)


async def test_a_lost_answer_and_a_retry_lose_and_double_nothing(marked: Marked):
    sheet = await marked.sheet()
    requests = [ask(marked.aspect("A1.1"), 1), ask(marked.aspect("A1.2"), 2), ask(marked.aspect("A1.3"), 2)]
    sending = asyncio.create_task(enter_marks(sheet, requests, scheme_version=None, device=None, by=marked.actor("li")))
    await asyncio.sleep(random.random() / 50)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    again = await enter_marks(sheet, requests, scheme_version=None, device=None, by=marked.actor("li"))
    assert all(isinstance(each, Receipt) for each in again)
    assert len(await fetch("SELECT 1 FROM mark_entry")) == 3
    await check_chains(marked)


async def test_the_third_score_is_counted_once_whatever_the_order(marked: Marked):
    for entry in ("01", "02", "03"):
        sheet = await marked.sheet(entry)
        await asyncio.gather(*(marked.enter(sheet, name, "A1.3", score) for name, score in
                               (("erik", 0), ("li", 2), ("mei", 2))))  # fmt: skip
        facts = await get_sheet(sheet.id)
        assert (facts.entered, facts.open_spreads) == (0, 1)
    await check_chains(marked)


async def test_signer_and_writer_never_leave_a_signature_over_another_ledger(marked: Marked):
    """Thirty interleavings: whoever comes first, the signed head is the sheet's head."""
    chance = random.Random(7)
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    version = 1
    for _ in range(30):
        facts = await get_sheet(sheet.id)

        async def write(seen: int = version, value: int = 2 + version % 2) -> object:
            await asyncio.sleep(chance.random() / 200)
            return await marked.enter(sheet, "li", "A1.2", value, seen_version=seen, confirmed=True)

        async def sign(position: int = facts.position) -> None:
            await asyncio.sleep(chance.random() / 200)
            await sign_sheets({sheet.id: position}, by=marked.actor("erik"))

        wrote, signed = await asyncio.gather(write(), sign(), return_exceptions=True)
        after = await get_sheet(sheet.id)
        act = await fetch(
            "SELECT head, position, act FROM sheet_act WHERE sheet = $1 ORDER BY number DESC LIMIT 1", sheet.id
        )
        if isinstance(wrote, Receipt):
            version = wrote.version
            assert isinstance(signed, UserError)
            assert [each.code for each in signed.problems] == ["sheet_moved"]
            assert after.state == "entered"
        else:
            assert [each.code for each in wrote.problems] == ["sheet_signed"]
            assert (act[0]["act"], act[0]["head"], act[0]["position"]) == ("sign", after.head, after.position)
            await reopen_sheet(sheet.id, reason_code="keying_error", reason_text=None, by=marked.actor("chen"))
    await check_chains(marked)


async def test_many_judges_in_random_order_lose_nothing(marked: Marked):
    """Every receipt is in the ledger, every refusal is not, and nobody's value was overwritten unseen."""
    chance = random.Random(11)
    sheets = [await marked.sheet(entry, form) for entry in ("01", "02") for form in (0, 1)]
    numbers = {0: ("A1.1", "A1.2", "A1.3"), 1: ("A2.1", "A2.2", "A2.3")}
    given: list[tuple[object, object]] = []

    async def judge(name: str) -> None:
        for _ in range(25):
            sheet = chance.choice(sheets)
            form = marked.forms.index(sheet.sub_criterion_id)
            request = ask(
                marked.aspect(chance.choice(numbers[form])), chance.randint(0, 1) + 1,
                seen_version=chance.randint(0, 2), confirmed=True, reason_code=chance.choice((None, "misread")),
            )  # fmt: skip
            outcome = await enter_mark(sheet, request, scheme_version=None, device=None, by=marked.actor(name))
            given.append((request, outcome))

    await asyncio.gather(*(judge(name) for name in ("erik", "li", "mei", "erik", "li", "mei")))
    stored = {row["client_id"]: row for row in await fetch("SELECT * FROM mark_entry")}
    for request, outcome in given:
        assert isinstance(outcome, Receipt) == (request.client_id in stored)
        if isinstance(outcome, Receipt):
            assert stored[request.client_id]["version"] == request.seen_version + 1
            assert stored[request.client_id]["position"] == outcome.position
    await check_chains(marked)
    await check_counters(marked)


async def check_counters(marked: Marked) -> None:
    from judging.marking.actions_sheets import _entries_by_aspect
    from judging.marking.rounds import sheet_progress

    for sheet in await fetch("SELECT * FROM sheet"):
        kinds = marked.plan.sheets[sheet["sub_criterion"]].kinds
        progress = sheet_progress(kinds, await _entries_by_aspect(sheet["id"]))
        assert (sheet["entered"], sheet["open_spreads"]) == (progress.entered, progress.open_spreads)


async def test_a_refused_action_leaves_nothing_behind(marked: Marked):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    before = await fetch("SELECT count(*) AS n FROM audit_record")
    with pytest.raises(UserError):
        await lock_signed_sheets([sheet.id], by=marked.actor("chen"))
    with pytest.raises(UserError):
        await sign_sheets({sheet.id: 99}, by=marked.actor("erik"))
    with pytest.raises(UserError):
        await sign_sheets({sheet.id: 5, uuid4(): 1}, by=marked.actor("erik"))
    with pytest.raises(UserError):
        await enter_mark(sheet, ask(marked.aspect("A1.1"), 1), scheme_version=None, device=None, by=Actor(None, "x"))
    assert await fetch("SELECT count(*) AS n FROM audit_record") == before
    assert (await get_sheet(sheet.id)).state == "entered"


async def test_marking_is_opened_and_later_sheets_are_made_once(committed: None):
    marked = await make_marked(opened=False)
    await name_teams(marked)
    outcomes = await asyncio.gather(
        *(open_marking(marked.division, by=marked.actor("chen")) for _ in range(3)), return_exceptions=True
    )
    assert sorted(isinstance(each, int) for each in outcomes) == [False, False, True]
    await add_entry(marked, "20", marked.delegations[8])
    made = await asyncio.gather(*(make_missing_sheets(marked.division, by=marked.actor("chen")) for _ in range(3)))
    assert sorted(made) == [0, 0, 2]


async def test_not_even_the_owner_changes_or_deletes_a_mark(marked: Marked):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    await sign_sheets({sheet.id: (await get_sheet(sheet.id)).position}, by=marked.actor("erik"))
    before = await fetch("SELECT * FROM mark_entry ORDER BY position")
    async with owner_connection() as owner:
        for table in ("mark_entry", "sheet_act"):
            for sql in (f"UPDATE {table} SET position = 9", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                with pytest.raises(asyncpg.RaiseError, match="never changed or deleted"):
                    await owner.execute(sql)
    assert await fetch("SELECT * FROM mark_entry ORDER BY position") == before
