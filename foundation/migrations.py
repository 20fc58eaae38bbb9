"""Running Piccolo's migrations, quietly, and saying whether the database is up to date."""

import contextlib
import io
import logging

from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import Finder

from foundation.database import migrate

log = logging.getLogger(__name__)


async def bring_up_to_date() -> None:
    """Apply what is missing; safe when several processes start at once."""
    await migrate(_run_all)


async def missing_migrations() -> list[str]:
    """The ids of migrations that the code has and the database has not."""
    applied = set(await Migration.get_migrations_which_ran()) if await Migration.table_exists() else set()
    return sorted(known_migrations() - applied)


def known_migrations() -> set[str]:
    """The ids of all migrations in the code."""
    manager = BaseMigrationManager()
    known: set[str] = set()
    for name in manager.get_sorted_app_names():
        folder = Finder().get_app_config(app_name=name).resolved_migrations_folder_path
        known.update(manager.get_migration_ids(manager.get_migration_modules(folder)))
    return known


async def _run_all() -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        result = await run_forwards("all")
    log.info("migrations", extra={"output": said.getvalue()})
    if not result.success:
        raise RuntimeError(f"migrations failed: {result.message}\n{said.getvalue()}")
