"""Queries about score sheets: what a judge sees, and the one statement that keeps a score."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.judging.schemas import Receipt, Rubric, Sheet, SheetDraft, SheetPage

_PAGE = """select p.id as project_id, p.title, p.summary, p.links, t.name as team, c.title as challenge,
         coalesce(k.site, '') as site, p.place,
         (select json_build_object('version', s.version, 'points', s.points, 'comment', s.comment,
                                   'accepted_at', s.accepted_at)
            from score s where s.project = p.id and s.judge = a.judge order by s.version desc limit 1) as sheet
    from assignment a join project p on p.id = a.project join team t on t.id = p.team
    join challenge c on c.id = t.challenge left join person k on k.id = t.captain
   where a.day = $1 and a.judge = $2"""


async def pages(day_id: UUID, judge: UUID, rubric: Rubric) -> tuple[SheetPage, ...]:
    """Every sheet on the judge's list, in the order of the list."""
    async with reading() as c:
        rows = await c.fetch(f"{_PAGE} order by a.position, p.id", day_id, judge)
    return tuple(msgspec.convert({**row, "rubric": rubric}, SheetPage) for row in rows)


async def page(day_id: UUID, judge: UUID, project_id: UUID, rubric: Rubric) -> SheetPage | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_PAGE} and p.id = $3", day_id, judge, project_id)
    return msgspec.convert({**row, "rubric": rubric}, SheetPage) if row else None


async def by_key(judge: UUID, key: UUID) -> tuple[Receipt, dict[str, int], str] | None:
    """What this judge sent with this Idempotency-Key before."""
    async with reading() as c:
        row = await c.fetchrow(
            """select project, version, accepted_at, points, comment from score
                where judge = $1 and idempotency_key = $2""",
            judge, key,
        )  # fmt: skip
    return (Receipt(row[0], row[1], row[2]), row[3], row[4]) if row else None


async def is_assigned(judge: UUID, project_id: UUID) -> bool:
    async with reading() as c:
        return bool(await c.fetchval("select 1 from assignment where judge = $1 and project = $2", judge, project_id))


async def is_own_team(judge: UUID, project_id: UUID) -> bool:
    async with reading() as c:
        return bool(
            await c.fetchval(
                "select 1 from membership m join project p on p.team = m.team where m.person = $1 and p.id = $2",
                judge, project_id,
            )
        )  # fmt: skip


async def newest_version(judge: UUID, project_id: UUID) -> int:
    async with reading() as c:
        return int(
            await c.fetchval(
                "select coalesce(max(version), 0) from score where judge = $1 and project = $2", judge, project_id
            )
        )


async def add(
    day_id: UUID, judge: UUID, project_id: UUID, key: UUID, draft: SheetDraft, *, now: datetime
) -> Receipt | None:
    """Keep the version after `base_version`; None when that is not the newest, or this key is there already."""
    async with reading() as c:
        row = await c.fetchrow(
            """insert into score (id, day, project, judge, rubric, version, points, comment, idempotency_key,
                                  written_at, accepted_at)
               select gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
                where $5 = 1 + (select coalesce(max(version), 0) from score where project = $2 and judge = $3)
               on conflict do nothing returning project, version, accepted_at""",
            day_id, project_id, judge, draft.rubric_id, draft.base_version + 1, draft.points, draft.comment, key,
            draft.written_at, now,
        )  # fmt: skip
    return Receipt(*row) if row else None


async def history(judge: UUID, project_id: UUID) -> list[Sheet]:
    """Every version, the newest first."""
    async with reading() as c:
        rows = await c.fetch(
            """select version, points, comment, accepted_at from score
                where judge = $1 and project = $2 order by version desc""",
            judge, project_id,
        )  # fmt: skip
    return [Sheet(*row) for row in rows]
