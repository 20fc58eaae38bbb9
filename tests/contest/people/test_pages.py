"""The page of an expert."""

import re

from tests.browsing import Browsing
from tests.contest.conftest import Games

OWN = "/events/games"


def seen(page: str) -> dict[str, str]:
    """The fingerprint of the names that a page showed."""
    found = re.search(r'name="based_on_names" value="(\w+)"', page)
    assert found
    return {"based_on_names": found.group(1)}


async def test_an_experts_name_is_edited_on_his_page(games: Games, browsing: Browsing):
    olga = await browsing.as_(games.cast.olga)
    path = f"{OWN}/experts/{games.expert_id}"
    first = seen((await olga.get(path)).text)
    done = await olga.post(f"{path}/name", data={**first, "name_zh": "李建国"})
    assert done.headers["location"] == f"{path}?done=name_saved"
    assert "李建国" in (await olga.get(f"{OWN}/skills/17/experts")).text
    stale = await olga.post(f"{path}/name", data={**first, "name_zh": "李大"})
    assert stale.status_code == 409
    assert 'value="李大"' in stale.text
    assert "李建国" in stale.text
    assert (await olga.post(f"{path}/name", data={**seen(stale.text), "name_zh": "李大"})).status_code == 303
    chen = await browsing.as_(games.cast.chen)
    assert (await chen.post(f"{path}/name", data={"name_zh": "x"})).status_code == 403
