"""The ``touchstone`` command: which words lead to which function, and nothing else.

A command is a row of :data:`COMMANDS`. Its module is imported only when it runs, so that ``touchstone scheme
check`` starts in a fifth of a second: no web stack, no database. What a command prints is its own affair; it
returns the exit code: 0 fine, 1 the input has errors, 2 it could not run.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from foundation.language import gettext as _
from foundation.language import mark_for_translation as N_


@dataclass(frozen=True, slots=True)
class Command:
    """``words`` as typed, the ``module:function`` that runs, a line of help, and its arguments."""

    words: str
    target: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]


def _scheme_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help=_("marking scheme: workbook (xlsx, xlsm, xls, ods) or JSON"))
    _json(parser)


def _scheme_convert(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help=_("marking scheme: workbook (xlsx, xlsm, xls, ods) or JSON"))
    parser.add_argument("out", metavar="OUT.xlsx", help=_("the CIS workbook to write"))
    _json(parser)


def _rank(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help=_("table of totals, tab- or comma-separated, with a header"))
    parser.add_argument("--rules", default="wsc2026", metavar="NAME", help=_("rule set (wsc2026)"))
    parser.add_argument("--points", action="store_true", help=_("the table holds points of the 700 scale"))
    parser.add_argument("--allow-ties", action="store_true", help=_("give a tied award to each of the tied"))
    _json(parser)


def _results(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--event", required=True, metavar="E", help=_("code of the event"))
    parser.add_argument("--skill", metavar="S", help=_("code of one trade"))
    _json(parser)


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="0.0.0.0", help=_("address to listen on (all)"))  # noqa: S104
    parser.add_argument("--port", type=int, default=8000, help=_("port (8000)"))
    parser.add_argument("--workers", type=int, default=1, help=_("server processes (1)"))


def _demo(parser: argparse.ArgumentParser) -> None:
    stages = ("setup", "marking", "results")
    parser.add_argument("--stage", choices=stages, default="results", help=_("how far the event has come"))
    parser.add_argument("--fresh", action="store_true", help=_("throw the demo away and build it anew"))
    parser.add_argument("--no-serve", action="store_true", help=_("build only"))
    _serve(parser)


def _nothing(parser: argparse.ArgumentParser) -> None:
    """A command without arguments."""


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


COMMANDS = (
    Command(
        "scheme check",
        "judging.schemes.commands:check",
        N_("read a marking scheme and print counts, sums and every problem"),
        _scheme_check,
    ),
    Command(
        "scheme convert",
        "judging.schemes.commands:convert",
        N_("write the same scheme as a CIS workbook"),
        _scheme_convert,
    ),
    Command(
        "rank",
        "judging.results.commands:rank",
        N_("scale, positions and awards for a table of totals"),
        _rank,
    ),
    Command(
        "results",
        "judging.results.event_commands:results",
        N_("results of an event as the app shows them"),
        _results,
    ),
    Command("serve", "main:serve", N_("run the app on this machine"), _serve),
    Command("stop", "foundation.commands:stop", N_("stop the embedded database"), _nothing),
    Command("demo", "demo:run", N_("build the demo event, print sign-in links, serve it"), _demo),
    Command("migrate", "foundation.commands:migrate", N_("bring the database up to date"), _nothing),
    Command("doctor", "foundation.commands:doctor", N_("say what is missing on this machine"), _json),
)
GROUPS = {"scheme": N_("marking scheme files")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command named by ``arguments`` (default: the process's) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    chosen = build_parser().parse_args(arguments)
    module, _colon, function = chosen.target.partition(":")
    try:
        code = int(getattr(import_module(module), function)(chosen))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough (a pipe into head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        sentence = _could_not_run(error)
        if sentence is None:
            raise
        print(_(sentence) % {"error": error}, file=sys.stderr, flush=True)
        return 2
    return code


def _could_not_run(error: Exception) -> str | None:
    """The sentence when the machine is at fault (no database, no file, no right); None: the data or we are."""
    kind = type(error)  # by name, for most commands load neither
    named = kind.__name__ == "EmbeddedServerError" or kind.__module__.startswith("asyncpg.")
    if named or isinstance(error, ConnectionError):
        return N_("The database cannot be used: %(error)s")
    return N_("It could not run: %(error)s") if isinstance(error, OSError) else None


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command in the table; a wrong call ends with exit code 2."""
    parser = argparse.ArgumentParser(
        prog="touchstone",
        description=_("Touchstone runs national skills contests and WorldSkills selection."),
    )
    top = parser.add_subparsers(required=True, metavar=_("command"))
    groups = {}
    for command in COMMANDS:
        group, _blank, name = command.words.rpartition(" ")
        if group and group not in groups:
            grouped = top.add_parser(group, help=_(GROUPS[group]))
            groups[group] = grouped.add_subparsers(required=True, metavar=_("command"))
        added = (groups[group] if group else top).add_parser(name, help=_(command.help))
        command.arguments(added)
        added.set_defaults(target=command.target)
    return parser


if __name__ == "__main__":
    sys.exit(main())
