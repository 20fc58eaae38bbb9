"""Paper: who prints what, nothing unrevealed on it, both languages, pixels and text, batches."""

import asyncio
import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.language import in_language
from foundation.pdf import render_pdf
from foundation.problems import UserError
from foundation.times import now
from judging.marking.rounds import SeatEntry
from judging.paper.batches import file_of, run_print, start_print
from judging.paper.printing import (
    blank_form,
    evenly,
    filled_form,
    many_forms,
    observed_text,
    results_paper,
    summary_form,
)
from judging.paper.queries import (
    PaperDivision,
    PaperEntry,
    get_paper_division,
    get_print_job,
    paper_entries,
    paper_sheets,
)
from judging.results.queries_published import computed_results
from judging.results.sheet_marks import NOBODY
from judging.schemes.scheme import Aspect, Calculation, Parameter
from tests.browsing import Browsing
from tests.judging.marking.factories import insert
from tests.judging.results.factories import World, add_entry, give, lock_all, make_world, mark_whole, marked_world

ODD = '# "" <b>'


def text_of(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def pages_of(pdf: bytes, folder: Path) -> list[Image.Image]:
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "40", "-gray", str(folder / "paper.pdf"), str(folder / "page")], check=True)
    return [Image.open(path) for path in sorted(folder.glob("page*.pgm"))]


def ink(page: Image.Image) -> float:
    """The share of dark pixels."""
    return sum(page.histogram()[:128]) / (page.width * page.height)


@pytest.fixture
async def world(db: None) -> World:
    world = await make_world(entries=("1", "2"))
    await add_entry(world, "3", name_zh=ODD, name_en=ODD)
    await mark_whole(world, "1", "38.00", (3, 3, 3), "18.00", "26.00")
    await mark_whole(world, "2", "30.00", (2, 2, 3), "15.00", "22.22")
    await mark_whole(world, "3", "10.00", (1, 1, 1), "19.00", "10.00")
    await lock_all(world)
    return world


async def paper_of(world: World) -> PaperDivision:
    paper = await get_paper_division(world.event, world.division)
    assert paper
    return paper


async def every_paper(world: World) -> dict[str, str]:
    paper = await paper_of(world)
    shown = await computed_results(world.division.id)
    assert shown
    plan = next(iter(paper.plan.sheets.values()))
    entries = await paper_entries(world.division.id)
    sheet = (await paper_sheets(world.division.id, sub_criteria=[plan.id], number="3"))[0]
    return {
        "blank": blank_form(paper, plan),
        "numbered": blank_form(paper, plan, entries[2]),
        "many": many_forms(paper, plan, entries)[0],
        "filled": filled_form(paper, plan, sheet),
        "summary": summary_form(paper, shown),
        "results": results_paper(paper, shown, digest="ab" * 32),
    }


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_every_paper_has_ink_on_each_page_and_both_languages(world: World, tmp_path: Path, language: str):
    with in_language(language):
        papers = await every_paper(world)
    for name, html in papers.items():
        pdf = render_pdf(html)
        said = text_of(pdf)
        for shown in ("全国赛", "National Event", "网站技术", "监督员", "Supervisor", "裁判长", "Chief Expert", "17"):
            assert shown in said, (name, shown)
        folder = tmp_path / name
        folder.mkdir()
        pages = pages_of(pdf, folder)
        assert 1 <= len(pages) <= 2, name
        assert all(0.003 < ink(page) < 0.5 for page in pages), (name, [ink(page) for page in pages])
        assert "<svg" in html
        assert ODD not in html  # escaped, or not there


async def test_the_book_of_results_holds_the_figures_and_odd_names_as_they_are(world: World):
    said = text_of(render_pdf((await every_paper(world))["results"]))
    for shown in ("92.00", "720", "金牌", "Gold", ODD, "75.00", "17.00", "sha256"):
        assert shown in said
    assert "成绩册" in said


async def test_the_hash_of_a_summary_is_that_of_its_marks(world: World):
    paper, shown = await paper_of(world), await computed_results(world.division.id)
    assert shown
    first, *others = shown.results.lines
    code = next(iter(first.by_criterion))
    changed = replace(first, by_criterion={**first.by_criterion, code: Decimal("0.01")})
    other = replace(shown, results=replace(shown.results, lines=(changed, *others)))
    hashes = [re.findall("sha256 ([0-9a-f]{64})", summary_form(paper, each)) for each in (shown, shown, other)]
    assert hashes[0] == hashes[1]
    assert hashes[0] != hashes[2]
    gone = replace(first, entry=replace(first.entry, status="withdrawn"))
    text = summary_form(paper, replace(shown, results=replace(shown.results, lines=(gone, *others))))
    assert "弃权" in text
    assert "withdrawn" in text.lower()


async def test_a_filled_form_holds_what_is_revealed_and_nothing_else(db: None):
    world = await make_world()
    await give(world, "1", "A1.1", "37.25")
    await give(world, "1", "A1.2", scores=(3, 2))
    paper = await paper_of(world)
    plan = next(iter(paper.plan.sheets.values()))
    sheet = (await paper_sheets(world.division.id, sub_criteria=[plan.id], number="1"))[0]
    html = filled_form(paper, plan, sheet)
    assert "37.25" in html
    assert "not all scores are in" in html
    assert '<td class="middle">3</td>' not in html
    assert '<td class="middle">2</td>' not in html
    assert sheet.head not in html
    await give(world, "1", "A1.2", scores=(3, 2, 3))  # versions 2 of two seats, and the third is in
    sheet = (await paper_sheets(world.division.id, sub_criteria=[plan.id], number="1"))[0]
    revealed = filled_form(paper, plan, sheet)
    assert revealed.count('<td class="middle">3</td>') == 2
    assert sheet.head in revealed


@pytest.mark.parametrize(("scores", "printed"), [((), True), ((2,), False), ((2, 3), False), ((2, 2, 3), True)])
async def test_no_head_is_printed_over_a_hidden_score(db: None, scores: tuple[int, ...], printed: bool):
    """W-10: a hash over a score that nobody else may see could be guessed from paper too."""
    world = await make_world()
    if scores:
        await give(world, "1", "A1.2", scores=scores)
    paper = await paper_of(world)
    plan = next(each for each in paper.plan.sheets.values() if each.code == "A1")
    sheet = (await paper_sheets(world.division.id, sub_criteria=[plan.id], number="1"))[0]
    assert (sheet.head in filled_form(paper, plan, sheet)) is printed


async def test_results_that_are_provisional_are_not_printed(db: None, browsing: Browsing):
    world = await make_world()
    client = await browsing.as_(world.cast.chen)
    answer = await client.get(f"{world.base}/paper/results.pdf")
    assert answer.status_code == 409
    assert "Results go on paper only when every sheet is complete." in answer.text


ROLES = [  # blank forms · filled forms, summary · the book of results before publication
    ("olga", 403, 403, 403), ("chen", 200, 200, 200), ("erik", 200, 403, 403), ("ines", 403, 403, 403),
    ("sun", 200, 200, 200), ("rui", 200, 200, 200), ("projector", 403, 403, 403), ("ada", 404, 404, 404),
    ("paul", 404, 404, 404),
]  # fmt: skip


@pytest.mark.parametrize(("name", "blank", "filled", "results"), ROLES)
async def test_who_may_not_print_what(
    world: World, browsing: Browsing, name: str, blank: int, filled: int, results: int
):
    client = await browsing.as_(getattr(world.cast, name))
    assert (await client.get(f"{world.base}/paper")).status_code == blank
    wanted = [
        ("paper/forms/A1/blank.pdf", blank), ("paper/forms/A1/filled/1", filled), ("paper/summary.pdf", filled),
        ("paper/results.pdf", results),
    ]  # fmt: skip
    for path, status in wanted:
        if status != 200:  # whoever may is tried once below: each costs a second of layout
            answer = await client.get(f"{world.base}/{path}")
            assert answer.status_code == status, path
            assert "92.00" not in answer.text
    for kind, status in (("blank", blank), ("filled", filled)):
        answer = await client.post(f"{world.base}/paper/prints", data={"kind": kind, "sub_criterion": "ZZ"})
        assert answer.status_code == (404 if status == 200 else status), kind


async def test_whoever_is_not_signed_in_prints_nothing(world: World, browsing: Browsing):
    client = await browsing.anonymous()
    assert (await client.get(f"{world.base}/paper")).status_code == 303


async def test_a_real_pdf_comes_from_the_printing_process(world: World, browsing: Browsing):
    client = await browsing.as_(world.cast.chen)
    for path in ("forms/A2/blank.pdf", "forms/A1/filled/1", "summary.pdf", "results.pdf"):
        answer = await client.get(f"{world.base}/paper/{path}")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert (await client.get(f"{world.base}/paper/forms/Z9/blank.pdf")).status_code == 404
    assert (await client.get(f"{world.base}/paper/forms/A2/filled/77")).status_code == 404


@pytest.mark.parametrize("state", ["running", "archived"])
async def test_a_batch_is_one_pdf_with_page_numbers_of_each_form(world: World, state: str):
    await insert("event_state", event=world.event.id, position=9, state=state, reason="", by=world.cast.olga, at=now())
    paper = await paper_of(world)
    job_id = await start_print(paper, "filled", by=Actor(world.cast.chen, "陈立新"))
    await run_print(job_id, paper, "filled", language="en")
    job = await get_print_job(job_id)
    assert job
    assert (job.state, job.done, job.total) == ("done", 9, 9)
    said = text_of(file_of(job_id).read_bytes())
    assert said.count("page 1 / 1") == 9
    file_of(job_id).unlink()


async def test_a_batch_without_sheets_is_refused(db: None):
    world = await make_world(entries=())
    paper = await paper_of(world)
    for kind, code in (("filled", "paper_no_sheets"), ("many", "paper_no_entries")):
        with pytest.raises(UserError) as caught:
            await start_print(paper, kind, by=Actor(world.cast.chen, "陈立新"))  # type: ignore[arg-type]
        assert caught.value.problems[0].code == code
    assert await fetch("SELECT 1 FROM print_job") == []


async def test_a_batch_belongs_to_who_asked_for_it(committed: None, browsing: Browsing):
    world = await marked_world()
    client = await browsing.as_(world.cast.chen)
    started = await client.post(f"{world.base}/paper/prints", data={"kind": "many", "sub_criterion": "A1"})
    assert started.status_code == 303
    place = started.headers["location"]
    for _ in range(200):
        text = (await client.get(place)).text
        if "The forms are ready" in text:
            break
        assert "not finished" not in text
        await asyncio.sleep(0.2)
    pdf = await client.get(f"{place}/forms.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert "A1 Layout" in text_of(pdf.content)
    other = await browsing.as_(world.cast.rui)
    assert (await other.get(place)).status_code == 404
    assert (await other.get(f"{place}/forms.pdf")).status_code == 404
    assert "many" in (await fetch("SELECT details FROM audit_record WHERE event_type = 'paper.batch_printed'"))[0][0]


@pytest.mark.parametrize("entries", [("1",), ("1", "2", "3")])
async def test_filled_forms_ask_as_often_for_three_entries_as_for_one(
    db: None, counted_queries, entries: tuple[str, ...]
):
    world = await make_world(entries=entries)
    paper = await paper_of(world)
    with counted_queries() as count:
        await paper_sheets(world.division.id, sub_criteria=list(paper.plan.sheets))
    assert count() == 6


def test_pixels_tell_a_blank_page():
    blank = Image.new("L", (40, 40), 255)
    assert ink(blank) == 0


def test_what_was_observed_is_printed_as_people_say_it():
    def printed(calculation: Calculation | None, observed: str) -> str:
        aspect = Aspect("M", "Cut", Decimal(1), calculation=calculation)
        return observed_text(SeatEntry(0, 1, 1, NOBODY, Decimal(observed)), aspect)

    assert printed(None, "0") == "否 · No"
    assert printed(None, "1") == "是 · Yes"
    assert printed(Calculation("NUMBER_COMPLETED", {"NUM_POSSIBLE": Parameter(Decimal(4), None)}), "3.00") == "3"


async def test_the_lines_to_sign_on_stand_with_the_last_rows(world: World):
    paper = await paper_of(world)
    shown = await computed_results(world.division.id)
    assert shown
    line = shown.results.lines[0]
    for rows in (16, 18, 20, 22, 24, 26):
        results = replace(shown.results, lines=(line,) * rows)
        pages = text_of(render_pdf(results_paper(paper, replace(shown, results=results), digest="ab" * 32))).split("\f")
        signed = next(page for page in pages if "裁判员" in page)
        assert "92.00" in signed, rows
        assert "监督员" in signed


@pytest.mark.parametrize(("entries", "pages"), [(0, []), (1, [1]), (6, [6]), (7, [3, 4]), (14, [4, 5, 5]), (36, [6] * 6)])
def test_competitors_are_spread_evenly_over_the_forms(entries: int, pages: list[int]):
    wanted = [PaperEntry(uuid4(), f"{number:02}", "") for number in range(entries)]
    spread = evenly(wanted, 6)
    assert [len(each) for each in spread] == pages
    assert [entry for each in spread for entry in each] == wanted
