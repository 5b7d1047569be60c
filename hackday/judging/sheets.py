"""Queries about score sheets: what a judge sees, and the one statement that keeps a score."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from hackday.database import reading
from hackday.judging.schemas import Receipt, Rubric, Sheet, SheetDraft, SheetPage
from hackday.judging.store import RUBRIC
from hackday.projects.store import LATE_BY

_PAGE = f"""select p.id as project_id, p.title, p.summary, p.links, t.name as team, c.title as challenge,
         coalesce(k.site, '') as site, p.place, {LATE_BY},
         x.until as extended_until, coalesce(x.reason, '') as extension_reason,
         (select json_build_object('version', s.version, 'points', s.points, 'comment', s.comment,
                                   'accepted_at', s.accepted_at)
            from score s where s.project = p.id and s.judge = a.judge order by s.version desc limit 1) as sheet
    from assignment a join project p on p.id = a.project join team t on t.id = p.team
    join challenge c on c.id = t.challenge left join person k on k.id = t.captain
    left join extension x on x.team = t.id
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


class Sent(msgspec.Struct, frozen=True):
    """A sheet that was kept before under the same Idempotency-Key."""

    receipt: Receipt
    points: dict[str, int]
    comment: str


class VisitNow(msgspec.Struct, frozen=True):
    """All that decides whether a sheet may be kept, read in one statement."""

    sent: Sent | None
    is_assigned: bool
    is_own_team: bool
    rubric: Rubric | None


async def visit(day_id: UUID, judge: UUID, project_id: UUID, key: UUID) -> VisitNow:
    async with reading() as c:
        row = await c.fetchrow(
            f"""select exists (select from assignment where day = $1 and judge = $2 and project = $3),
                       exists (select from membership m join project p on p.team = m.team
                                where m.person = $2 and p.id = $3),
                       ({RUBRIC}),
                       s.project, s.version, s.accepted_at, s.points, s.comment
                  from (select) one left join score s on s.judge = $2 and s.idempotency_key = $4""",
            day_id, judge, project_id, key,
        )  # fmt: skip
    return VisitNow(_sent(row), row[0], row[1], msgspec.convert(row[2], Rubric | None))


async def by_key(judge: UUID, key: UUID) -> Sent | None:
    """What this judge sent with this Idempotency-Key before."""
    async with reading() as c:
        row = await c.fetchrow(
            """select project, version, accepted_at, points, comment from score
                where judge = $1 and idempotency_key = $2""",
            judge, key,
        )  # fmt: skip
    return _sent(row) if row else None


def _sent(row: asyncpg.Record) -> Sent | None:
    if row["project"] is None:
        return None
    return Sent(Receipt(row["project"], row["version"], row["accepted_at"]), row["points"], row["comment"])


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
