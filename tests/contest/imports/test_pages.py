"""Importing through the pages: preview, confirm, again; nothing is written while an error stands."""

import asyncio
import contextvars
import json
import re
from dataclasses import replace
from html import unescape

import httpx
import pytest

from contest.entries.queries import entries_of_division
from contest.events.states import State
from contest.imports.columns import MOST_ROWS
from contest.officials.queries import get_standing
from contest.officials.roles import Role
from contest.people.actions import edit_delegation
from contest.people.queries import delegations_of, experts_of_event, get_delegation
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.spreadsheet_writing import write_xlsx
from foundation.spreadsheets import read_table
from tests.browsing import Browsing
from tests.contest.conftest import Games
from tests.factories import move_event

OWN = "/events/games/imports"


def hidden(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'name="(kept|digest)" value="([^"]*)"', page)}


async def preview(client: httpx.AsyncClient, kind: str, content: bytes, name: str = "table.csv") -> httpx.Response:
    return await client.post(f"{OWN}/{kind}", files={"upload": (name, content)})


async def confirm(client: httpx.AsyncClient, kind: str, previewed: httpx.Response) -> httpx.Response:
    return await client.post(f"{OWN}/{kind}/confirmation", data=hidden(previewed.text))


@pytest.fixture
async def olga(games: Games, browsing: Browsing) -> httpx.AsyncClient:
    await move_event(games.id, State.REGISTRATION, games.cast.olga)
    return await browsing.as_(games.cast.olga)


TABLE = "代码,中文名称,类别\r\nTJ,天津市,地区\r\nBJ,北京市,地区\r\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TABLE.encode(), "t.csv"),
        (b"\xef\xbb\xbf" + TABLE.encode(), "t.csv"),
        (TABLE.encode("gb18030"), "t.csv"),
        (TABLE.replace(",", "\t").encode(), "t.tsv"),
        (write_xlsx(["代码", "中文名称", "类别"], [("TJ", "天津市", "地区"), ("BJ", "北京市", "地区")]), "t.xlsx"),
    ],
)
async def test_a_file_of_any_kind_is_previewed_and_written_as_shown(games: Games, olga, content: bytes, name: str):
    shown = await preview(olga, "delegations", content, name)
    assert shown.status_code == 200
    assert [each.code for each in await delegations_of(games.id)] == ["BJ", "SH"]
    done = await confirm(olga, "delegations", shown)
    assert done.status_code == 200
    stands = {each.code: each.name_zh for each in await delegations_of(games.id)}
    assert stands == {"BJ": "北京市", "SH": "代表团SH", "TJ": "天津市"}


async def test_the_same_file_again_changes_nothing(games: Games, olga):
    await confirm(olga, "delegations", await preview(olga, "delegations", TABLE.encode()))
    before = await fetch("SELECT count(*) AS records FROM audit_record")
    again = await preview(olga, "delegations", TABLE.encode())
    assert "All of it stands already" in again.text
    assert hidden(again.text) == {}
    assert await fetch("SELECT count(*) AS records FROM audit_record") == before


async def test_nothing_is_written_while_an_error_stands(games: Games, olga):
    wrong = await preview(olga, "delegations", "代码,中文名称\nTJ,天津市\na b,某地\n,无代码\n".encode())
    assert "Row" in wrong.text
    assert "a b" in wrong.text
    assert "digest" not in hidden(wrong.text)
    assert "/confirmation" not in wrong.text
    kept = {"kept": '[["代码","中文名称"],["TJ","天津市"],["a b","某地"]]', "digest": "0" * 64}
    forced = await olga.post(f"{OWN}/delegations/confirmation", data=kept)
    assert forced.status_code == 422 or "a b" in forced.text
    assert [each.code for each in await delegations_of(games.id)] == ["BJ", "SH"]


async def test_what_changed_in_between_is_shown_anew_and_not_written(games: Games, olga):
    shown = await preview(olga, "delegations", TABLE.encode())
    stands = await get_delegation(games.id, games.delegations["BJ"])
    assert stands is not None
    await edit_delegation(
        stands.id, replace(stands.details, name_zh="北京市"), based_on=None, by=Actor(games.cast.olga, "Olga")
    )
    refused = await confirm(olga, "delegations", shown)
    assert refused.status_code == 409
    assert [each.code for each in await delegations_of(games.id)] == ["BJ", "SH"]
    assert (await confirm(olga, "delegations", refused)).status_code == 200


@pytest.mark.parametrize("kept", ["no json", '{"a": 1}', "[1, 2]", ""])
async def test_a_tampered_table_is_refused(games: Games, olga, kept: str):
    answer = await olga.post(f"{OWN}/delegations/confirmation", data={"kept": kept, "digest": "x"})
    assert answer.status_code == 422


async def test_experts_come_with_accounts_and_offices(games: Games, olga):
    table = "赛项\t账号\t姓名\t岗位\t代表团\t单位\n18\tzhao\t赵一\t裁判长\tBJ\t一厂\n17\tli\t李建国\t裁判员\tSH\t二厂\n"
    shown = await preview(olga, "experts", table.encode())
    await confirm(olga, "experts", shown)
    lines = {line.user_name: line for line in await experts_of_event(games.id)}
    assert (lines["zhao"].role, lines["zhao"].delegation_id) == (Role.CHIEF_EXPERT, games.delegations["BJ"])
    assert (lines["li"].unit, lines["li"].delegation_id) == ("二厂", games.delegations["SH"])
    promoted = table.replace("裁判员\tSH", "副裁判长\tSH")
    await confirm(olga, "experts", await preview(olga, "experts", promoted.encode()))
    standing = await get_standing(games.cast.li)
    assert standing.in_skill(games.id, games.skill_id) == {Role.DEPUTY_CHIEF_EXPERT}


async def test_two_chief_experts_are_a_problem_of_their_row(games: Games, olga):
    table = "赛项\t账号\t姓名\t岗位\n18\tzhao\t赵一\t裁判长\n18\tqian\t钱二\t裁判长\n17\tsun2\t孙三\t裁判长\n"
    shown = await preview(olga, "experts", table.encode())
    assert "Row 2 names the Chief Expert of this skill already." in shown.text
    assert "This trade has a Chief Expert." in shown.text
    assert "digest" not in hidden(shown.text)


@pytest.mark.parametrize(("language", "words"), [("en", "person 1: "), ("zh_CN", "第 1 人：")])
async def test_a_changed_person_is_said_in_words(games: Games, browsing: Browsing, language: str, words: str):
    table = "赛项,参赛编号,姓名,代表团,出生日期\n17,07,别人,BJ,2006-06-01\n"
    client = await browsing.as_(games.cast.olga, language=language)
    shown = await preview(client, "competitors", table.encode())
    assert words in shown.text
    assert "member_1" not in shown.text


async def test_competitors_are_added_and_changed(games: Games, olga):
    table = (
        "赛项,参赛编号,姓名,英文姓名,出生日期,代表团,参赛单位,工位\n"
        "17,07,选手07,Competitor 07,2006-05-01,北京市,,A-7\n"
        "17,08,新选手,New,2006-06-01,SH,二厂,A-8\n"
    )
    await confirm(olga, "delegations", await preview(olga, "delegations", TABLE.encode()))
    shown = await preview(olga, "competitors", table.encode("gb18030"))
    assert hidden(shown.text), shown.text
    await confirm(olga, "competitors", shown)
    lines = await entries_of_division(games.division_id)
    assert [(line.number, line.names_zh, line.workstation) for line in lines] == [
        ("07", ("选手07",), "A-7"), ("08", ("新选手",), "A-8"),
    ]  # fmt: skip
    assert "All of it stands already" in (await preview(olga, "competitors", table.encode())).text


async def test_numbers_that_look_alike_are_said_and_may_be_written(games: Games, olga):
    table = "赛项,参赛编号,姓名,代表团,出生日期\n17,7,新选手,BJ,2006-06-01\n"
    shown = await preview(olga, "competitors", table.encode())
    assert "07, 7 look alike" in shown.text
    assert "nothing can be written" not in shown.text
    assert (await confirm(olga, "competitors", shown)).status_code == 200
    division = await olga.get("/events/games/divisions/17/entries")
    assert "07, 7 look alike" in division.text


async def test_workstations_are_exchanged_by_a_table_and_never_shared(games: Games, olga):
    table = "赛项,参赛编号,姓名,代表团,工位\n17,08,甲,BJ,A-8\n17,09,乙,BJ,A-9\n"
    await confirm(olga, "competitors", await preview(olga, "competitors", table.encode()))
    exchanged = table.replace("A-8", "A-x").replace("A-9", "A-8").replace("A-x", "A-9")
    assert (await confirm(olga, "competitors", await preview(olga, "competitors", exchanged.encode()))).status_code == 200
    shared = await preview(olga, "competitors", "赛项,参赛编号,姓名,代表团,工位\n17,10,丙,BJ,A-9\n".encode())
    assert "Workstation A-9 is that of 08 already." in shared.text
    assert "digest" not in hidden(shared.text)
    lines = {line.number: line.workstation for line in await entries_of_division(games.division_id)}
    assert lines == {"07": "", "08": "A-9", "09": "A-8"}


async def test_before_the_announcement_a_table_only_changes_what_stands(games: Games, browsing: Browsing):
    client = await browsing.as_(games.cast.olga)
    head = "赛项,参赛编号,姓名,代表团,出生日期,工位\n"
    stands, new = "17,07,选手07,BJ,2006-05-01,A-7\n", "17,08,新选手,BJ,2006-06-01,A-8\n"
    refused = await preview(client, "competitors", (head + stands + new).encode())
    assert "Announce it first." in refused.text
    assert "digest" not in hidden(refused.text)
    shown = await preview(client, "competitors", (head + stands).encode())
    assert (await confirm(client, "competitors", shown)).status_code == 200
    assert [line.workstation for line in await entries_of_division(games.division_id)] == ["A-7"]


async def test_pasting_works_as_a_file_does(games: Games, olga):
    shown = await olga.post(f"{OWN}/delegations", data={"pasted": TABLE.replace(",", "\t")})
    assert (await confirm(olga, "delegations", shown)).status_code == 200
    assert len(await delegations_of(games.id)) == 3


async def test_a_row_tells_all_that_is_wrong_with_it_and_what_was_pasted_stays(games: Games, olga):
    pasted = (
        "赛项\t参赛编号\t姓名\t代表团\t出生日期\n"
        "17\t91\t甲某\tBJ\t2005-01-01\n17\t91\t乙某\tNOWHERE\t2005-01-01\n17\t92\t\tBJ\tsoon"
    )
    shown = (await olga.post(f"{OWN}/competitors", data={"pasted": pasted})).text
    for words in ("This stands in row 2 already.", "The event has no such delegation", "This cell must not be empty.",
                  "This is no date."):  # fmt: skip
        assert words in shown
    assert pasted.replace("\n", "\r\n") in shown or pasted in shown
    assert "What would be written" not in shown
    assert "Rows without a problem" not in shown


async def test_the_preview_shows_every_column(games: Games, olga):
    pasted = "赛项\t参赛编号\t姓名\t代表团\t参赛单位\n17\t91\t甲某\tBJ\t某学院"
    shown = (await olga.post(f"{OWN}/competitors", data={"pasted": pasted})).text
    assert "What would be written" in shown
    assert "<td>某学院</td>" in shown


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x00\x01\x02"])
async def test_what_is_no_table_gets_a_clear_answer(games: Games, olga, content: bytes):
    answer = await preview(olga, "delegations", content, "t.xlsx")
    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text


@pytest.mark.parametrize("kind", ["delegations", "competitors", "experts"])
async def test_the_template_can_be_filled_in(games: Games, olga, kind: str):
    answer = await olga.get(f"{OWN}/{kind}/template")
    header = read_table(answer.content, "t.xlsx")[0]
    assert len(header) >= 4
    empty = await preview(olga, kind, answer.content, "t.xlsx")
    assert "The table has no rows." in empty.text


@pytest.mark.parametrize("name", ["sun", "chen", "ada", "paul"])
async def test_only_the_organizer_imports(games: Games, browsing: Browsing, name: str):
    client = await browsing.as_(getattr(games.cast, name))
    for path in ("", "/delegations", "/delegations/template"):
        assert (await client.get(OWN + path)).status_code in (403, 404)
    assert (await preview(client, "delegations", TABLE.encode())).status_code in (403, 404)


async def test_another_kind_is_not_there(games: Games, olga):
    assert (await olga.get(f"{OWN}/marks")).status_code == 404


def many(rows: int) -> str:
    lines = (f"17,{number:05d},选手{number},BJ,2006-01-{1 + number % 28:02d}" for number in range(rows))
    return "赛项,参赛编号,姓名,代表团,出生日期\n" + "\n".join(lines)


async def test_an_import_that_is_too_long_is_refused_in_words(games: Games, olga):
    answer = await preview(olga, "competitors", many(MOST_ROWS + 1).encode())
    assert answer.status_code == 422
    assert "The table has 20001 rows; one import takes at most 20000." in answer.text
    kept = {"kept": json.dumps([["代码", "中文名称"], *([[str(n), "某"] for n in range(MOST_ROWS + 1)])]), "digest": "x"}
    assert (await olga.post(f"{OWN}/delegations/confirmation", data=kept)).status_code == 422
    assert len(await delegations_of(games.id)) == 2


async def test_others_are_served_while_a_large_table_is_planned(games: Games, olga):
    """The loop goes round while a thread plans; on the loop it would stand still but for the few queries."""
    rounds, planned = 0, asyncio.Event()

    async def go_round() -> None:
        nonlocal rounds
        while not planned.is_set():
            await asyncio.sleep(0.005)
            rounds += 1

    going = asyncio.create_task(go_round(), context=contextvars.Context())
    answer = await preview(olga, "competitors", many(6_000).encode())
    planned.set()
    await going
    assert hidden(answer.text)
    assert rounds > 10, rounds


@pytest.mark.parametrize("sign", ["\\ud800", "\\u0000", "\\udfff\\ud800"])
async def test_a_forged_table_with_half_a_sign_is_previewed_anew(games: Games, olga, sign: str):
    for kept in (f'[["代码{sign}","中文名称"],["TJ{sign}","天津{sign}"]]', f'[["{sign}"]]'):
        answer = await olga.post(f"{OWN}/delegations/confirmation", data={"kept": kept, "digest": sign})
        assert answer.status_code in (409, 422)
    assert len(await delegations_of(games.id)) == 2


async def test_the_problems_of_a_refused_table_are_a_file_and_nothing_is_written(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga, language="zh_CN")
    shown = await preview(olga, "delegations", "代码,中文名称\n=a b,某地\n,无代码\n".encode())
    assert f'formaction="{OWN}/delegations/problems/csv"' in shown.text
    kept = hidden(shown.text)
    before = await fetch("SELECT count(*) AS records FROM audit_record")
    written = await olga.post(f"{OWN}/delegations/problems/csv", data=kept)
    assert written.content.decode("utf-8-sig").splitlines()[0] == "行,列,取值,问题"
    rows = read_table(written.content, "problems.csv")[1:]
    assert [(row[0], row[1], row[2]) for row in rows] == [("2", "代码", "'=a b"), ("3", "代码", "")]
    assert all(row[3] for row in rows)
    assert await fetch("SELECT count(*) AS records FROM audit_record") == before
    assert (await olga.post(f"{OWN}/delegations/problems/pdf", data=kept)).status_code == 404
    assert (await olga.post(f"{OWN}/delegations/problems/csv", data={"kept": "{"})).status_code == 422
    chen = await browsing.as_(games.cast.chen)
    assert (await chen.post(f"{OWN}/delegations/problems/csv", data=kept)).status_code == 403
