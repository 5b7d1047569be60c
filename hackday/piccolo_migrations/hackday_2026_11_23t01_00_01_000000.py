"""What Piccolo's tables cannot say about the release: who really works when, and once-only rows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-11-23T01:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Work as it really is, and once-only rows of the release"

STATEMENTS = [
    # The rota, less who is off work and shifts given in return, plus shifts taken.
    """create view working_shift as
         select s.id, s.person, s.site, s.role, s.starts_at, s.ends_at from shift s
          where not exists (select from unavailable u
                             where u.person = s.person and u.starts_at < s.ends_at and u.ends_at > s.starts_at)
            and not exists (select from open_shift o where o.return_shift = s.id and o.state = 'confirmed')
         union all
         select o.id, o.taker, o.site, o.role, o.starts_at, o.ends_at from open_shift o
          where o.state = 'confirmed'
            and not exists (select from unavailable u
                             where u.person = o.taker and u.starts_at < o.ends_at and u.ends_at > o.starts_at)
         union all
         select o.id, o.giver, s.site, s.role, s.starts_at, s.ends_at
           from open_shift o join shift s on s.id = o.return_shift
          where o.state = 'confirmed' and o.giver is not null
            and not exists (select from unavailable u
                             where u.person = o.giver and u.starts_at < s.ends_at and u.ends_at > s.starts_at)""",
    "create unique index cover_rule_once on cover_rule (site, role, starts_on, ends_on) nulls not distinct",
    """create unique index open_shift_one_take on open_shift (taker, starts_at)
        where state in ('taken', 'confirmed')""",
    "create index cover_by_rule on cover (rule) where rule is not null",
    "create unique index open_shift_one_live on open_shift (day, giver, starts_at) where state <> 'withdrawn'",
    "create unique index open_shift_return on open_shift (return_shift) where state <> 'withdrawn'",
    "create unique index calendar_link_one on calendar_link (person) where revoked_at is null",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            for statement in STATEMENTS:
                await connection.execute(statement)

    manager.add_raw(run)
    return manager
