"""Queries about open shifts: one row from open to confirmed, each step only from the state that it follows."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.release.schemas import Window
from hackday.release.swaps.schemas import MyShift, Opening, ReturnShift
from hackday.release.wire import RosteredShift

_OPENING = """
  select o.id, o.state, o.site, z.time_zone, o.role, o.starts_at, o.ends_at, o.giver, g.name as giver_name,
         o.asked, a.name as asked_name, o.taker, t.name as taker_name, o.opened_by, b.name as opened_by_name,
         o.return_shift, c.name as confirmed_by_name,
         case when r.id is not null then jsonb_build_object('site', r.site, 'time_zone', y.time_zone, 'role', r.role,
              'starts_at', r.starts_at, 'ends_at', r.ends_at) end as in_return
    from open_shift o join site z on z.name = o.site
    left join person g on g.id = o.giver left join person a on a.id = o.asked left join person t on t.id = o.taker
    left join person b on b.id = o.opened_by left join person c on c.id = o.confirmed_by
    left join shift r on r.id = o.return_shift left join site y on y.name = r.site"""


async def find(day_id: UUID, opening: UUID) -> Opening | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_OPENING} where o.day = $1 and o.id = $2", day_id, opening)
    return msgspec.convert(dict(row), Opening) if row else None


async def of_day(day_id: UUID) -> list[Opening]:
    async with reading() as c:
        rows = await c.fetch(f"{_OPENING} where o.day = $1 order by o.starts_at, o.id", day_id)
    return [msgspec.convert(dict(row), Opening) for row in rows]


async def of_giver(day_id: UUID, giver: UUID, starts_at: datetime, ends_at: datetime) -> Opening | None:
    """What is open, taken or confirmed already in somebody's place at that time."""
    async with reading() as c:
        row = await c.fetchrow(
            f"""{_OPENING} where o.day = $1 and o.giver = $2 and o.starts_at < $4 and o.ends_at > $3
                   and o.state <> 'withdrawn' order by o.state = 'open', o.id limit 1""",
            day_id, giver, starts_at, ends_at,
        )  # fmt: skip
    return msgspec.convert(dict(row), Opening) if row else None


async def add(
    day_id: UUID,
    shift: RosteredShift,
    *,
    giver: UUID | None,
    asked: UUID | None,
    return_shift: UUID | None,
    by: UUID,
    now: datetime,
) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into open_shift (id, day, site, role, starts_at, ends_at, giver, asked, return_shift, opened_by,
                                       opened_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id""",
            day_id, shift.site, shift.role, shift.starts_at, shift.ends_at, giver, asked, return_shift, by, now,
        )  # fmt: skip
    return made


async def take(opening: UUID, taker: UUID, *, now: datetime) -> bool:
    """False when somebody was faster."""
    return await _yes(
        """update open_shift set state = 'taken', taker = $2, taken_at = $3
            where id = $1 and state = 'open' returning true""",
        opening, taker, now,
    )  # fmt: skip


async def confirm(opening: UUID, taker: UUID, *, by: UUID, now: datetime) -> bool:
    return await _yes(
        """update open_shift set state = 'confirmed', confirmed_by = $3, confirmed_at = $4
            where id = $1 and state = 'taken' and taker = $2 returning true""",
        opening, taker, by, now,
    )  # fmt: skip


async def reopen(opening: UUID, taker: UUID) -> bool:
    """Open to everybody again: who was asked alone has not become the one, and what they would get goes with it."""
    return await _yes(
        """update open_shift set state = 'open', taker = null, taken_at = null, asked = null, return_shift = null,
                  confirmed_by = null, confirmed_at = null
            where id = $1 and state in ('taken', 'confirmed') and taker = $2 returning true""",
        opening, taker,
    )  # fmt: skip


async def withdraw(opening: UUID) -> bool:
    return await _yes(
        """update open_shift set state = 'withdrawn', taker = null, taken_at = null, confirmed_by = null,
                  confirmed_at = null
            where id = $1 and state <> 'withdrawn' returning true""",
        opening,
    )


async def _yes(statement: str, *values: object) -> bool:
    async with reading() as c:
        return bool(await c.fetchval(statement, *values))


async def shift_of(shift_id: UUID, person: UUID, *, after: datetime, until: datetime) -> RosteredShift | None:
    """A shift of this person's rota that begins in this time."""
    async with reading() as c:
        row = await c.fetchrow(
            """select s.site, z.time_zone, s.role, s.starts_at, s.ends_at from shift s join site z on z.name = s.site
                where s.id = $1 and s.person = $2 and s.starts_at > $3 and s.starts_at < $4""",
            shift_id, person, after, until,
        )  # fmt: skip
    return RosteredShift(*row) if row else None


async def is_promised(shift_id: UUID, *, besides: UUID | None = None) -> bool:
    """Whether this shift is worked in return for another already."""
    return await _yes(
        """select exists (select from open_shift where return_shift = $1 and state <> 'withdrawn'
                             and id is distinct from $2)""",
        shift_id, besides,
    )  # fmt: skip


async def confirmed_takes(day_id: UUID, people: Collection[UUID]) -> dict[UUID, RosteredShift]:
    """Of these who works a colleague's shift of the day, with the first that they do."""
    async with reading() as c:
        rows = await c.fetch(
            """select distinct on (o.taker) o.taker, o.site, z.time_zone, o.role, o.starts_at, o.ends_at
                 from open_shift o join site z on z.name = o.site
                where o.day = $1 and o.taker = any($2) and o.state = 'confirmed' order by o.taker, o.starts_at""",
            day_id, list(people),
        )  # fmt: skip
    return {taker: RosteredShift(*shift) for taker, *shift in rows}


async def zone_of(site: str) -> str | None:
    async with reading() as c:
        found: str | None = await c.fetchval("select time_zone from site where name = $1", site)
    return found


async def concerning(
    day_id: UUID,
    person: UUID,
    *,
    site: str,
    managers: Collection[UUID],
    sites: Collection[str] | None,
    unmanaged: bool,
) -> list[Opening]:
    """What somebody may see: open to all at their site in a role of theirs, their own, and what waits for their yes.

    `managers` in whose place they answer, `sites` that they plan; None for all.
    """
    async with reading() as c:
        rows = await c.fetch(
            f"""{_OPENING} join person me on me.id = $2 where o.day = $1 and (
                 $2 in (o.giver, o.asked, o.taker, o.opened_by)
                 or (o.state = 'open' and o.asked is null and o.site = $3 and o.role = any(me.roles))
                 or (o.state = 'taken' and (t.manager = any($4) or ($6 and t.manager is null)
                                            or $5::text[] is null or o.site = any($5))))
                order by o.starts_at, o.id""",
            day_id, person, site, list(managers), None if sites is None else list(sites), unmanaged,
        )  # fmt: skip
    return [msgspec.convert(dict(row), Opening) for row in rows]


async def own_shifts(day_id: UUID, giver: UUID, near: Window) -> list[MyShift]:
    """Whole shifts at one site that touch the window, and the roles in which somebody else would be of help."""
    async with reading() as c:
        rows = await c.fetch(
            """select w.site, z.time_zone, w.role, w.starts_at, w.ends_at,
                      array[w.role] || array(
                        select distinct v.role from cover v
                         where v.site = w.site and v.starts_at >= w.starts_at and v.ends_at <= w.ends_at
                           and v.role <> w.role and v.role = any(p.roles) order by 1) as roles,
                      exists (select from open_shift o
                               where o.day = $1 and o.giver = $2 and o.state <> 'withdrawn'
                                 and o.starts_at < w.ends_at and o.ends_at > w.starts_at) as is_open
                 from working_shift w join person p on p.id = w.person join site z on z.name = w.site
                where w.person = $2 and w.site = $3 and w.starts_at < $5 and w.ends_at > $4
                  and not exists (select from open_shift o where o.id = w.id)
                order by w.starts_at""",
            day_id, giver, near.site, near.starts_at, near.ends_at,
        )  # fmt: skip
    return [MyShift(*row) for row in rows]


async def coming_shifts(people: Collection[UUID], since: datetime, until: datetime) -> dict[UUID, list[ReturnShift]]:
    """Rostered shifts that begin in this time, without those promised to somebody already."""
    async with reading() as c:
        rows = await c.fetch(
            """select s.person, s.id, s.site, z.time_zone, s.role, s.starts_at, s.ends_at
                 from shift s join site z on z.name = s.site
                where s.person = any($1) and s.starts_at > $2 and s.starts_at < $3
                  and not exists (select from open_shift o where o.return_shift = s.id and o.state <> 'withdrawn')
                order by s.starts_at""",
            list(people), since, until,
        )  # fmt: skip
    found: dict[UUID, list[ReturnShift]] = defaultdict(list)
    for person, *shift in rows:
        found[person].append(ReturnShift(*shift))
    return found


async def drop_move(day_id: UUID, person: UUID, starts_at: datetime) -> RosteredShift | None:
    """Take somebody out of the published plan's cover; None when it does not count on them then."""
    async with reading() as c:
        row = await c.fetchrow(
            """delete from cover_move m using plan l, site z
                where l.id = m.plan and l.day = $1 and l.state = 'published' and z.name = m.site
                  and m.person = $2 and m.starts_at = $3
               returning m.site, z.time_zone, m.role, m.starts_at, m.ends_at""",
            day_id, person, starts_at,
        )  # fmt: skip
    return RosteredShift(*row) if row else None


async def is_volunteer(day_id: UUID, person: UUID) -> bool:
    return await _yes(
        "select true from sign_up where day = $1 and person = $2 and state <> 'withdrawn'", day_id, person
    )
