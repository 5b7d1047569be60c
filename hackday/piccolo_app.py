"""ONE Piccolo app for the whole product, with one linear history of migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="hackday",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        exclude_imported=True,
        modules=[
            "hackday.audit",
            *(
                f"hackday.{feature}.tables"
                for feature in (
                    "people",
                    "notices",
                    "days",
                    "challenges",
                    "challenges.ideas",
                    "challenges.questions",
                    "teams",
                    "teams.joining",
                    "teams.matching",
                    "release.intake",
                    "release.plans",
                    "release.answers",
                    "release.swaps",
                    "release.feeds",
                    "projects",
                    "judging",
                    "judging.assignment",
                    "judging.examples",
                    "judging.absences",
                    "judging.conflicts",
                    "judging.counting",
                    "judging.closing",
                    "judging.choice",
                    "judging.feedback",
                    "scoreboard",
                    "scoreboard.deciding",
                )
            ),
        ],
    ),
    migration_dependencies=[],
)
