"""The server's processes: started, watched, and their end said in words.

A process that dies is started again. One that dies again within seconds would go on dying, so the server ends then,
says so on the console and in the log, and leaves the rest to whoever supervises it (see ``docs/operations.md``).
"""

import errno
import logging
import signal
import socket
import sys
from collections.abc import Sequence
from multiprocessing.process import BaseProcess

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import MPServer

from foundation.language import gettext as _
from foundation.language import mark_for_translation as N_
from foundation.logs import start_logging

COULD_NOT_RUN = 2
IN_USE = N_("Port %(port)s is in use, perhaps by Touchstone itself. Choose another: --port.")
SECONDS_TO_END = 3  # for streams and requests that are still open

log = logging.getLogger("touchstone.serving")
# Granian's own lines (a process died, could not start) go where ours go: JSON on standard error.
_LOGGERS = {"_granian": {"level": "WARNING", "propagate": True}}


def run_server(target: str, host: str, port: int, workers: int) -> int:
    """Serve ``target`` until asked to end (0), or say why that was not possible or lasted no longer (2)."""
    if problem := port_problem(host, port):
        return could_not_run(problem)
    server = Server(
        target, address=host, port=port, workers=workers, factory=True, interface=Interfaces.ASGI, loop=Loops.uvloop,
        workers_kill_timeout=SECONDS_TO_END, log_level=LogLevels.warning, log_dictconfig={"loggers": _LOGGERS},
        respawn_failed_workers=True,
    )  # fmt: skip
    start_logging()
    try:
        server.serve()
    except SystemExit:  # granian's way to say that a process died for good
        if not server.interrupt_signal:
            log.error("the server ended: a process died twice within seconds", extra={"ways": server.ways})
            words = _("A server process died twice within seconds (%(ways)s), so the server ended. The log says more.")
            return could_not_run(words % {"ways": ", ".join(server.ways)})
    return 0


class Server(MPServer):
    """Granian's server, which forgets how its processes ended before it ends itself."""

    ways: Sequence[str] = ()

    def shutdown(self, exit_code: int = 0) -> None:
        died = [self.wrks[index].inner for index in self.interrupt_children]
        self.ways = [way_of_ending(each.exitcode) for each in died if isinstance(each, BaseProcess)]
        super().shutdown(exit_code)  # type: ignore[no-untyped-call]


def could_not_run(sentence: str) -> int:
    """Say it on the console; the exit code for it."""
    print(sentence, file=sys.stderr, flush=True)
    return COULD_NOT_RUN


def port_problem(host: str, port: int) -> str | None:
    """Why nothing can listen there. Granian shares a port with whoever listens already, another contest too."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what lingers of an ended server does not count
        try:
            tried.bind((host, port))
            tried.listen(1)
        except (OSError, OverflowError) as error:
            in_use = getattr(error, "errno", None) == errno.EADDRINUSE
            words = IN_USE if in_use else N_("Nothing can listen at %(host)s, port %(port)s: %(error)s")
            return _(words) % {"host": host, "port": port, "error": error}
    return None


def way_of_ending(exit_code: int | None) -> str:
    """How a process ended, as a supervisor's log would say it: ``exit 1`` or ``SIGKILL``."""
    if exit_code is None or exit_code >= 0:
        return f"exit {exit_code}"
    return signal.Signals(-exit_code).name
