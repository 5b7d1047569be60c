"""What Piccolo cannot say about more of challenges and projects: a check that grew, and search among projects."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-11-24T04:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "States of a challenge, and search among projects"

STATEMENTS = [
    "alter table challenge drop constraint challenge_state",
    """alter table challenge add constraint challenge_state
         check (state in ('draft', 'review', 'scheduled', 'published', 'closed'))""",
    "create index challenge_scheduled on challenge (publish_at) where state = 'scheduled'",
    """create index project_words on project using gin (to_tsvector('simple', regexp_replace(
        title || ' ' || summary, '[^[:alnum:]]+', ' ', 'g')))""",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            for statement in STATEMENTS:
                await connection.execute(statement)

    manager.add_raw(run)
    return manager
