"""The commands ``touchstone migrate``, ``stop`` and ``doctor``."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict

from foundation.language import gettext as _
from foundation.settings import get_settings


def migrate(arguments: argparse.Namespace) -> int:
    """Bring the database up to date."""
    from foundation.migrations import bring_up_to_date

    asyncio.run(bring_up_to_date())
    print(_("The database is up to date."))
    return 0


def stop(arguments: argparse.Namespace) -> int:
    """End the embedded server; the app ends by itself when its terminal is closed."""
    from foundation.postgres import stop_server

    if get_settings().database_url:
        print(_("DATABASE_URL is set: that server is not ours to stop."), file=sys.stderr)
        return 2
    print(_("The embedded database is stopped.") if stop_server(get_settings().data) else _("It was not running."))
    return 0


def doctor(arguments: argparse.Namespace) -> int:
    """Say what is missing on this machine; exit 1 when anything is."""
    from foundation.doctor import examine

    checks = asyncio.run(examine())
    ok = all(check.ok for check in checks)
    if arguments.json:
        print(json.dumps({"ok": ok, "checks": [asdict(check) for check in checks]}, ensure_ascii=False, indent=1))
        return 0 if ok else 1
    for check in checks:
        print(f"{'✓' if check.ok else '✗'} {check.name:15} {check.found}")
        if not check.ok:
            print(f"  → {check.help}")
    return 0 if ok else 1
