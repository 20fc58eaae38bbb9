"""Live pages: an announcement reaches a stream after commit, and only then; a stream ends with the app."""

import asyncio

import pytest

from foundation import live
from foundation.accounts import actions
from foundation.accounts.actions import Browser, _open_session
from foundation.accounts.queries import SignedIn, get_signed_in
from foundation.audit.actions import CONSOLE
from foundation.database import fetch, transaction
from foundation.live import announce, listening, stream
from tests.factories import make_account


async def olga() -> SignedIn:
    """Signed in, in a database of the test's own."""
    account = (await fetch("SELECT id FROM account WHERE user_name = 'olga'")) or [{"id": await make_account("olga")}]
    async with transaction():
        token = await _open_session(account[0]["id"], "olga", "password", Browser("hall", "tablet"))
    me = await get_signed_in(token.secret)
    assert me is not None
    return me


async def next_event(events, *, seconds: float = 3) -> str:
    while True:
        text = await asyncio.wait_for(anext(events), seconds)
        if text.startswith("event:"):
            return text


async def test_a_change_is_heard_after_commit_only(committed: None):
    async with listening():
        events = stream("sheet:1", me=await olga())
        assert (await anext(events)).endswith("event: changed\ndata: gap\n\n")  # look once: nobody heard before
        waiting = asyncio.create_task(next_event(events, seconds=5))
        await asyncio.sleep(0.5)
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await announce("sheet:1")
                raise ZeroDivisionError
        await asyncio.sleep(0.2)
        heard_early = waiting.done() and "sheet:1" in waiting.result()
        async with transaction():
            await announce("sheet:1", "sheet:2")
        heard = await waiting
        if "gap" in heard:  # the listener had just connected
            heard = await next_event(events)
        assert not heard_early
        assert heard == "event: changed\ndata: sheet:1\n\n"
        await events.aclose()


async def test_streams_end_when_the_app_ends(committed: None):
    async with listening():
        events = stream("sheet:1", me=await olga())
        await anext(events)
        following = asyncio.create_task(drain(events))
        await asyncio.sleep(0.1)
    assert await asyncio.wait_for(following, 3) in (True, False)


async def drain(events) -> bool:
    async for _ in events:
        pass
    return True


ENDINGS = {
    "sign out": lambda me: actions.sign_out(me),
    "sign out everywhere": lambda me: actions.sign_out_everywhere(me.account_id, by=me.actor, user_name="olga"),
    "ended from another device": lambda me: actions.end_session(me.session_id, me=me),
    "account closed": lambda me: actions.set_active(me.account_id, False, user_name="olga", by=CONSOLE),
    "password set": lambda me: actions.set_password(
        me.account_id, "another long password", user_name="olga", by=CONSOLE
    ),
}


@pytest.mark.parametrize("way", ENDINGS)
async def test_a_stream_ends_with_the_session_that_opened_it(committed: None, way: str):
    async with listening():
        me = await olga()
        events = stream("sheet:1", me=me)
        await anext(events)
        following = asyncio.create_task(drain(events))
        await asyncio.sleep(0.5)  # the listener has connected
        async with transaction():
            await announce("sheet:1")  # the end may come while the stream pauses after an event
        await asyncio.sleep(0.1)
        await ENDINGS[way](me)
        async with transaction():
            await announce("sheet:1")
        assert await asyncio.wait_for(following, 4)
    assert live._listeners == {}


async def test_a_session_that_ran_out_is_noticed_between_beats(committed: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(live, "SESSION_SECONDS", 0.3)
    async with listening():
        events = stream("sheet:1", me=await olga())
        await anext(events)
        beat = await asyncio.wait_for(anext(events), 3)
        while beat.startswith("event: changed"):  # the listener had just connected
            beat = await asyncio.wait_for(anext(events), 3)
        assert beat == "event: beat\ndata: .\n\n"
        await fetch("UPDATE session SET expires_at = now()")
        assert await asyncio.wait_for(drain(events), 3)


async def test_other_sessions_of_the_account_keep_their_streams(committed: None):
    async with listening():
        one, other = await olga(), await olga()
        events = stream("sheet:1", me=one)
        await anext(events)
        waiting = asyncio.create_task(next_event(events, seconds=5))
        await asyncio.sleep(0.5)
        await actions.sign_out(other)
        async with transaction():
            await announce("sheet:1")
        while "gap" in await waiting:
            waiting = asyncio.create_task(next_event(events))
        assert waiting.result() == "event: changed\ndata: sheet:1\n\n"
        await events.aclose()
