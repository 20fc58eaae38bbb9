"""The self-check: what is missing on this machine, and what puts it right."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from foundation.language import LANGUAGES, LOCALE
from foundation.language import gettext as _
from foundation.settings import get_settings

ENOUGH_DISK = 2 * 1024**3
PACKAGES = ("litestar", "piccolo", "asyncpg", "weasyprint", "granian")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and the help when it is not as it should be."""

    name: str
    ok: bool
    found: str
    help: str = ""


async def examine() -> list[Check]:
    """Every check of this machine; none of them changes anything but starting the embedded server."""
    checks = [look() for look in LOOKS]
    checks.extend([check async for check in _database()])
    return checks


def _python() -> Check:
    found = sys.version.split()[0]
    return Check("python", sys.version_info >= (3, 11), found, _("Install Python 3.11 or newer."))


def _packages() -> Check:
    missing = []
    for name in PACKAGES:
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    found = ", ".join(missing) or _("all there")
    return Check("packages", not missing, found, _("Run script/bootstrap."))


def _pdf_library() -> Check:
    help_text = _("Install libpangoft2-1.0-0 (Debian) or pango (macOS).")
    try:
        from weasyprint.pdf import fonts
    except OSError as error:
        return Check("pdf", ok=False, found=str(error).splitlines()[0], help=help_text)
    subset = getattr(fonts, "harfbuzz_subset", None) is not None
    found = _("quick") if subset else _("works, but takes seconds a page")
    return Check("pdf", subset, found, _("Install libharfbuzz-subset0."))


def _chinese_font() -> Check:
    help_text = _("Install fonts-noto-cjk.")
    lister = shutil.which("fc-list")
    if lister is None:
        return Check("chinese_font", ok=False, found="fc-list", help=_("Install fontconfig."))
    listed = subprocess.run([lister, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False).stdout
    families = sorted({line.split(",")[0].strip() for line in listed.splitlines() if line.strip()})
    simplified = [family for family in families if family.endswith("SC")]
    found = ", ".join((simplified or families)[:3]) or _("not there")
    return Check("chinese_font", any("CJK" in family for family in families), found, help_text)


def _disk() -> Check:
    data = get_settings().data
    data.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(data).free
    return Check("disk", free >= ENOUGH_DISK, f"{free / 1024**3:.1f} GiB", _("Free at least 2 GiB."))


def _data_folder() -> Check:
    data = get_settings().data
    return Check("data_folder", os.access(data, os.W_OK), str(data), _("Make the data folder writable."))


def _clock() -> Check:
    from foundation.times import now

    newest = max((path.stat().st_mtime for path in Path(__file__).parent.glob("*.py")), default=0.0)
    at = now()
    return Check("clock", at.timestamp() + 60 > newest, at.isoformat(timespec="seconds"), _("Set the clock."))


def _words() -> Check:
    found = [language for language in LANGUAGES if language == "en" or any((LOCALE / language).rglob("*.po"))]
    return Check("languages", len(found) == len(LANGUAGES), ", ".join(found), _("Run script/bootstrap again."))


LOOKS: tuple[Callable[[], Check], ...] = (
    _python, _packages, _pdf_library, _chinese_font, _disk, _data_folder, _clock, _words,
)  # fmt: skip


async def _database() -> AsyncIterator[Check]:
    from foundation.database import APP_ROLE, append_only_tables, owner_connection
    from foundation.migrations import missing_migrations
    from foundation.postgres import way_to_run

    try:
        async with owner_connection() as connection:
            server = str(await connection.fetchval("SHOW server_version"))
            role = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", APP_ROLE)
            guarded = await append_only_tables(connection)
        way = _("a server of your own") if get_settings().database_url else _("embedded: ") + way_to_run()
        yield Check("database", ok=True, found=f"PostgreSQL {server}, {way}")
        missing = await missing_migrations()
    except Exception as error:  # whatever it is, the person must hear it
        yield Check("database", ok=False, found=str(error)[:300], help=_("Check DATABASE_URL, or var/postgres.log."))
        return
    found = _("%(number)s still to be applied") % {"number": len(missing)} if missing else _("up to date")
    yield Check("migrations", not missing, found, _("Run touchstone migrate; serve and demo do it by themselves."))
    if missing:
        return  # what guards the ledger comes with the migrations
    yield Check(
        "guard_role", bool(role), APP_ROLE if role else _("not there"),
        _("The owner may not create roles, so only the triggers guard the ledger."),
    )  # fmt: skip
    yield Check("guard_triggers", "mark_entry" in guarded, str(len(guarded)), _("Run touchstone migrate."))
