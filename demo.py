"""``touchstone demo``: builds a believable event up to a stage, prints a sign-in link for each of the cast, serves it.

What this does: look after the demo's database, say what is being built, issue one-time codes, print where to begin.
What it does not: know what the event holds (``demo_content``), write any of it past the app's actions.

The demo lives in the database that the app would use, and only while nothing else lives there: the comment on the
schema says that the demo made it and how far it has come. ``--fresh`` drops the schema as a whole, for single rows of
the ledger are never deleted (docs/decisions/0007-demo-database.md).
"""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

import asyncpg

from foundation.database import owner_connection, pool
from foundation.language import either
from foundation.language import gettext as _
from foundation.language import mark_for_translation as N_
from foundation.migrations import bring_up_to_date
from foundation.settings import get_settings
from foundation.times import now

if TYPE_CHECKING:
    from demo_content.start import Start

STAGES = ("setup", "marking", "results")
STAGE_NAMES = {"setup": N_("preparation"), "marking": N_("marking under way"), "results": N_("results out")}
MARKER = "touchstone demo: "
BUILDING = "building"
LOCK = 7_461_900_007
ZONE = ZoneInfo("Asia/Shanghai")
LEAST_CODE_LENGTH = timedelta(hours=4)

STEPS = {
    "event": N_("Event, accounts, trades and delegations"),
    "experts": N_("Experts of all trades"),
    "schemes": N_("Marking schemes: drafted, approved, locked"),
    "entries": N_("Announcement and competitors"),
    "teams": N_("Marking teams of all trades"),
    "marking": N_("Marks of %(division)s"),
    "publishing": N_("Publication of %(division)s"),
}
REFUSALS = {
    "other_events": N_(
        "This database holds more than the demo (%(found)s) and is left alone. Give the demo data of its own:"
    ),
    "in_use": N_("The demo's database is in use. Stop the server that runs on it, then start this again."),
    "further": N_("The demo stands at stage “%(stage)s” already. To go back, build it anew:"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the database: the demo's mark, the codes of events, and the number of accounts."""

    mark: str = ""
    events: tuple[str, ...] = ()
    accounts: int = 0

    @property
    def is_demo(self) -> bool:
        return bool(self.mark)

    @property
    def stage(self) -> int:
        """How far the demo has come, 0 for nothing or an interrupted building."""
        return STAGES.index(self.mark) + 1 if self.mark in STAGES else 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do: a refusal by code, or which stages to build and whether everything is dropped before."""

    refused: str = ""
    drop: bool = False
    stages: tuple[str, ...] = ()


def decide(found: Found, stage: str, *, fresh: bool) -> Decision:
    """Whether the demo may be built here, and what of it. Never in a database that holds anything else."""
    strange = any(code != "demo" for code in found.events) or bool(not found.is_demo and found.accounts)
    destroys = fresh or (found.is_demo and not found.stage)
    if (strange and (destroys or not found.is_demo)) or (found.events and not found.is_demo):
        return Decision("other_events")
    wanted = STAGES.index(stage) + 1
    if destroys:
        return Decision(drop=found.is_demo, stages=STAGES[:wanted])
    return Decision("further") if found.stage > wanted else Decision(stages=STAGES[found.stage : wanted])


def run(arguments: argparse.Namespace) -> int:
    """Build what is missing of the demo, print how to sign in, and serve it unless told not to."""
    from main import serve_app

    try:
        refused = asyncio.run(_prepare(arguments))
    except KeyboardInterrupt:
        return 2
    if refused:
        print(refused, file=sys.stderr)
        return 2
    return 0 if arguments.no_serve else serve_app(arguments.host, arguments.port, arguments.workers)


async def _prepare(arguments: argparse.Namespace) -> str | None:
    async with owner_connection() as connection:
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)  # two starts at once: one builds
        found = await look(connection)
        decision = decide(found, arguments.stage, fresh=arguments.fresh)
        if decision.drop and await _is_in_use(connection):
            decision = Decision("in_use")
        if decision.refused:
            return _refusal(decision.refused, found)
        if decision.drop:
            await drop(connection)
        await bring_up_to_date()
        async with pool():
            await build(connection, decision.stages)
            await _print_start(arguments)
    return None


async def look(connection: asyncpg.Connection) -> Found:
    """What stands in the database, whether it was ever migrated or not."""
    comment = await connection.fetchval("SELECT obj_description('public'::regnamespace, 'pg_namespace')") or ""
    mark = comment.removeprefix(MARKER) if comment.startswith(MARKER) else ""
    if not await connection.fetchval("SELECT to_regclass('public.event')"):
        return Found(mark)
    events = await connection.fetch("SELECT code FROM event ORDER BY code")
    return Found(mark, tuple(row["code"] for row in events), await connection.fetchval("SELECT count(*) FROM account"))


async def drop(connection: asyncpg.Connection) -> None:
    """Throw the whole schema away. Only after :func:`decide` said that nothing but the demo is in it."""
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


async def _is_in_use(connection: asyncpg.Connection) -> bool:
    others = await connection.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    return bool(others)


async def build(connection: asyncpg.Connection, stages: tuple[str, ...], *, at_most: int | None = None) -> None:
    """Build the stages one on the other and mark each that is finished. ``at_most`` keeps fields small."""
    from demo_content.event import build_setup
    from demo_content.marking import build_marking, build_results

    if stages:
        await _mark(connection, BUILDING)
    for stage in stages:
        print(_("Building the demo: %(stage)s") % {"stage": _(STAGE_NAMES[stage])}, flush=True)
        progress = Progress()
        if stage == "setup":
            await build_setup(today(), progress.tell, at_most=at_most)
        elif stage == "marking":
            await build_marking(progress.tell)
        else:
            await build_results(progress.tell)
        progress.end()
        await _mark(connection, stage if stage == stages[-1] else BUILDING)


async def _mark(connection: asyncpg.Connection, mark: str) -> None:
    await connection.execute(f"COMMENT ON SCHEMA public IS '{MARKER}{mark}'")


def today() -> date:
    """The day of the event's time zone."""
    return now().astimezone(ZONE).date()


class Progress:
    """A line a step, with the seconds it took when it is done."""

    def __init__(self) -> None:
        self.since = 0.0

    def tell(self, step: str) -> None:
        """The step named by its code begins; the one before it has ended."""
        self.end()
        code, _blank, division = step.partition(" ")
        print(padded("  " + _(STEPS[code]) % {"division": division}, 60), end="", flush=True)
        self.since = time.monotonic()

    def end(self) -> None:
        if self.since:
            print(f"{time.monotonic() - self.since:6.1f} s", flush=True)
        self.since = 0.0


def _refusal(code: str, found: Found) -> str:
    named = ", ".join(found.events) or _("%(number)d accounts") % {"number": found.accounts}
    stage = _(STAGE_NAMES[found.mark]) if found.mark in STAGES else ""
    said = _(REFUSALS[code]) % {"found": named, "stage": stage}
    command = {"other_events": "TOUCHSTONE_DATA=var/demo script/demo", "further": "script/demo --fresh"}.get(code)
    if code == "other_events" and get_settings().database_url:
        command = "DATABASE_URL= TOUCHSTONE_DATA=var/demo script/demo"
    return f"{said}\n  {command}" if command else said


def padded(text: str, width: int) -> str:
    """The text filled up to ``width`` columns of a terminal, where a Chinese character takes two."""
    return text + " " * max(width - columns(text), 1)


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


async def _print_start(arguments: argparse.Namespace) -> None:
    from demo_content.start import read_start

    expires = code_end(now())
    start = await read_start(expires)
    address = addresses(arguments.host, arguments.port)
    lines = [*heading(start, address), *people_table(start, address[0], expires), *what_to_try(start, address[0])]
    print("\n".join(lines), flush=True)


def code_end(at: datetime) -> datetime:
    """When the sign-in links end: at the end of the day, and late in the evening a few hours later."""
    midnight = datetime.combine(at.astimezone(ZONE).date() + timedelta(days=1), datetime.min.time(), ZONE)
    return max(midnight, at + LEAST_CODE_LENGTH)


def addresses(host: str, port: int) -> list[str]:
    """Where the app is reached: this machine first, then from other devices."""
    from main import local_addresses

    base = get_settings().base_url
    if base:
        return [base.rstrip("/")]
    others = local_addresses() if host == "0.0.0.0" else []  # noqa: S104
    first = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
    return [f"http://{name}:{port}" for name in (first, *others)]


def heading(start: "Start", address: list[str]) -> list[str]:
    """What stands, and where."""
    rule = "─" * 78
    lines = ["", rule, " " + either(start.event.name_zh, start.event.name_en), rule]
    rows = [(_("This machine"), f"{address[0]}/")]
    rows += [(_("Tablets and phones"), "  ".join(f"{each}/" for each in address[1:]))] if address[1:] else []
    rows.append((_("Password of everybody"), _("%(password)s (user names below)") % {"password": start.password}))
    lines += [f" {padded(label, 24)}{value}" for label, value in rows]
    if start.today_is is None:
        lines += ["", " " + _("The days of this event are over. script/demo --fresh builds it around today.")]
    return lines


def people_table(start: "Start", address: str, expires: datetime) -> list[str]:
    """A link for each of the cast, aligned."""
    until = expires.astimezone(ZONE).strftime("%m-%d %H:%M")
    lines = ["", " " + _("Sign-in links: each works once, until %(until)s (Shanghai)") % {"until": until}, ""]
    for person in start.people:
        row = padded(either(person.name_zh, person.name_en), 10) + padded(person.user_name, 12)
        lines.append(f"  {row}{person.office()}")
        lines.append(f"    {address}/sign-in/code/{person.secret}")
    return lines


TRIES = {
    "sheet": N_("Three tablets, one sheet: erik, li and mei mark the last one"),
    "results": N_("Meanwhile chen watches the ranked result move"),
    "close": N_("Then erik signs, chen locks, rui publishes"),
    "tie": N_("A tie on the podium waits for the Chief Expert: sign in as %(who)s"),
    "spread": N_("Scores too far apart: ines and her colleagues score again"),
    "publish": N_("A closed division that rui can publish"),
    "approve": N_("A scheme that waits for its second approval: sign in as %(who)s"),
    "lock": N_("A scheme approved by two that waits to be locked: sign in as %(who)s"),
    "teams": N_("A trade being set up, teams are missing: sign in as %(who)s"),
    "open": N_("Scheme locked, teams named: %(who)s opens marking"),
    "published": N_("Published results"),
}


def what_to_try(start: "Start", address: str) -> list[str]:
    """What to open first, trade by trade, with its address."""
    lines = ["", " " + _("What to try"), ""]
    for each in start.tries:
        lines.append(f"  {padded(each.where, 26)}{_(TRIES[each.code]) % {'who': each.who}}")
        lines.append(f"    {address}{each.path}")
    return [*lines, ""]
