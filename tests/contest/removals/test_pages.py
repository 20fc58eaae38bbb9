"""The page of a deletion: obstacles with links, the code to type, and whom it refuses."""

import pytest

from foundation.database import fetch
from tests.browsing import Browsing
from tests.contest.conftest import Games
from tests.factories import make_skill

OWN = "/events/games"


def pages(games: Games) -> dict[str, str]:
    """The five pages and the code that each asks for."""
    return {
        f"{OWN}/skills/17/removal": "17",
        f"{OWN}/divisions/17/removal": "17",
        f"{OWN}/delegations/{games.delegations['SH']}/removal": "SH",
        f"{OWN}/divisions/17/entries/{games.entry_id}/removal": "07",
        f"{OWN}/experts/{games.expert_id}/removal": "li",
    }


@pytest.mark.parametrize("name", ["sun", "rui", "chen", "erik", "ada", "paul"])
async def test_nobody_but_the_organizer_deletes(games: Games, browsing: Browsing, name: str):
    client = await browsing.as_(getattr(games.cast, name))
    expected = 404 if name in ("ada", "paul") else 403
    for path, code in pages(games).items():
        assert (await client.get(path)).status_code == expected
        assert (await client.post(path, data={"confirm": code})).status_code == expected
    assert len(await fetch("SELECT 1 FROM delegation")) == 2


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_what_stands_in_the_way_is_linked(games: Games, browsing: Browsing, language: str):
    client = await browsing.as_(games.cast.olga, language=language)
    shown = (await client.get(f"{OWN}/skills/17/removal")).text
    assert f'href="{OWN}/divisions/17/entries"' in shown
    assert f'href="{OWN}/skills/17/experts"' in shown
    assert 'name="confirm"' not in shown
    refused = await client.post(f"{OWN}/skills/17/removal", data={"confirm": "17"})
    assert refused.status_code == 409
    assert f'href="{OWN}/skills/17/experts"' in refused.text


async def test_the_code_of_the_thing_is_asked_for_and_what_was_typed_is_kept(games: Games, browsing: Browsing):
    client = await browsing.as_(games.cast.olga)
    path = f"{OWN}/divisions/17/entries/{games.entry_id}/removal"
    refused = await client.post(path, data={"confirm": "70"})
    assert refused.status_code == 422
    assert 'value="70"' in refused.text
    done = await client.post(path, data={"confirm": "07"})
    assert done.headers["location"] == f"{OWN}/divisions/17/entries?done=thing_deleted"
    assert (await client.get(path)).status_code == 404


async def test_each_kind_is_deleted_by_its_page(games: Games, browsing: Browsing):
    client = await browsing.as_(games.cast.olga, language="zh_CN")
    await make_skill(games.id, games.cast.olga, "99")
    paths = {**pages(games), f"{OWN}/skills/99/removal": "99"}
    for path in (f"{OWN}/skills/17/removal", f"{OWN}/divisions/17/removal"):
        del paths[path]
    for path, code in paths.items():
        assert (await client.get(path)).status_code == 200
        answer = await client.post(path, data={"confirm": code})
        assert answer.status_code == 303, path
        assert (await client.get(answer.headers["location"])).status_code == 200
        assert (await client.get(path)).status_code == 404
    record = (await client.get(f"{OWN}/audit")).text
    for word in ("删除赛项", "删除代表团", "删除参赛选手", "删除裁判员"):
        assert word in record
