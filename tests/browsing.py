"""Signed-in clients of the app in process."""

from collections.abc import Callable
from uuid import UUID

import httpx

from foundation.accounts.actions import Browser, _open_session
from foundation.authentication import SESSION_COOKIE
from foundation.database import transaction


class Browsing:
    """Opens clients, signed in or not; a client sends the CSRF header with every request."""

    def __init__(self, open_client: Callable[[], httpx.AsyncClient]) -> None:
        self._open = open_client

    async def anonymous(self) -> httpx.AsyncClient:
        client = self._open()
        await client.get("/sign-in")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        return client

    async def as_(self, account_id: UUID, *, language: str = "en") -> httpx.AsyncClient:
        client = await self.anonymous()
        async with transaction():
            token = await _open_session(account_id, "test", "password", Browser("test", "test"))
        client.cookies.set(SESSION_COOKIE, token.secret)
        client.cookies.set("touchstone_language", language)
        return client
