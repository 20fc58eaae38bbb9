"""One index less on every audit record: that of scope and id finds the same rows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from foundation.database import run_script

ID = "2026-11-24T15:35:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "drop audit_record_scope"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="foundation", description=DESCRIPTION)

    async def run() -> None:
        await run_script("DROP INDEX audit_record_scope;")

    manager.add_raw(run)
    return manager
