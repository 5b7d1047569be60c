"""Queries about conflicts of interest."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from hackday.database import reading
from hackday.judging.conflicts.schemas import Conflict, Short

# A chain holds everybody together with who leads them and who leads those; farther up, whoever runs the company could
# take part in no team that a colleague may judge. The steps also end a circle of managers, which a file may hold.
PAIRS = """(with recursive
    judges as (select person from day_role where day = $1 and role = 'judge' and ($2::uuid is null or person = $2)),
    projects as (select p.id, p.team, t.challenge from project p join team t on t.id = p.team
                  where p.day = $1 and ($3::uuid is null or p.id = $3)),
    members as (select distinct p.id as project, m.person from projects p join membership m on m.team = p.team),
    chain (person, leader, steps) as (
        select id, manager, 1 from person
         where manager is not null and id in (select person from judges union select person from members)
        union select c.person, p.manager, 2 from chain c join person p on p.id = c.leader
         where p.manager is not null and c.steps = 1)
    select person as judge, project, 'own_team' as source, null::uuid as id, '' as reason
      from members where person in (select person from judges)
    union select j.person, m.project, 'management', null, ''
      from judges j join chain c on c.leader = j.person join members m on m.person = c.person and m.person <> j.person
    union select j.person, m.project, 'management', null, ''
      from judges j join chain c on c.person = j.person join members m on m.person = c.leader and m.person <> j.person
    union select j.person, p.id, 'sponsor', null, ''
      from judges j join person s on s.id = j.person join challenge h on lower(h.sponsor_email) = s.email
      join projects p on p.challenge = h.id
    union select j.person, m.project, 'department', null, ''
      from judges j join person s on s.id = j.person join person o on o.department = s.department and o.id <> s.id
      join members m on m.person = o.id
     where exists (select from conflict_rule where day = $1 and same_department)
    union select judge, project, source, id, reason from conflict_of_interest
     where day = $1 and lifted_at is null
       and ($2::uuid is null or judge = $2) and ($3::uuid is null or project = $3))"""
"""All conflicts of the day $1, of the judge $2 and the project $3 where these are not null."""

NAMED = """exists (select from conflict_of_interest i
    where i.judge = s.judge and i.project = s.project and i.lifted_at is null)"""
"""Whether a sheet `s` does not count, since a conflict was declared or set."""


async def pairs(day_id: UUID) -> set[tuple[UUID, UUID]]:
    """(judge, project) of every conflict."""
    async with reading() as c:
        rows = await c.fetch(f"select distinct judge, project from {PAIRS} i", day_id, None, None)
    return {(row[0], row[1]) for row in rows}


async def standing(day_id: UUID) -> tuple[Conflict, ...]:
    async with reading() as c:
        rows = await c.fetch(
            f"""select i.id, i.source, i.judge, j.name, i.project, t.name, i.reason,
                       exists (select from assignment a where a.judge = i.judge and a.project = i.project),
                       exists (select from score s where s.judge = i.judge and s.project = i.project)
                  from {PAIRS} i join person j on j.id = i.judge join project p on p.id = i.project
                  join team t on t.id = p.team
                 where p.state = 'handed_in' and t.state <> 'disbanded' order by j.name, t.name, i.source""",
            day_id, None, None,
        )  # fmt: skip
    return tuple(Conflict(*row) for row in rows)


async def same_department(day_id: UUID) -> bool:
    async with reading() as c:
        return bool(await c.fetchval("select same_department from conflict_rule where day = $1", day_id))


async def set_same_department(day_id: UUID, same: bool) -> None:
    async with reading() as c:
        await c.execute(
            """insert into conflict_rule (day, same_department) values ($1, $2)
               on conflict (day) do update set same_department = excluded.same_department""",
            day_id, same,
        )  # fmt: skip


async def is_visit(day_id: UUID, judge: UUID, project_id: UUID) -> bool:
    """Whether the day has this judge and this project."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """select exists (select from day_role where day = $1 and person = $2 and role = 'judge')
                      and exists (select from project where day = $1 and id = $3)""",
                day_id, judge, project_id,
            )
        )  # fmt: skip


async def add(day_id: UUID, judge: UUID, project_id: UUID, source: str, reason: str, *, by: UUID) -> bool:
    """False when it stands already."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """insert into conflict_of_interest (id, day, judge, project, source, reason, named_by)
                   values (uuidv7(), $1, $2, $3, $4, $5, $6)
                   on conflict (judge, project, source) where lifted_at is null do nothing returning true""",
                day_id, judge, project_id, source, reason, by,
            )
        )  # fmt: skip


async def is_named(judge: UUID, project_id: UUID) -> bool:
    """Whether a conflict that somebody named stands."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """select exists (select from conflict_of_interest
                                   where judge = $1 and project = $2 and lifted_at is null)""",
                judge, project_id,
            )
        )  # fmt: skip


async def lift(day_id: UUID, conflict_id: UUID, *, by: UUID, now: datetime) -> tuple[UUID, UUID] | None:
    """(judge, project) of the conflict that stood."""
    async with reading() as c:
        row = await c.fetchrow(
            """update conflict_of_interest set lifted_by = $3, lifted_at = $4
                where day = $1 and id = $2 and lifted_at is null returning judge, project""",
            day_id, conflict_id, by, now,
        )  # fmt: skip
    return (row[0], row[1]) if row else None


async def assigned(day_id: UUID) -> list[tuple[UUID, UUID]]:
    """(judge, project) of every visit that a conflict forbids and that was not scored by a sheet that counts."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select distinct a.judge, a.project from assignment a
                  join {PAIRS} i on i.judge = a.judge and i.project = a.project
                 where a.day = $1 and (i.id is not null or not exists (
                       select from score s where s.judge = a.judge and s.project = a.project))
                 order by a.project, a.judge""",
            day_id, None, None,
        )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


async def unassign(visits: Iterable[tuple[UUID, UUID]]) -> None:
    async with reading() as c:
        await c.executemany("delete from assignment where judge = $1 and project = $2", list(visits))


async def add_judge(day_id: UUID, project_id: UUID) -> UUID | None:
    """One more judge: of those who may, the one with the fewest visits to come, at the end of the list."""
    async with reading() as c:
        judge: UUID | None = await c.fetchval(
            f"""insert into assignment (id, day, judge, project, position)
                select uuidv7(), $1, r.person, $3, 1 + coalesce(max(a.position), 0)
                  from day_role r join person p on p.id = r.person and p.is_active
                  left join assignment a on a.day = r.day and a.judge = r.person
                 where r.day = $1 and r.role = 'judge'
                   and not exists (select from assignment where judge = r.person and project = $3)
                   and r.person not in (select judge from {PAIRS} i)
                 group by r.person
                 order by count(a.id) - (select count(distinct project) from score
                                          where day = $1 and judge = r.person), r.person limit 1
                returning judge""",
            day_id, None, project_id,
        )  # fmt: skip
    return judge


async def short(day_id: UUID) -> tuple[Short, ...]:
    """Projects with fewer judges than most have."""
    async with reading() as c:
        rows = await c.fetch(
            """with visits as (
                   select p.id, t.name, count(a.id) as judges from project p join team t on t.id = p.team
                     left join assignment a on a.project = p.id
                    where p.day = $1 and p.state = 'handed_in' and t.state <> 'disbanded' group by p.id, t.name)
               select id, name, judges, wanted
                 from visits, (select mode() within group (order by judges desc) as wanted from visits) as most
                where judges < wanted order by judges, name""",
            day_id,
        )
    return tuple(Short(*row) for row in rows)
