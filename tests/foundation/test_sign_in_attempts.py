"""Failed sign-ins: counted per pair, at one moment as in a row, forgotten and swept after an hour."""

import asyncio
import contextvars
from datetime import timedelta

import pytest

from foundation.accounts import actions, actions_attempts
from foundation.accounts.queries import get_signed_in
from foundation.accounts.throttle import FREE_FAILURES, WAITS, wait_until
from foundation.audit.actions import CONSOLE
from foundation.database import fetch
from foundation.problems import UserError
from foundation.times import now
from tests.foundation.test_accounts import HALL, PASSWORD


@pytest.fixture
async def olga(db: None):
    return await actions.create_account("olga", name_zh="王秋兰", name_en="Olga", password=PASSWORD, by=CONSOLE)


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


async def test_attempts_that_are_forgotten_are_swept_some_at_a_time(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(actions_attempts, "SWEPT_AT_ONCE", 3)
    old, young = now() - timedelta(minutes=61), now() - timedelta(minutes=59)
    for number, at in enumerate([old] * 5 + [young]):
        await fetch(
            "INSERT INTO sign_in_attempt (user_name, address, failures, at) VALUES ($1, 'x', 3, $2)", f"u{number}", at
        )

    async def left() -> set[str]:
        return {row["user_name"] for row in await fetch("SELECT user_name FROM sign_in_attempt")}

    await actions_attempts.take_attempt("olga", "hall")
    assert len(await left()) == 4
    await actions_attempts.take_attempt("olga", "hall")
    assert await left() == {"u5", "olga"}
