"""The embedded server: reachable by this user only, started by two at once without harm, back after a crash."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from foundation.postgres import (
    SUPERUSER,
    EmbeddedServerError,
    cluster_folder,
    ensure_server,
    is_running,
    socket_folder,
    stop_server,
)

ROOT = Path(__file__).resolve().parent.parent.parent
START = "import sys; from pathlib import Path; from foundation.postgres import ensure_server; ensure_server(Path(sys.argv[1]))"


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    stop_server(tmp_path)


async def ask(data: Path, question: str) -> object:
    connection = await asyncpg.connect(host=str(socket_folder(data)), user=SUPERUSER, database="touchstone")
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def server_pid(data: Path) -> int:
    return int((cluster_folder(data) / "postmaster.pid").read_text().splitlines()[0])


async def test_two_processes_may_start_it_at_once(data: Path):
    starting = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", START, str(data), cwd=ROOT) for _ in range(2)
    ]
    assert [await process.wait() for process in starting] == [0, 0]
    assert is_running(data)
    assert await ask(data, "SELECT 1") == 1


async def test_only_this_user_reaches_it_and_there_is_no_tcp(data: Path):
    socket = ensure_server(data)
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert len(str(socket / ".s.PGSQL.5432.lock")) <= 100
    assert await ask(data, "SHOW listen_addresses") == ""
    assert await ask(data, "SHOW data_checksums") == "on"
    assert await ask(data, "SHOW fsync") == "on"


async def test_it_comes_back_after_kill_9(data: Path):
    ensure_server(data)
    await ask(data, "CREATE TABLE kept AS SELECT 7 AS seven")
    os.kill(server_pid(data), signal.SIGKILL)
    for _ in range(100):
        if not is_running(data):
            break
        await asyncio.sleep(0.05)
    for _ in range(50):  # its children need a moment to leave the shared memory
        try:
            ensure_server(data)
            break
        except EmbeddedServerError:
            await asyncio.sleep(0.2)
    assert await ask(data, "SELECT seven FROM kept") == 7


def test_stopping_what_does_not_run_is_no_error(tmp_path: Path):
    assert stop_server(tmp_path) is False


def test_a_long_path_gets_a_short_socket(tmp_path: Path):
    deep = tmp_path / ("a long name " * 10)
    assert len(str(socket_folder(deep) / ".s.PGSQL.5432.lock")) <= 100


def test_the_stop_command_says_whether_it_ran(tmp_path: Path):
    environment = {**os.environ, "TOUCHSTONE_DATA": str(tmp_path), "TOUCHSTONE_LANGUAGE": "en"}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "cli.py", "stop"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.strip()) == (0, "It was not running.")
