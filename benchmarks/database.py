"""A database for measurements, on the embedded server under ``var/benchmark``; never a real one."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "var" / "benchmark"


def choose(name: str) -> str:
    """Point this process at the measuring database ``name``; call it before anything else is imported."""
    from foundation.postgres import SUPERUSER, ensure_server

    os.environ["TOUCHSTONE_DATA"] = str(DATA)
    url = f"postgresql://{SUPERUSER}@/{name}?host={ensure_server(DATA)}"
    os.environ["DATABASE_URL"] = url
    from foundation.settings import get_settings

    get_settings.cache_clear()
    return url


@asynccontextmanager
async def own_database(name: str, *, fresh: bool = True) -> AsyncIterator[asyncpg.Connection]:
    """The measuring database, migrated; made anew when ``fresh`` or when it is not there."""
    url = choose(name)
    server = await asyncpg.connect(dsn=url.replace(f"/{name}?", "/postgres?"))
    there = await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
    if fresh and there:
        await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    if fresh or not there:
        await server.execute(f"CREATE DATABASE {name}")
    await server.close()
    from foundation.migrations import bring_up_to_date

    await bring_up_to_date()
    connection = await asyncpg.connect(dsn=url)
    try:
        yield connection
    finally:
        await connection.close()
