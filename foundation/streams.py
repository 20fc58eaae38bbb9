"""Answers that stay open, for live pages."""

from litestar.response import Stream

from foundation.accounts.queries import SignedIn
from foundation.live import stream


def follow(me: SignedIn, *topics: str) -> Stream:
    """An answer that stays open and says ``changed`` when one of ``topics`` is announced, while ``me`` is signed in."""
    events = stream(*topics, me=me)
    return Stream(events, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
