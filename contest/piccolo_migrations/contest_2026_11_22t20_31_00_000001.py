"""Guards and indexes that Piccolo's tables cannot express."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from foundation.database import append_only_sql, run_script

ID = "2026-11-22T20:31:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "append-only guards and indexes"

APPEND_ONLY = ["event_state", "entry_status", "frozen_settings"]

INDEXES = """
CREATE UNIQUE INDEX appointment_in_force ON appointment
    (account, role, COALESCE(event, '00000000-0000-0000-0000-000000000000'::uuid),
     COALESCE(skill, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE ended_at IS NULL;
CREATE INDEX entry_delegation ON entry (delegation);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="contest", description=DESCRIPTION)

    async def run() -> None:
        for table in APPEND_ONLY:
            await run_script(append_only_sql(table))
        await run_script(INDEXES)

    manager.add_raw(run)
    return manager
