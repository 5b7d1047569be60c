"""Queries about feedback. Of a sheet nothing is read but its comment and its judge."""

from datetime import datetime
from uuid import UUID

from hackday.database import reading
from hackday.judging.conflicts.store import NAMED
from hackday.judging.feedback.schemas import Feedback, JudgeComment, Policy

_NEWEST = f"""select distinct on (s.project, s.judge) s.id, s.project, s.judge, s.comment
    from score s where s.day = $1 and not {NAMED} order by s.project, s.judge, s.version desc"""
"""Each judge's newest sheet of every project of the day $1, but where a conflict of interest was named."""


async def feedback(day_id: UUID) -> Feedback:
    async with reading() as c:
        row = await c.fetchrow(
            """select coalesce((select policy from feedback where day = $1), 'unnamed'),
                      exists (select from score where day = $1 and comment ~ '[^[:space:]]')""",
            day_id,
        )
    return Feedback(Policy(row[0]), row[1])


async def set_policy(day_id: UUID, policy: Policy) -> None:
    async with reading() as c:
        await c.execute(
            """insert into feedback (id, day, policy) values (uuidv7(), $1, $2)
               on conflict (day) do update set policy = excluded.policy""",
            day_id, policy,
        )  # fmt: skip


async def my_project(day_id: UUID, person: UUID) -> UUID | None:
    """Of the team that the person is in now."""
    async with reading() as c:
        project: UUID | None = await c.fetchval(
            """select p.id from membership m join project p on p.team = m.team
                where m.day = $1 and m.person = $2 and m.left_at is null""",
            day_id, person,
        )  # fmt: skip
    return project


async def comments(day_id: UUID, project_id: UUID, *, named: bool) -> tuple[JudgeComment, ...]:
    """In the order of the sheets' random ids, which tells nothing of who wrote when."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select regexp_replace(n.comment, '^[[:space:]]+|[[:space:]]+$', '', 'g'), case when $3 then p.name end
                  from ({_NEWEST}) as n join person p on p.id = n.judge
                 where n.project = $2 and n.comment ~ '[^[:space:]]' order by n.id""",
            day_id, project_id, named,
        )  # fmt: skip
    return tuple(JudgeComment(*row) for row in rows)


async def set_open(day_id: UUID, is_open: bool) -> None:
    """Whether what waits for the whole result may be read."""
    async with reading() as c:
        await c.execute(
            """insert into feedback (id, day, is_open) values (uuidv7(), $1, $2)
               on conflict (day) do update set is_open = excluded.is_open""",
            day_id, is_open,
        )  # fmt: skip


async def tell_once(day_id: UUID, *, now: datetime) -> bool:
    """True for the first who asks."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """insert into feedback (id, day, told_at) values (uuidv7(), $1, $2)
                   on conflict (day) do update set told_at = excluded.told_at where feedback.told_at is null
                   returning true""",
                day_id, now,
            )
        )  # fmt: skip


async def readers(day_id: UUID) -> list[UUID]:
    """Members of teams about whose project somebody wrote something."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select distinct m.person from ({_NEWEST}) as n join project p on p.id = n.project
                  join membership m on m.team = p.team and m.left_at is null
                 where n.comment ~ '[^[:space:]]' order by m.person""",
            day_id,
        )
    return [row["person"] for row in rows]
