"""Awarded marks of a scheme's file as marks of one competitor: nothing guessed, nothing replaced, one transaction."""

import json
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from foundation.database import fetch
from foundation.problems import Problem, UserError
from judging.marking.actions_import import import_awarded, prepare
from judging.marking.actions_sheets import sign_sheets
from judging.marking.actions_teams import open_marking
from judging.marking.importing import observation_for
from judging.marking.ledger import LedgerEntry, chain, first_previous
from judging.marking.queries import get_sheet
from judging.marking.queries_import import get_target
from judging.marking.queries_plan import plan_of_version
from judging.schemes.actions import approve_scheme, lock_scheme
from judging.schemes.queries_awarded import get_awarded_column
from judging.schemes.scheme import Aspect
from tests.browsing import Browsing
from tests.judging.marking.aspects import choices, difference, ladder, measured, options, ranges
from tests.judging.marking.factories import Marked, fill_sheet, insert, make_marked, name_teams
from tests.judging.schemes.sheets import Rows, workbook

CASES = [
    (measured(maximum="1.00"), "1", "1"),
    (measured(maximum="1.00"), "0", "0"),
    (measured(maximum="1.00"), "0.5", "awarded_unreachable"),
    (measured(maximum="1.00"), "1.5", "mark_out_of_range"),
    (measured(maximum="1.00"), "-1", "mark_out_of_range"),
    (measured("NUMBER_COMPLETED", "2.00", NUM_POSSIBLE="3"), "0.67", "1"),
    (measured("NUMBER_COMPLETED", "2.00", NUM_POSSIBLE="3"), "0.66", "awarded_unreachable"),
    (measured("NUMBER_COMPLETED", "0.02", NUM_POSSIBLE="8"), "0.01", "awarded_ambiguous"),
    (measured("DEDUCT_STEPS", "2.00", STEP="0.25"), "1.25", "3"),
    (measured("DEDUCT_STEPS", "2.00", STEP="0.25"), "2", "0"),
    (measured("DEDUCT_STEPS", "2.00", STEP="0.25"), "0", "awarded_ambiguous"),
    (measured("ADD_STEPS", "1.00", STEP="0.12"), "0.6", "5"),
    (measured("ADD_STEPS", "1.00", STEP="0.12"), "1", "awarded_ambiguous"),
    (choices("0", "50", "100", maximum="2.00"), "1", "2"),
    (choices("0", "50", "50", maximum="2.00"), "1", "awarded_ambiguous"),
    (options("0.3", "1", maximum="1.00"), "0.3", "1"),
    (ranges("100", ("5", "5", "0"), ("10", "10", "50"), maximum="4.00"), "2", "awarded_value_unknown"),
    (ranges("100", ("5", "5", "0"), ("10", "10", "50"), maximum="4.00"), "3", "awarded_unreachable"),
    (difference(), "1.5", "awarded_value_unknown"),
    (difference(), "1.4", "awarded_unreachable"),
    (ladder(("0", "10"), ("1", "8")), "8", "awarded_value_unknown"),
    (ladder(("0", "10"), ("1", "8")), "7", "awarded_unreachable"),
]


@pytest.mark.parametrize(("aspect", "mark", "expected"), CASES)
def test_what_an_awarded_mark_means(aspect: Aspect, mark: str, expected: str):
    found = observation_for(aspect, Decimal(mark))
    assert (found.code if isinstance(found, Problem) else str(found)) == expected


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_marked()


async def column_of(marked: Marked, **awarded: object) -> UUID:
    """A column as an upload keeps it: ``A1_2="1.5"`` is the mark of A1.2; ``(mark, maximum)`` another maximum."""
    marks = []
    for name, value in awarded.items():
        number = name.replace("_", ".")
        planned = next(a for s in marked.plan.sheets.values() for a in s.aspects if a.number == number)
        mark, maximum = value if isinstance(value, tuple) else (value, planned.aspect.max_mark)
        readable = str(mark).replace(".", "").isdigit()
        marks.append(
            {
                "aspect": str(planned.id), "max": str(maximum), "mark": str(mark) if readable else None,
                "typed": "" if readable else str(mark),
            }
        )  # fmt: skip
    return await insert(
        "scheme_awarded", scheme_version=marked.plan.scheme_version, file_name="marks.xlsx", file_sha256="ab",
        sheet="S", label="Mark", cell="L3", marks=json.dumps(marks), by=marked.cast.erik, at=(await _now()),
    )  # fmt: skip


async def _now() -> object:
    return (await fetch("SELECT now() AS at"))[0]["at"]


async def seen_of(marked: Marked, column: UUID, entry: str = "01") -> str:
    found, target = (
        await get_awarded_column(marked.division.id, column),
        await get_target(marked.division.id, marked.entries[entry]),
    )
    assert found is not None
    assert target is not None
    return (await prepare(found, target)).digest


async def take(marked: Marked, column: UUID, entry: str = "01", **changes: object) -> object:
    given = {"seen": changes.pop("seen", None) or await seen_of(marked, column, entry), "reason": "Paper of day 1"}
    return await import_awarded(
        marked.division, column, marked.entries[entry], by=marked.actor("chen"), **{**given, **changes}
    )  # type: ignore[arg-type]


async def refused(act: object) -> list[str]:
    with pytest.raises(UserError) as error:
        await act  # type: ignore[misc]
    return [each.code for each in error.value.problems]


async def test_sound_rows_enter_the_ledger_and_the_others_do_not(marked: Marked):
    column = await column_of(marked, A1_1="1", A1_2="1.5", A1_3="2", A2_2="1", A2_3="2", A2_4="1.75")
    done = await take(marked, column)
    assert (done.taken, done.rows) == (4, 6)
    rows = await fetch("SELECT * FROM mark_entry ORDER BY sheet, position")
    assert {(row["source"], row["reason_code"], row["reason_text"], row["seat"], row["judge"]) for row in rows} == {
        ("import", "imported", "Paper of day 1", 0, marked.cast.chen)
    }
    assert sorted((row["observed"], row["mark"]) for row in rows) == [
        (1, 1),
        (1, Decimal("1.75")),
        (2, 1),
        (3, Decimal("1.5")),
    ]
    sheet = await marked.sheet()
    assert (sheet.entered, sheet.position) == (2, 2)
    mine = [row for row in rows if row["sheet"] == sheet.id]
    entries = [LedgerEntry(**{name: row[name] for name in LedgerEntry.__slots__}) for row in mine]
    start = first_previous(marked.event_id, marked.division.id, sheet.id, marked.plan.scheme_version)
    assert [row["hash"] for row in mine] == chain(start, entries)
    assert sheet.head == mine[-1]["hash"]
    audited = await fetch("SELECT details FROM audit_record WHERE event_type = 'marking.marks_imported'")
    details = json.loads(audited[0]["details"])
    assert (details["aspects"], details["text"]) == (["A1.1", "A1.2", "A2.2", "A2.4"], "Paper of day 1")
    assert "1.75" not in audited[0]["details"]


async def test_every_row_that_is_left_out_says_why(marked: Marked):
    await marked.enter(await marked.sheet(), "li", "A1.1", 1)
    column = await column_of(marked, A1_1="1", A1_2=("1", "4"), A1_3="2", A2_2="none", A2_3="2", A2_4="0")
    found = await get_awarded_column(marked.division.id, column)
    target = await get_target(marked.division.id, marked.entries["01"])
    prepared = await prepare(found, target)
    assert [row.problem.code for row in prepared.rows] == [
        "awarded_seat_taken", "awarded_aspect_changed", "awarded_judgement", "cell_not_a_number",
        "awarded_value_unknown", "awarded_ambiguous",
    ]  # fmt: skip
    assert await refused(take(marked, column, seen="x")) == ["import_moved"]
    assert prepared.digest == ""
    assert await refused(import_awarded(
        marked.division, column, marked.entries["01"], seen="", reason="r", by=marked.actor("chen")
    )) == ["import_empty"]  # fmt: skip


async def test_a_mark_that_was_taken_back_may_be_imported_as_the_next_version(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.1", 1)
    await marked.enter(sheet, "li", "A1.1", None, kind="retracted", seen_version=1)
    await take(marked, await column_of(marked, A1_1="0"))
    sheet = await marked.sheet()
    assert (sheet.entered, sheet.position) == (1, 3)
    rows = await fetch("SELECT version, observed FROM mark_entry ORDER BY position DESC LIMIT 1")
    assert (rows[0]["version"], rows[0]["observed"]) == (3, 0)


async def test_a_preview_that_is_no_longer_true_is_refused_and_a_second_time_too(marked: Marked):
    column = await column_of(marked, A1_1="1", A1_2="1.5")
    seen = await seen_of(marked, column)
    await marked.enter(await marked.sheet(), "li", "A1.1", 0)
    assert await refused(take(marked, column, seen=seen)) == ["import_moved"]
    seen = await seen_of(marked, column)
    await take(marked, column, seen=seen)
    assert await refused(take(marked, column, seen=seen)) == ["import_moved"]
    assert (await fetch("SELECT count(*) AS n FROM mark_entry"))[0]["n"] == 2


async def test_a_signed_sheet_an_absent_competitor_and_a_tie_forbid(marked: Marked):
    column = await column_of(marked, A1_1="1")
    assert await refused(take(marked, column, reason="  ")) == ["reason_missing"]
    await insert(
        "entry_status",
        entry=marked.entries["02"],
        position=1,
        status="absent",
        reason="",
        by=marked.cast.olga,
        at=await _now(),
    )
    assert await refused(take(marked, column, "02")) == ["entry_absent"]
    own = (await fetch("SELECT delegation FROM entry WHERE id = $1", marked.entries["03"]))[0]["delegation"]
    await insert("expert", skill=marked.division.skill.id, account=marked.cast.chen, delegation=own, unit="")
    assert await refused(take(marked, column, "03")) == ["import_tied"]
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    await sign_sheets({sheet.id: (await get_sheet(sheet.id)).position}, by=marked.actor("erik"))
    found = await get_awarded_column(marked.division.id, column)
    prepared = await prepare(found, await get_target(marked.division.id, marked.entries["01"]))
    assert [row.problem.code for row in prepared.rows] == ["sheet_signed"]
    assert await refused(import_awarded(
        marked.division, uuid4(), marked.entries["01"], seen="", reason="r", by=marked.actor("chen")
    )) == ["import_gone"]  # fmt: skip


def home(marked: Marked) -> str:
    return f"/events/{marked.event_code}/divisions/{marked.division.slug}"


KOREAN = [
    ["일련번호", "주요항목", "세부항목", "배점", "채점"],
    [1, "작업 준비", "공구 정리", 40, 40],
    [None, None, "안전 장비", 50, None],
    [2, "치수", "길이", 10, 0],
]
RUSSIAN = [
    ["Код", "Подкритерий", "Тип аспекта", "Аспект", "Судейский балл", "Макс. балл", "Балл участника"],
    ["А", "Сборка", None, None, None, 100, None],
    ["А1", "Подготовка", None, None, None, None, None],
    [None, None, "И", "Кромки", None, "40", "40,0"],
    [None, None, "И", "Зазор", None, "10", "2,5"],
    [None, None, "С", "Вид", None, 50, 33.5],
    *[[None, None, None, f"уровень {step}", step, None, None] for step in range(4)],
]
TWICE = [["Aspect Type M = Meas J = Judg", "Sub Criteria ID", "Aspect - Description", "Max Mark", "Criterion A"]]
TWICE += [[None, "A1", "Base", None, None], ["M", None, "Edge", 60, None], ["M", None, "Gap", 40, None]]
COPY = [[*TWICE[0][:4], "Li Na"], TWICE[1], [*TWICE[2][:4], 60], [*TWICE[3][:4], 0]]


@pytest.mark.parametrize(
    ("sheets", "marks", "left_out"),
    [
        ({"채점표": KOREAN}, [("1.1", 1), ("2.1", 0)], []),
        ({"Критерии": RUSSIAN}, [("A1.1", 1)], ["gives 2.5 by", "A judgement aspect"]),
        ({"Scheme": TWICE, "Li Na": COPY}, [("A1.1", 1), ("A1.2", 0)], []),
    ],
    ids=["korean", "russian", "second-sheet"],
)
async def test_from_the_file_to_the_ledger_through_the_pages(
    db: None, browsing: Browsing, sheets: dict[str, Rows], marks: list[tuple[str, int]], left_out: list[str]
):
    """Uploaded, confirmed, approved and locked, offered once marking is open, and taken; blanks stay blanks."""
    marked = await make_marked(opened=False)
    erik, chen = await browsing.as_(marked.cast.erik), await browsing.as_(marked.cast.chen)
    sent = await erik.post(f"{home(marked)}/scheme/uploads", files={"file": ("marks.xlsx", workbook(sheets))})
    assert sent.status_code == 303, sent.text
    await erik.post(sent.headers["location"] + "/confirmation", data={"reason": "The file of the trade"})
    assert "No awarded marks" in (await chen.get(f"{home(marked)}/marking/awarded")).text
    for capacity, name in (("chief", "chen"), ("second", "li")):
        await approve_scheme(marked.division, seen_revision=1, capacity=capacity, by=marked.actor(name))  # type: ignore[arg-type]
    locked = await lock_scheme(marked.division, seen_revision=1, by=marked.actor("chen"))
    assert "Marking is not open" in (await chen.get(f"{home(marked)}/marking/awarded")).text
    marked.plan = await plan_of_version(locked.version_id)
    await name_teams(marked)
    await open_marking(marked.division, by=marked.actor("chen"))
    listed = (await chen.get(f"{home(marked)}/marking/awarded")).text
    column = listed.split(f'action="{home(marked)}/marking/awarded/')[1].split('"')[0]
    address = f"{home(marked)}/marking/awarded/{column}?entry=01"
    shown = await chen.get(address)
    for words in left_out:
        assert words in shown.text
    seen = shown.text.split('name="seen" value="')[1].split('"')[0]
    assert (await chen.post(address, data={"seen": seen, "reason": "Marked on paper"})).status_code == 303
    rows = await fetch("SELECT aspect, observed FROM mark_entry")
    assert {(row["aspect"], row["observed"]) for row in rows} == {
        (marked.aspect(number), observed) for number, observed in marks
    }
    assert (await chen.get(f"{home(marked)}/marking/awarded/{column}?entry=99")).status_code == 404
    assert (await chen.get(f"{home(marked)}/marking/awarded/{uuid4()}?entry=01")).status_code == 404


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_chief_expert_reads_the_preview_and_takes_it(marked: Marked, browsing: Browsing, language: str):
    column = await column_of(marked, A1_1="1", A1_2="1.5", A1_3="2")
    chen = await browsing.as_(marked.cast.chen, language=language)
    assert "/marking/awarded" in (await chen.get(f"{home(marked)}/marking")).text
    address = f"{home(marked)}/marking/awarded/{column}?entry=01"
    shown = await chen.get(address)
    assert "1.50" in shown.text
    seen = shown.text.split('name="seen" value="')[1].split('"')[0]
    empty = await chen.post(address, data={"seen": seen, "reason": ""})
    assert empty.status_code == 422
    assert 'name="reason"' in empty.text
    assert (await chen.post(address, data={"seen": seen, "reason": "Paper"})).status_code == 303
    assert (await fetch("SELECT count(*) AS n FROM mark_entry"))[0]["n"] == 2
    again = await chen.post(address, data={"seen": seen, "reason": "Paper"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("person", "status"),
    [("chen", 200), ("erik", 403), ("sun", 403), ("rui", 403), ("olga", 403), ("ines", 403), ("ada", 404)],
)
async def test_who_takes_marks_from_a_file(marked: Marked, browsing: Browsing, person: str, status: int):
    column = await column_of(marked, A1_1="1")
    client = await browsing.as_(getattr(marked.cast, person))
    assert (await client.get(f"{home(marked)}/marking/awarded")).status_code == status
    assert (await client.get(f"{home(marked)}/marking/awarded/{column}?entry=01")).status_code == status
    posted = await client.post(f"{home(marked)}/marking/awarded/{column}?entry=01", data={"seen": "", "reason": "r"})
    assert posted.status_code == (409 if status == 200 else status)
