"""Lists of people at national size: searched, sorted, cut into pages with counts, exported."""

import re

import pytest

from contest.officials.actions import appoint
from contest.officials.roles import Role
from foundation.audit.actions import Actor
from foundation.database import fetch
from tests.browsing import Browsing
from tests.contest.conftest import Games
from tests.factories import make_account, make_entry

OWN = "/events/games"


@pytest.fixture
async def crowd(games: Games) -> Games:
    """Sixty more Experts in skill 18, by office only."""
    skill = (await fetch("SELECT id FROM skill WHERE code = '18'"))[0]["id"]
    for number in range(60):
        account = await make_account(f"judge{number:02}", name_zh=f"评委{number:02}")
        await appoint(account, Role.EXPERT, event_id=games.id, skill_id=skill, by=Actor(games.cast.olga, "Olga"))
    return games


async def test_officials_come_in_pages(crowd: Games, browsing: Browsing):
    olga = await browsing.as_(crowd.cast.olga)
    pages = [(await olga.get(f"{OWN}/officials?role=expert&page={number}")).text for number in (1, 2)]
    named = [set(re.findall(r"judge\d\d", text)) for text in pages]
    assert named[0] & named[1] == set()
    assert len(named[0] | named[1]) == 60
    assert "51–64 of 64" in pages[1]
    found = (await olga.get(f"{OWN}/officials?words=judge07 18")).text
    assert set(re.findall(r"judge\d\d", found)) == {"judge07"}
    supervisors = (await olga.get(f"{OWN}/officials?role=supervisor", headers={"hx-request": "true"})).text
    assert "judge" not in supervisors
    assert 'id="appoint"' not in supervisors


async def test_codes_come_in_pages_and_by_skill(crowd: Games, browsing: Browsing):
    olga = await browsing.as_(crowd.cast.olga)
    first = (await olga.get(f"{OWN}/codes")).text
    assert len(re.findall(r'name="accounts"', first)) == 50
    assert len(re.findall(r'name="accounts"', (await olga.get(f"{OWN}/codes?skill=17")).text)) == 4
    assert re.findall(r"judge\d\d", (await olga.get(f"{OWN}/codes?words=judge59")).text)
    assert "judge59" not in first
    refused = await olga.post(f"{OWN}/codes/cards", data={})
    assert refused.status_code == 422


async def test_officials_are_exported_whole(crowd: Games, browsing: Browsing):
    sun = await browsing.as_(crowd.cast.sun)
    text = (await sun.get(f"{OWN}/officials/export/csv")).content.decode("utf-8-sig")
    assert len(re.findall(r"judge\d\d", text)) == 60
    rui = await browsing.as_(crowd.cast.rui)
    assert (await rui.get(f"{OWN}/officials/export/csv")).status_code == 403


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("division", "07 08 09"),
        ("name", "09 08 07"),
        ("number", "07 08 09"),
        ("delegation", "07 09 08"),
        ("x; --", "07 08 09"),
    ],
)
async def test_entries_are_sorted_and_the_export_follows(games: Games, browsing: Browsing, order: str, expected: str):
    by = games.cast.olga
    await make_entry(games.division_id, games.delegations["SH"], by, "08")
    await make_entry(games.division_id, games.delegations["BJ"], by, "09")
    await fetch("UPDATE competitor SET name_en = 'Zhang' WHERE entry = $1", games.entry_id)
    await fetch("UPDATE competitor SET name_en = 'An' WHERE name_zh = '选手09'")
    olga = await browsing.as_(by)
    shown = (await olga.get(f"{OWN}/entries", params={"order": order})).text
    assert " ".join(re.findall(r"<td>(0[789])</td>", shown)) == expected
    written = (await olga.get(f"{OWN}/entries/export/csv", params={"order": order})).content.decode("utf-8-sig")
    assert " ".join(re.findall(r",\"?(0[789])\"?,", written)) == expected


async def test_experts_are_sorted_and_searched_exports_too(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga)
    shown = (await olga.get(f"{OWN}/experts?order=user_name")).text
    assert re.findall(r"<td>(chen|erik|ines|li|mei)</td>", shown) == ["chen", "erik", "ines", "li", "mei"]
    written = (await olga.get(f"{OWN}/experts/export/csv?words=ines")).content.decode("utf-8-sig")
    assert "ines" in written
    assert "chen" not in written
