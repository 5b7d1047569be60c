"""Queries about assignments and progress. Score sheets: `sheets.py`."""

from datetime import datetime, timedelta
from uuid import UUID

from hackday.database import reading
from hackday.judging.absences.store import FLAGS
from hackday.judging.schemas import JudgeLoad, ProjectProgress


async def judge_names(day_id: UUID) -> dict[str, str]:
    """Of everybody who judges or has scored on the day, by id."""
    async with reading() as c:
        rows = await c.fetch(
            """select id::text, name from person where id in (
                   select person from day_role where day = $1 and role = 'judge'
                   union select judge from score where day = $1)""",
            day_id,
        )
    return dict(rows)


async def is_revealed(day_id: UUID) -> bool:
    """Whether the last rank of this reveal was uncovered, be it covered again since."""
    async with reading() as c:
        return bool(await c.fetchval("select is_open from feedback where day = $1", day_id))


async def is_member(person: UUID, project_id: UUID) -> bool:
    async with reading() as c:
        return bool(
            await c.fetchval(
                """select exists (select from membership m join project p on p.team = m.team
                                   where m.person = $1 and m.left_at is null and p.id = $2)""",
                person, project_id,
            )
        )  # fmt: skip


SLACK = timedelta(minutes=15)
"""A visit lasts no longer: an open sheet says nothing after it, and a timed one is overdue."""


async def projects_to_judge(day_id: UUID) -> list[tuple[UUID, str, str]]:
    """Id, title and team of every project that was handed in."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.title, t.name from project p join team t on t.id = p.team
                where p.day = $1 and p.state = 'handed_in' and t.state <> 'disbanded' order by p.id""",
            day_id,
        )
    return [tuple(row) for row in rows]


async def is_assigned(day_id: UUID, judge: UUID, project_id: UUID) -> bool:
    async with reading() as c:
        return bool(
            await c.fetchval(
                "select exists (select from assignment where day = $1 and judge = $2 and project = $3)",
                day_id, judge, project_id,
            )
        )  # fmt: skip


async def usual_visits(day_id: UUID) -> int:
    """How many judges the project with the most of them has."""
    async with reading() as c:
        return int(
            await c.fetchval(
                """select coalesce(max(n), 0)
                     from (select count(*) n from assignment where day = $1 group by project) as visits""",
                day_id,
            )
        )


async def organisers(day_id: UUID) -> list[UUID]:
    async with reading() as c:
        rows = await c.fetch("select person from day_role where day = $1 and role = 'organiser'", day_id)
    return [row["person"] for row in rows]


async def judge_loads(day_id: UUID, *, now: datetime) -> tuple[JudgeLoad, ...]:
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.name, p.site, count(a.id), count(s.judge), n.name, n.opened_at,
                      (select max(accepted_at) from score where day = $1 and judge = p.id),
                      count(a.id) filter (where s.judge is null and a.starts_at + $3::interval < $2::timestamptz)
                 from day_role r join person p on p.id = r.person
                 left join assignment a on a.day = r.day and a.judge = p.id
                 left join lateral (select judge from score where judge = a.judge and project = a.project limit 1) s
                   on true
                 left join lateral (
                      select t.name, o.opened_at from assignment o join project q on q.id = o.project
                        join team t on t.id = q.team
                       where o.day = r.day and o.judge = p.id and o.opened_at > $2::timestamptz - $3::interval
                         and not exists (select from score where judge = p.id and project = o.project
                                            and accepted_at > o.opened_at)
                       order by o.opened_at desc limit 1) n on true
                where r.day = $1 and r.role = 'judge' group by p.id, n.name, n.opened_at order by p.name, p.id""",
            day_id, now, SLACK,
        )  # fmt: skip
    return tuple(JudgeLoad(*row) for row in rows)


async def project_progress(day_id: UUID) -> tuple[ProjectProgress, ...]:
    async with reading() as c:
        rows = await c.fetch(
            f"""select p.id, p.title, t.name, p.place, count(a.id), count(s.judge), {FLAGS}
                 from project p join team t on t.id = p.team
                 left join assignment a on a.project = p.id
                 left join lateral (select judge from score where judge = a.judge and project = a.project limit 1) s
                   on true
                where p.day = $1 and p.state = 'handed_in' and t.state <> 'disbanded'
                group by p.id, t.name order by t.name""",
            day_id,
        )
    return tuple(ProjectProgress(*row) for row in rows)
