"""Marks accepted over HTTP against bare asyncpg writing the same rows, as ratios of one run.

One served worker (granian, another process); judges signed in, CSRF, committed, audited, announced. Both sides
use the same number of connections at a time and the same transaction boundaries: one mark a transaction, then a
whole sheet a transaction (aims: 0.10 and 0.35).

    python -m benchmarks.marks
"""

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from benchmarks.database import ROOT, own_database

CONNECTIONS = 16
ENTRIES = 24
SINGLES = 3000


@dataclass
class Job:
    """A sheet to be marked: its judge, and what he observes, by aspect."""

    sheet: UUID
    division: UUID
    version: UUID
    judge: UUID
    observed: dict[UUID, tuple[str, int]]  # aspect → (value, seat)


async def prepare(connection: asyncpg.Connection) -> list[list[Job]]:
    """Four lots of unmarked sheets: HTTP and bare, one mark a time and whole sheets."""
    from benchmarks.national import build

    await build(connection, trades=1, entries=1)
    from contest.skills.queries import get_division_by_id
    from foundation.audit.actions import CONSOLE
    from foundation.database import pool
    from judging.marking.actions_teams import make_missing_sheets

    division_id = await connection.fetchval("SELECT id FROM division")
    delegations = [row["id"] for row in await connection.fetch("SELECT id FROM delegation ORDER BY code")]
    lots: list[list[UUID]] = [[uuid4() for _ in range(ENTRIES)] for _ in range(4)]
    for number, entry in enumerate(entry for lot in lots for entry in lot):
        await connection.execute(
            "INSERT INTO entry (id, division, delegation, number, unit, workstation, guest, created_at)"
            " VALUES ($1, $2, $3, $4, '', '', false, now())",
            entry, division_id, delegations[10 + number % 20], f"B{number:03}",
        )  # fmt: skip
    async with pool():
        division = await get_division_by_id(division_id)
        assert division is not None
        await make_missing_sheets(division, by=CONSOLE)
        return [await jobs(connection, division_id, lot) for lot in lots]


async def jobs(connection: asyncpg.Connection, division: UUID, entries: list[UUID]) -> list[Job]:
    from judging.marking.observations import observation_of
    from judging.marking.queries_plan import plan_of_version

    found = []
    for row in await connection.fetch(
        "SELECT s.id, s.scheme_version, s.sub_criterion, x.account, m.seat FROM sheet s JOIN sheet_marker m"
        " ON m.sheet = s.id JOIN expert x ON x.id = m.expert WHERE s.entry = ANY($1) AND m.seat = 1 ORDER BY s.id",
        entries,
    ):
        plan = (await plan_of_version(row["scheme_version"])).sheets[row["sub_criterion"]]
        observed = {
            each.id: (str(max(1, observation_of(each.aspect).least)), 1 if each.aspect.type == "J" else 0)
            for each in plan.aspects
        }
        found.append(Job(row["id"], division, row["scheme_version"], row["account"], observed))
    return found


class Tablet:
    """A keep-alive connection that sends ready requests; nothing but sockets, to leave the cores to the server."""

    def __init__(self, host: str, port: int, cookie: str, token: str) -> None:
        self.host, self.port, self.cookie, self.token = host, port, cookie, token

    async def open(self) -> None:
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nhost: hall\r\ncontent-type: application/json\r\naccept: application/json\r\n"
            f"cookie: touchstone_session={self.cookie}; csrftoken={self.token}\r\nx-csrftoken: {self.token}\r\n"
            f"content-length: {len(body)}\r\n\r\n".encode() + body
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return int(head[9:12]), await self.reader.readexactly(length)


def mark(aspect: UUID, value: str) -> dict[str, object]:
    at = "2026-11-22T08:00:00Z"
    return {"id": str(uuid4()), "aspect": str(aspect), "observed": value, "at": at, "confirmed": True}


def request_of(job: Job, aspects: Sequence[UUID], *, one: bool) -> tuple[str, bytes, int]:
    marks = [mark(aspect, job.observed[aspect][0]) for aspect in aspects]
    content: dict[str, object] = {"mark": marks[0]} if one else {"marks": marks}
    body = json.dumps({"scheme_version": str(job.version), "device": "tablet-1", **content})
    return f"/sheets/{job.sheet}/marks", body.encode(), len(marks)


async def spread_over(lanes: Sequence[Any], work: Sequence[Any], act: Callable[[Any, Any], Awaitable[int]]) -> float:
    """Marks a second when each lane works off its share."""

    async def run(place: int, lane: Any) -> int:
        return sum([await act(lane, each) for each in work[place :: len(lanes)]])

    started = time.perf_counter()
    done = await asyncio.gather(*(run(place, lane) for place, lane in enumerate(lanes)))
    return sum(done) / (time.perf_counter() - started)


async def over_http(tablets: list[Tablet], lot: list[Job], *, one: bool) -> float:
    work = [request_of(job, aspects, one=one) for job in lot for aspects in batches(job, one=one)]

    async def send(tablet: Tablet, request: tuple[str, bytes, int]) -> int:
        status, answer = await tablet.post(request[0], request[1])
        assert status == 200, (status, answer)
        assert answer.count(b'"saved"') == request[2], answer
        return request[2]

    return await spread_over(tablets, work[:SINGLES] if one else work, send)


def batches(job: Job, *, one: bool) -> list[list[UUID]]:
    return [[aspect] for aspect in job.observed] if one else [list(job.observed)]


INSERT = (
    "INSERT INTO mark_entry (client_id, division, sheet, aspect, seat, round, version, judge, entered_by, source,"
    " scheme_version, kind, observed, mark, device, client_time, server_time, position, hash)"
    " VALUES ($1, $2, $3, $4, $5, 1, 1, $6, $6, 'tablet', $7, 'mark', $8, $9, 'tablet-1', $10, $10, $11, $12)"
)


async def bare(connections: list[asyncpg.Connection], lot: list[Job], *, one: bool) -> float:
    at, work = datetime.now(UTC), []
    for job in lot:
        for number, aspects in enumerate(batches(job, one=one)):
            rows = [
                (uuid4(), job.division, job.sheet, aspect, job.observed[aspect][1], job.judge, job.version,
                 Decimal(job.observed[aspect][0]), Decimal("0.50"), at, number + place + 1, "0" * 64)
                for place, aspect in enumerate(aspects)
            ]  # fmt: skip
            work.append((job, rows))

    async def write(connection: asyncpg.Connection, each: tuple[Job, list[tuple[Any, ...]]]) -> int:
        job, rows = each
        async with connection.transaction():
            if one:
                await connection.execute(INSERT, *rows[0])
            else:
                await connection.executemany(INSERT, rows)
            await connection.execute(
                "UPDATE sheet SET entered = entered + $2, position = $3, head = $4 WHERE id = $1",
                job.sheet, len(rows), rows[-1][-2], "0" * 64,
            )  # fmt: skip
            await connection.execute(
                "INSERT INTO audit_record (at, account, actor, event_type, scope, subject, details)"
                " VALUES ($1, $2, 'judge', 'marking.marks_entered', $3, '017 B001 A1', $4)",
                at, job.judge, job.division, json.dumps({"sheet": str(job.sheet), "aspects": ["A1.1"] * len(rows)}),
            )  # fmt: skip
        return len(rows)

    return await spread_over(connections, work[:SINGLES] if one else work, write)


async def sign_in(lot: list[Job], host: str, port: int) -> list[Tablet]:
    """One session a lane, as judges on tablets have it."""
    from foundation.accounts.actions import Browser, _open_session
    from foundation.database import pool, transaction

    tablets = []
    async with pool():
        for _ in range(CONNECTIONS):
            async with transaction():
                session = await _open_session(lot[0].judge, "judge", "code", Browser("hall", "tablet"))
            tablets.append(Tablet(host, port, session.secret, await csrf_token(host, port)))
    for tablet in tablets:
        await tablet.open()
    return tablets


async def csrf_token(host: str, port: int) -> str:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"GET /sign-in HTTP/1.1\r\nhost: hall\r\nconnection: close\r\n\r\n")
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    return head.split("csrftoken=")[1].split(";")[0]


def serve() -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--loop", "uvloop", "--no-access-log", "--workers-kill-timeout", "3",
        "--factory", "main:create_served_app",
    ]  # fmt: skip
    environment = {**os.environ, "TOUCHSTONE_SECRET_KEY": secrets.token_hex(16)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL), port


async def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.2)
    raise TimeoutError


async def main() -> None:
    async with own_database("benchmark_marks") as connection:
        lots = await prepare(connection)
        server, port = serve()
        try:
            await wait_for(port)
            tablets = await sign_in(lots[0], "127.0.0.1", port)
            warm, lots[0] = lots[0][:8], lots[0][8:]
            await over_http(tablets, warm, one=True)
            singles, sheets = await over_http(tablets, lots[0], one=True), await over_http(tablets, lots[1], one=False)
        finally:
            server.send_signal(signal.SIGTERM)
            await asyncio.to_thread(server.wait, 20)
        lanes = [await asyncpg.connect(dsn=os.environ["DATABASE_URL"]) for _ in range(CONNECTIONS)]
        bare_singles, bare_sheets = await bare(lanes, lots[2], one=True), await bare(lanes, lots[3], one=False)
        for lane in lanes:
            await lane.close()
    report("one mark a request", singles, bare_singles, 0.10)
    report("a whole sheet a request", sheets, bare_sheets, 0.35)


def report(name: str, ours: float, bare_rate: float, aim: float) -> None:
    ratio = ours / bare_rate
    state = "met" if ratio >= aim else "missed"
    print(f"{name}: {ours:.0f} marks/s over HTTP, {bare_rate:.0f} bare, ratio {ratio:.2f} (aim {aim:.2f}: {state})")


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
