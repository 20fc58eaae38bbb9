"""Guards and indexes that Piccolo's tables cannot express."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from foundation.database import append_only_sql, run_script

ID = "2026-11-22T20:31:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "append-only guards and indexes"

APPEND_ONLY = [
    "mark_entry",
    "round_opening",
    "sheet_act",
    "scheme_revision",
    "scheme_approval",
    "scheme_lock",
    "publication",
    "published_row",
    "tie_decision",
    "marking_opening",
]

INDEXES = """
CREATE INDEX mark_entry_current ON mark_entry (sheet, aspect, seat, round DESC, version DESC);
CREATE INDEX scheme_version_division ON scheme_version (division, number DESC);
CREATE INDEX sheet_entry ON sheet (entry);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="judging", description=DESCRIPTION)

    async def run() -> None:
        for table in APPEND_ONLY:
            await run_script(append_only_sql(table))
        await run_script(INDEXES)

    manager.add_raw(run)
    return manager
