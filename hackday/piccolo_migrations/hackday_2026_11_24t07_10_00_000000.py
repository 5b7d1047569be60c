"""Who may join by the mix of departments and sites: kept where the race is settled, whatever way in was taken."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-11-24T07:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The mix of a team"

STATEMENTS = [
    # Volatile, so that it sees what was committed while it waited for the team's row.
    """create function keep_team_mix() returns trigger language plpgsql volatile as $$
       declare
         most int; needed int; size int; joiner record; fellows int; sites int; inside int; team_name text;
       begin
         select coalesce(t.department_most, c.department_most, d.department_most),
                coalesce(t.sites_least, c.sites_least, d.sites_least), t.max_size, t.name
           into most, needed, size, team_name
           from team t join challenge c on c.id = t.challenge join day d on d.id = t.day where t.id = new.team;
         needed := case when needed > size then size else needed end;
         if most is null and needed is null then
           return new;
         end if;
         perform from team where id = new.team for no key update;
         select department, site into joiner from person where id = new.person;
         select count(*), count(*) filter (where p.department = joiner.department and p.department <> ''),
                count(distinct p.site) filter (where p.site <> joiner.site) + 1
           into inside, fellows, sites
           from membership m join person p on p.id = m.person
          where m.team = new.team and m.left_at is null and m.id <> new.id;
         if fellows >= most then
           raise exception 'too many of one department' using errcode = 'check_violation',
             constraint = 'team_department_most',
             detail = json_build_object('team', team_name, 'most', most, 'department', joiner.department)::text;
         end if;
         if sites + (size - inside - 1) < needed then
           raise exception 'too few sites' using errcode = 'check_violation', constraint = 'team_sites_least',
             detail = json_build_object('team', team_name, 'least', needed, 'site', joiner.site)::text;
         end if;
         return new;
       end $$""",
    """create trigger membership_mix before insert or update of team, person, left_at on membership
       for each row when (new.left_at is null) execute function keep_team_mix()""",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            for statement in STATEMENTS:
                await connection.execute(statement)

    manager.add_raw(run)
    return manager
