"""Pages of a scheme: who sees them, what they hold, what a hostile file gets."""

import io
import itertools
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from judging.schemes.actions import save_draft
from judging.schemes.export import export_scheme
from judging.schemes.queries import get_draft, get_locked_scheme, get_scheme_of_version, versions_of_division
from judging.schemes.scheme import Scheme
from tests.browsing import Browsing
from tests.judging.schemes.stage import Stage, actor, judgement, locked_stage, make_stage, measurement, small_scheme

SAMPLE = Path(__file__).parents[3] / "judging" / "schemes" / "samples" / "euroskills2025_s17_web.xlsx"


@pytest.fixture
async def stage(db: None) -> Stage:
    return await make_stage()


async def upload(client, stage: Stage, content: bytes, name: str = "scheme.xlsx"):
    return await client.post(f"{stage.home}/uploads", files={"file": (name, content)})


async def test_a_real_workbook_is_previewed_and_saved_as_previewed(stage: Stage, browsing: Browsing):
    erik = await browsing.as_(stage.cast.erik)
    answer = await upload(erik, stage, SAMPLE.read_bytes(), "web.xlsx")
    assert answer.status_code == 303
    assert await versions_of_division(stage.division.id) == []
    preview = await erik.get(answer.headers["location"])
    assert "Dynamic website with server-side rendering" in preview.text
    assert "J333" in preview.text
    assert "Colours, pictures and comments of a workbook are never read." in preview.text
    assert ">173<" in preview.text
    saved = await erik.post(answer.headers["location"] + "/confirmation", data={})
    assert saved.headers["location"] == f"{stage.home}/versions/1?done=upload_saved"
    draft = await get_draft(stage.division.id)
    scheme = await get_scheme_of_version(draft.id)
    assert (str(scheme.max_mark), len(list(scheme.aspects()))) == ("100.00", 192)
    document = await erik.get(saved.headers["location"])
    assert document.status_code == 200
    assert "The axe browser extension reports no violations" in document.text
    gone = await erik.post(answer.headers["location"] + "/confirmation", data={})
    assert gone.status_code == 409


ROLES = [
    ("erik", 200), ("chen", 200), ("wu", 200), ("sun", 200), ("rui", 200), ("olga", 200), ("ines", 403),
    ("ada", 404), ("paul", 404),
]  # fmt: skip


@pytest.mark.parametrize(("person", "status"), ROLES)
@pytest.mark.parametrize("path", ["", "/versions", "/versions/1", "/versions/1/history", "/versions/1/changes",
                                  "/versions/1/allocation", "/versions/1/workbook"])  # fmt: skip
async def test_who_reads(stage: Stage, browsing: Browsing, person: str, status: int, path: str):
    await locked_stage(stage)
    client = await browsing.as_(getattr(stage.cast, person))
    assert (await client.get(stage.home + path)).status_code == status


@pytest.mark.parametrize("person", ["sun", "rui", "olga", "ines", "ada", "paul"])
@pytest.mark.parametrize("path", ["/draft", "/uploads"])
async def test_who_may_not_write(stage: Stage, browsing: Browsing, person: str, path: str):
    client = await browsing.as_(getattr(stage.cast, person))
    expected = 404 if person in ("ada", "paul") else 403
    assert (await client.post(stage.home + path, data={})).status_code == expected
    assert await versions_of_division(stage.division.id) == []


async def test_anonymous_is_led_to_sign_in(stage: Stage, browsing: Browsing):
    client = await browsing.anonymous()
    answer = await client.get(stage.home)
    assert "/sign-in" in answer.headers["location"]


async def test_without_a_scheme_the_page_offers_the_first_step(stage: Stage, browsing: Browsing):
    erik, sun = await browsing.as_(stage.cast.erik), await browsing.as_(stage.cast.sun)
    assert "Start empty" in (await erik.get(stage.home)).text
    page = await sun.get(stage.home)
    assert "No marking scheme yet" in page.text
    assert "Start empty" not in page.text


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 400_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.xlsx"), (b"not a workbook at all", "scheme.xlsx"), (b"%PDF-1.7 something", "scheme.xlsx"),
        (b"=cmd|' /C calc'!A0,1\n2,3", "scheme.csv"), (b'{"subCriterions": "no"}', "scheme.json"), (None, "bomb.xlsx"),
    ],
)  # fmt: skip
async def test_a_hostile_file_gets_an_answer_and_changes_nothing(stage: Stage, browsing: Browsing, content, name):
    erik = await browsing.as_(stage.cast.erik)
    answer = await upload(erik, stage, bomb() if content is None else content, name)
    assert answer.status_code in (413, 422)
    assert 'role="alert"' in answer.text
    assert await versions_of_division(stage.division.id) == []


async def test_nothing_but_a_file_is_asked_for_again(stage: Stage, browsing: Browsing):
    erik = await browsing.as_(stage.cast.erik)
    answer = await erik.post(f"{stage.home}/uploads", data={"file": "no file"})
    assert answer.status_code == 422


async def test_the_same_file_again_keeps_every_identity(stage: Stage, browsing: Browsing):
    erik = await browsing.as_(stage.cast.erik)
    for _ in range(2):
        held = (await upload(erik, stage, SAMPLE.read_bytes())).headers["location"]
        page = await erik.get(held)
        data = dict(_hidden(page.text))
        assert (await erik.post(held + "/confirmation", data=data)).status_code == 303
    draft = await get_draft(stage.division.id)
    first = await get_scheme_of_version(draft.id, 1)
    second = await get_scheme_of_version(draft.id, 2)
    assert [aspect.id for aspect in first.aspects()] == [aspect.id for aspect in second.aspects()]


def _hidden(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="(continues-[\d.]+)" value="([0-9a-f-]+)"', text)


async def test_an_upload_is_refused_when_the_draft_moved_on(stage: Stage, browsing: Browsing):
    erik, li = await browsing.as_(stage.cast.erik), await browsing.as_(stage.cast.li)
    held = (await upload(erik, stage, SAMPLE.read_bytes())).headers["location"]
    assert (await li.post(f"{stage.home}/draft", data={})).status_code == 303
    answer = await erik.post(held + "/confirmation", data={})
    assert answer.status_code == 409
    assert (await get_draft(stage.division.id)).revision == 1


async def test_approval_page_by_two_people_to_the_lock(stage: Stage, browsing: Browsing):
    from judging.schemes.actions import save_draft
    from tests.judging.schemes.stage import actor

    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    erik, chen, li = [await browsing.as_(who) for who in (stage.cast.erik, stage.cast.chen, stage.cast.li)]
    draft = f"{stage.home}/draft"
    page = await erik.get(f"{draft}/approval")
    assert "Approve as second person" not in page.text
    refused = await erik.post(f"{draft}/approvals", data={"revision": "1", "capacity": "second"})
    assert refused.status_code == 403
    assert "another Expert must give the second approval" in refused.text
    for client, capacity in ((chen, "chief"), (li, "second")):
        answer = await client.post(f"{draft}/approvals", data={"revision": "1", "capacity": capacity})
        assert answer.status_code == 303
    assert (await li.post(f"{draft}/lock", data={"revision": "1", "confirm": "17"})).status_code == 403
    mistyped = await chen.post(f"{draft}/lock", data={"revision": "1", "confirm": "yes"})
    assert mistyped.status_code == 422
    assert await get_locked_scheme(stage.division.id) is None
    assert (await chen.post(f"{draft}/lock", data={"revision": "1", "confirm": "17"})).status_code == 303
    assert (await get_locked_scheme(stage.division.id)).number == 1
    assert (await chen.get(draft)).status_code == 404


async def test_both_languages_speak(stage: Stage, browsing: Browsing):
    await locked_stage(stage)
    chinese = await browsing.as_(stage.cast.erik, language="zh_CN")
    english = await browsing.as_(stage.cast.erik)
    for path in ("", "/versions", "/versions/1/allocation", "/versions/1/history", "/uploads"):
        assert "评分标准" in (await chinese.get(stage.home + path)).text
        assert "Marking scheme" in (await english.get(stage.home + path)).text


async def test_what_changed_is_set_side_by_side(stage: Stage, browsing: Browsing):
    first = await locked_stage(stage)
    from judging.schemes import editing

    aspect = next(first.scheme.aspects())
    await locked_stage(stage, editing.change_aspect(first.scheme, aspect.id, replace(aspect, description="Quite level")))
    page = await (await browsing.as_(stage.cast.sun)).get(f"{stage.home}/versions/2/changes")
    assert "<del>Table is level</del>" in page.text
    assert "<ins>Quite level</ins>" in page.text


async def test_the_allocation_table_prints(stage: Stage, browsing: Browsing):
    await locked_stage(stage)
    answer = await (await browsing.as_(stage.cast.rui)).get(f"{stage.home}/versions/1/allocation.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


async def test_the_workbook_reads_back_the_same(stage: Stage, browsing: Browsing):
    from judging.schemes.file_forms import read_and_check

    locked = await locked_stage(stage, small_scheme(measurement(), judgement()))
    answer = await (await browsing.as_(stage.cast.olga)).get(f"{stage.home}/versions/1/workbook")
    again = read_and_check(answer.content, "w.xlsx", trusted=True).scheme
    assert [aspect.description for aspect in again.aspects()] == [a.description for a in locked.scheme.aspects()]
    assert again.max_mark == locked.scheme.max_mark


def altered(*changes: tuple[str, object]) -> bytes:
    """The real workbook with some cells changed."""
    import openpyxl

    book = openpyxl.load_workbook(SAMPLE)
    for cell, value in changes:
        book.worksheets[0][cell] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


async def test_a_changed_file_proposes_a_match_that_a_person_decides(stage: Stage, browsing: Browsing):
    erik = await browsing.as_(stage.cast.erik)
    held = (await upload(erik, stage, SAMPLE.read_bytes())).headers["location"]
    await erik.post(held + "/confirmation", data={})
    draft = await get_draft(stage.division.id)
    before = list((await get_scheme_of_version(draft.id)).aspects())
    changed = altered(("E25", "A quite different wording of the first aspect, of which nothing is alike"), ("K26", 0.3))
    held = (await upload(erik, stage, changed)).headers["location"]
    page = await erik.get(held)
    assert "What continues what" in page.text
    assert 'name="continues-0.0.1"' in page.text
    sure = dict(_hidden(page.text))
    assert len(sure) > 200
    twice = await erik.post(held + "/confirmation", data={**sure, "continues-0.0.1": sure["continues-0.0.2"]})
    assert twice.status_code == 422
    wrong = await erik.post(held + "/confirmation", data={**sure, "continues-0.0.0": "a1.99", "continues-0.0.1": "A1"})
    assert wrong.status_code == 422  # no aspect, and no aspect but a sub-criterion
    assert "The scheme before has no “a1.99” here." in wrong.text
    assert "The scheme before has no “A1” here." in wrong.text
    assert 'value="a1.99"' in wrong.text
    chosen = {**sure, "continues-0.0.0": " a1.2 ", "continues-0.0": str(uuid4())}
    assert (await erik.post(held + "/confirmation", data=chosen)).status_code == 303
    after = list((await get_scheme_of_version(draft.id)).aspects())
    assert after[0].id == before[1].id
    assert after[1].id not in {aspect.id for aspect in before}
    assert after[2].id == before[2].id


def all_new(old: Scheme) -> Scheme:
    """As many parts as ``old``, and nothing alike."""
    words = (chr(0x4E00 + number * 7 % 20000) * 60 for number in itertools.count())
    criteria = [
        replace(criterion, name=next(words), sub_criteria=tuple(
            replace(sub, name=next(words), aspects=tuple(
                replace(aspect, description=next(words), extra="", requirement="") for aspect in sub.aspects
            ))
            for sub in criterion.sub_criteria
        ))
        for criterion in old.criteria
    ]  # fmt: skip
    return replace(old, criteria=tuple(criteria))


async def test_the_page_of_a_file_that_is_all_new_stays_small(stage: Stage, browsing: Browsing):
    """192 new aspects against 192 old ones: the old ones stand on the page once, not in each line."""
    erik = await browsing.as_(stage.cast.erik)
    held = (await upload(erik, stage, SAMPLE.read_bytes())).headers["location"]
    await erik.post(held + "/confirmation", data={})
    draft = await get_draft(stage.division.id)
    old = await get_scheme_of_version(draft.id)
    held = (await upload(erik, stage, export_scheme(all_new(old)))).headers["location"]
    page = await erik.get(held)
    assert page.text.count('list="old-aspects"') == 192
    assert page.text.count("<option") < 250
    assert len(page.content) < 400_000


async def test_ids_that_are_none_are_refused_not_crashed(stage: Stage, browsing: Browsing):
    erik = await browsing.as_(stage.cast.erik)
    held = (await upload(erik, stage, SAMPLE.read_bytes())).headers["location"]
    answer = await erik.post(held + "/confirmation", data={"continues-0.0.0": "not an id"})
    assert answer.status_code == 422
    assert await versions_of_division(stage.division.id) == []


async def test_a_json_module_is_read_too(stage: Stage, browsing: Browsing):
    erik = await browsing.as_(stage.cast.erik)
    answer = await upload(erik, stage, SAMPLE.with_name("es2023_module_c.json").read_bytes(), "module.json")
    assert answer.status_code == 303
    assert "JSON module" in (await erik.get(answer.headers["location"])).text
    assert (await erik.post(answer.headers["location"] + "/drop", data={})).status_code == 303
    assert (await erik.get(answer.headers["location"])).status_code == 404


async def test_a_new_version_after_a_lock_asks_why(stage: Stage, browsing: Browsing):
    await locked_stage(stage)
    erik = await browsing.as_(stage.cast.erik)
    refused = await erik.post(f"{stage.home}/draft", data={"reason": ""})
    assert refused.status_code == 422
    assert "Say why the locked scheme must change" in refused.text
    held = (await upload(erik, stage, SAMPLE.read_bytes())).headers["location"]
    assert "Why must the scheme change?" in (await erik.get(held)).text
    assert (await erik.post(held + "/confirmation", data={})).status_code == 422
    assert (await erik.post(f"{stage.home}/draft", data={"reason": "A1.1 is worth less"})).status_code == 303
    assert "A1.1 is worth less" in (await erik.get(f"{stage.home}/versions")).text
    again = await erik.post(f"{stage.home}/draft", data={"reason": "once more"})
    assert again.status_code == 409


async def test_a_draft_is_discarded_only_as_it_was_seen(stage: Stage, browsing: Browsing):
    erik = await browsing.as_(stage.cast.erik)
    await erik.post(f"{stage.home}/draft", data={})
    assert (await erik.post(f"{stage.home}/draft/discard", data={"revision": "7"})).status_code == 409
    assert (await erik.post(f"{stage.home}/draft/discard", data={"revision": "1"})).status_code == 303
    assert (await erik.get(f"{stage.home}/versions/1")).status_code == 200
    assert (await erik.get(f"{stage.home}/draft")).status_code == 404


async def test_a_reading_is_confirmed_on_the_page(stage: Stage, browsing: Browsing):
    erik = await browsing.as_(stage.cast.erik)
    held = (await upload(erik, stage, SAMPLE.read_bytes())).headers["location"]
    await erik.post(held + "/confirmation", data={})
    page = await erik.get(f"{stage.home}/draft/approval")
    assert page.text.count("Confirm this reading") == 2
    aspect = re.findall(r'name="aspect" value="([^"]+)"', page.text)[0]
    answer = await erik.post(f"{stage.home}/draft/readings", data={"revision": "1", "aspect": aspect})
    assert answer.status_code == 303
    assert (await erik.get(f"{stage.home}/draft/approval")).text.count("Confirm this reading") == 1


async def test_a_reader_is_led_to_the_document_and_a_writer_to_the_editor(stage: Stage, browsing: Browsing):
    from judging.schemes.actions import save_draft
    from tests.judging.schemes.stage import actor

    await save_draft(stage.division, small_scheme(measurement(), judgement(descriptors=())), by=actor(stage.cast.erik))
    sun = await (await browsing.as_(stage.cast.sun)).get(f"{stage.home}/draft/approval")
    assert f'href="{stage.home}/versions/1#part-' in sun.text
    assert f"{stage.home}/draft?criterion" not in sun.text
    erik = await (await browsing.as_(stage.cast.erik)).get(f"{stage.home}/draft/approval")
    assert f'href="{stage.home}/draft?criterion=A&amp;open=aspect:' in erik.text


async def test_the_allocation_of_a_draft_says_that_it_is_one(stage: Stage, browsing: Browsing):
    async def said() -> str:
        pdf = (await (await browsing.as_(stage.cast.chen)).get(f"{stage.home}/versions/1/allocation.pdf")).content
        done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return done.stdout.decode()

    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    text = await said()
    for words in ("草案：未锁定，尚未生效", "Draft: not locked, not in force", "日期", "Date"):
        assert words in text, words
    await locked_stage(stage)  # the same draft, approved and locked
    assert "Draft: not locked" not in await said()


@pytest.mark.parametrize(("person", "may"), [("erik", True), ("chen", True), ("sun", False), ("olga", False)])
async def test_starting_a_version_is_offered_to_who_may(stage: Stage, browsing: Browsing, person: str, may: bool):
    await locked_stage(stage)
    client = await browsing.as_(getattr(stage.cast, person))
    assert ('href="#new-version"' in (await client.get(f"{stage.home}/versions")).text) is may
    assert ('/versions#new-version"' in (await client.get(stage.home)).text) is may
