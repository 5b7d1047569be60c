"""What Piccolo's tables cannot say about ideas and ways into a team: partial indexes and search."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-11-24T02:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "One waiting request for each team, and search among ideas"

STATEMENTS = [
    "create unique index join_request_one_waiting on join_request (team, person) where state = 'waiting'",
    "create unique index matching_one_committed on matching (day) where state = 'committed'",
    "create index question_unanswered on question (challenge) where answered_at is null and withdrawn_at is null",
    """create index idea_words on idea using gin (to_tsvector('simple', regexp_replace(
        title || ' ' || body, '[^[:alnum:]]+', ' ', 'g')))""",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            for statement in STATEMENTS:
                await connection.execute(statement)

    manager.add_raw(run)
    return manager
