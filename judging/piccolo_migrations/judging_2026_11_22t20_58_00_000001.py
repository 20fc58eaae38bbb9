"""Guards of the hand-in rows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from foundation.database import append_only_sql, run_script

ID = "2026-11-22T20:58:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "hand-in rows are append-only"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="judging", description=DESCRIPTION)

    async def run() -> None:
        await run_script(append_only_sql("hand_in"))

    manager.add_raw(run)
    return manager
