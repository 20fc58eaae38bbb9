"""Live pages: an announcement reaches a stream after commit, and only then; a stream ends with the app."""

import asyncio

import pytest

from foundation.database import transaction
from foundation.live import announce, listening, stream


async def next_event(events, *, seconds: float = 3) -> str:
    while True:
        text = await asyncio.wait_for(anext(events), seconds)
        if text.startswith("event:"):
            return text


async def test_a_change_is_heard_after_commit_only(committed: None):
    async with listening():
        events = stream("sheet:1")
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
        events = stream("sheet:1")
        await anext(events)
        following = asyncio.create_task(drain(events))
        await asyncio.sleep(0.1)
    assert await asyncio.wait_for(following, 3) in (True, False)


async def drain(events) -> bool:
    async for _ in events:
        pass
    return True
