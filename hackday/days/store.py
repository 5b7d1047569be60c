"""Queries about days and roles."""

from uuid import UUID

import asyncpg
import msgspec

from hackday.database import reading
from hackday.days.schemas import Day, Role

_DAY = "id, slug, name, about, starts_on, ends_on, time_zone, phase, phase_since"


def _day(row: asyncpg.Record) -> Day:
    return msgspec.convert(dict(row), Day)


async def find_day(slug: str) -> Day | None:
    async with reading() as c:
        row = await c.fetchrow(f"select {_DAY} from day where slug = $1", slug)
    return _day(row) if row else None


async def hold_day(day_id: UUID) -> Day:
    """The day as it is now, its phase held until the transaction ends, so that closing is a line in time."""
    async with reading() as c:
        row = await c.fetchrow(f"select {_DAY} from day where id = $1 for share", day_id)
    return _day(row)


async def roles_of(day_id: UUID, person_id: UUID) -> frozenset[Role]:
    async with reading() as c:
        rows = await c.fetch("select role from day_role where day = $1 and person = $2", day_id, person_id)
    return frozenset(Role(row["role"]) for row in rows)
