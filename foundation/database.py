"""The database of this process: engine, pool, migrations, guards.

Piccolo finds the engine through ``piccolo_conf.DB``. With ``DATABASE_URL`` it is that server, otherwise the
embedded one. The app runs under the role ``touchstone_app`` where the owner may create roles: it has no
right to change or delete rows of append-only tables. Migrations run as the owner.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import asyncpg
from piccolo.engine import engine_finder
from piccolo.engine.postgres import PostgresEngine

from foundation.postgres import DATABASE, SUPERUSER, ensure_server
from foundation.problems import refusal
from foundation.settings import get_settings

log = logging.getLogger("touchstone.database")
APP_ROLE = "touchstone_app"
MIGRATION_LOCK = 7_461_900_001


async def _no_transaction_left(connection: asyncpg.Connection) -> None:
    """What a connection goes through before it serves the next request. The app sets nothing in its sessions, so
    asyncpg's own reset, a round trip after every single query, would find nothing to undo."""
    if connection.is_in_transaction():
        await connection.execute("ROLLBACK")


POOL = {"min_size": 2, "max_size": 16, "reset": _no_transaction_left}


def connection_arguments() -> dict[str, Any]:
    """How to reach the database as its owner, as asyncpg's arguments; starts the embedded server."""
    url = get_settings().database_url
    if url:
        return {"dsn": url}
    socket = ensure_server(get_settings().data)
    return {"host": str(socket), "user": SUPERUSER, "database": DATABASE}


def build_engine() -> PostgresEngine:
    """The engine for ``piccolo_conf``; it connects as the owner until :func:`pool` takes the app's role."""
    return PostgresEngine(config=connection_arguments())


@cache
def engine() -> PostgresEngine:
    """The engine that Piccolo's tables use, one a process."""
    found = engine_finder()
    if not isinstance(found, PostgresEngine):
        raise TypeError("piccolo_conf.DB must be a PostgresEngine")
    return found


@asynccontextmanager
async def pool() -> AsyncIterator[None]:
    """Hold a connection pool open under the app's role; without a pool each query opens a connection."""
    current = engine()
    await take_app_role(current)
    await current.start_connection_pool(**POOL)
    try:
        yield
    finally:
        await current.close_connection_pool()


async def take_app_role(current: PostgresEngine) -> None:
    """Let new connections run under the app's role, where it stands."""
    async with owner_connection() as connection:
        stands = await connection.fetchval(
            "SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = $1", APP_ROLE
        )
    if stands:
        current.config["server_settings"] = {"role": APP_ROLE}


@asynccontextmanager
async def owner_connection() -> AsyncIterator[asyncpg.Connection]:
    """A connection of its own with the owner's rights."""
    connection = await asyncpg.connect(**connection_arguments())
    try:
        yield connection
    finally:
        await connection.close()


async def migrate(run_migrations: Callable[[], Any]) -> None:
    """Bring the database up to date; an advisory lock lets one process do it and the others wait.

    ``run_migrations`` applies Piccolo's migrations (it needs the owner's engine). Afterwards the rights of
    the app's role are set anew from what the catalogue says is append-only.
    """
    async with owner_connection() as connection:
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        try:
            await run_migrations()
            await grant_rights(connection)
        finally:
            await connection.execute("SELECT pg_advisory_unlock($1)", MIGRATION_LOCK)


async def grant_rights(connection: asyncpg.Connection) -> bool:
    """Give the app's role its rights; False where the owner may not create roles."""
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", APP_ROLE):
            await connection.execute(f"CREATE ROLE {APP_ROLE} NOLOGIN")
        await connection.execute(f"GRANT {APP_ROLE} TO CURRENT_USER")
    except asyncpg.DuplicateObjectError:
        pass  # another database of the same server was quicker
    except asyncpg.InsufficientPrivilegeError:
        return False
    await connection.execute(
        f"GRANT USAGE ON SCHEMA public TO {APP_ROLE};"
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};"
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};"
    )
    for table in await append_only_tables(connection):
        await connection.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {APP_ROLE}')
    return True


async def append_only_tables(connection: asyncpg.Connection) -> list[str]:
    """The tables whose trigger refuses update, delete and truncate."""
    rows = await connection.fetch(
        "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'refuse_change' ORDER BY 1"
    )
    return [row["relname"] for row in rows]


def append_only_sql(table: str) -> str:
    """SQL for a migration: make ``table`` refuse update, delete and truncate, whoever asks."""
    return f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END $$;
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


async def run_script(sql: str) -> None:
    """Run several statements at once inside the current transaction (migrations only)."""
    transaction = engine().current_transaction.get()
    if transaction is None:
        raise RuntimeError("run_script needs a transaction")
    await transaction.connection.execute(sql)


@asynccontextmanager
async def transaction() -> AsyncIterator[asyncpg.Connection]:
    """The transaction of one verb. Only actions open one, and never inside another (it would do nothing).

    Of two people at once one may delete what the other is just adding to, or both may give the same code: the
    database refuses the later one by a foreign or unique key, and he is told (409).
    """
    try:
        async with engine().transaction() as opened:
            yield opened.connection
    except (asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError) as error:
        log.info("refused by a foreign key: %s", error.constraint_name)
        raise refusal("gone_meanwhile", status=409) from error
    except asyncpg.UniqueViolationError as error:
        log.info("refused by a unique key: %s", error.constraint_name)
        raise refusal("taken_meanwhile", status=409) from error


async def fetch_held(sql: str, *arguments: Any) -> asyncpg.Record:
    """The one row of ``sql``, which names a row by its id. Refused (409): it was deleted meanwhile."""
    rows = await fetch(sql, *arguments)
    if not rows:
        raise refusal("gone_meanwhile", status=409)
    return rows[0]


async def fetch(sql: str, *arguments: Any) -> list[asyncpg.Record]:
    """Rows of plain SQL, inside the current transaction when there is one."""
    current = engine()
    opened = current.current_transaction.get()
    if opened is not None:
        return await opened.connection.fetch(sql, *arguments)
    if current.pool is not None:
        return await current.pool.fetch(sql, *arguments)
    return await current._run_in_new_connection(sql, arguments)
