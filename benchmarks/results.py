"""Results of a trade of 36 entries × 192 aspects from its ledger, against merely fetching the rows (aim: 25 ms).

Both run in this process, in turns, over the app's pool; the figures are medians. The results are everything the
ranked page needs: the ledger, entries, scheme, rules, ties, scale, positions and awards.

    python -m benchmarks.results
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

from benchmarks.database import own_database

TURNS = 40
ROWS = "SELECT sheet, aspect, seat, round, version, kind, observed, mark FROM mark_entry WHERE division = $1"


async def milliseconds(act: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await act()
    return (time.perf_counter() - started) * 1000


async def main() -> None:
    async with own_database("benchmark_results") as connection:
        from benchmarks.national import build

        await build(connection, trades=1, entries=36)
        division = await connection.fetchval("SELECT id FROM division")
        from foundation.database import fetch, pool
        from judging.results.queries import division_results

        async with pool():
            whole, rows = [], []
            for _ in range(TURNS):
                rows.append(await milliseconds(lambda: fetch(ROWS, division)))
                whole.append(await milliseconds(lambda: division_results(division)))
            count = (await fetch("SELECT count(*) AS rows FROM mark_entry"))[0]["rows"]
    ours, bare = statistics.median(whole), statistics.median(rows)
    print(f"{count} ledger rows: results {ours:.1f} ms, the rows alone {bare:.1f} ms, ratio {ours / bare:.2f}")
    print(f"fastest turn: results {min(whole):.1f} ms, the rows alone {min(rows):.1f} ms")
    print(f"aim 25 ms: {'met' if ours <= 25 else 'missed'}")


if __name__ == "__main__":
    asyncio.run(main())
