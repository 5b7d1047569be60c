"""What Piccolo cannot say about conflicts: an index over those that stand."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-12-01T16:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "One conflict that stands for each judge, project and source"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            await connection.execute(
                "create unique index conflict_standing on conflict_of_interest (judge, project, source) where lifted_at is null"
            )

    manager.add_raw(run)
    return manager
