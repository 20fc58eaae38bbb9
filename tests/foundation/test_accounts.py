"""Sign-in, sessions, one-time codes."""

from datetime import timedelta

import pytest

from foundation.accounts import actions
from foundation.accounts.actions import Browser
from foundation.accounts.queries import get_signed_in, sessions_of
from foundation.audit.actions import CONSOLE
from foundation.authentication import SESSION_COOKIE
from foundation.database import fetch
from foundation.problems import UserError
from foundation.settings import get_settings
from foundation.times import now
from tests.browsing import Browsing

HALL = Browser("10.0.0.7", "tablet")
PASSWORD = "a long password"


@pytest.fixture
async def olga(db: None):
    return await actions.create_account("olga", name_zh="王秋兰", name_en="Olga", password=PASSWORD, by=CONSOLE)


async def test_sign_in_opens_a_session_for_the_right_pair_only(olga):
    token = await actions.sign_in("Olga", PASSWORD, browser=HALL)
    me = await get_signed_in(token.secret)
    assert me is not None
    assert me.account_id == olga
    with pytest.raises(UserError) as refused:
        await actions.sign_in("olga", "another password", browser=HALL)
    assert refused.value.problems[0].code == "sign_in_failed"


async def test_a_code_works_once_and_not_when_revoked(olga):
    code = await actions.issue_code(
        olga, kind="screen", expires_at=now() + timedelta(minutes=5), by=CONSOLE, scope=None
    )
    assert (await actions.redeem_code(code.secret, browser=HALL)).secret
    for secret in (code.secret, "not a code"):
        with pytest.raises(UserError):
            await actions.redeem_code(secret, browser=HALL)
    again = await actions.issue_code(olga, kind="card", expires_at=now() + timedelta(1), by=CONSOLE, scope=None)
    assert await actions.revoke_codes(olga, by=CONSOLE, scope=None) == 1
    with pytest.raises(UserError):
        await actions.redeem_code(again.secret, browser=HALL)


async def test_signing_out_everywhere_ends_every_session(olga):
    first = await actions.sign_in("olga", PASSWORD, browser=HALL)
    await actions.sign_in("olga", PASSWORD, browser=HALL)
    assert len(await sessions_of(olga)) == 2
    await actions.sign_out_everywhere(olga, by=CONSOLE, user_name="olga")
    assert await get_signed_in(first.secret) is None
    assert await sessions_of(olga) == []


async def test_the_sign_in_page_keeps_what_was_typed(olga, browsing: Browsing):
    client = await browsing.anonymous()
    answer = await client.post("/sign-in", data={"user_name": "olga", "password": "mistyped-word"})
    assert answer.status_code == 422
    assert 'value="olga"' in answer.text
    assert "mistyped-word" not in answer.text


async def test_a_form_without_csrf_token_is_refused(olga, browsing: Browsing):
    client = await browsing.anonymous()
    del client.headers["x-csrftoken"]
    assert (await client.post("/sign-in", data={"user_name": "olga", "password": PASSWORD})).status_code == 403


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_sign_in_never_leads_to_another_site(olga, browsing: Browsing, target: str):
    client = await browsing.anonymous()
    answer = await client.post("/sign-in", data={"user_name": "olga", "password": PASSWORD, "next": target})
    assert answer.headers["location"] == "/"


async def test_no_code_outlives_a_set_password_or_a_closed_account(olga):
    async def code() -> str:
        ends = now() + timedelta(1)
        return (await actions.issue_code(olga, kind="card", expires_at=ends, by=CONSOLE, scope=None)).secret

    before = await code()
    await actions.set_password(olga, "another long password", user_name="olga", by=CONSOLE)
    closed = await code()
    for active in (False, True):
        await actions.set_active(olga, active, user_name="olga", by=CONSOLE)
    for secret in (before, closed):
        with pytest.raises(UserError):
            await actions.redeem_code(secret, browser=HALL)


@pytest.mark.parametrize("way", ["password", "code"])
async def test_signing_in_over_a_live_session_ends_it(olga, browsing: Browsing, way: str):
    await actions.create_account("chen", name_zh="陈立新", password=PASSWORD, by=CONSOLE)
    client = await browsing.as_(olga)
    first = client.cookies[SESSION_COOKIE]
    if way == "password":
        answer = await client.post("/sign-in", data={"user_name": "chen", "password": PASSWORD})
    else:
        chen = (await fetch("SELECT id FROM account WHERE user_name = 'chen'"))[0]["id"]
        ends = now() + timedelta(minutes=5)
        code = await actions.issue_code(chen, kind="screen", expires_at=ends, by=CONSOLE, scope=None)
        answer = await client.post(f"/sign-in/code/{code.secret}")
    me = await get_signed_in(answer.cookies[SESSION_COOKIE])
    assert me is not None
    assert me.user_name == "chen"
    assert await get_signed_in(first) is None
    left = await fetch("SELECT account, subject FROM audit_record WHERE event_type = 'account.signed_out'")
    assert [(row["account"], row["subject"]) for row in left] == [(olga, "olga")]


async def test_the_cookie_is_out_of_reach_of_scripts_and_goes_by_https_where_that_is_the_address(
    olga, browsing: Browsing, monkeypatch: pytest.MonkeyPatch
):
    async def cookie() -> str:
        client = await browsing.anonymous()
        answer = await client.post("/sign-in", data={"user_name": "olga", "password": PASSWORD})
        return next(each for each in answer.headers.get_list("set-cookie") if SESSION_COOKIE in each).lower()

    plain = await cookie()
    assert "httponly" in plain
    assert "samesite=lax" in plain
    assert "secure" not in plain
    monkeypatch.setenv("TOUCHSTONE_BASE_URL", "https://contest.example")
    get_settings.cache_clear()
    try:
        assert "secure" in await cookie()
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


async def test_only_ones_own_session_can_be_ended(olga, browsing: Browsing):
    chen = await actions.create_account("chen", name_zh="陈立新", password=PASSWORD, by=CONSOLE)
    theirs = await actions.sign_in("olga", PASSWORD, browser=HALL)
    me = await get_signed_in(theirs.secret)
    assert me is not None
    client = await browsing.as_(chen)
    assert (await client.post(f"/account/sessions/{me.session_id}/end")).status_code == 303
    assert await get_signed_in(theirs.secret) is not None
    assert await fetch("SELECT 1 FROM audit_record WHERE event_type = 'account.signed_out'") == []


async def test_a_refused_sign_in_leaves_the_live_session(olga, browsing: Browsing):
    client = await browsing.as_(olga)
    for path, typed in (("/sign-in", {"user_name": "olga", "password": "wrong"}), ("/sign-in/code/none", {})):
        assert (await client.post(path, data=typed)).status_code in (403, 422)
    assert await get_signed_in(client.cookies[SESSION_COOKIE]) is not None
