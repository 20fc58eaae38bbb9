"""One-time codes: on the screen, on cards, taken back, and never for more than the giver may give."""

import re
import subprocess
from datetime import UTC, datetime

import pytest
from litestar.testing import RequestFactory

from contest.events.states import State
from contest.officials.actions import appoint
from contest.officials.roles import Role
from contest.people.card_days import end_of_day
from contest.people.routes_codes import code_address, only_here
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.settings import get_settings
from tests.browsing import Browsing
from tests.contest.conftest import Games
from tests.factories import move_event

OWN = "/events/games/codes"


@pytest.mark.parametrize(
    ("moment", "zone", "until"),
    [
        (datetime(2026, 9, 22, 15, 59, tzinfo=UTC), "Asia/Shanghai", datetime(2026, 9, 22, 16, tzinfo=UTC)),
        (datetime(2026, 9, 22, 16, 0, tzinfo=UTC), "Asia/Shanghai", datetime(2026, 9, 23, 16, tzinfo=UTC)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), "Europe/Paris", datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_card_ends_with_the_day_of_the_event(moment: datetime, zone: str, until: datetime):
    assert end_of_day(moment, zone) == until


async def test_a_chief_expert_shows_a_code_that_lasts_five_minutes(games: Games, browsing: Browsing):
    chen = await browsing.as_(games.cast.chen)
    answer = await chen.post(f"{OWN}/{games.cast.li}")
    assert answer.status_code == 200
    assert "<svg" in answer.text
    groups = re.search(r'class="code-groups">([^<]+)<', answer.text)
    assert groups is not None
    assert f'data-copy="http://hall.test/sign-in/code/{groups[1].replace(" ", "")}"' in answer.text
    assert "open http://hall.test/sign-in/code on the device" in answer.text
    rows = await fetch("SELECT account, kind, expires_at - issued_at AS length FROM sign_in_code")
    assert [(row["account"], row["kind"], round(row["length"].total_seconds())) for row in rows] == [
        (games.cast.li, "screen", 300)
    ]
    records = await fetch("SELECT subject, scope FROM audit_record WHERE event_type = 'account.code_issued'")
    assert [tuple(row) for row in records] == [("li", games.id)]


async def test_cards_are_a_pdf_with_a_code_each(games: Games, browsing: Browsing):
    chen = await browsing.as_(games.cast.chen)
    answer = await chen.post(f"{OWN}/cards", data={"accounts": [str(games.cast.li), str(games.cast.mei)]})
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    printed = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True).stdout.decode()
    assert printed.count("/sign-in/code") == 2
    assert len(re.findall(r"(?:[0-9A-HJKMNP-TV-Z]{4}\s){4}[0-9A-HJKMNP-TV-Z]{4}", printed)) == 2
    rows = await fetch("SELECT kind FROM sign_in_code")
    assert [row["kind"] for row in rows] == ["card", "card"]
    listed = (await chen.get(OWN)).text
    assert listed.count("/revocation") == 2
    await chen.post(f"{OWN}/{games.cast.li}/revocation")
    assert (await chen.get(OWN)).text.count("/revocation") == 1


async def test_nobody_is_ticked(games: Games, browsing: Browsing):
    chen = await browsing.as_(games.cast.chen)
    assert (await chen.post(f"{OWN}/cards", data={})).status_code == 422


@pytest.mark.parametrize("name", ["ines", "olga", "sun", "ada", "rui", "paul"])
async def test_a_chief_expert_gives_codes_to_the_judges_of_his_skill_only(games: Games, browsing: Browsing, name: str):
    chen = await browsing.as_(games.cast.chen)
    stranger = getattr(games.cast, name)
    assert (await chen.post(f"{OWN}/{stranger}")).status_code == 404
    assert (await chen.post(f"{OWN}/cards", data={"accounts": str(stranger)})).status_code == 403
    assert await fetch("SELECT 1 FROM sign_in_code") == []


async def test_a_code_never_gives_an_office_the_giver_lacks(games: Games, browsing: Browsing):
    await appoint(games.cast.li, Role.ORGANIZER, event_id=None, by=Actor(games.cast.ada, "Ada"))
    await appoint(games.cast.mei, Role.RESULTS_STAFF, event_id=games.id, by=Actor(games.cast.olga, "Olga"))
    for giver in (games.cast.chen, games.cast.olga):
        client = await browsing.as_(giver)
        for account in (games.cast.li, games.cast.mei):
            assert (await client.post(f"{OWN}/{account}")).status_code == 404


async def test_no_code_leads_into_another_skill_or_above_the_giver(games: Games, browsing: Browsing):
    """A code opens the whole account: it gives the giver no office he does not hold."""
    olga = Actor(games.cast.olga, "Olga")
    other = (await fetch("SELECT id FROM skill WHERE event = $1 AND code = '18'", games.id))[0]["id"]
    await appoint(games.cast.li, Role.CHIEF_EXPERT, event_id=games.id, skill_id=other, by=olga)
    await appoint(games.cast.mei, Role.DEPUTY_CHIEF_EXPERT, event_id=games.id, skill_id=games.skill_id, by=olga)
    chen, mei = await browsing.as_(games.cast.chen), await browsing.as_(games.cast.mei)
    assert (await chen.post(f"{OWN}/{games.cast.li}")).status_code == 404
    assert (await mei.post(f"{OWN}/{games.cast.chen}")).status_code == 404
    assert (await chen.post(f"{OWN}/{games.cast.mei}")).status_code == 200
    assert (await (await browsing.as_(games.cast.olga)).post(f"{OWN}/{games.cast.li}")).status_code == 200


async def test_an_archived_event_gives_no_codes(games: Games, browsing: Browsing):
    chen = await browsing.as_(games.cast.chen)
    await move_event(games.id, State.ARCHIVED, games.cast.olga)
    for path, typed in ((str(games.cast.li), {}), ("cards", {"accounts": str(games.cast.li)})):
        answer = await chen.post(f"{OWN}/{path}", data=typed)
        assert (answer.status_code, "The event is archived" in answer.text) == (409, True)
    assert await fetch("SELECT 1 FROM sign_in_code") == []
    shown = (await chen.get(OWN)).text
    assert "The event is archived" in shown
    assert f"{OWN}/{games.cast.li}" not in shown


@pytest.mark.parametrize("name", ["erik", "sun", "ada", "paul", "projector"])
async def test_others_give_no_codes(games: Games, browsing: Browsing, name: str):
    client = await browsing.as_(getattr(games.cast, name))
    assert (await client.get(OWN)).status_code in (403, 404)
    assert (await client.post(f"{OWN}/{games.cast.li}")).status_code in (403, 404)


def test_the_code_opens_the_host_that_was_asked_or_the_one_that_is_set(monkeypatch: pytest.MonkeyPatch):
    request = RequestFactory(server="hall.test", port=80).get("/events/games/codes")
    get_settings.cache_clear()
    assert code_address(request, "secret") == "http://hall.test/sign-in/code/secret"
    assert code_address(request) == "http://hall.test/sign-in/code"
    monkeypatch.setenv("TOUCHSTONE_BASE_URL", "https://games.example/")
    get_settings.cache_clear()
    assert code_address(request, "secret") == "https://games.example/sign-in/code/secret"
    monkeypatch.delenv("TOUCHSTONE_BASE_URL")
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("address", "lonely"),
    [("http://127.0.0.1:8000/x", True), ("http://localhost/x", True), ("http://[::1]/x", True),
     ("http://192.168.1.7:8000/x", False), ("https://games.example/x", False)],
)  # fmt: skip
def test_an_address_of_this_machine_alone_is_known(address: str, lonely: bool):
    assert only_here(address) is lonely


async def test_codes_that_no_tablet_can_open_are_said_to_be_so(
    games: Games, browsing: Browsing, monkeypatch: pytest.MonkeyPatch
):
    chen = await browsing.as_(games.cast.chen)
    assert "No tablet can open these codes" not in (await chen.get(OWN)).text
    monkeypatch.setenv("TOUCHSTONE_BASE_URL", "http://127.0.0.1:8000")
    get_settings.cache_clear()
    try:
        assert "No tablet can open these codes" in (await chen.get(OWN)).text
        assert "No tablet can open these codes" in (await chen.post(f"{OWN}/{games.cast.li}")).text
    finally:
        monkeypatch.delenv("TOUCHSTONE_BASE_URL")
        get_settings.cache_clear()
