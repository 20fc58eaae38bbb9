"""The served processes: one that dies comes back; a server that cannot run, or no longer, says why and exits 2."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from foundation.serving import port_problem, way_of_ending
from tests.browser.conftest import free_port, wait_for

ROOT = Path(__file__).resolve().parent.parent.parent


class Served:
    """``touchstone serve`` as a process, its standard error in a file."""

    def __init__(self, port: int, told: Path, **environment: str) -> None:
        self.address, self.told = f"http://127.0.0.1:{port}", told
        with told.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "cli.py", "serve", "--host", "127.0.0.1", "--port", str(port)],
                cwd=ROOT, env={**os.environ, "TOUCHSTONE_LANGUAGE": "en", **environment}, stdout=subprocess.DEVNULL,
                stderr=file,
            )  # fmt: skip

    def worker(self) -> int:
        """The process that serves; it is waited for."""
        for _ in range(100):
            listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
            pairs = [line.split() for line in listed.stdout.splitlines()]
            if children := [int(pid) for pid, parent in pairs if int(parent) == self.process.pid]:
                return children[0]
            time.sleep(0.05)
        raise TimeoutError

    async def end(self) -> int:
        return await asyncio.to_thread(self.process.wait, 20)


@pytest.fixture
def served(database: None, tmp_path: Path) -> Iterator[Served]:
    running = Served(free_port(), tmp_path / "told")
    yield running
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait(20)


async def test_a_process_that_dies_comes_back_and_one_that_dies_again_ends_the_server_in_words(served: Served):
    await wait_for(f"{served.address}/health")
    first = served.worker()
    os.kill(first, signal.SIGKILL)
    await asyncio.sleep(1)
    await wait_for(f"{served.address}/health")
    assert served.worker() != first
    assert served.process.poll() is None
    os.kill(served.worker(), signal.SIGKILL)  # within seconds of its start
    assert await served.end() == 2
    told = served.told.read_text()
    assert "A server process died twice within seconds (SIGKILL), so the server ended." in told
    assert re.search(r'\{"at": .*"logger": "_granian", "message": "Unexpected exit', told)
    assert '"message": "the server ended: a process died twice within seconds", "ways": ["SIGKILL"]' in told


async def test_asked_to_end_it_ends_well(served: Served):
    await wait_for(f"{served.address}/health")
    served.process.terminate()
    assert await served.end() == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(served.address)


async def test_a_port_is_never_shared_with_another_server(served: Served, tmp_path: Path):
    await wait_for(f"{served.address}/health")
    second = Served(int(served.address.rpartition(":")[2]), tmp_path / "second")
    assert await second.end() == 2
    assert "is in use" in second.told.read_text()


async def test_a_database_out_of_reach_is_told_in_a_sentence(tmp_path: Path):
    server = Served(free_port(), tmp_path / "told", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert await server.end() == 2
    told = server.told.read_text()
    assert "The database cannot be used" in told
    assert "Traceback" not in told


def test_a_port_that_is_taken_or_none_has_its_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert str(port) in (port_problem("127.0.0.1", port) or "")
    assert port_problem("127.0.0.1", port) is None
    assert port_problem("127.0.0.1", 70_000) is not None


def test_the_way_a_process_ended_has_its_name():
    assert [way_of_ending(code) for code in (-9, -11, 1, 0)] == ["SIGKILL", "SIGSEGV", "exit 1", "exit 0"]
