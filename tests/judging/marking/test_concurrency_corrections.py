"""Corrections and everything beside them at once, with real commits: one word counts, nothing is signed over."""

import asyncio
import random
from decimal import Decimal
from uuid import uuid4

import pytest

from foundation.database import fetch
from foundation.problems import UserError
from judging.marking.actions_corrections import ask_correction, decide_correction
from judging.marking.actions_sheets import open_round, reopen_sheet, sign_sheets
from judging.marking.corrections import CorrectionRequest
from judging.marking.queries import SheetFacts, get_sheet
from tests.judging.marking.factories import Marked, fill_sheet, make_marked
from tests.judging.marking.test_concurrency import check_chains, check_counters


@pytest.fixture
async def marked(committed: None) -> Marked:
    return await make_marked()


async def ask_for(marked: Marked, sheet: SheetFacts, name: str, score: int, version: int) -> CorrectionRequest:
    request = CorrectionRequest(uuid4(), marked.aspect("A1.3"), Decimal(score), 1, version, "mistyped")
    await ask_correction(sheet, request, by=marked.actor(name))
    return request


async def test_of_two_who_confirm_at_once_one_is_told(marked: Marked):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    asked = await ask_for(marked, sheet, "li", 1, 1)
    said = await asyncio.gather(
        *(decide_correction(sheet, asked.id, word, by=marked.actor(name))
          for name, word in (("erik", "confirmed"), ("mei", "confirmed"), ("chen", "refused"), ("li", "withdrawn"))),
        return_exceptions=True,
    )  # fmt: skip
    assert sum(each is None for each in said) == 1
    told = [each for each in said if each is not None]
    assert all(isinstance(each, UserError) for each in told)
    assert {problem.code for each in told for problem in each.problems} == {"correction_decided"}
    decided = await fetch("SELECT decision, entry FROM correction_decision")
    assert len(decided) == 1
    entries = await fetch("SELECT 1 FROM mark_entry WHERE aspect = $1 AND seat = 2", marked.aspect("A1.3"))
    assert len(entries) == (2 if decided[0]["decision"] == "confirmed" else 1)
    await check_chains(marked)
    await check_counters(marked)


async def test_the_same_confirmation_ten_times_at_once_is_one_version(marked: Marked):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    asked = await ask_for(marked, sheet, "li", 1, 1)
    said = await asyncio.gather(
        *(decide_correction(sheet, asked.id, "confirmed", by=marked.actor("erik")) for _ in range(10))
    )
    assert said == [None] * 10
    assert len(await fetch("SELECT 1 FROM mark_entry WHERE reason_code = 'mistyped'")) == 1
    await check_chains(marked)


async def test_two_corrections_of_one_score_asked_at_once_are_one(marked: Marked):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    said = await asyncio.gather(
        *(ask_for(marked, sheet, "li", score, 1) for score in (0, 1, 3)), return_exceptions=True
    )
    assert sum(isinstance(each, CorrectionRequest) for each in said) == 1
    assert len(await fetch("SELECT 1 FROM score_correction")) == 1


async def test_signer_and_asker_never_leave_a_correction_waiting_under_a_signature(marked: Marked):
    chance = random.Random(5)
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    for _ in range(12):
        facts = await get_sheet(sheet.id)

        async def sign(position: int = facts.position) -> None:
            await asyncio.sleep(chance.random() / 200)
            await sign_sheets({sheet.id: position}, by=marked.actor("erik"))

        async def ask_one() -> CorrectionRequest:
            await asyncio.sleep(chance.random() / 200)
            return await ask_for(marked, sheet, "li", 1, 1)

        signed, asked = await asyncio.gather(sign(), ask_one(), return_exceptions=True)
        if isinstance(asked, CorrectionRequest):
            assert [each.code for each in signed.problems] == ["correction_waits"]
            await decide_correction(sheet, asked.id, "withdrawn", by=marked.actor("li"))
        else:
            assert signed is None
            assert [each.code for each in asked.problems] == ["sheet_signed"]
            await reopen_sheet(sheet.id, reason_code="keying_error", reason_text=None, by=marked.actor("chen"))
    await check_chains(marked)


async def test_signer_and_confirmer_never_leave_a_signature_over_another_ledger(marked: Marked):
    """Whoever comes first, the signed head is the sheet's head: a confirmation moves it, a signature forbids one."""
    chance = random.Random(3)
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    for version in range(1, 13):
        asked = await ask_for(marked, sheet, "li", 2 - version % 2, version)
        facts = await get_sheet(sheet.id)

        async def sign(position: int = facts.position) -> None:
            await asyncio.sleep(chance.random() / 200)
            await sign_sheets({sheet.id: position}, by=marked.actor("erik"))

        async def confirm(correction=asked.id) -> None:
            await asyncio.sleep(chance.random() / 200)
            await decide_correction(sheet, correction, "confirmed", by=marked.actor("mei"))

        signed, confirmed = await asyncio.gather(sign(), confirm(), return_exceptions=True)
        assert confirmed is None
        assert [each.code for each in signed.problems] in (["correction_waits"], ["sheet_moved"])
        assert (await get_sheet(sheet.id)).state == "entered"
    facts = await get_sheet(sheet.id)
    await sign_sheets({sheet.id: facts.position}, by=marked.actor("erik"))
    act = (await fetch("SELECT head, position FROM sheet_act ORDER BY number DESC LIMIT 1"))[0]
    assert (act["head"], act["position"]) == (facts.head, facts.position)
    await check_chains(marked)
    await check_counters(marked)


async def test_a_new_round_and_a_confirmation_at_once(marked: Marked):
    """The confirmation comes first and the round follows it, or the round makes the correction void."""
    for entry in ("01", "02", "03"):
        sheet = await marked.sheet(entry)
        await fill_sheet(marked, sheet)
        asked = await ask_for(marked, sheet, "li", 1, 1)
        opened, confirmed = await asyncio.gather(
            open_round(sheet, marked.aspect("A1.3"), reason_code="procedure", reason_text=None, by=marked.actor("erik")),
            decide_correction(sheet, asked.id, "confirmed", by=marked.actor("mei")), return_exceptions=True,
        )  # fmt: skip
        assert opened is None
        if confirmed is not None:
            assert [each.code for each in confirmed.problems] == ["correction_void"]
        facts = await get_sheet(sheet.id)
        assert (facts.entered, facts.open_spreads) == (facts.expected - 3, 0)
    await check_chains(marked)
