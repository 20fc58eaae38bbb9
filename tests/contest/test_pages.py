"""Every page of the contest package: it opens for whom it is for, and refuses the others."""

import pytest

from tests.browsing import Browsing
from tests.contest.conftest import Games

STAFF = {"olga", "sun", "rui", "chen"}
INSIDE = STAFF | {"erik", "ines", "projector"}
OWN = "/events/games"
PAGES = {
    OWN: INSIDE,
    f"{OWN}/edit": {"olga"},
    f"{OWN}/settings": STAFF,
    f"{OWN}/state": STAFF,
    f"{OWN}/days": INSIDE,
    f"{OWN}/days/export/csv": INSIDE,
    f"{OWN}/audit": {"olga", "sun"},
    f"{OWN}/audit/export/csv": {"olga", "sun"},
    f"{OWN}/skills": INSIDE,
    f"{OWN}/skills/export/xlsx": INSIDE,
    f"{OWN}/skills/new": {"olga"},
    f"{OWN}/skills/17": INSIDE,
    f"{OWN}/skills/17/edit": {"olga"},
    f"{OWN}/skills/17/sections": {"olga"},
    f"{OWN}/skills/17/divisions/new": {"olga"},
    f"{OWN}/divisions/17/edit": {"olga"},
    f"{OWN}/delegations": STAFF,
    f"{OWN}/delegations/export/csv": STAFF,
    f"{OWN}/delegations/{{delegation}}": {"olga"},
    f"{OWN}/experts": STAFF,
    f"{OWN}/experts/export/csv": STAFF,
    f"{OWN}/experts/{{expert}}": {"olga"},
    f"{OWN}/skills/17/experts": STAFF,
    f"{OWN}/skills/17/experts/export/csv": STAFF,
    f"{OWN}/officials": {"olga", "sun"},
    f"{OWN}/codes": {"olga", "chen"},
    f"{OWN}/codes/export/csv": {"olga", "chen"},
    f"{OWN}/entries": STAFF,
    f"{OWN}/entries/export/csv": STAFF,
    f"{OWN}/divisions/17/entries": STAFF,
    f"{OWN}/divisions/17/entries/export/csv": STAFF,
    f"{OWN}/divisions/17/entries/new": {"olga"},
    f"{OWN}/divisions/17/entries/{{entry}}": STAFF,
    f"{OWN}/divisions/17/entries/{{entry}}/edit": {"olga"},
    f"{OWN}/skills/17/removal": {"olga"},
}
ASKING = ("olga", "sun", "rui", "chen", "erik", "ines", "projector", "ada", "paul")


def address(template: str, games: Games) -> str:
    return template.format(delegation=games.delegations["BJ"], expert=games.expert_id, entry=games.entry_id)


@pytest.mark.parametrize("name", ASKING)
async def test_pages_open_for_whom_they_are_for(games: Games, browsing: Browsing, name: str):
    client = await browsing.as_(getattr(games.cast, name))
    for template, people in PAGES.items():
        answer = await client.get(address(template, games))
        expected = 200 if name in people else 403 if name in INSIDE else 404
        assert answer.status_code == expected, (template, name, answer.status_code)


async def test_nobody_unknown_sees_anything(games: Games, browsing: Browsing):
    client = await browsing.anonymous()
    for template in [*PAGES, "/events", "/events/new", "/accounts"]:
        answer = await client.get(address(template, games))
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_every_page_speaks_both_languages(games: Games, browsing: Browsing, language: str):
    client = await browsing.as_(games.cast.olga, language=language)
    for template, people in PAGES.items():
        if "olga" in people and "export" not in template:
            answer = await client.get(address(template, games))
            assert f'lang="{"zh-CN" if language == "zh_CN" else "en"}"' in answer.text


async def test_the_chief_of_one_skill_does_not_read_the_people_of_another(games: Games, browsing: Browsing):
    chen = await browsing.as_(games.cast.chen)
    assert (await chen.get(f"{OWN}/skills/18/experts")).status_code == 403
    assert (await chen.get(f"{OWN}/divisions/18/entries")).status_code == 403
    ines = await browsing.as_(games.cast.ines)
    assert (await ines.get(f"{OWN}/skills/17/experts")).status_code == 403


async def test_navigation_offers_only_what_this_person_may_do(games: Games, browsing: Browsing):
    olga = (await (await browsing.as_(games.cast.olga)).get(OWN)).text
    erik = (await (await browsing.as_(games.cast.erik)).get(OWN)).text
    for path in ("audit", "settings", "codes", "imports"):
        assert f'href="{OWN}/{path}"' in olga
        assert f'href="{OWN}/{path}"' not in erik
    assert f'href="{OWN}" aria-current="page"' in olga
