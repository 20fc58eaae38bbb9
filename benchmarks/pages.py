"""Each page's time and number of queries on a national-size event (aim: p95 ≤ 100 ms, no query per row).

    python -m benchmarks.pages [--build]    prints ms as median and p95 of 20, queries, and kB, slowest first

Times are of one process in the same run, the network left out, so they are compared with the first line: the
cheapest page, which only signs in.
"""

import asyncio
import re
import statistics
import sys
import time
from typing import Any
from uuid import UUID

import asyncpg

from benchmarks.database import choose, own_database
from benchmarks.national import CODE, build

REPEATS = 20
LEFT_OUT = ("/live", ".pdf", "/new", "/sign-in", "/setup", "/papers", "/printing")


class Counted:
    """Counts the statements that reach asyncpg."""

    def __init__(self) -> None:
        self.statements = 0

    def watch(self) -> None:
        for name in ("fetch", "execute", "fetchrow", "fetchval"):
            setattr(asyncpg.Connection, name, self._counting(getattr(asyncpg.Connection, name)))

    def _counting(self, method: Any) -> Any:
        async def counted(connection: Any, *arguments: Any, **named: Any) -> Any:
            self.statements += 1
            return await method(connection, *arguments, **named)

        return counted


async def people(connection: asyncpg.Connection) -> dict[str, UUID]:
    """Who asks: the organizer, the Chief Expert of the first trade, a judge of it."""
    names = {"organizer": "organizer", "chief_expert": "expert-001-0", "judge": "expert-001-1"}
    return {
        role: await connection.fetchval("SELECT id FROM account WHERE user_name = $1", name)
        for role, name in names.items()
    }


async def places(connection: asyncpg.Connection) -> dict[str, str]:
    """What the addresses name: the first trade, a sheet of it, an aspect."""
    row = await connection.fetchrow(
        "SELECT s.id AS sheet, m.aspect, e.number FROM sheet s JOIN mark_entry m ON m.sheet = s.id"
        " JOIN entry e ON e.id = s.entry JOIN division d ON d.id = s.division WHERE d.slug = '001' LIMIT 1"
    )
    return {
        "event_code": CODE, "slug": "001", "skill_code": "001", "sheet_id": str(row["sheet"]),
        "aspect_id": str(row["aspect"]), "number:str": row["number"], "number:int": "1", "kind": "csv",
    }  # fmt: skip


def address(path: str, known: dict[str, str]) -> str | None:
    """The path with the event's own names; None when it needs something else."""

    def fill(found: re.Match[str]) -> str:
        name, kind = found.groups()
        return known.get(f"{name}:{kind}") or known.get(name, "\0")

    filled = re.sub(r"\{(\w+):(\w+)\}", fill, path)
    return None if "\0" in filled or any(part in filled for part in LEFT_OUT) else filled


async def measure(connection: asyncpg.Connection) -> list[tuple[float, float, int, int, str, str]]:
    """Rows of (p95, median, queries, bytes, role, address)."""
    import httpx

    from foundation.accounts.actions import Browser, _open_session
    from foundation.authentication import SESSION_COOKIE
    from foundation.database import pool, transaction
    from main import create_app, keep_what_is_loaded

    counted, known, found = Counted(), await places(connection), []
    app = create_app(with_database=False)
    paths = sorted({route.path for route in app.routes if "GET" in getattr(route, "methods", ())})
    keep_what_is_loaded()
    async with pool():
        counted.watch()
        for role, account_id in (await people(connection)).items():
            async with transaction():
                token = await _open_session(account_id, "benchmark", "password", Browser("local", "benchmark"))
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://hall") as client:
                client.cookies.set(SESSION_COOKIE, token.secret)
                for path in paths:
                    filled = address(path, known)
                    if filled is None or filled.startswith("/static"):
                        continue
                    if row := await time_page(client, filled, counted):
                        found.append((*row, role, filled))
    return found


async def time_page(client: Any, path: str, counted: Counted) -> tuple[float, float, int, int] | None:
    """p95 and median in ms, queries and bytes of one page; None when this person may not see it."""
    first = await client.get(path)
    if first.status_code != 200:
        return None
    before = counted.statements
    await client.get(path)
    queries = counted.statements - before
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        await client.get(path)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.quantiles(times, n=20)[-1], statistics.median(times), queries, len(first.content)


async def main() -> None:
    choose("benchmark")
    async with own_database("benchmark", fresh="--build" in sys.argv) as connection:
        if not await connection.fetchval("SELECT count(*) FROM event"):
            await build(connection)
        rows = sorted(await measure(connection), reverse=True)
    cheapest = min(row[1] for row in rows)
    print(f"{'p95 ms':>8} {'median':>8} {'ratio':>6} {'queries':>7} {'kB':>6}  who, page")
    for p95, median, queries, size, role, path in rows:
        print(f"{p95:8.1f} {median:8.1f} {median / cheapest:6.1f} {queries:7d} {size / 1000:6.0f}  {role} {path}")


if __name__ == "__main__":
    asyncio.run(main())
