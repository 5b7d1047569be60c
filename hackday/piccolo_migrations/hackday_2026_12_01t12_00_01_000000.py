"""What Piccolo cannot say about rubrics: a challenge that is null is a value of its own in this key."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-12-01T12:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Each scope of rubrics has each version once"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            await connection.execute(
                "create unique index rubric_version on rubric (day, track, challenge, version) nulls not distinct"
            )

    manager.add_raw(run)
    return manager
