"""Sign-in, sessions, one-time codes, throttling."""

from datetime import timedelta

import pytest

from foundation.accounts import actions
from foundation.accounts.actions import Browser
from foundation.accounts.queries import get_signed_in, sessions_of
from foundation.accounts.throttle import wait_until
from foundation.audit.actions import CONSOLE
from foundation.problems import UserError
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


async def test_failures_of_one_pair_do_not_stop_the_rest_of_the_hall(olga):
    await actions.create_account("chen", name_zh="陈", password=PASSWORD, by=CONSOLE)
    for _ in range(5):
        with pytest.raises(UserError):
            await actions.sign_in("olga", "wrong", browser=HALL)
    with pytest.raises(UserError) as refused:
        await actions.sign_in("olga", PASSWORD, browser=HALL)
    assert refused.value.status == 429
    assert (await actions.sign_in("chen", PASSWORD, browser=HALL)).secret


def test_wait_grows_and_ends_at_a_quarter_of_an_hour():
    at = now()
    assert wait_until(4, at) == at
    assert wait_until(5, at) == at + timedelta(seconds=2)
    assert wait_until(40, at) == at + timedelta(minutes=15)


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
