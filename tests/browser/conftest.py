"""A served app over a database of its own, and real Chromium."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.conftest import TEMPLATE, database_url, on_server

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/Applications/Chromium.app/Contents/MacOS/Chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Hall:
    """The running app: its address, and browsers signed in to it."""

    def __init__(self, address: str, chromium: Browser, group: int) -> None:
        self.address = address
        self._group = group
        self._chromium = chromium

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """The server takes connections and says nothing."""
        os.killpg(self._group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self._group, signal.SIGCONT)

    async def tablet(
        self, account_id: UUID | None, *, width: int = 800, height: int = 1280, language: str = "zh_CN"
    ) -> BrowserContext:
        """A browser of its own, signed in as the account; touch is on below 1000 pixels."""
        from foundation.accounts.actions import Browser as Device
        from foundation.accounts.actions import _open_session
        from foundation.database import transaction

        context = await self._chromium.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, has_touch=width < 1000
        )
        cookies = [{"name": "touchstone_language", "value": language, "url": self.address}]
        if account_id is not None:
            async with transaction():
                token = await _open_session(account_id, "test", "code", Device("hall", "tablet"))
            cookies.append({"name": "touchstone_session", "value": token.secret, "url": self.address})
        await context.add_cookies(cookies)
        return context


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = next((each for each in CHROMIUM if Path(each).exists()), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module")
async def hall(pooled: None, chromium: Browser) -> AsyncIterator[Hall]:
    """One served app a test file; the test's own actions write into the same database."""
    from foundation.database import engine
    from foundation.settings import get_settings

    name = f"{TEMPLATE}_browser"
    current, before = engine(), dict(engine().config)
    await current.close_connection_pool()
    await on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    current.config["dsn"] = os.environ["DATABASE_URL"] = database_url(name)
    get_settings.cache_clear()
    await current.start_connection_pool(min_size=1, max_size=8)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "cli.py", "serve", "--host", "127.0.0.1", "--port", str(port)],
        cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        await wait_for(f"http://127.0.0.1:{port}/health")
        yield Hall(f"http://127.0.0.1:{port}", chromium, server.pid)
    finally:
        server.terminate()
        await asyncio.to_thread(server.wait, 15)
        await current.close_connection_pool()
        current.config.clear()
        current.config.update(before)
        os.environ["DATABASE_URL"] = before["dsn"]
        get_settings.cache_clear()
        await current.start_connection_pool(min_size=1, max_size=8)
        await on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def wait_for(address: str) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(150):
            try:
                if (await client.get(address)).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.2)
    raise TimeoutError(address)
