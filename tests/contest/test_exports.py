"""Tables of the contest package as files: what the page shows, in the reader's language, for whom the page is."""

import io
import re

import pytest
from python_calamine import CalamineWorkbook

from foundation.accounts.actions import issue_code
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.times import now
from tests.browsing import Browsing
from tests.contest.conftest import Games
from tests.factories import make_entry

OWN = "/events/games"


async def table(client, address: str) -> list[list[str]]:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]


@pytest.mark.parametrize(
    ("address", "head"),
    [
        (f"{OWN}/divisions/17/entries/export/csv", "组别,编号,中文姓名,姓名（拉丁字母）,代表团,参赛单位,工位,状态,表演赛选手"),
        (f"{OWN}/skills/17/experts/export/csv", "赛项代码,赛项,账号,中文姓名,姓名（拉丁字母）,岗位,代表团,工作单位"),
        (f"{OWN}/codes/export/csv", "中文姓名,姓名（拉丁字母）,赛项代码,岗位,账号,未用登录码"),
        (f"{OWN}/days/export/csv", "竞赛日,日期,类别"),
    ],
)
async def test_the_head_is_in_the_readers_language(games: Games, browsing: Browsing, address: str, head: str):
    olga = await browsing.as_(games.cast.olga, language="zh_CN")
    assert ",".join((await table(olga, address))[0]) == head
    whole = CalamineWorkbook.from_filelike(io.BytesIO((await olga.get(address.replace("csv", "xlsx"))).content))
    assert ",".join(map(str, whole.get_sheet_by_index(0).to_python()[0])) == head
    assert (await olga.get(address.replace("csv", "pdf"))).status_code == 404


async def test_entries_of_a_division_come_in_pages_searched_and_sorted_and_the_file_has_all(
    games: Games, browsing: Browsing
):
    for number in range(10, 65):
        await make_entry(games.division_id, games.delegations["SH"], games.cast.olga, str(number))
    olga, own = await browsing.as_(games.cast.olga), f"{OWN}/divisions/17/entries"
    pages = [re.findall(r"<td>(\d\d)</td>", (await olga.get(f"{own}?page={page}")).text) for page in (1, 2, 9)]
    assert [len(numbers) for numbers in pages] == [50, 6, 6]
    assert pages[0][0] == "07"
    assert "51–56 of 56" in (await olga.get(f"{own}?page=2")).text
    found = (await olga.get(f"{own}?words=bj", headers={"hx-request": "true"})).text
    assert re.findall(r"<td>(\d\d)</td>", found) == ["07"]
    assert found.lstrip().startswith('<div id="rows"')
    assert "No competitor matches" in (await olga.get(f"{own}?words=nobody")).text
    assert len(await table(olga, f"{own}/export/csv")) == 57
    assert [row[1] for row in await table(olga, f"{own}/export/csv?words=BJ")][1:] == ["07"]
    by_delegation = [row[1] for row in await table(olga, f"{own}/export/csv?order=delegation")]
    assert by_delegation[1:3] == ["07", "10"]
    ines = await browsing.as_(games.cast.ines)
    assert (await ines.get(f"{own}/export/csv")).status_code == 403


async def test_experts_of_a_skill_are_those_of_the_skill(games: Games, browsing: Browsing):
    chen = await browsing.as_(games.cast.chen)
    rows = await table(chen, f"{OWN}/skills/17/experts/export/csv")
    assert {row[2] for row in rows[1:]} == {"chen", "erik", "li", "mei"}
    assert (await chen.get(f"{OWN}/skills/18/experts/export/csv")).status_code == 403


async def test_codes_say_how_many_are_out_and_never_one(games: Games, browsing: Browsing):
    by = Actor(games.cast.olga, "Olga")
    code = await issue_code(games.cast.erik, kind="card", expires_at=now().replace(year=2099), by=by, scope=games.id)
    chen = await browsing.as_(games.cast.chen)
    written = await chen.get(f"{OWN}/codes/export/csv")
    assert code.secret not in written.text
    out = {row[4]: row[5] for row in (await table(chen, f"{OWN}/codes/export/csv"))[1:]}
    assert out == {"erik": "1", "li": "0", "mei": "0"}
    assert [row[4] for row in (await table(chen, f"{OWN}/codes/export/csv?words=mei"))[1:]] == ["mei"]
    sun = await browsing.as_(games.cast.sun)
    assert (await sun.get(f"{OWN}/codes/export/csv")).status_code == 403


async def test_days_have_dates_a_spreadsheet_reads(games: Games, browsing: Browsing):
    first = (await fetch("SELECT first_day FROM event WHERE id = $1", games.id))[0]["first_day"]
    rows = await table(await browsing.as_(games.cast.projector), f"{OWN}/days/export/csv")
    assert ["C1", first.isoformat() if first else "", "Competition"] in rows
    assert (await (await browsing.as_(games.cast.paul)).get(f"{OWN}/days/export/csv")).status_code == 404


async def test_accounts_are_for_the_administrator(games: Games, browsing: Browsing):
    await fetch("UPDATE account SET active = false WHERE id = $1", games.cast.paul)
    ada = await browsing.as_(games.cast.ada, language="zh_CN")
    rows = await table(ada, "/accounts/export/csv")
    assert ",".join(rows[0]) == "账号,中文姓名,姓名（拉丁字母）,登录方式,初始密码,状态"
    stands = {row[0]: row[5] for row in rows[1:]}
    assert (stands["paul"], stands["ada"]) == ("已停用", "启用中")
    assert [row[0] for row in (await table(ada, "/accounts/export/csv?state=closed"))[1:]] == ["paul"]
    olga = await browsing.as_(games.cast.olga)
    assert (await olga.get("/accounts/export/csv")).status_code == 403
