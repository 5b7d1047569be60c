"""Queries about secret calendar addresses, and what one person's calendar shows."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.release.feeds.schemas import CalendarShift, ReleasedDay


async def link_made_at(person: UUID) -> datetime | None:
    async with reading() as c:
        made: datetime | None = await c.fetchval(
            "select created_at from calendar_link where person = $1 and revoked_at is null", person
        )
    return made


async def hold_links(person: UUID) -> None:
    """Who renews their address twice at once waits, so that the one told last is the one that works."""
    async with reading() as c:
        await c.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"calendar_link:{person}")


async def revoke_link(person: UUID, *, now: datetime) -> bool:
    """Whether there was one."""
    async with reading() as c:
        revoked = await c.fetch(
            "update calendar_link set revoked_at = $2 where person = $1 and revoked_at is null returning true",
            person, now,
        )  # fmt: skip
    return bool(revoked)


async def add_link(person: UUID, token_hash: bytes, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "insert into calendar_link (token_hash, person, created_at) values ($1, $2, $3)", token_hash, person, now
        )


async def owner_of(token_hash: bytes) -> UUID | None:
    """Whose calendar this is; None when it is revoked, unknown, or of somebody who has left."""
    async with reading() as c:
        found: UUID | None = await c.fetchval(
            """select p.id from calendar_link l join person p on p.id = l.person
                where l.token_hash = $1 and l.revoked_at is null and p.is_active""",
            token_hash,
        )
    return found


async def released_days(person: UUID) -> list[ReleasedDay]:
    async with reading() as c:
        rows = await c.fetch(
            """select d.id as day, d.slug, d.name, p.site, s.changed_at,
                      d.starts_on::timestamp at time zone z.time_zone as starts_at,
                      (d.ends_on + 1)::timestamp at time zone z.time_zone as ends_at
                 from sign_up s join day d on d.id = s.day join person p on p.id = s.person
                 join site z on z.name = p.site
                where s.person = $1 and s.state = 'released' order by d.starts_on""",
            person,
        )
    return [msgspec.convert(dict(row), ReleasedDay) for row in rows]


async def shifts_of(person: UUID) -> list[CalendarShift]:
    """What the days change in this person's shifts, as the workforce tool is told it."""
    async with reading() as c:
        rows = await c.fetch(
            """select d.id as day, d.slug, d.name as day_name, n.kind, n.site, n.role, n.starts_at, n.ends_at,
                      n.number, n.at
                 from (select distinct on (day, site, role, starts_at, ends_at, split_part(kind, '_', 1)) *
                         from rota_change where person = $1
                        order by day, site, role, starts_at, ends_at, split_part(kind, '_', 1), number desc) as n
                 join day d on d.id = n.day
                where n.kind in ('off', 'on') order by n.starts_at""",
            person,
        )
    return [msgspec.convert(dict(row), CalendarShift) for row in rows]
