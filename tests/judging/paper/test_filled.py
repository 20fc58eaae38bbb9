"""Filled forms: corrected scores with both people, earlier rounds, nothing of a round that is not all in."""

import re
from decimal import Decimal
from uuid import uuid4

from contest.events.queries import get_event_by_id
from foundation.database import fetch
from foundation.language import in_language
from foundation.pdf import render_pdf
from judging.marking.actions_corrections import ask_correction, decide_correction
from judging.marking.book import book_of
from judging.marking.corrections import Correction, CorrectionRequest, Decision
from judging.marking.plan import PlannedAspect, SheetPlan
from judging.marking.rounds import SeatEntry
from judging.paper.filled import filled_lines
from judging.paper.printing import filled_form
from judging.paper.queries import get_paper_division, paper_sheets
from judging.results.sheet_marks import NOBODY
from judging.schemes.scheme import Aspect
from tests.judging.marking.factories import Marked, fill_sheet, make_marked
from tests.judging.paper.test_paper import text_of


async def filled_text(marked: Marked) -> str:
    event = await get_event_by_id(marked.event_id)
    assert event
    paper = await get_paper_division(event, marked.division)
    assert paper
    plan = next(each for each in paper.plan.sheets.values() if any(a.number == "A1.3" for a in each.aspects))
    sheet = (await paper_sheets(marked.division.id, sub_criteria=[plan.id], number="01"))[0]
    return filled_form(paper, plan, sheet)


async def correct(marked: Marked, name: str, score: int, second: str, decision: Decision) -> None:
    request = CorrectionRequest(uuid4(), marked.aspect("A1.3"), Decimal(score), 1, 1, "other", "the wrong card")
    await ask_correction(await marked.sheet(), request, by=marked.actor(name))
    await decide_correction(await marked.sheet(), request.id, decision, by=marked.actor(second))


async def test_a_filled_form_says_which_score_was_corrected_by_whom(db: None):
    marked = await make_marked()
    await fill_sheet(marked, await marked.sheet())
    assert "※" not in await filled_text(marked)
    await correct(marked, "li", 3, "mei", "refused")
    assert "※" not in await filled_text(marked)  # nothing changed
    await correct(marked, "li", 1, "mei", "confirmed")
    with in_language("en"):
        html = await filled_text(marked)
    seat = (await fetch("SELECT seat FROM score_correction LIMIT 1"))[0]["seat"]
    cells = re.findall(r'<td class="middle">(\d(?:<span class="noted">※\d</span>)?)</td>', html)
    assert cells[seat - 1] == '1<span class="noted">※1</span>'
    assert sum("※" in cell for cell in cells) == 1
    said = text_of(render_pdf(html))
    for shown in ("2 → 1", "录入错误已更正", "Keying error corrected", "申请人", "确认人", "the wrong card", "其他"):
        assert shown in said, shown
    for name in ("Li", "Mei"):
        assert re.search(rf"by</span> {name} ", html), name


async def test_a_corrected_score_of_an_earlier_round_and_nothing_of_the_round_that_is_open(db: None):
    marked = await make_marked()
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    await correct(marked, "li", 0, "mei", "confirmed")
    await marked.enter(await marked.sheet(), "erik", "A1.3", 3, round=2)
    html = await filled_text(marked)
    assert "to be scored again" in html
    assert "scored again since" not in html
    assert "※1" in html
    for name in ("li", "mei"):
        await marked.enter(await marked.sheet(), name, "A1.3", 3, round=2)
    html = await filled_text(marked)
    line = re.search(r"Round</span> 1: (.*?)</p>", html)
    assert line
    assert "scored again since" in line.group()
    assert re.findall(r"\d(?=<span class=.noted.>※1)", line.group()) == ["0"]
    assert html.count('<td class="middle">3</td>') == 3
    assert "※" not in "".join(re.findall(r'<td class="middle">.*?</td>', html))


def test_scores_of_a_round_that_was_opened_anew_stand_as_earlier_ones():
    planned = PlannedAspect(uuid4(), "A1.1", Aspect("J", "finish", Decimal(1)))
    plan = SheetPlan(uuid4(), "A1", "Base", "A", "Work", 1, (planned,), {planned.id: planned})
    entries = [SeatEntry(seat, 1, 1, uuid4(), Decimal(2)) for seat in (1, 2, 3)]
    entries.append(SeatEntry(2, 2, 1, uuid4(), Decimal(3)))
    aspect = planned.id
    correction = Correction(uuid4(), aspect, 2, 2, 1, 1, 3, uuid4(), "mistyped", decision="confirmed")
    book = book_of(plan, {aspect: entries}, account=NOBODY, seat=None, opened={aspect: [2]},
                   corrections={aspect: [correction]})  # fmt: skip
    (line,) = filled_lines(book)
    assert line.present is None
    assert [each.scores for each in line.earlier] == [(2, 2, 2)]
    assert line.notes == ()  # round 2 is not revealed
