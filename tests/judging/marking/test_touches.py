"""The list of marks that a change of scheme touches: what is on it, who reads what, and when it is refused."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from foundation.database import fetch
from foundation.problems import UserError
from judging.marking.actions_sheets import sign_sheets
from judging.marking.plan import plan_of
from judging.marking.queries import get_sheet
from judging.marking.queries_touches import touches_of_draft, touches_of_version
from judging.marking.rounds import SeatEntry
from judging.marking.touches import HeldSheet, Touches, list_touches, narrowed
from judging.schemes.queries import get_locked_scheme, get_version
from judging.schemes.scheme import Scheme
from tests.browsing import Browsing
from tests.judging.marking.aspects import choices, measured
from tests.judging.marking.changes import approved_draft, changed, full_scheme, lock, make_full
from tests.judging.marking.factories import Marked, fill_sheet, judgement

SIX = measured("NUMBER_COMPLETED", "20", NUM_POSSIBLE="6")
SHIFTED = {"A1_1": measured(maximum="50"), "A1_2": SIX, "A1_3": judgement("20")}  # still 100 in all


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_full()


async def pending(marked: Marked, scheme: Scheme, reader: UUID | None = None) -> Touches:
    found = await touches_of_draft(marked.division.id, scheme, reader=reader)
    assert found is not None
    return found


def lines(found: Touches) -> list[tuple[Any, ...]]:
    return [
        (m.entry, m.before.number, m.seat, m.effect, m.observed, m.observed_after, m.mark, m.mark_after)
        for m in found.marks
    ]


async def test_each_mark_is_listed_with_what_becomes_of_it(marked: Marked):
    sheet, second = await marked.sheet(), await marked.sheet("02")
    await marked.enter(sheet, "li", "A1.1", 1)
    await marked.enter(sheet, "li", "A1.2", 3)
    await marked.enter(second, "li", "A1.2", None, kind="not_attempted")
    await marked.enter(await marked.sheet("02", 1), "li", "A2.1", 2)
    found = await pending(marked, changed(marked.plan.scheme, A1_1=None, A1_2=SIX))
    assert lines(found) == [
        ("01", "A1.1", 0, "taken_back", 1, None, 40, None),
        ("01", "A1.2", 0, "recomputed", 3, 3, 15, 10),
        ("02", "A1.2", 0, "stays", None, None, 0, 0),
    ]
    assert [m.after.number if m.after else None for m in found.marks] == [None, "A1.1", "A1.1"]
    assert (found.sheets, found.count("taken_back"), found.forbidding) == (2, 1, ())


async def test_a_choice_is_followed_by_its_words_and_other_words_are_listed(marked: Marked):
    sheet = await marked.sheet(form=1)
    await marked.enter(sheet, "li", "A2.1", 2)
    swapped = choices("50", "0", "100", maximum="10")
    assert swapped.calculation
    labels = dict(swapped.calculation.parameters)
    labels["CHOICE1_LABEL"], labels["CHOICE2_LABEL"] = labels["CHOICE2_LABEL"], labels["CHOICE1_LABEL"]
    other = replace(swapped, calculation=replace(swapped.calculation, parameters=labels))
    found = await pending(marked, changed(marked.plan.scheme, A2_1=other))
    assert lines(found) == [("01", "A2.1", 0, "recomputed", 2, 1, 5, 5)]
    reworded = replace(marked.plan.scheme.criteria[0].sub_criteria[1].aspects[0], description="Other words")
    found = await pending(marked, changed(marked.plan.scheme, A2_1=reworded))
    assert lines(found) == [("01", "A2.1", 0, "stays", 2, 2, 5, 5)]
    assert found.marks[0].reworded
    assert (await pending(marked, marked.plan.scheme)).digest == ""


async def test_a_score_that_is_not_revealed_stands_in_no_value_of_the_list(marked: Marked):
    sheet = await marked.sheet()
    for name, score in (("erik", 3), ("li", 2)):
        await marked.enter(sheet, name, "A1.3", score)
    new = changed(marked.plan.scheme, A1_1=measured(maximum="10"), A1_3=judgement("60"))
    chief = await pending(marked, new, marked.cast.chen)
    assert [(m.seat, m.blind, m.observed, m.mark, m.mark_after) for m in chief.marks] == [
        (1, True, None, None, None),
        (2, True, None, None, None),
    ]
    own = await pending(marked, new, marked.cast.erik)
    assert [(m.blind, m.observed) for m in own.marks] == [(False, 3), (True, None)]
    assert chief.digest == own.digest
    await marked.enter(sheet, "mei", "A1.3", 2)
    revealed = await pending(marked, new, marked.cast.chen)
    assert [m.observed for m in revealed.marks] == [3, 2, 2]
    assert {(m.effect, m.mark, m.mark_after) for m in revealed.marks} == {
        ("recomputed", Decimal("23.33"), Decimal("46.67"))
    }


def test_the_digest_does_not_follow_a_score_but_does_follow_a_version():
    scheme = _with_ids(full_scheme())
    old = plan_of(uuid4(), scheme)
    new = plan_of(uuid4(), changed(scheme, A1_3=judgement("10")))
    form = next(iter(old.sheets.values()))
    sheet, judge, aspect = uuid4(), uuid4(), form.aspects[2].id

    def digest(score: int, version: int = 1) -> str:
        entry = SeatEntry(1, 1, version, judge, Decimal(score))
        return list_touches([HeldSheet(sheet, "01", form.id, "open", 1, {aspect: [entry]})], old, new).digest

    assert digest(0) == digest(3) != digest(3, version=2)


def _with_ids(scheme: Scheme) -> Scheme:
    return replace(scheme, criteria=tuple(
        replace(c, sub_criteria=tuple(
            replace(s, id=uuid4(), aspects=tuple(replace(a, id=uuid4()) for a in s.aspects)) for s in c.sub_criteria
        ))
        for c in scheme.criteria
    ))  # fmt: skip


async def test_sheets_that_forbid_are_named_and_their_marks_refused(marked: Marked):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    await sign_sheets({sheet.id: (await get_sheet(sheet.id)).position}, by=marked.actor("erik"))
    await marked.enter(await marked.sheet("02"), "li", "A1.2", 3)
    found = await pending(marked, changed(marked.plan.scheme, A1_2=SIX))
    assert [(each.entry, each.sub_criterion, each.why) for each in found.forbidding] == [("01", "A1", "closed")]
    assert [(m.entry, m.effect, m.mark_after) for m in found.marks] == [
        ("01", "refused", None),
        ("02", "recomputed", 10),
    ]
    only_second = Scheme("Less", (replace(marked.plan.scheme.criteria[0], sub_criteria=()),))
    gone = await pending(marked, only_second)
    assert {(each.entry, each.why) for each in gone.forbidding} == {("01", "closed"), ("02", "removed")}


async def test_the_list_is_narrowed():
    scheme = _with_ids(full_scheme())
    old, new = plan_of(uuid4(), scheme), plan_of(uuid4(), changed(scheme, A1_1=None, A2_1=None))
    judge, sheets = uuid4(), []
    for entry in ("2", "10", "1"):
        for form in old.sheets.values():
            stood = {form.aspects[0].id: [SeatEntry(0, 1, 1, judge, Decimal(1), mark=Decimal(1))]}
            sheets.append(HeldSheet(uuid4(), entry, form.id, "open", 1, stood))
    marks = list_touches(sheets, old, new).marks
    assert [(m.entry, m.form) for m in marks] == [(n, f) for n in ("1", "2", "10") for f in ("A1", "A2")]
    assert [(m.entry, m.form) for m in narrowed(marks, entry="10", form="A2")] == [("10", "A2")]
    assert narrowed(marks, effect="stays") == []
    assert len(narrowed(marks, effect="taken_back")) == 6


async def test_the_version_keeps_the_list_that_was_confirmed(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", 3)
    await marked.enter(sheet, "erik", "A1.3", 3)
    new = changed(marked.plan.scheme, A1_2=SIX, A1_3=replace(judgement("30"), description="In daylight"))
    draft = await approved_draft(marked, new)
    before = await touches_of_version(draft, reader=marked.cast.chen)
    assert before is not None
    assert len(before.marks) == 2
    await lock(marked, before.digest)
    # What comes later changes nothing: a new version of the mark, the reveal, the signature.
    await marked.enter(sheet, "li", "A1.2", 6, seen_version=2, reason_code="measured_again")
    for name in ("li", "mei"):
        await marked.enter(sheet, name, "A1.3", 3)
    await marked.enter(sheet, "li", "A1.1", 1)
    await sign_sheets({sheet.id: (await get_sheet(sheet.id)).position}, by=marked.actor("erik"))
    version = await get_version(marked.division.id, 2)
    assert await touches_of_version(version, reader=marked.cast.chen) == before
    assert await touches_of_version(await get_version(marked.division.id, 1)) is None
    audited = await fetch("SELECT details FROM audit_record WHERE event_type = 'marking.scheme_adopted'")
    assert before.digest in audited[0]["details"]


async def test_marks_that_moved_since_the_list_was_read_are_refused(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", 3)
    draft = await approved_draft(marked, changed(marked.plan.scheme, A1_2=SIX))
    seen = await touches_of_version(draft)
    assert seen is not None
    await marked.enter(sheet, "li", "A1.1", 1)  # not on the list: the list stands
    assert (await touches_of_version(draft)).digest == seen.digest
    await marked.enter(sheet, "li", "A1.2", 2, seen_version=1)
    for digest in ("", seen.digest):
        await fetch("SAVEPOINT before")
        with pytest.raises(UserError) as refused:
            await lock(marked, digest)
        await fetch("ROLLBACK TO before")
        assert ([each.code for each in refused.value.problems], refused.value.status) == (["touched_marks_moved"], 409)
    assert (await get_locked_scheme(marked.division.id)).number == 1


def home(marked: Marked) -> str:
    return f"/events/{marked.event_code}/divisions/{marked.division.slug}/scheme"


async def test_the_chief_expert_reads_the_list_and_locks_on_it(marked: Marked, browsing: Browsing):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", 3)
    await marked.enter(sheet, "erik", "A1.3", 3)
    await approved_draft(marked, changed(marked.plan.scheme, **SHIFTED))
    chen = await browsing.as_(marked.cast.chen)
    approval = await chen.get(f"{home(marked)}/draft/approval")
    assert f"{home(marked)}/versions/2/marks" in approval.text
    assert 'name="confirm"' not in approval.text
    shown = await chen.get(f"{home(marked)}/versions/2/marks")
    for words in ("15.00", "10.00", "computed anew", "entered, not yet revealed"):
        assert words in shown.text
    digest = shown.text.split('name="seen_marks" value="')[1].split('"')[0]
    await marked.enter(sheet, "li", "A1.2", 4, seen_version=1)
    typed = {"confirm": marked.division.slug, "revision": "1", "seen_marks": digest}
    await fetch("SAVEPOINT before")  # the test's own transaction does not end with the refusal
    moved = await chen.post(f"{home(marked)}/versions/2/marks", data=typed)
    await fetch("ROLLBACK TO before")
    assert moved.status_code == 409
    assert "moved after you read the list" in moved.text
    assert "13.33" in moved.text
    typed["seen_marks"] = moved.text.split('name="seen_marks" value="')[1].split('"')[0]
    locked = await chen.post(f"{home(marked)}/versions/2/marks", data=typed)
    assert locked.status_code == 303, locked.text
    afterwards = await chen.get(f"{home(marked)}/versions/2/marks")
    assert "13.33" in afterwards.text
    assert 'name="confirm"' not in afterwards.text
    assert f"{home(marked)}/versions/2/marks" in (await chen.get(f"{home(marked)}/versions/2/history")).text
    again = await chen.post(f"{home(marked)}/versions/2/marks", data=typed)
    assert again.status_code == 409


async def test_no_lock_past_the_list(marked: Marked, browsing: Browsing):
    await marked.enter(await marked.sheet(), "li", "A1.2", 3)
    await approved_draft(marked, changed(marked.plan.scheme, A1_2=SIX))
    chen = await browsing.as_(marked.cast.chen)
    answer = await chen.post(f"{home(marked)}/draft/lock", data={"confirm": marked.division.slug, "revision": "1"})
    assert answer.status_code == 409
    assert "moved after you read the list" in answer.text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_paper_and_tables_hold_the_same_and_nothing_blind(marked: Marked, browsing: Browsing, language: str):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", 3)
    await marked.enter(sheet, "erik", "A1.3", 3)
    await approved_draft(marked, changed(marked.plan.scheme, **SHIFTED))
    chen = await browsing.as_(marked.cast.chen, language=language)
    base = f"{home(marked)}/versions/2/marks"
    csv = (await chen.get(f"{base}/table.csv")).text.splitlines()
    assert len(csv) == 3
    assert ",3," not in csv[2]
    assert "15.00,10.00" in csv[1]
    assert len((await chen.get(f"{base}/table.csv?form=A2")).text.splitlines()) == 1
    assert (await chen.get(f"{base}/table.xlsx?effect=recomputed")).content.startswith(b"PK")
    paper = await chen.get(f"{base}/list.pdf?entry=01")
    assert paper.content.startswith(b"%PDF")


ALLOWED = [("chen", 200), ("sun", 200), ("rui", 200), ("erik", 403), ("olga", 403), ("ines", 403), ("ada", 404)]


@pytest.mark.parametrize(("person", "status"), ALLOWED)
@pytest.mark.parametrize("part", ["", "/table.xlsx", "/table.csv", "/list.pdf"])
async def test_who_reads_the_list(marked: Marked, browsing: Browsing, person: str, status: int, part: str):
    client = await browsing.as_(getattr(marked.cast, person))
    assert (await client.get(f"{home(marked)}/versions/1/marks{part}")).status_code == status


@pytest.mark.parametrize("person", ["sun", "rui", "erik"])
async def test_who_does_not_lock_on_it(marked: Marked, browsing: Browsing, person: str):
    await approved_draft(marked, changed(marked.plan.scheme, A1_2=SIX))
    client = await browsing.as_(getattr(marked.cast, person))
    typed = {"confirm": marked.division.slug, "revision": "1", "seen_marks": ""}
    assert (await client.post(f"{home(marked)}/versions/2/marks", data=typed)).status_code == 403


@pytest.mark.parametrize("entries", [1, 3])
async def test_a_list_of_any_length_takes_the_same_number_of_queries(
    db: None, entries: int, counted_queries: Callable[[], Any]
):
    marked = await make_full(entries=entries)
    for number in marked.entries:
        await fill_sheet(marked, await marked.sheet(number))
    new = changed(marked.plan.scheme, A1_2=SIX, A1_3=judgement("20"))
    await pending(marked, new)
    with counted_queries() as count:
        found = await pending(marked, new)
        assert len(found.marks) == 4 * entries
        assert count() == 5


async def test_a_long_list_is_paged_and_not_printed_at_once(marked: Marked, browsing: Browsing, monkeypatch):
    monkeypatch.setattr("judging.marking.routes_touches.LINES_A_PAGE", 2)
    monkeypatch.setattr("judging.marking.routes_touches.MOST_PRINTED", 2)
    for number in marked.entries:
        await marked.enter(await marked.sheet(number), "li", "A1.2", 3)
    await approved_draft(marked, changed(marked.plan.scheme, A1_2=SIX))
    chen = await browsing.as_(marked.cast.chen)
    first = await chen.get(f"{home(marked)}/versions/2/marks")
    assert "1–2 of 3" in first.text
    second = await chen.get(f"{home(marked)}/versions/2/marks?page=2")
    assert "3–3 of 3" in second.text
    assert (await chen.get(f"{home(marked)}/versions/2/marks/list.pdf")).status_code == 409
    assert (await chen.get(f"{home(marked)}/versions/2/marks/list.pdf?entry=02")).status_code == 200
