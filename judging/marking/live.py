"""Live pages of marking: server-sent events say that something changed, never what."""

from collections.abc import AsyncIterator

from litestar.response import Stream

from foundation.live import stream


def live(*topics: str) -> Stream:
    """An answer that stays open and says ``changed`` when one of ``topics`` is announced."""

    async def events() -> AsyncIterator[str]:
        async for event in stream(*topics):
            yield event

    return Stream(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})
