"""What Piccolo cannot say about ballots: nobody votes for their own team, whichever way the ballot came."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from hackday.database import reading

ID = "2026-12-01T15:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Fair ballots"

STATEMENTS = [
    # Volatile, so that it sees the membership of whoever joined while it waited for the team's row.
    """create function keep_ballot_fair() returns trigger language plpgsql volatile as $$
       declare
         chosen record;
       begin
         select p.team, p.state, p.day into chosen from project p where p.id = new.project;
         if chosen.state is distinct from 'handed_in'
            or chosen.day <> (select day from choice_category where id = new.category) then
           raise exception 'not a handed-in project of the day' using errcode = 'check_violation',
             constraint = 'ballot_candidate';
         end if;
         perform from team where id = chosen.team and state <> 'disbanded' for share;
         if not found then
           raise exception 'the team is disbanded' using errcode = 'check_violation', constraint = 'ballot_candidate';
         end if;
         if exists (select from membership where team = chosen.team and person = new.voter) then
           raise exception 'a ballot for the own team' using errcode = 'check_violation',
             constraint = 'ballot_own_team';
         end if;
         return new;
       end $$""",
    """create trigger ballot_is_fair before insert or update of category, voter, project on ballot
       for each row execute function keep_ballot_fair()""",
    # Who joins a team later loses the ballot for it. The team's row is held against a ballot at the same moment.
    """create function void_ballots_for_own_team() returns trigger language plpgsql volatile as $$
       begin
         perform from team where id = new.team for no key update;
         delete from ballot b using project p where p.id = b.project and p.team = new.team and b.voter = new.person;
         return null;
       end $$""",
    """create trigger membership_voids_ballots after insert or update of team, person on membership
       for each row execute function void_ballots_for_own_team()""",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="hackday", description=DESCRIPTION)

    async def run() -> None:
        async with reading() as connection:
            for statement in STATEMENTS:
                await connection.execute(statement)

    manager.add_raw(run)
    return manager
