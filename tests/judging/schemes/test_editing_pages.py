"""The editor as its users meet it: plain forms, htmx blocks, refusals that keep what was typed."""

import pytest

from foundation.database import fetch
from judging.schemes.actions import save_draft
from judging.schemes.queries import get_draft, get_scheme_of_version
from tests.browsing import Browsing
from tests.judging.schemes.stage import RANGED, Stage, actor, judgement, make_stage, measurement, small_scheme


@pytest.fixture
async def stage(db: None) -> Stage:
    stage = await make_stage()
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.erik))
    return stage


@pytest.fixture
async def erik(stage: Stage, browsing: Browsing):
    return await browsing.as_(stage.cast.erik)


async def now(stage: Stage):
    return await get_scheme_of_version((await get_draft(stage.division.id)).id)


async def first(stage: Stage):
    return next((await now(stage)).aspects())


async def sub_id(stage: Stage) -> str:
    return str(next((await now(stage)).sub_criteria()).id)


async def aspect_form(stage: Stage, **changes: str) -> dict[str, str]:
    return {
        "revision": "1", "here": "A", "type": "M", "description": "Table is very level", "max_mark": "50",
        "section": "1", "day": "2", "sub_criterion": await sub_id(stage), "calculation": "PASS_FAIL", **changes,
    }  # fmt: skip


async def test_the_editor_shows_sums_parts_and_problems(stage: Stage, erik):
    page = await erik.get(f"{stage.home}/draft")
    assert page.status_code == 200
    assert "Table is level" in page.text
    assert "WSOS variation" in page.text
    assert 'id="sums"' in page.text


async def test_htmx_gets_the_block_alone(stage: Stage, erik):
    block = await erik.get(f"{stage.home}/draft", headers={"hx-request": "true"})
    assert block.text.lstrip().startswith('<div id="editor"')
    assert "<html" not in block.text


async def test_an_aspect_is_changed_by_a_plain_form(stage: Stage, erik):
    aspect = await first(stage)
    answer = await erik.post(f"{stage.home}/draft/aspects/{aspect.id}", data=await aspect_form(stage))
    assert answer.status_code == 303
    changed = await first(stage)
    assert (changed.description, changed.day, changed.id) == ("Table is very level", 2, aspect.id)


async def test_a_comma_is_a_point_and_a_word_is_refused_with_all_typed_kept(stage: Stage, erik):
    address = f"{stage.home}/draft/aspects/{(await first(stage)).id}"
    assert (await erik.post(address, data=await aspect_form(stage, max_mark="12,5"))).status_code == 303
    assert str((await first(stage)).max_mark) == "12.5"
    refused = await erik.post(address, data=await aspect_form(stage, revision="2", max_mark="a lot", extra="kept text"))
    assert refused.status_code == 422
    assert "kept text" in refused.text
    assert 'value="a lot"' in refused.text
    assert (await get_draft(stage.division.id)).revision == 2


async def test_a_stale_form_is_refused_keeps_what_was_typed_and_leads_to_what_changed(stage: Stage, erik):
    aspect = await first(stage)
    await save_draft(stage.division, small_scheme(), by=actor(stage.cast.li), seen_revision=1)
    await save_draft(stage.division, await get_scheme_of_version((await get_draft(stage.division.id)).id, 1),
                     by=actor(stage.cast.li), seen_revision=2)  # fmt: skip
    answer = await erik.post(
        f"{stage.home}/draft/aspects/{aspect.id}", data=await aspect_form(stage, description="Erik's words")
    )
    assert answer.status_code == 409
    assert "Erik&#39;s words" in answer.text
    assert "/draft/changes?revision=1" in answer.text
    assert 'name="revision" value="3"' in answer.text
    assert (await erik.get(f"{stage.home}/draft/changes?revision=1")).status_code == 303


async def test_what_changed_is_shown_whatever_is_asked_about(stage: Stage, erik):
    changes = f"{stage.home}/versions/1/changes"
    for asked, shown in (("", ""), ("?revision=", ""), ("?revision=x", ""), ("?revision=1", "?revision=1")):
        assert (await erik.get(f"{stage.home}/draft/changes{asked}")).headers["location"] == changes + shown
    for asked in ("", "?revision=x&since=", f"?since={10**30}", "?revision=-1", f"?revision={2**31}", "?revision=77"):
        assert (await erik.get(changes + asked)).status_code == 200, asked
    for number in (10**30, 2**31, -1):
        assert (await erik.get(f"{stage.home}/versions/{number}/changes")).status_code == 404
    for revision in (str(10**30), "1²"):
        answer = await erik.post(f"{stage.home}/draft/discard", data={"revision": revision, "confirm": "x"})
        assert answer.status_code == 422
        answer = await erik.post(f"{stage.home}/draft/restorations", data={"revision": "1", "target": revision})
        assert answer.status_code == 422


async def test_deleting_can_be_undone(stage: Stage, erik):
    before = await now(stage)
    aspect = await first(stage)
    answer = await erik.post(
        f"{stage.home}/draft/aspects/{aspect.id}/removal", data={"revision": "1", "here": "A"},
        headers={"hx-request": "true"},
    )  # fmt: skip
    assert "Aspect A1.1 deleted" in answer.text
    assert 'name="target" value="1"' in answer.text
    assert len(list((await now(stage)).aspects())) == 1
    await erik.post(f"{stage.home}/draft/restorations", data={"revision": "2", "target": "1"})
    assert await now(stage) == before
    unknown = await erik.post(f"{stage.home}/draft/restorations", data={"revision": "3", "target": "77"})
    assert unknown.status_code == 422


async def test_parts_are_added_and_moved(stage: Stage, erik):
    draft = f"{stage.home}/draft"
    data = {"revision": "1", "code": "b", "name": "Second", "declared": ""}
    assert (await erik.post(f"{draft}/criteria", data=data)).status_code == 303
    data = {"revision": "2", "code": "B1", "name": "Part", "criterion": "B"}
    assert (await erik.post(f"{draft}/sub-criteria", data=data)).status_code == 303
    sub = (await now(stage)).criteria[1].sub_criteria[0]
    form = await aspect_form(stage, revision="3", sub_criterion=str(sub.id), description="New", max_mark="1")
    assert (await erik.post(f"{draft}/aspects", data=form)).status_code == 303
    form = await aspect_form(stage, revision="4", sub_criterion=str(sub.id), description="Newer", max_mark="1")
    assert (await erik.post(f"{draft}/aspects", data=form)).status_code == 303
    last = (await now(stage)).criteria[1].sub_criteria[0].aspects[1]
    await erik.post(f"{draft}/aspects/{last.id}/move", data={"revision": "5", "by": "-1"})
    scheme = await now(stage)
    assert [each.description for each in scheme.criteria[1].sub_criteria[0].aspects] == ["Newer", "New"]
    await erik.post(f"{draft}/criteria/B/move", data={"revision": "6", "by": "-1"})
    await erik.post(f"{draft}/sub-criteria/{sub.id}", data={"revision": "7", "code": "B7", "name": "Part", "day": "3"})
    await erik.post(f"{draft}/criteria/B", data={"revision": "8", "code": "C", "name": "Third", "declared": "2"})
    scheme = await now(stage)
    assert [each.code for each in scheme.criteria] == ["C", "A"]
    assert (scheme.criteria[0].sub_criteria[0].code, scheme.criteria[0].sub_criteria[0].day) == ("B7", 3)
    await erik.post(f"{draft}/sub-criteria/{sub.id}/removal", data={"revision": "9"})
    await erik.post(f"{draft}/criteria/C/removal", data={"revision": "10"})
    assert [each.code for each in (await now(stage)).criteria] == ["A"]


async def test_a_taken_code_is_refused_at_its_field(stage: Stage, erik):
    data = {"revision": "1", "code": "A", "name": "Again", "declared": ""}
    answer = await erik.post(f"{stage.home}/draft/criteria", data=data)
    assert answer.status_code == 422
    assert "The code A is taken here" in answer.text
    assert 'value="Again"' in answer.text


@pytest.mark.parametrize(("code", "status"), [("GG", 422), ("1", 422), ("甲", 422), ("\u0412", 303), ("i", 303)])
async def test_a_criterion_has_one_letter(stage: Stage, erik, code: str, status: int):
    """U+0412 is a Cyrillic letter that looks like B, and is taken for it."""
    data = {"revision": "1", "code": code, "name": "Further", "declared": ""}
    answer = await erik.post(f"{stage.home}/draft/criteria", data=data)
    assert answer.status_code == status
    assert ("one letter, from A to Z" in answer.text) is (status == 422)


async def test_saving_what_stands_already_writes_nothing(stage: Stage, erik):
    before = await fetch("SELECT event_type FROM audit_record")
    scheme = await now(stage)
    data = {"revision": "1", "title": scheme.title}
    for number, section in enumerate(scheme.sections, start=1):
        data |= {f"section{number}_number": section.number, f"section{number}_name": section.name,
                 f"section{number}_declared": "" if section.declared is None else str(section.declared)}  # fmt: skip
    assert (await erik.post(f"{stage.home}/draft/sections", data=data)).status_code == 303
    assert await fetch("SELECT event_type FROM audit_record") == before
    assert (await get_draft(stage.division.id)).revision == 1
    assert (await erik.post(f"{stage.home}/draft/sections", data={**data, "title": "Other"})).status_code == 303
    assert len(await fetch("SELECT event_type FROM audit_record")) == len(before) + 1


async def test_a_judgement_aspect_keeps_its_ladder(stage: Stage, erik):
    ladder = {f"descriptor{score}": f"words {score}" for score in range(4)}
    form = await aspect_form(stage, type="J", description="Looks good", **ladder)
    await erik.post(f"{stage.home}/draft/aspects/{(await first(stage)).id}", data=form)
    aspect = await first(stage)
    assert aspect.type == "J"
    assert [step.text for step in aspect.descriptors] == [f"words {score}" for score in range(4)]


async def test_a_calculation_is_written_row_by_row_with_examples(stage: Stage, erik):
    address = f"{stage.home}/draft/aspects/{(await first(stage)).id}"
    rows = {
        "calculation": "CHOICE", "rows": "2", "row1_label": "all", "row1_deduction": "0", "row2_label": "part",
        "row2_deduction": "33.3", "max_mark": "0.75",
    }  # fmt: skip
    example = await erik.post(f"{stage.home}/draft/example", data=await aspect_form(stage, **rows),
                              headers={"hx-request": "true"})  # fmt: skip
    assert "0.50" in example.text
    fields = await erik.post(f"{stage.home}/draft/calculation", data=await aspect_form(stage, add_row="1", **rows),
                             headers={"hx-request": "true"})  # fmt: skip
    assert 'name="row3_label"' in fields.text
    plain = await erik.post(address, data=await aspect_form(stage, add_row="1", **rows))
    assert plain.status_code == 200
    assert 'name="row3_label"' in plain.text
    assert (await get_draft(stage.division.id)).revision == 1
    assert (await erik.post(address, data=await aspect_form(stage, **rows))).status_code == 303
    assert (await first(stage)).calculation.type == "CHOICE"


async def test_a_value_is_tried(stage: Stage, erik):
    await save_draft(
        stage.division, small_scheme(measurement(calculation=RANGED), judgement()), by=actor(stage.cast.erik),
        seen_revision=1,
    )  # fmt: skip
    from judging.schemes.calculation_fields import to_fields

    form = await aspect_form(stage, **{**to_fields(RANGED), "max_mark": "50"})
    for value, mark in (("100", "50.00"), ("101", "0.00")):
        answer = await erik.post(f"{stage.home}/draft/example", data={**form, "try": value},
                                 headers={"hx-request": "true"})  # fmt: skip
        assert f"<strong>{mark}</strong>" in answer.text


async def test_sections_are_edited(stage: Stage, erik):
    data = {"revision": "1", "title": "T", "section1_number": "1", "section1_name": "All", "section1_declared": "99,5"}
    assert (await erik.post(f"{stage.home}/draft/sections", data=data)).status_code == 303
    assert str((await now(stage)).sections[0].declared) == "99.5"
    wrong = {**data, "revision": "2", "section1_declared": "x"}
    assert (await erik.post(f"{stage.home}/draft/sections", data=wrong)).status_code == 422


@pytest.mark.parametrize("opened", ["aspect:nobody", "sub:1", "criterion:Z", "new-sub:", "nonsense", "sections",
                                    "new-criterion", "new-sub:A", "criterion:A"])  # fmt: skip
async def test_any_address_shows_the_editor(stage: Stage, erik, opened: str):
    assert (await erik.get(f"{stage.home}/draft", params={"open": opened})).status_code == 200


@pytest.mark.parametrize("person", ["sun", "rui", "olga", "ines", "ada"])
async def test_only_experts_of_the_trade_edit(stage: Stage, browsing: Browsing, person: str):
    client = await browsing.as_(getattr(stage.cast, person))
    aspect = await first(stage)
    expected = 404 if person == "ada" else 403
    assert (await client.get(f"{stage.home}/draft")).status_code == expected
    data = {"revision": "1"}
    assert (await client.post(f"{stage.home}/draft/aspects/{aspect.id}/removal", data=data)).status_code == expected
    assert (await get_draft(stage.division.id)).revision == 1


async def test_the_editor_asks_the_database_as_often_for_three_aspects_as_for_one(stage: Stage, erik, monkeypatch):
    import asyncpg

    asked: list[str] = []
    real = asyncpg.Connection.fetch

    async def counted(self, query, *args, **kwargs):
        asked.append(query)
        return await real(self, query, *args, **kwargs)

    monkeypatch.setattr(asyncpg.Connection, "fetch", counted)
    counts = []
    for aspects in ((measurement(),), (measurement(), measurement("b"), judgement())):
        revision = (await get_draft(stage.division.id)).revision
        await save_draft(stage.division, small_scheme(*aspects), by=actor(stage.cast.erik), seen_revision=revision)
        asked.clear()
        assert (await erik.get(f"{stage.home}/draft")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


async def test_what_a_calculation_lacks_is_named_by_its_field(stage: Stage, erik):
    form = await aspect_form(stage, calculation="CHOICE", rows="1", row1_deduction="0", row1_label="")
    answer = await erik.post(f"{stage.home}/draft/example", data=form, headers={"hx-request": "true"})
    assert "Choice in row 1" in answer.text
    assert "CHOICE1_LABEL" not in answer.text


async def test_an_archived_event_takes_no_change(stage: Stage, erik):
    from uuid import uuid4

    from foundation.database import fetch
    from foundation.times import now as clock

    await fetch(
        "INSERT INTO event_state (id, event, position, state, reason, by, at)"
        " VALUES ($1, $2, 2, 'archived', '', $3, $4)",
        uuid4(), stage.division.skill.event_id, stage.cast.olga, clock(),
    )  # fmt: skip
    answer = await erik.post(f"{stage.home}/draft/aspects/{(await first(stage)).id}", data=await aspect_form(stage))
    assert answer.status_code == 409
    assert (await get_draft(stage.division.id)).revision == 1


async def test_what_is_wrong_with_an_aspect_is_said_at_once_and_each_by_its_name(stage: Stage, erik):
    rows = {"calculation": "CHOICE", "rows": "2", "row1_label": "all", "row1_deduction": "none"}
    form = await aspect_form(stage, max_mark="x", day="77", **rows)
    answer = await erik.post(f"{stage.home}/draft/aspects/{(await first(stage)).id}", data=form)
    assert answer.status_code == 422
    summary = answer.text.partition('id="error-summary"')[2].partition("</ul>")[0]
    assert summary.count("<li>") == 3
    for label in ("Max mark:", "Day of marking:"):
        assert label in summary
