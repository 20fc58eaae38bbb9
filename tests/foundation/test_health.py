"""`/health` says whether the process can serve, and the log why it cannot: once a change, not once a question."""

import logging

import httpx
import pytest
from litestar import Litestar

from foundation.database import engine
from foundation.health import ROUTES


async def asked() -> int:
    app = Litestar(ROUTES, openapi_config=None, logging_config=None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://t") as client:
        return (await client.get("/health")).status_code


async def test_a_database_that_is_gone_is_logged_once_and_its_return_too(
    pooled: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path
):
    caplog.set_level(logging.INFO, "touchstone.health")
    with monkeypatch.context() as gone:
        gone.setattr(engine(), "pool", None)
        gone.setattr(engine(), "config", {"host": str(tmp_path), "user": "nobody", "database": "nothing"})
        assert [await asked(), await asked()] == [503, 503]
    (down,) = [each for each in caplog.records if each.name == "touchstone.health"]
    assert down.levelno == logging.ERROR
    assert down.exc_info
    assert [await asked(), await asked()] == [200, 200]
    assert [each.getMessage() for each in caplog.records if each.name == "touchstone.health"] == [
        "health: down", "health: ok",
    ]  # fmt: skip
