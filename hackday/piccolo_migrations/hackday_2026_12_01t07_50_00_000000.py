"""People who come later are matched in a run of their own, while the one before stays committed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-12-01T07:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A day is matched as often as it needs"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            await connection.execute("drop index matching_one_committed")

    manager.add_raw(run)
    return manager
