"""Queries about extensions."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.projects.extensions.schemas import Extension

_EXTENSION = """select x.team as team_id, t.name as team, x.until, x.reason, coalesce(p.name, '') as granted_by_name,
         x.granted_at
    from extension x join team t on t.id = x.team left join person p on p.id = x.granted_by"""


async def listed(day_id: UUID) -> list[Extension]:
    async with reading() as c:
        rows = await c.fetch(f"{_EXTENSION} where x.day = $1 order by lower(t.name)", day_id)
    return [msgspec.convert(dict(row), Extension) for row in rows]


async def find(team_id: UUID) -> Extension | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_EXTENSION} where x.team = $1", team_id)
    return msgspec.convert(dict(row), Extension) if row else None


async def grant(day_id: UUID, team_id: UUID, until: datetime, reason: str, *, by: UUID, now: datetime) -> bool:
    """Over one that stands; False when the day has no such team."""
    async with reading() as c:
        done = await c.fetchval(
            """insert into extension (id, day, team, until, reason, granted_by, granted_at)
               select uuidv7(), day, id, $3, $4, $5, $6 from team
                where day = $1 and id = $2 and state <> 'disbanded'
               on conflict (team) do update set until = excluded.until, reason = excluded.reason,
                  granted_by = excluded.granted_by, granted_at = excluded.granted_at
               returning 1""",
            day_id, team_id, until, reason, by, now,
        )  # fmt: skip
    return bool(done)


async def withdraw(day_id: UUID, team_id: UUID) -> bool:
    async with reading() as c:
        return bool(await c.fetchval("delete from extension where day = $1 and team = $2 returning 1", day_id, team_id))


async def members(team_id: UUID) -> list[UUID]:
    async with reading() as c:
        rows = await c.fetch("select person from membership where team = $1 and left_at is null", team_id)
    return [row["person"] for row in rows]
