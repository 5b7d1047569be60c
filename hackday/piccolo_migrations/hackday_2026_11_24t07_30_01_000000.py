"""What Piccolo cannot say about announcements: the challenge is a table of a later stage than the day's."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-11-24T07:30:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Announcements hold on to their challenge"

STATEMENTS = [
    """alter table announcement add constraint announcement_challenge
         foreign key (challenge) references challenge on delete cascade""",
    "create index announcement_to on announcement (challenge)",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            for statement in STATEMENTS:
                await connection.execute(statement)

    manager.add_raw(run)
    return manager
