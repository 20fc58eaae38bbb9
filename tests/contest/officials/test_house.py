"""The house: first account, accounts, issued passwords, offices."""

import os

import pytest

from contest.officials import setup
from contest.officials.queries import get_standing
from contest.officials.roles import Role
from foundation.accounts.actions import Browser, create_account, sign_in
from foundation.accounts.queries import find_account, get_account
from foundation.audit.actions import CONSOLE
from foundation.authentication import SESSION_COOKIE
from foundation.database import fetch
from foundation.problems import UserError
from tests.browsing import Browsing
from tests.contest.conftest import Games

PASSWORD = "a long password"
FIRST = {"user_name": "root", "name_zh": "管理员", "password": PASSWORD}


@pytest.fixture
def token(tmp_path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(setup, "data_folder", lambda: tmp_path)
    return setup.issue_setup_token()


def test_the_token_is_made_once_and_for_its_owner_only(token: str):
    assert setup.issue_setup_token() == token
    assert os.stat(setup.setup_token_file()).st_mode & 0o077 == 0
    assert setup.setup_token_fits(f" {token}\n")
    assert not setup.setup_token_fits("")
    assert not setup.setup_token_fits(token[:-1])


async def test_the_first_account_keeps_accounts_and_organizes_when_wanted(db: None, token: str, browsing: Browsing):
    client = await browsing.anonymous()
    assert 'class="notice' in (await client.get("/sign-in")).text
    assert (await client.get(f"/setup?token={token}")).status_code == 200
    answer = await client.post("/setup", data={**FIRST, "token": token, "organizes": "1"})
    assert answer.headers["location"] == "/events"
    account = await find_account("root")
    assert account is not None
    assert (await get_standing(account.id)).in_house() == {Role.ADMINISTRATOR, Role.ORGANIZER}
    assert (await client.get("/setup")).headers["location"] == "/sign-in"
    assert not setup.setup_token_fits(token)


@pytest.mark.parametrize("change", [{"token": "guess"}, {"password": "short"}, {"name_zh": ""}])
async def test_a_wrong_first_account_changes_nothing(db: None, token: str, browsing: Browsing, change: dict[str, str]):
    client = await browsing.anonymous()
    answer = await client.post("/setup", data={**FIRST, "token": token, **change})
    assert answer.status_code in (403, 422)
    assert 'value="root"' in answer.text
    assert PASSWORD not in answer.text
    assert await fetch("SELECT 1 FROM account") == []
    assert setup.setup_token_fits(token)


async def test_a_second_first_account_is_refused(db: None, token: str):
    await create_account("somebody", name_zh="某人", password=None, by=CONSOLE)
    with pytest.raises(UserError) as refused:
        await setup.create_first_account(
            token, user_name="root", name_zh="管", name_en="", password=PASSWORD, organizes=False
        )
    assert refused.value.problems[0].code == "setup_done"


async def test_an_issued_password_is_changed_before_anything_else(games: Games, browsing: Browsing):
    ada = await browsing.as_(games.cast.ada)
    answer = await ada.post("/accounts", data={"user_name": "neu", "name_zh": "新人", "password": PASSWORD})
    assert answer.status_code == 303
    token = await sign_in("neu", PASSWORD, browser=Browser("hall", "tablet"))
    client = await browsing.anonymous()
    client.cookies.set(SESSION_COOKIE, token.secret)
    for path in ("/", "/events", "/accounts"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert (await client.post("/events", data={"code": "x"})).headers["location"] == "/account"
    assert (await client.get("/account")).status_code == 200
    await client.post("/account/password", data={"old": PASSWORD, "new": "another long password"})
    assert (await client.get("/events")).status_code == 200


async def test_the_administrator_closes_and_opens_accounts_but_his_own(games: Games, browsing: Browsing):
    ada = await browsing.as_(games.cast.ada)
    li = await browsing.as_(games.cast.li)
    await ada.post(f"/accounts/{games.cast.li}/closing")
    assert (await li.get("/events")).headers["location"].startswith("/sign-in")
    account = await get_account(games.cast.li)
    assert account is not None
    assert not account.active
    await ada.post(f"/accounts/{games.cast.li}/opening")
    account = await get_account(games.cast.li)
    assert account is not None
    assert account.active
    assert (await ada.post(f"/accounts/{games.cast.ada}/closing")).status_code == 409


async def test_the_administrator_gives_house_offices_and_organizers_only(games: Games, browsing: Browsing):
    ada = await browsing.as_(games.cast.ada)
    offices = f"/accounts/{games.cast.paul}/offices"
    assert (await ada.post(offices, data={"role": "organizer", "event": str(games.id)})).status_code == 303
    for role in ("chief_expert", "results_staff", "supervisor", "expert"):
        assert (await ada.post(offices, data={"role": role, "event": str(games.id)})).status_code == 422
    assert (await get_standing(games.cast.paul)).in_event(games.id) == {Role.ORGANIZER}


@pytest.mark.parametrize("role", ["chief_expert", "deputy_chief_expert", "expert", "supervisor", "results_staff"])
async def test_who_administers_the_system_gets_no_right_over_marks(games: Games, browsing: Browsing, role: str):
    olga = await browsing.as_(games.cast.olga, language="en")
    skill = "" if role == "results_staff" else str(games.skill_id)
    refused = await olga.post("/events/games/officials", data={"user_name": "ada", "role": role, "skill": skill})
    assert refused.status_code == 409
    assert "no right over schemes, marks or results" in refused.text
    assert not (await get_standing(games.cast.ada)).anywhere_in(games.id)
    ada = await browsing.as_(games.cast.ada)
    assert (await ada.post(f"/accounts/{games.cast.chen}/offices", data={"role": "administrator"})).status_code == 409


async def test_a_skill_has_one_chief_expert_in_office(games: Games, browsing: Browsing):
    """T-39: who follows is appointed after the other's office has ended; both stay on record."""
    olga = await browsing.as_(games.cast.olga, language="en")
    form = {"user_name": "paul", "role": "chief_expert", "skill": str(games.skill_id)}
    assert (await olga.post("/events/games/officials", data=form)).status_code == 409
    office = (await fetch("SELECT id FROM appointment WHERE role = 'chief_expert' AND ended_at IS NULL"))[0]["id"]
    assert (await olga.post(f"/events/games/officials/{office}/end")).status_code == 303
    assert (await olga.post("/events/games/officials", data=form)).status_code == 303
    terms = await fetch("SELECT 1 FROM appointment WHERE role = 'chief_expert' AND skill = $1", games.skill_id)
    assert len(terms) == 2


async def test_the_last_administrator_stays(games: Games, browsing: Browsing):
    ada = await browsing.as_(games.cast.ada)
    office = (await fetch("SELECT id FROM appointment WHERE account = $1", games.cast.ada))[0]["id"]
    assert (await ada.post(f"/accounts/{games.cast.ada}/offices/{office}/end")).status_code == 409


@pytest.mark.parametrize("name", ["olga", "chen", "sun", "paul"])
async def test_accounts_are_for_the_administrator_only(games: Games, browsing: Browsing, name: str):
    client = await browsing.as_(getattr(games.cast, name))
    assert (await client.get("/accounts")).status_code == 403
    assert (await client.get(f"/accounts/{games.cast.li}")).status_code == 403
    assert (await client.post("/accounts", data={"user_name": "x1", "name_zh": "x"})).status_code == 403
    assert (await client.post(f"/accounts/{games.cast.li}/password", data={"password": PASSWORD})).status_code == 403


async def test_a_long_list_of_accounts_is_searched_and_paged(games: Games, browsing: Browsing):
    ada = await browsing.as_(games.cast.ada)
    assert "erik" in (await ada.get("/accounts?words=ERI")).text
    assert "erik" not in (await ada.get("/accounts?words=mei")).text
    assert (await ada.get("/accounts?page=99")).text.count("<tr") == (await ada.get("/accounts")).text.count("<tr")


async def test_the_administrator_finds_renames_and_signs_out_accounts(games: Games, browsing: Browsing):
    ada = await browsing.as_(games.cast.ada)
    await browsing.as_(games.cast.li)
    own = f"/accounts/{games.cast.li}"
    renamed = await ada.post(f"{own}/names", data={"name_zh": "李建国", "name_en": ""})
    assert renamed.headers["location"] == f"{own}?done=name_saved"
    assert "李建国" in (await ada.get("/accounts?words=李建国")).text
    refused = await ada.post(f"{own}/names", data={"name_zh": " ", "name_en": ""})
    assert refused.status_code == 422
    assert await fetch("SELECT 1 FROM session WHERE account = $1 AND ended_at IS NULL", games.cast.li)
    assert (await ada.post(f"{own}/sessions/end-all")).headers["location"] == f"{own}?done=sessions_ended"
    assert await fetch("SELECT 1 FROM session WHERE account = $1 AND ended_at IS NULL", games.cast.li) == []


async def test_accounts_are_listed_by_their_state(games: Games, browsing: Browsing):
    ada = await browsing.as_(games.cast.ada)
    await ada.post(f"/accounts/{games.cast.li}/closing")
    await ada.post(f"/accounts/{games.cast.mei}/password", data={"password": PASSWORD})
    named = {state: (await ada.get(f"/accounts?state={state}")).text for state in ("open", "closed", "first_password")}
    assert [f"/accounts/{games.cast.li}" in named[state] for state in named] == [False, True, False]
    assert [f"/accounts/{games.cast.mei}" in named[state] for state in named] == [True, False, True]


async def test_the_administrators_home_leads_to_the_accounts(games: Games, browsing: Browsing):
    shown = (await (await browsing.as_(games.cast.ada)).get("/")).text
    for href in ("/accounts", "/accounts#create", "/accounts?state=closed", "/events/new"):
        assert f'href="{href}"' in shown
    assert 'href="/accounts' not in (await (await browsing.as_(games.cast.olga)).get("/")).text
