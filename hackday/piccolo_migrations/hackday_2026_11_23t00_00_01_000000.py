"""What Piccolo's tables cannot say: partial and expression indexes, and tables that only grow."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-11-23T00:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Partial indexes and append-only tables"

STATEMENTS = [
    "create unique index membership_one_team on membership (day, person) where left_at is null",
    "create unique index team_name_once on team (day, lower(name)) where state <> 'disbanded'",
    "create unique index plan_one_published on plan (day) where state = 'published'",
    "create unique index plan_one_running on plan (day) where state = 'running'",
    "create index shift_cell on shift (site, starts_at)",
    "create index score_current on score (project, judge, version desc)",
    "create index notice_unread on notice (person) where read_at is null",
    "create index day_role_by_role on day_role (day, role)",
    """create function refuse_change() returns trigger language plpgsql as $$
       begin
         raise exception 'rows of % are never changed or deleted', tg_table_name
           using errcode = 'restrict_violation';
       end $$""",
    *(
        f"create trigger {table}_{name} before {event} execute function refuse_change()"
        for table in ("score", "audit_entry")
        for name, event in (
            ("only_grows", f"update or delete on {table} for each row"),
            ("is_kept", f"truncate on {table} for each statement"),
        )
    ),
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            for statement in STATEMENTS:
                await connection.execute(statement)

    manager.add_raw(run)
    return manager
