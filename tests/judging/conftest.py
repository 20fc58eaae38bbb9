"""Counting queries: the connection's class is patched, for engines and connections have ``__slots__``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest


@pytest.fixture
def counted_queries(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """``with counted_queries() as count: …`` then ``count()`` is how many queries ran."""

    @contextmanager
    def counting() -> Iterator[Callable[[], int]]:
        ran: list[str] = []
        original = asyncpg.Connection.fetch

        async def fetch(self: asyncpg.Connection, query: str, *arguments: Any, **options: Any) -> Any:
            ran.append(query)
            return await original(self, query, *arguments, **options)

        with monkeypatch.context() as patched:
            patched.setattr(asyncpg.Connection, "fetch", fetch)
            yield lambda: len(ran)

    return counting
