"""Sign-in, sessions, one-time codes, throttling."""

import asyncio
import contextvars
from datetime import timedelta

import pytest

from foundation.accounts import actions
from foundation.accounts.actions import Browser
from foundation.accounts.queries import get_signed_in, sessions_of
from foundation.accounts.throttle import FREE_FAILURES, WAITS, wait_until
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
    assert [at + wait for wait in WAITS] == [wait_until(failures, at) for failures in range(1, len(WAITS) + 1)]
    assert WAITS[-1] == timedelta(minutes=15)


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


async def at_once(*verbs):
    """Each in a context of its own, as requests are; their answers or refusals."""
    tasks = [asyncio.get_running_loop().create_task(verb, context=contextvars.Context()) for verb in verbs]
    return await asyncio.gather(*tasks, return_exceptions=True)


async def make_olga() -> None:
    await actions.create_account("olga", name_zh="王秋兰", password=PASSWORD, by=CONSOLE)


async def test_wrong_passwords_at_one_moment_are_no_more_than_in_a_row(committed: None):
    await make_olga()
    answers = await at_once(*(actions.sign_in("olga", f"wrong {n}", browser=HALL) for n in range(20)))
    codes = [answer.problems[0].code for answer in answers]
    assert codes.count("sign_in_failed") == FREE_FAILURES
    assert codes.count("sign_in_too_often") == 20 - FREE_FAILURES


async def test_after_the_wait_one_attempt_passes_of_many(committed: None):
    await make_olga()
    await at_once(*(actions.sign_in("olga", "wrong", browser=HALL) for _ in range(FREE_FAILURES)))
    await fetch("UPDATE sign_in_attempt SET at = at - interval '3 seconds'")
    answers = await at_once(*(actions.sign_in("Olga ", "wrong", browser=HALL) for _ in range(6)))
    assert sorted(answer.problems[0].code for answer in answers) == ["sign_in_failed"] + ["sign_in_too_often"] * 5
    assert (await fetch("SELECT failures FROM sign_in_attempt"))[0]["failures"] == FREE_FAILURES + 1


async def test_a_whole_hall_signs_in_at_one_moment_from_one_address(committed: None):
    names = ["olga", "chen", "erik", "li", "mei", "wu", "ines", "sun"]
    for name in names:
        await actions.create_account(name, name_zh=name, password=PASSWORD, by=CONSOLE)
    answers = await at_once(*(actions.sign_in(name, PASSWORD, browser=HALL) for name in names))
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    assert await fetch("SELECT 1 FROM sign_in_attempt") == []


async def test_failures_are_forgotten_after_an_hour(olga):
    for _ in range(FREE_FAILURES):
        with pytest.raises(UserError):
            await actions.sign_in("olga", "wrong", browser=HALL)
    await fetch("UPDATE sign_in_attempt SET at = at - interval '61 minutes'")
    with pytest.raises(UserError) as refused:
        await actions.sign_in("olga", "wrong", browser=HALL)
    assert refused.value.problems[0].code == "sign_in_failed"
    assert (await fetch("SELECT failures FROM sign_in_attempt"))[0]["failures"] == 1


async def test_the_present_password_cannot_be_guessed_from_an_open_session(olga):
    token = await actions.sign_in("olga", PASSWORD, browser=HALL)
    me = await get_signed_in(token.secret)
    assert me is not None
    codes = []
    for _ in range(FREE_FAILURES + 1):
        with pytest.raises(UserError) as refused:
            await actions.change_own_password(me, old="wrong", new="a new long password")
        codes.append(refused.value.problems[0].code)
    assert codes == ["old_password_wrong"] * FREE_FAILURES + ["sign_in_too_often"]


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
