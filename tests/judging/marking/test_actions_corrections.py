"""Asking for a correction and the second person's word: ledger, counters, signing, audit, roles, replay."""

from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest

from foundation.database import fetch, owner_connection
from foundation.problems import UserError
from foundation.times import now
from judging.marking.actions_corrections import ask_correction, decide_correction
from judging.marking.actions_sheets import open_round, reopen_sheet, sign_sheets
from judging.marking.corrections import CorrectionRequest
from judging.marking.queries import SheetFacts, get_sheet
from judging.marking.queries_corrections import corrections_asked_of, corrections_that_stand
from judging.results.queries import division_results
from tests.judging.marking.factories import Marked, fill_sheet, insert, make_marked


@pytest.fixture
async def marked(db: None) -> Marked:
    marked = await make_marked()
    await fill_sheet(marked, await marked.sheet())
    return marked


async def ask(marked: Marked, name: str = "li", score: int = 1, **changes: object) -> UUID:
    values = {
        "id": uuid4(), "aspect": marked.aspect("A1.3"), "observed": Decimal(score), "round": 1, "seen_version": 1,
        "reason_code": "mistyped", **changes,
    }  # fmt: skip
    request = CorrectionRequest(**values)  # type: ignore[arg-type]
    await ask_correction(await marked.sheet(), request, by=marked.actor(name))
    return request.id


async def decide(marked: Marked, correction: UUID, name: str = "erik", decision: str = "confirmed") -> None:
    await decide_correction(await marked.sheet(), correction, decision, by=marked.actor(name))  # type: ignore[arg-type]


async def refused(awaitable) -> list[str]:
    before = await everything()
    with pytest.raises(UserError) as error:
        await awaitable
    assert await everything() == before
    return [problem.code for problem in error.value.problems]


async def everything() -> list[object]:
    tables = ("mark_entry", "score_correction", "correction_decision", "audit_record", "sheet_act")
    return [len(await fetch(f"SELECT 1 FROM {table}")) for table in tables] + list(await fetch("SELECT * FROM sheet"))


async def versions(marked: Marked) -> list[tuple[object, ...]]:
    rows = await fetch(
        "SELECT seat, round, version, observed, reason_code FROM mark_entry WHERE sheet = $1 AND aspect = $2"
        " ORDER BY position", (await marked.sheet()).id, marked.aspect("A1.3"),
    )  # fmt: skip
    return [tuple(row.values()) for row in rows]


async def counters(marked: Marked) -> tuple[int, int, int]:
    sheet = await marked.sheet()
    return sheet.entered, sheet.open_spreads, sheet.position


async def audited(event_type: str) -> list[object]:
    return await fetch("SELECT subject, details::text AS details FROM audit_record WHERE event_type = $1", event_type)


async def test_asking_changes_neither_chain_nor_counters_nor_totals(marked: Marked):
    before = await versions(marked), await counters(marked), await division_results(marked.division.id)
    await ask(marked, score=0)
    assert (await versions(marked), await counters(marked), await division_results(marked.division.id)) == before
    record = (await audited("marking.correction_asked"))[0]
    assert record["subject"] == "17 01 A1"
    assert '"first_position": 4' in record["details"]
    assert "score" not in record["details"]
    assert "observed" not in record["details"]


@pytest.mark.parametrize("second", ["erik", "mei", "chen"])
async def test_a_second_person_makes_it_the_next_version_of_seat_and_round(marked: Marked, second: str):
    correction = await ask(marked, reason_text="the wrong card")
    await decide(marked, correction, second)
    assert (await versions(marked))[-2:] == [
        (3, 1, 1, Decimal(2), None), (2, 1, 2, Decimal(1), "mistyped"),
    ]  # fmt: skip
    row = (await fetch("SELECT * FROM mark_entry ORDER BY position DESC LIMIT 1"))[0]
    assert (row["judge"], row["entered_by"], row["reason_text"]) == (marked.cast.li, marked.cast.li, "the wrong card")
    sheet = await marked.sheet()
    assert (sheet.position, sheet.head, sheet.state) == (6, row["hash"], "entered")
    kept = (await fetch("SELECT * FROM correction_decision"))[0]
    assert (kept["entry"], kept["by"]) == (row["client_id"], getattr(marked.cast, second))
    record = (await audited("marking.correction_confirmed"))[0]
    assert '"first_position": 6' in record["details"]


async def test_a_correction_opens_and_closes_a_spread(marked: Marked):
    complete = await counters(marked)
    await decide(marked, await ask(marked, score=0))
    assert await counters(marked) == (complete[0] - 3, 1, complete[2] + 1)
    again = await ask(marked, score=2, seen_version=2)
    await decide(marked, again)
    assert await counters(marked) == (complete[0], 0, complete[2] + 2)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("wu", ["act_not_yours"]), ("chen", ["act_not_yours"]), ("sun", ["act_not_yours"]), ("rui", ["act_not_yours"]),
        ("olga", ["act_not_yours"]), ("ines", ["act_not_yours"]), ("ada", ["act_not_yours"]),
    ],
)  # fmt: skip
async def test_only_its_judge_asks(marked: Marked, name: str, codes: list[str]):
    assert await refused(ask(marked, name)) == codes


@pytest.mark.parametrize("name", ["wu", "sun", "rui", "olga", "ines", "ada", "paul", "projector"])
async def test_others_neither_confirm_nor_refuse(marked: Marked, name: str):
    correction = await ask(marked)
    for decision in ("confirmed", "refused"):
        assert await refused(decide(marked, correction, name, decision)) == ["act_not_yours"]


async def test_never_the_asker_himself_though_he_leads_the_team(marked: Marked):
    correction = await ask(marked, "erik")
    assert await refused(decide(marked, correction, "erik")) == ["correction_is_yours"]
    assert await refused(decide(marked, correction, "erik", "refused")) == ["correction_is_yours"]
    assert await refused(decide(marked, correction, "li", "withdrawn")) == ["act_not_yours"]
    await decide(marked, correction, "li")


@pytest.mark.parametrize(("decision", "name"), [("refused", "mei"), ("withdrawn", "li")])
async def test_what_is_refused_or_withdrawn_reaches_no_chain_and_can_be_asked_anew(
    marked: Marked, decision: str, name: str
):
    before = await versions(marked)
    await decide(marked, await ask(marked), name, decision)
    assert await versions(marked) == before
    assert len(await audited(f"marking.correction_{decision}")) == 1
    await decide(marked, await ask(marked), "erik")
    assert len(await versions(marked)) == len(before) + 1


async def test_a_sheet_with_a_correction_that_waits_is_not_signed(marked: Marked):
    correction = await ask(marked)
    sheet = await marked.sheet()
    assert await refused(sign_sheets({sheet.id: sheet.position}, by=marked.actor("erik"))) == ["correction_waits"]
    await decide(marked, correction, "mei", "refused")
    await sign_sheets({sheet.id: sheet.position}, by=marked.actor("erik"))
    assert (await get_sheet(sheet.id)).state == "signed"


async def test_the_same_question_and_the_same_word_twice_are_one(marked: Marked):
    same = uuid4()
    for _ in range(2):
        await ask(marked, id=same)
    assert await refused(ask(marked, id=same, score=3)) == ["correction_reused"]
    assert await refused(ask(marked, "mei", id=same)) == ["correction_reused"]
    for _ in range(2):
        await decide(marked, same)
    await ask(marked, id=same)  # its answer was lost, and it has been confirmed meanwhile
    assert len(await versions(marked)) == 4
    assert [len(await audited(f"marking.correction_{word}")) for word in ("asked", "confirmed")] == [1, 1]
    assert await refused(decide(marked, same, "mei")) == ["correction_decided"]
    assert await refused(decide(marked, same, "erik", "refused")) == ["correction_decided"]


async def test_an_id_of_another_sheet_is_no_correction_of_this_one(marked: Marked):
    correction = await ask(marked)
    other = await marked.sheet("02")
    assert await refused(decide_correction(other, correction, "confirmed", by=marked.actor("erik"))) == [
        "correction_unknown"
    ]
    await fill_sheet(marked, other)
    request = CorrectionRequest(correction, marked.aspect("A1.3"), Decimal(1), 1, 1, "mistyped")
    assert await refused(ask_correction(other, request, by=marked.actor("li"))) == ["correction_reused"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"aspect": "A1.2"}, ["aspect_unknown"]),
        ({"seen_version": 2}, ["version_conflict"]),
        ({"round": 2}, ["round_changed"]),
        ({"score": 2}, ["correction_same_score"]),
        ({"score": 7}, ["observed_out_of_range"]),
        ({"reason_code": "misread"}, ["reason_unknown"]),
    ],
)
async def test_what_cannot_be_asked(marked: Marked, changes: dict[str, object], codes: list[str]):
    if "aspect" in changes:
        changes = {"aspect": marked.aspect("A1.2")}
    assert await refused(ask(marked, **changes)) == codes  # type: ignore[arg-type]


async def test_before_the_reveal_there_is_nothing_to_ask(marked: Marked):
    other = await marked.sheet("02")
    await marked.enter(other, "li", "A1.3", 2)
    request = CorrectionRequest(uuid4(), marked.aspect("A1.3"), Decimal(1), 1, 1, "mistyped")
    assert await refused(ask_correction(other, request, by=marked.actor("li"))) == ["round_not_revealed"]


async def test_a_second_one_of_the_same_score_waits_for_the_first(marked: Marked):
    await ask(marked)
    assert await refused(ask(marked, score=3)) == ["correction_waits_already"]
    await ask(marked, "mei", score=3)  # another judge's is another matter


async def stand(sheet: SheetFacts) -> int:
    return len(await corrections_that_stand([sheet.id]))


async def test_a_newer_round_makes_it_void(marked: Marked):
    correction = await ask(marked)
    sheet = await marked.sheet()
    assert await stand(sheet) == 1
    await open_round(sheet, marked.aspect("A1.3"), reason_code="procedure", reason_text=None, by=marked.actor("erik"))
    assert await stand(sheet) == 0
    assert await refused(decide(marked, correction)) == ["correction_void"]
    assert await refused(decide(marked, correction, "li", "withdrawn")) == ["correction_void"]
    assert await refused(ask(marked)) == ["round_not_revealed"]


async def test_a_score_of_the_next_round_makes_it_void(marked: Marked):
    await decide(marked, await ask(marked, score=0))
    correction = await ask(marked, "mei", score=1)
    await marked.enter(await marked.sheet(), "erik", "A1.3", 2, round=2)
    assert await refused(decide(marked, correction)) == ["correction_void"]


async def absent(marked: Marked, position: int, status: str) -> None:
    await insert(
        "entry_status", entry=marked.entries["01"], position=position, status=status, reason="", by=marked.cast.chen,
        at=now(),
    )  # fmt: skip


async def test_absence_makes_it_void_for_good(marked: Marked):
    correction = await ask(marked)
    await absent(marked, 1, "absent")
    assert await refused(decide(marked, correction)) == ["correction_void"]
    assert await refused(ask(marked)) == ["entry_absent"]
    await absent(marked, 2, "ok")
    assert await refused(decide(marked, correction)) == ["correction_void"]
    await decide(marked, await ask(marked))


async def test_a_signature_makes_it_void_for_good(marked: Marked):
    correction = await ask(marked)
    await absent(marked, 1, "absent")
    await absent(marked, 2, "ok")
    sheet = await marked.sheet()
    await sign_sheets({sheet.id: sheet.position}, by=marked.actor("erik"))
    assert await refused(decide(marked, correction)) == ["sheet_signed"]
    assert await refused(ask(marked)) == ["sheet_signed"]
    await reopen_sheet(sheet.id, reason_code="keying_error", reason_text=None, by=marked.actor("chen"))
    assert await refused(decide(marked, correction)) == ["correction_void"]
    await decide(marked, await ask(marked))


async def test_whom_something_ties_neither_asks_nor_confirms(marked: Marked):
    correction = await ask(marked)
    relation = {"entry": marked.entries["01"], "kind": "teacher", "by": marked.cast.chen, "at": now()}
    await insert("declared_relation", expert=marked.experts["mei"], **relation)
    assert await refused(decide(marked, correction, "mei")) == ["marker_tied"]
    assert await refused(ask(marked, "mei", score=1)) == ["marker_tied"]
    await insert("declared_relation", expert=marked.experts["li"], **relation)
    assert await refused(decide(marked, correction, "erik")) == ["tied_marker_counts"]


async def test_an_archived_event_takes_no_correction(marked: Marked):
    correction = await ask(marked)
    await insert("event_state", event=marked.event_id, position=2, state="archived", reason="", by=marked.cast.olga,
                 at=now())  # fmt: skip
    assert await refused(decide(marked, correction)) == ["event_archived"]
    assert await refused(ask(marked, "mei")) == ["event_archived"]


async def test_it_waits_for_the_others_of_the_sheet_and_for_nobody_else(marked: Marked):
    correction = await ask(marked)
    asked = {name: len(await corrections_asked_of(getattr(marked.cast, name)))
             for name in ("erik", "li", "mei", "wu", "ines", "paul")}  # fmt: skip
    assert asked == {"erik": 1, "li": 0, "mei": 1, "wu": 0, "ines": 0, "paul": 0}
    await decide(marked, correction)
    assert await corrections_asked_of(marked.cast.mei) == []


async def test_not_even_the_owner_changes_a_correction_or_the_word_on_it(committed: None):
    marked = await make_marked()
    await fill_sheet(marked, await marked.sheet())
    await decide(marked, await ask(marked))
    async with owner_connection() as owner:
        for table, column in (("score_correction", "score"), ("correction_decision", "decision")):
            for sql in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                with pytest.raises(asyncpg.RaiseError, match="never changed or deleted"):
                    await owner.execute(sql)
