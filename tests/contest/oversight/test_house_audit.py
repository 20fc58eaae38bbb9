"""What belongs to no event is read by the administrator, and by nobody else."""

import pytest

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
    for address in ("/audit", "/audit/export/csv", "/audit/export/xlsx"):
        assert (await client.get(address)).status_code in (403, 404)
