from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

SUBJECTS = ("schemes", "marking", "results", "paper")

APP_CONFIG = AppConfig(
    app_name="judging",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        [f"judging.{subject}.tables" for subject in SUBJECTS], exclude_imported=True
    ),
    migration_dependencies=["foundation.piccolo_app", "contest.piccolo_app"],
)
