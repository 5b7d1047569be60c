"""Queries about the end of scoring."""

from datetime import datetime
from uuid import UUID

from hackday.database import reading


async def closed_at(day_id: UUID) -> datetime | None:
    async with reading() as c:
        at: datetime | None = await c.fetchval("select closed_at from scoring_close where day = $1", day_id)
    return at


async def close(day_id: UUID, *, by: UUID, now: datetime) -> bool:
    """False when it is closed already."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """insert into scoring_close (day, closed_by, closed_at) values ($1, $2, $3)
                   on conflict do nothing returning true""",
                day_id, by, now,
            )
        )  # fmt: skip


async def reopen(day_id: UUID) -> bool:
    """False when it is not closed."""
    async with reading() as c:
        return bool(await c.fetchval("delete from scoring_close where day = $1 returning true", day_id))
