"""What belongs to no event is read by the administrator, and by nobody else."""

import pytest

from foundation.database import fetch
from tests.browsing import Browsing
from tests.contest.conftest import Games


async def test_the_administrator_reads_the_record_of_the_house(games: Games, browsing: Browsing):
    ada = await browsing.as_(games.cast.ada, language="en")
    made = await ada.post("/accounts", data={"user_name": "newcomer", "name_zh": "新人", "password": ""})
    assert made.status_code == 303
    text = (await ada.get("/audit")).text
    assert "newcomer" in text
    assert "Audit record" in text
    assert "/audit/export/csv" in text
    assert "newcomer" not in (await ada.get("/audit?words=nothing-like-it")).text
    assert b"newcomer" in (await ada.get("/audit/export/csv")).content
    assert 'href="/audit"' in (await ada.get("/")).text
    olga = await browsing.as_(games.cast.olga, language="en")
    assert "newcomer" not in (await olga.get("/events/games/audit")).text


@pytest.mark.parametrize("name", ["olga", "chen", "sun", "rui", "paul", "projector"])
async def test_nobody_else_reads_it(games: Games, browsing: Browsing, name: str):
    client = await browsing.as_(getattr(games.cast, name))
    for address in ("/audit/export/csv", "/audit/export/xlsx"):
        assert (await client.get(address)).status_code in (403, 404)
    answer = await client.get("/audit")
    if name in ("olga", "sun"):  # the record they read is that of their event
        assert answer.headers["location"] == "/events/games/audit"
        assert (await client.get("/events/games/audit")).status_code == 200
    else:
        assert answer.status_code == 403


async def test_people_have_the_name_of_the_readers_language_and_are_found_by_it(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga)
    made = await olga.post("/events/games/officials", data={"user_name": "paul", "role": "supervisor"})
    assert made.status_code == 303
    shown = {}
    for language in ("zh_CN", "en"):
        client = await browsing.as_(games.cast.olga, language=language)
        shown[language] = (await client.get("/events/games/audit?kind=official.appointed")).text
    (row,) = await fetch("SELECT name_zh, name_en FROM account WHERE id = $1", games.cast.olga)
    assert row["name_zh"] in shown["zh_CN"].partition("<table")[2]
    assert row["name_en"] in shown["en"].partition("<table")[2]
    assert "paul）" in shown["zh_CN"]
    assert "paul)" in shown["en"]
    found = (await olga.get(f"/events/games/audit?actor={row['name_en']}&kind=official.appointed")).text
    assert "paul)" in found
