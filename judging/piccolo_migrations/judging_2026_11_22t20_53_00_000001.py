"""Withdrawals, confirmed readings and discards of schemes are never changed or deleted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from foundation.database import append_only_sql, run_script

ID = "2026-11-22T20:53:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "append-only guards of scheme approval"

APPEND_ONLY = ["scheme_approval_withdrawal", "scheme_reading", "scheme_discard"]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="judging", description=DESCRIPTION)

    async def run() -> None:
        for table in APPEND_ONLY:
            await run_script(append_only_sql(table))

    manager.add_raw(run)
    return manager
