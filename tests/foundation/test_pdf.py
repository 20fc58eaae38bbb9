"""Paper is printed in a process of its own, which never outlives the app."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from foundation import pdf

ROOT = Path(__file__).resolve().parent.parent.parent
PRINTS = """
import asyncio, time
from foundation import pdf
if __name__ == "__main__":
    assert asyncio.run(pdf.print_pdf("<p>one</p>")).startswith(b"%PDF")
    print(*pdf._pool()._processes, flush=True)
    time.sleep(60)
"""


def is_there(pid: int) -> bool:
    """Whether the process runs; one that ended and waits to be reaped does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


def test_the_printing_process_ends_with_an_app_that_is_killed(tmp_path: Path):
    script = tmp_path / "prints.py"
    script.write_text(PRINTS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment) as app:
        assert app.stdout is not None
        printer = int(app.stdout.readline())
        assert is_there(printer)
        app.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while is_there(printer) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_there(printer)


async def test_a_printing_process_that_was_killed_is_replaced():
    assert (await pdf.print_pdf("<p>one</p>")).startswith(b"%PDF")
    for process in list(pdf._pool()._processes.values()):
        process.kill()
        process.join()
    try:
        assert (await pdf.print_pdf("<p>two</p>")).startswith(b"%PDF")
    finally:
        pdf.stop_printing()
