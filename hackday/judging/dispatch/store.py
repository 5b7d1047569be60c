"""Queries about judges on their way."""

from datetime import datetime
from uuid import UUID

from hackday.database import reading
from hackday.judging.conflicts.store import NAMED, PAIRS
from hackday.judging.dispatch.rules import Candidate, Here
from hackday.judging.store import SLACK


async def open_visit(day_id: UUID, judge: UUID) -> UUID | None:
    """The first project on the judge's list that they have not scored and where they did not find nobody."""
    async with reading() as c:
        project: UUID | None = await c.fetchval(
            """select a.project from assignment a where a.day = $1 and a.judge = $2
                  and not exists (select from score where judge = a.judge and project = a.project)
                  and not exists (select from absence where judge = a.judge and project = a.project)
                order by a.position, a.project limit 1""",
            day_id, judge,
        )  # fmt: skip
    return project


async def candidates(day_id: UUID, judge: UUID, *, now: datetime) -> list[Candidate]:
    """Projects that this judge has not on their list and may visit."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select p.id, (select count(*) from assignment a where a.project = p.id
                       and not exists (select from absence x where x.project = p.id and x.judge = a.judge
                          and not exists (select from score where project = p.id and judge = a.judge))
                       and not exists (select from conflict_of_interest i where i.project = p.id
                          and i.judge = a.judge and i.lifted_at is null)),
                       exists (select from assignment a where a.project = p.id and a.opened_at > $4
                          and not exists (select from score where project = p.id and judge = a.judge)),
                       coalesce(k.site, ''), p.place
                  from project p join team t on t.id = p.team left join person k on k.id = t.captain
                 where p.day = $1 and p.state = 'handed_in' and t.state <> 'disbanded'
                   and not exists (select from assignment where judge = $2 and project = p.id)
                   and p.id not in (select project from {PAIRS} i)
                 order by p.id""",
            day_id, judge, None, now - SLACK,
        )  # fmt: skip
    return [Candidate(*row) for row in rows]


async def here(day_id: UUID, judge: UUID) -> Here:
    async with reading() as c:
        row = await c.fetchrow(
            """select coalesce(k.site, j.site), coalesce(p.place, '') from person j
                 left join lateral (select project from score where day = $1 and judge = j.id
                                     order by accepted_at desc limit 1) s on true
                 left join project p on p.id = s.project left join team t on t.id = p.team
                 left join person k on k.id = t.captain
                where j.id = $2""",
            day_id, judge,
        )  # fmt: skip
    return Here(*row)


async def send(day_id: UUID, judge: UUID, project: UUID, *, now: datetime) -> None:
    """Put the project at the end of the judge's list."""
    async with reading() as c:
        await c.execute(
            """insert into assignment (id, day, judge, project, position, opened_at)
               select uuidv7(), $1, $2, $3, 1 + coalesce(max(position), 0), $4 from assignment
                where day = $1 and judge = $2""",
            day_id, judge, project, now,
        )  # fmt: skip


async def set_opened(day_id: UUID, judge: UUID, project: UUID, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "update assignment set opened_at = $4 where day = $1 and judge = $2 and project = $3",
            day_id, judge, project, now,
        )  # fmt: skip


async def marked(day_id: UUID) -> int:
    """Sheets so far; every one makes the next draw another."""
    async with reading() as c:
        return int(await c.fetchval(f"select count(*) from score s where day = $1 and not {NAMED}", day_id))
