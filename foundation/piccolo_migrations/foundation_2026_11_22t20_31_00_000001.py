"""Guards and indexes that Piccolo's tables cannot express."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from foundation.database import append_only_sql, run_script

ID = "2026-11-22T20:31:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "append-only guards and indexes"

APPEND_ONLY = ["audit_record"]

INDEXES = """
CREATE UNIQUE INDEX account_user_name_folded ON account (lower(user_name));
CREATE UNIQUE INDEX sign_in_attempt_pair ON sign_in_attempt (user_name, address);
CREATE INDEX audit_record_scope_id ON audit_record (scope, id DESC);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="foundation", description=DESCRIPTION)

    async def run() -> None:
        for table in APPEND_ONLY:
            await run_script(append_only_sql(table))
        await run_script(INDEXES)

    manager.add_raw(run)
    return manager
