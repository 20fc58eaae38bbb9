"""One index less on every mark: the unique one of a seat's versions finds the same rows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from foundation.database import run_script

ID = "2026-11-24T15:35:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "drop mark_entry_current"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="judging", description=DESCRIPTION)

    async def run() -> None:
        await run_script("DROP INDEX mark_entry_current;")

    manager.add_raw(run)
    return manager
