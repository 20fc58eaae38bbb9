"""Real PostgreSQL for every test: one embedded server a run, one database a worker, a rollback a test.

``db`` wraps a test in a transaction that is rolled back; the app runs inside it through ``client``. Tests
about commits, locks and rollback use ``committed``: a database of their own that is thrown away.
"""

import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["TOUCHSTONE_DATA"] = str(ROOT / "var" / "test")
os.environ.pop("TOUCHSTONE_LANGUAGE", None)
os.environ["TOUCHSTONE_SECRET_KEY"] = "tests only"
sys.path.insert(0, str(ROOT))

from foundation.postgres import SUPERUSER, ensure_server  # noqa: E402


def database_url(name: str) -> str:
    return f"postgresql://{SUPERUSER}@/{name}?host={ensure_server(ROOT / 'var' / 'test')}"


os.environ["DATABASE_URL"] = database_url(f"test_{WORKER}")

import asyncpg  # noqa: E402
import httpx  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402
import pytest_asyncio  # noqa: E402

from tests.browsing import Browsing  # noqa: E402

# Speed is measured in benchmarks/, never asserted: a busy machine must not fail a property.
hypothesis.settings.register_profile(
    "touchstone", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("touchstone")

TEMPLATE = f"test_{WORKER}"


async def on_server(*statements: str) -> None:
    connection = await asyncpg.connect(dsn=database_url("postgres"))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest_asyncio.fixture(scope="session")
async def database() -> AsyncIterator[None]:
    """The worker's database, migrated once."""
    await on_server(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)", f"CREATE DATABASE {TEMPLATE}")
    from foundation.migrations import bring_up_to_date

    await bring_up_to_date()
    yield


@pytest_asyncio.fixture(scope="session")
async def pooled(database: None) -> AsyncIterator[None]:
    from foundation.database import engine, take_app_role

    await take_app_role(engine())
    await engine().start_connection_pool(min_size=1, max_size=8)
    yield
    await engine().close_connection_pool()


@pytest.fixture
def unsaid() -> Iterator[list[str]]:
    """What audit records of the test say without words. Asserted here: a fixture with a loop may not fail at its end,
    or the transaction stays for the tests behind it."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
async def db(pooled: None, unsaid: list[str]) -> AsyncIterator[None]:
    """Everything the test writes is rolled back."""
    from foundation.database import engine

    transaction = engine().transaction()
    await transaction.__aenter__()
    try:
        yield
        unsaid += await audit_without_words()
    finally:
        await transaction.rollback()
        await transaction.__aexit__(None, None, None)


async def audit_without_words() -> list[str]:
    """Kinds and fields of the audit records written so far that a reader would see as codes."""
    import main  # noqa: F401  # registers every name
    from contest.oversight.phrases_details import fields_without_words
    from foundation.audit.phrases import kind_known
    from foundation.database import fetch

    try:
        rows = await fetch("SELECT event_type, details FROM audit_record")
    except asyncpg.InFailedSQLTransactionError:  # the test broke its transaction on purpose
        return []
    fields = {f"{row['event_type']} {name}" for row in rows for name in fields_without_words(json.loads(row["details"]))}
    return sorted(fields | {row["event_type"] for row in rows if not kind_known(row["event_type"])})


@pytest.fixture
async def committed(pooled: None) -> AsyncIterator[None]:
    """A database of the test's own, with real commits; dropped afterwards."""
    from foundation.database import engine

    name = f"{TEMPLATE}_own"
    current = engine()
    await current.close_connection_pool()
    await on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    before = dict(current.config)
    current.config["dsn"] = os.environ["DATABASE_URL"] = database_url(name)
    from foundation.settings import get_settings

    get_settings.cache_clear()
    await current.start_connection_pool(min_size=1, max_size=16)
    try:
        yield
    finally:
        await current.close_connection_pool()
        current.config.clear()
        current.config.update(before)
        os.environ["DATABASE_URL"] = before["dsn"]
        get_settings.cache_clear()
        await current.start_connection_pool(min_size=1, max_size=8)
        await on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def app() -> object:
    from main import create_app

    return create_app(with_database=False)


def client_of(app: object) -> httpx.AsyncClient:
    """A client of the app in this process; nothing is sent over a network."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://hall.test")  # type: ignore[arg-type]


@pytest.fixture
async def browsing(app: object) -> AsyncIterator[Browsing]:
    """The app in process: ``await browsing.as_(account_id)`` gives a signed-in client."""
    opened: list[httpx.AsyncClient] = []

    def open_client() -> httpx.AsyncClient:
        opened.append(client_of(app))
        return opened[-1]

    yield Browsing(open_client)
    for client in opened:
        await client.aclose()
