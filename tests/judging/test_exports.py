"""Tables of the judging package as files: what the page shows, in the reader's language, for whom the page is."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from foundation.spreadsheets import read_table
from judging.schemes.actions import save_draft
from tests.browsing import Browsing
from tests.judging.marking.factories import Marked, make_marked
from tests.judging.results.factories import World, give, make_world, mark_whole, marked_world, set_status
from tests.judging.results.test_exports import publish
from tests.judging.schemes.stage import Stage, actor, locked_stage, make_stage, measurement, small_scheme


async def table(client, address: str) -> list[list[str]]:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def refused(browsing: Browsing, world: World | Marked | Stage, address: str, **people: int) -> None:
    for name, status in people.items():
        client = await browsing.as_(getattr(world.cast, name))
        assert (await client.get(address)).status_code == status, (address, name)


@pytest.fixture
async def world(db: None) -> World:
    """Competitor 1 is marked whole, 2 has one mark, 3 is absent."""
    world = await make_world()
    await mark_whole(world, "1", "38.00", (3, 3, 3), "18.00", "26.00")
    await give(world, "2", "A2.1", "12.34")
    await set_status(world, "3", "absent")
    return world


async def test_progress_of_a_division_by_sub_criterion(world: World, browsing: Browsing):
    chen = await browsing.as_(world.cast.chen, language="zh_CN")
    rows = await table(chen, f"{world.base}/progress/export/csv")
    assert ",".join(rows[0]) == "代码,子标准,日期,已录入,应录入,评分表,已完成评分表,已签署,已锁定,状态"
    assert [row[0] for row in rows[1:]] == ["A1", "A2", "B1"]
    assert rows[2][2:7] == ["C1", "2", "2", "2", "2"]
    assert not any(mark in cell for row in rows for cell in row for mark in ("38", "12.34"))
    whole = (await chen.get(f"{world.base}/progress/export/xlsx")).content
    assert read_table(whole, "progress.xlsx")[2][3] == "2"
    assert (await chen.get(f"{world.base}/progress/export/pdf")).status_code == 404
    await refused(browsing, world, f"{world.base}/progress/export/csv", ines=403, projector=403, ada=404, paul=404)


async def test_progress_of_a_division_by_judge(world: World, browsing: Browsing):
    chen = await browsing.as_(world.cast.chen, language="zh_CN")
    rows = await table(chen, f"{world.base}/progress/judges/export/csv")
    assert ",".join(rows[0]) == "裁判员,担任评分的表数,本人已评分,应录入,缺"
    mine = next(row for row in rows if row[0] == "李建国")
    assert int(mine[4]) == int(mine[3]) - int(mine[2])
    await refused(browsing, world, f"{world.base}/progress/judges/export/csv", ines=403, projector=403, paul=404)


async def test_the_board_by_day_is_for_everybody_but_the_hall(world: World, browsing: Browsing):
    address = f"{world.event.href}/progress/export/csv"
    ines = await browsing.as_(world.cast.ines, language="zh_CN")
    rows = await table(ines, address)
    assert ",".join(rows[0]) == "代码,赛项,C1 已录入,C1 应录入,合计 已录入,合计 应录入,%,状态"
    assert rows[1] == ["17", "网站技术", "7", "12", "7", "12", "58", "进行中"]
    assert rows[-1] == ["", "全部赛项", "7", "12", "7", "12", "58", "进行中"]
    await refused(browsing, world, address, projector=403, ada=404, paul=404)


async def test_the_list_of_results_tells_nothing_of_trades_one_does_not_see(db: None, browsing: Browsing):
    world = await make_world(entries=("1",))
    address = f"{world.event.href}/results/export/csv"
    erik = await browsing.as_(world.cast.erik, language="zh_CN")
    rows = await table(erik, address)
    assert ",".join(rows[0]) == "代码,赛项,参赛数,已录入,应录入,锁定评分表,评分表,状态,未完成事项,已发布"
    assert rows[1] == ["17", "网站技术", "1", "0", "6", "0", "3", "未开始", "", ""]
    await refused(browsing, world, address, ada=404, paul=404)


async def test_the_publications_of_a_trade_are_listed_with_their_digests(db: None, browsing: Browsing):
    world = await marked_world()
    address = f"{world.base}/results/publications/export/csv"
    await refused(browsing, world, address, erik=403, olga=403, ada=404, paul=404)
    await publish(world)
    erik = await browsing.as_(world.cast.erik, language="zh_CN")
    assert "publications/export" not in (await erik.get(f"{world.base}/results")).text  # one needs no list
    rows = await table(erik, address)
    assert ",".join(rows[0]) == "成绩发布,时间,操作人,评分标准版本,摘要"
    assert (rows[1][0], rows[1][2], rows[1][3], len(rows[1][4])) == ("1", "芮思雨", "1", 64)
    await give(world, "3", "A1.1", "40.00")
    await publish(world)
    assert f"{world.base}/results/publications/export/xlsx" in (await erik.get(f"{world.base}/results")).text
    assert [row[0] for row in (await table(erik, address))[1:]] == ["2", "1"]


async def test_the_matrix_of_sheets_is_the_one_shown_and_holds_no_score(db: None, browsing: Browsing):
    marked = await make_marked()
    base = f"/events/{marked.event_code}/divisions/{marked.division.slug}/marking"
    await marked.enter(await marked.sheet(), "li", "A1.3", 3)
    chen = await browsing.as_(marked.cast.chen, language="zh_CN")
    rows = await table(chen, f"{base}/export/csv")
    assert rows[0] == ["选手", "状态", "A1 Base", "A2 Surface"]
    assert rows[1][:4] == ["01", "", "进行中 1/5", "未录入"]
    assert [len(row) for row in await table(chen, f"{base}/export/csv?day=2")] == [3] * len(rows)
    assert len(await table(chen, f"{base}/export/csv?unfinished=1")) == len(rows)
    await refused(browsing, marked, f"{base}/export/csv", ines=403, projector=403, ada=404, paul=404)


async def test_marking_teams_name_judges_reserves_and_leader(db: None, browsing: Browsing):
    marked = await make_marked()
    address = f"/events/{marked.event_code}/divisions/{marked.division.slug}/teams/export/csv"
    erik = await browsing.as_(marked.cast.erik, language="zh_CN")
    rows = await table(erik, address)
    assert ",".join(rows[0]) == "代码,子标准,评分组长,裁判员 1,裁判员 2,裁判员 3,候补"
    assert [row[0] for row in rows[1:]] == ["A1", "A2"]
    assert rows[1][2] in rows[1][3:6]
    await refused(browsing, marked, address, rui=403, ines=403, ada=404, paul=404)


@pytest.fixture
async def stage(db: None) -> Stage:
    """Version 1 in force, version 2 a draft in which a mark has moved."""
    stage = await make_stage()
    locked = await locked_stage(stage)
    first, second = locked.scheme.aspects()
    await save_draft(
        stage.division, locked.scheme, by=actor(stage.cast.erik), seen_revision=0, reason="=a mistake"
    )
    sub = replace(
        next(iter(locked.scheme.sub_criteria())),
        aspects=(replace(first, max_mark=Decimal("49.5")), replace(second, max_mark=Decimal("50.5"))),
    )
    criterion = replace(locked.scheme.criteria[0], sub_criteria=(sub,))
    await save_draft(
        stage.division, replace(locked.scheme, criteria=(criterion,)), by=actor(stage.cast.li), seen_revision=1
    )
    return stage


@pytest.mark.parametrize("path", ["versions", "versions/2/history", "versions/2/changes", "versions/2/allocation"])
async def test_tables_of_a_scheme_are_for_its_readers(stage: Stage, browsing: Browsing, path: str):
    address = f"{stage.home}/{path}/export/csv"
    erik = await browsing.as_(stage.cast.erik)
    assert f"{path}/export/csv" in (await erik.get(f"{stage.home}/{path}")).text
    assert len(await table(erik, address)) > 1
    await refused(browsing, stage, address, ines=403, ada=404, paul=404)


async def test_versions_and_history_say_who_and_when(stage: Stage, browsing: Browsing):
    chen = await browsing.as_(stage.cast.chen, language="zh_CN")
    rows = await table(chen, f"{stage.home}/versions/export/csv")
    assert ",".join(rows[0]) == "版本,状态,建立人,修订,最后修改,修改人,来源,原因,已锁定,锁定人"
    assert [row[0] for row in rows[1:]] == ["2", "1"]
    assert (rows[1][7], rows[1][9], rows[2][9]) == ("'=a mistake", "", "陈立新")
    told = await table(chen, f"{stage.home}/versions/2/history/export/csv")
    assert ",".join(told[0]) == "修订,内容,操作人,时间"
    assert [(row[0], row[2]) for row in told[1:]] == [("2", "李建国"), ("1", "艾瑞克")]


async def test_changes_are_a_line_a_field(stage: Stage, browsing: Browsing):
    chen = await browsing.as_(stage.cast.chen, language="zh_CN")
    rows = await table(chen, f"{stage.home}/versions/2/changes/export/csv?since=1")
    assert ",".join(rows[0]) == "更改,部分,名称,字段,变更前,变更后"
    assert [row[-2:] for row in rows[1:]] == [["50.00", "49.50"], ["50.00", "50.50"]]
    assert len(await table(chen, f"{stage.home}/versions/2/changes/export/csv?revision=2")) == 1


async def test_the_mark_allocation_holds_exact_numbers(stage: Stage, browsing: Browsing):
    chen = await browsing.as_(stage.cast.chen, language="zh_CN")
    address = f"{stage.home}/versions/2/allocation/export"
    rows = await table(chen, f"{address}/csv")
    assert rows[0] == ["章节", "名称", "A Work", "合计分值", "标注", "偏差"]
    assert rows[1] == ["1", "All", "100.00", "100.00", "100.00", "0.00"]
    assert rows[-1][0] == "合计"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO((await chen.get(f"{address}/xlsx")).content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][2:] == [100, 100, 100, 0]


async def test_a_section_without_a_declared_mark_has_an_empty_cell(db: None, browsing: Browsing):
    stage = await make_stage()
    loose = replace(small_scheme(measurement(mark="100", section="7")), sections=())
    await save_draft(stage.division, loose, by=actor(stage.cast.erik), seen_revision=0, reason="")
    rows = await table(await browsing.as_(stage.cast.erik), f"{stage.home}/versions/1/allocation/export/csv")
    assert rows[1] == ["7", "", "100.00", "100.00", "", ""]
