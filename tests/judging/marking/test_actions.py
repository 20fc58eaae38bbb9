"""Entering marks: receipts, replays, conflicts, refusals, counters and the chain."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import asyncpg
import pytest

from foundation.database import fetch
from foundation.problems import Problem
from judging.marking.actions import Receipt, enter_mark, enter_marks
from judging.marking.actions_sheets import hand_in, sign_sheets
from judging.marking.entering import Refused
from judging.marking.ledger import LedgerEntry, chain, first_previous
from judging.marking.queries import get_sheet
from tests.judging.marking.factories import Marked, ask, fill_sheet, insert, make_marked, mark_of


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_marked()


def codes(outcome: object) -> list[str]:
    assert isinstance(outcome, Refused), outcome
    return [problem.code for problem in outcome.problems]


async def ledger(sheet) -> list:
    return await fetch("SELECT * FROM mark_entry WHERE sheet = $1 ORDER BY position", sheet.id)


async def test_opening_makes_every_sheet_with_its_seats(marked: Marked):
    rows = await fetch("SELECT expected, blocked, day, state FROM sheet WHERE division = $1", marked.division.id)
    assert len(rows) == 6
    assert {(row["day"], row["expected"]) for row in rows} == {(1, 5), (2, 6)}
    assert {row["blocked"] for row in rows} == {""}
    seats = await fetch("SELECT count(*) AS seats FROM sheet_marker")
    assert seats[0]["seats"] == 18


async def test_a_measurement_gives_a_receipt_with_its_mark(marked: Marked):
    sheet = await marked.sheet()
    receipt = await marked.enter(sheet, "li", "A1.2", 3)
    assert isinstance(receipt, Receipt)
    assert (receipt.position, receipt.version, receipt.mark) == (1, 1, Decimal("1.50"))
    after = await get_sheet(sheet.id)
    assert (after.entered, after.open_spreads, after.position) == (1, 0, 1)


async def test_the_chain_is_that_of_the_contract(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", "3")
    await marked.enter(sheet, "erik", "A1.3", 2)
    await marked.enter(sheet, "li", "A1.2", "4", seen_version=1)
    rows = await ledger(sheet)
    entries = [LedgerEntry(**{name: row[name] for name in LedgerEntry.__slots__}) for row in rows]
    first = first_previous(marked.event_id, marked.division.id, sheet.id, marked.plan.scheme_version)
    assert [row["hash"] for row in rows] == chain(first, entries)
    assert (await get_sheet(sheet.id)).head == rows[-1]["hash"]
    assert [row["position"] for row in rows] == [1, 2, 3]


async def test_a_replay_gives_the_first_receipt_and_changes_nothing(marked: Marked):
    sheet = await marked.sheet()
    request = ask(marked.aspect("A1.2"), 3)
    first = await enter_mark(sheet, request, scheme_version=None, device="a", by=marked.actor("li"))
    await marked.enter(sheet, "li", "A1.2", 4, seen_version=1)
    before = await ledger(sheet)
    again = await enter_mark(sheet, request, scheme_version=None, device="b", by=marked.actor("li"))
    assert again == first
    assert await ledger(sheet) == before


async def test_an_id_with_other_content_or_from_somebody_else_is_refused(marked: Marked):
    sheet, other = await marked.sheet(), await marked.sheet("02")
    request = ask(marked.aspect("A1.2"), 3)
    await enter_mark(sheet, request, scheme_version=None, device=None, by=marked.actor("li"))
    for changed, name, place in (
        (replace(request, observed=Decimal(4)), "li", sheet),
        (request, "erik", sheet),
        (request, "li", other),
    ):
        outcome = await enter_mark(place, changed, scheme_version=None, device=None, by=marked.actor(name))
        assert codes(outcome) == ["client_id_reused"]
        assert outcome.status == 422
    assert len(await ledger(sheet)) == 1
    assert await ledger(other) == []


async def test_a_stale_version_is_a_conflict_with_the_value_that_stands(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", 3)
    outcome = await marked.enter(sheet, "mei", "A1.2", 4)
    assert codes(outcome) == ["version_conflict"]
    assert (outcome.status, outcome.version, outcome.current.observed) == (409, 1, Decimal(3))
    assert len(await ledger(sheet)) == 1


async def test_scores_conflict_without_showing_those_of_others(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "erik", "A1.3", 3)
    mine = await marked.enter(sheet, "erik", "A1.3", 2)
    assert mine.current.observed == 3
    assert codes(await marked.enter(sheet, "li", "A1.3", 2, seen_version=1)) == ["version_conflict"]
    assert (await marked.enter(sheet, "li", "A1.3", 2, seen_version=1)).current is None


async def test_only_named_markers_enter(marked: Marked):
    sheet = await marked.sheet()
    for name in ("olga", "chen", "wu", "ines", "sun", "rui", "ada", "paul", "projector"):
        outcome = await marked.enter(sheet, name, "A1.1", 1)
        assert codes(outcome) == ["not_a_marker"], name
        assert outcome.status == 403
    assert await ledger(sheet) == []


@pytest.mark.parametrize(
    ("number", "observed", "code"),
    [
        ("A1.1", 2, "observed_out_of_range"),
        ("A1.2", 5, "observed_out_of_range"),
        ("A1.2", -1, "observed_out_of_range"),
        ("A1.2", "1.5", "observed_not_whole"),
        ("A1.3", 4, "observed_out_of_range"),
        ("A2.2", 9, "choice_unknown"),
        ("A2.3", "1.1234567", "too_many_decimals"),
        ("A2.3", "1000000000", "observed_too_large"),
        ("A2.4", 1, "reason_missing"),
        ("A1.2", None, "number_missing"),
        ("A1.2", Problem("number_unreadable", values={"value": "x"}), "number_unreadable"),
    ],
)
async def test_what_cannot_be_observed_is_refused(marked: Marked, number: str, observed: object, code: str):
    sheet = await marked.sheet(form=int(number[1]) - 1)
    outcome = await marked.enter(sheet, "erik", number, observed)
    assert codes(outcome) == [code]
    assert outcome.status == 422
    assert await ledger(sheet) == []


async def test_reasons_where_they_are_demanded(marked: Marked):
    sheet = await marked.sheet(form=1)
    assert codes(await marked.enter(sheet, "li", "A2.4", 2, reason_code="nonsense")) == ["reason_unknown"]
    assert codes(await marked.enter(sheet, "li", "A2.4", 2, reason_code="other")) == ["reason_text_missing"]
    taken = await marked.enter(sheet, "li", "A2.4", 2, reason_code="damage")
    assert taken.mark == Decimal("1.50")
    assert codes(await marked.enter(sheet, "mei", "A2.4", 0, seen_version=1)) == ["reason_missing"]
    assert isinstance(await marked.enter(sheet, "mei", "A2.4", 0, seen_version=1, reason_code="misread"), Receipt)


async def test_own_changes_need_no_reason_until_one_handed_in(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", 3)
    assert isinstance(await marked.enter(sheet, "li", "A1.2", 4, seen_version=1), Receipt)
    assert (await ledger(sheet))[-1]["reason_code"] == "own_change"
    await hand_in(sheet, by=marked.actor("li"))
    assert codes(await marked.enter(sheet, "li", "A1.2", 3, seen_version=2)) == ["reason_missing"]
    assert isinstance(await marked.enter(sheet, "li", "A1.2", 3, seen_version=2, reason_code="misread"), Receipt)


async def test_a_great_move_is_asked_once(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", 4)
    outcome = await marked.enter(sheet, "li", "A1.2", 0, seen_version=1)
    assert outcome.ask
    assert codes(outcome) == ["moves_more_than_half"]
    assert isinstance(await marked.enter(sheet, "li", "A1.2", 0, seen_version=1, confirmed=True), Receipt)
    far = await marked.enter(await marked.sheet(form=1), "li", "A2.3", 1000)
    assert codes(far) == ["far_outside_ranges"]


async def test_rounds_reveal_spread_and_score_again(marked: Marked):
    sheet = await marked.sheet()
    for name, score in (("erik", 0), ("li", 2)):
        await marked.enter(sheet, name, "A1.3", score)
    assert (await get_sheet(sheet.id)).open_spreads == 0
    await marked.enter(sheet, "mei", "A1.3", 3)
    facts = await get_sheet(sheet.id)
    assert (facts.entered, facts.open_spreads) == (0, 1)
    assert codes(await marked.enter(sheet, "mei", "A1.3", 2, seen_version=1)) == ["round_changed"]
    for name, score in (("erik", 1), ("li", 2), ("mei", 2)):
        assert isinstance(await marked.enter(sheet, name, "A1.3", score, round=2), Receipt)
    facts = await get_sheet(sheet.id)
    assert (facts.entered, facts.open_spreads) == (3, 0)
    assert codes(await marked.enter(sheet, "erik", "A1.3", 2, round=2, seen_version=1)) == ["aspect_revealed"]
    assert len(await ledger(sheet)) == 6


async def test_not_attempted_counts_and_can_be_taken_back(marked: Marked):
    sheet = await marked.sheet()
    for number in ("A1.1", "A1.3"):
        assert isinstance(await marked.enter(sheet, "li", number, None, kind="not_attempted"), Receipt)
    assert (await get_sheet(sheet.id)).entered == 4
    assert codes(await marked.enter(sheet, "erik", "A1.3", 2)) == ["aspect_not_attempted"]
    assert isinstance(await marked.enter(sheet, "li", "A1.3", None, kind="retracted", seen_version=1), Receipt)
    assert isinstance(await marked.enter(sheet, "erik", "A1.3", 2), Receipt)
    late = await marked.enter(sheet, "li", "A1.3", None, kind="not_attempted", seen_version=2)
    assert codes(late) == ["aspect_has_scores"]


async def test_a_batch_gives_one_outcome_for_each(marked: Marked):
    sheet = await marked.sheet()
    double = ask(marked.aspect("A1.1"), 1)
    requests = [
        double, ask(marked.aspect("A1.2"), 9), ask(uuid4(), 1), ask(marked.aspect("A1.3"), 2), double,
        replace(double, observed=Decimal(0)), ask(marked.aspect("A1.1"), 0),
    ]  # fmt: skip
    outcomes = await enter_marks(sheet, requests, scheme_version=None, device=None, by=marked.actor("erik"))
    assert [isinstance(each, Receipt) for each in outcomes] == [True, False, False, True, True, False, False]
    assert outcomes[0] == outcomes[4]
    assert codes(outcomes[5]) == ["client_id_reused"]
    assert codes(outcomes[6]) == ["version_conflict"]
    assert len(await ledger(sheet)) == 2
    records = await fetch("SELECT details FROM audit_record WHERE event_type = 'marking.marks_entered'")
    assert len(records) == 1


async def test_the_audit_record_names_aspects_and_never_a_value(marked: Marked):
    sheet = await marked.sheet(form=1)
    await marked.enter(sheet, "li", "A2.3", "98.765432")
    row = (await fetch("SELECT subject, details::text AS details FROM audit_record ORDER BY id DESC LIMIT 1"))[0]
    assert "01" in row["subject"]
    assert "A2.3" in row["details"]
    assert "98.7" not in row["details"]


async def test_signed_locked_absent_and_other_schemes_take_no_mark(marked: Marked):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    facts = await get_sheet(sheet.id)
    await sign_sheets({sheet.id: facts.position}, by=marked.actor("erik"))
    assert codes(await marked.enter(sheet, "li", "A1.2", 4, seen_version=1)) == ["sheet_signed"]
    other = await marked.sheet("02")
    assert codes(await marked.enter(other, "li", "A1.2", 4, version=uuid4())) == ["scheme_changed"]
    await insert(
        "entry_status", entry=marked.entries["02"], position=1, status="absent", reason="", by=marked.cast.chen,
        at=facts_time(),
    )  # fmt: skip
    assert codes(await marked.enter(other, "li", "A1.2", 4)) == ["entry_absent"]


def facts_time():
    from foundation.times import now

    return now()


async def test_whoever_is_tied_after_the_opening_marks_no_more(marked: Marked):
    sheet = await marked.sheet()
    await insert(
        "declared_relation", expert=marked.experts["li"], entry=sheet.entry_id, kind="teacher", by=marked.cast.chen,
        at=facts_time(),
    )  # fmt: skip
    assert codes(await marked.enter(sheet, "li", "A1.2", 4)) == ["marker_tied"]
    assert isinstance(await marked.enter(sheet, "mei", "A1.2", 4), Receipt)
    await fetch("UPDATE expert SET delegation = (SELECT delegation FROM entry WHERE id = $1) WHERE id = $2",
                sheet.entry_id, marked.experts["mei"])  # fmt: skip
    assert codes(await marked.enter(sheet, "mei", "A1.1", 1)) == ["marker_tied"]


async def test_the_ledger_cannot_be_changed(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", 4)
    for sql in ("UPDATE mark_entry SET mark = 0", "DELETE FROM mark_entry", "TRUNCATE mark_entry"):
        await fetch("SAVEPOINT before")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await fetch(sql)
        await fetch("ROLLBACK TO before")


async def test_a_sheet_has_a_mark_when_all_of_it_is_revealed(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.1", 1)
    await marked.enter(sheet, "li", "A1.2", 3)
    for name in ("erik", "li"):
        await marked.enter(sheet, name, "A1.3", 2)
    assert await mark_of(sheet) is None
    await marked.enter(sheet, "mei", "A1.3", 3)
    assert await mark_of(sheet) == Decimal("2.50") + Decimal("2.33")
    assert (await marked.sheet()).state == "entered"
