"""Guards of corrections and the word on them: append-only, a score 0 to 3, an entry for a confirmed one alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from foundation.database import append_only_sql, run_script

ID = "2026-11-24T15:27:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "corrections of scores are append-only"

CHECKS = """
ALTER TABLE score_correction ADD CONSTRAINT score_correction_of_a_score CHECK (score BETWEEN 0 AND 3 AND seat > 0);
ALTER TABLE correction_decision ADD CONSTRAINT correction_decision_known
    CHECK (decision IN ('confirmed', 'refused', 'withdrawn') AND (entry IS NOT NULL) = (decision = 'confirmed'));
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="judging", description=DESCRIPTION)

    async def run() -> None:
        for table in ("score_correction", "correction_decision"):
            await run_script(append_only_sql(table))
        await run_script(CHECKS)

    manager.add_raw(run)
    return manager
