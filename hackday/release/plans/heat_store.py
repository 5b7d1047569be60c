"""Counts heads in every shift of a day in one statement; `headcount` counts the same for the people concerned."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.release.plans.heat import HeatCell, PersonThere, WinningRule

# $1 the day, $2 its sites or null for all.
_WINDOWS = """window_of as materialized (
    select z.name as site, d.starts_on::timestamp at time zone z.time_zone as since,
           (d.ends_on + 1)::timestamp at time zone z.time_zone as until
      from day d, site z where d.id = $1 and ($2::text[] is null or z.name = any($2)))"""

# A shift for which no minimum is set at its site and role is shown as it is. Somebody counts where one of their shifts
# contains the whole stretch, for each role that they are qualified for or rostered in.
_CELLS = f"""
  with {_WINDOWS},
  work as materialized (
    select x.person, x.site, x.role, x.starts_at, x.ends_at, p.roles,
           coalesce(u.state = 'released', false) as is_released,
           coalesce(u.state = 'released' or (u.state = 'wanted' and e.goes), false) as leaves
      from working_shift x join window_of w on w.site = x.site and x.starts_at < w.until and x.ends_at > w.since
      join person p on p.id = x.person and p.is_active
      left join sign_up u on u.day = $1 and u.person = x.person
      left join plan l on l.day = $1 and l.state = 'published'
      left join plan_entry e on e.plan = l.id and e.person = x.person),
  asked as materialized (
    select c.site, c.role, c.starts_at, c.ends_at, c.minimum, c.rule
      from cover c join window_of w on w.site = c.site and c.starts_at < w.until and c.ends_at > w.since),
  cell as materialized (
    select dense_rank() over (order by site, starts_at, ends_at) as stretch, * from (
      select * from asked
      union all
      select *, null::int, null::uuid from (select distinct site, role, starts_at, ends_at from work) as k
       where not exists (select from asked a where a.site = k.site and a.role = k.role
                                               and a.starts_at >= k.starts_at and a.ends_at <= k.ends_at)) as every),
  stretch as materialized (select distinct stretch, site, starts_at, ends_at from cell),
  standing as (
    select stretch, role, count(*) as scheduled, count(*) filter (where not is_released) as left,
           count(*) filter (where not leaves) as planned
      from (select distinct t.stretch, k.person, r.role, k.is_released, k.leaves
              from stretch t join work k on k.site = t.site and k.starts_at <= t.starts_at and k.ends_at >= t.ends_at
             cross join lateral unnest(k.roles || k.role) as r (role)) as there
     group by stretch, role),
  stepping as (
    select stretch, role, count(*) filter (where not is_released) as left, count(*) filter (where not leaves) as planned
      from (select distinct t.stretch, m.person, r.role, coalesce(u.state = 'released', false) as is_released,
                   coalesce(u.state = 'released' or (u.state = 'wanted' and e.goes), false) as leaves
              from plan l join cover_move m on m.plan = l.id
              join stretch t on t.site = m.site and m.starts_at <= t.starts_at and m.ends_at >= t.ends_at
              join person p on p.id = m.person and p.is_active
              left join sign_up u on u.day = l.day and u.person = m.person
              left join plan_entry e on e.plan = l.id and e.person = m.person
             cross join lateral unnest(p.roles) as r (role)
             where l.day = $1 and l.state = 'published') as there
     group by stretch, role),
  wanted as (
    select c.stretch, c.role, count(*) as n
      from open_shift o join cell c on c.site = o.site and c.role = o.role
                                   and c.starts_at < o.ends_at and c.ends_at > o.starts_at
     where o.day = $1 and o.state in ('open', 'taken') group by 1, 2)
  select c.site, c.role, c.starts_at, c.ends_at, coalesce(s.scheduled, 0) as scheduled, c.minimum,
         coalesce(s.left, 0) + coalesce(h.left, 0) as left,
         coalesce(s.planned, 0) + coalesce(h.planned, 0) as planned, coalesce(o.n, 0) as open_shifts, c.rule
    from cell c left join standing s on s.stretch = c.stretch and s.role = c.role
    left join stepping h on h.stretch = c.stretch and h.role = c.role
    left join wanted o on o.stretch = c.stretch and o.role = c.role
   order by c.site, c.role, c.starts_at, c.ends_at"""

_THERE = f"""
  with {_WINDOWS}
  select distinct p.id as person, p.name,
         case when u.state = 'released' then 'released' else 'planned' end as presence
    from working_shift x join window_of w on w.site = x.site and x.starts_at < w.until and x.ends_at > w.since
    join person p on p.id = x.person and p.is_active and ($3 = any(p.roles) or $3 = x.role)
    join sign_up u on u.day = $1 and u.person = p.id
    left join plan l on l.day = $1 and l.state = 'published'
    left join plan_entry e on e.plan = l.id and e.person = p.id
   where x.starts_at <= $4 and x.ends_at >= $5 and (u.state = 'released' or (u.state = 'wanted' and e.goes))
  union all
  select distinct p.id, p.name, 'steps_in'
    from plan l join cover_move m on m.plan = l.id join person p on p.id = m.person and p.is_active
    left join sign_up u on u.day = l.day and u.person = p.id
   where l.day = $1 and l.state = 'published' and m.site = any($2) and m.starts_at <= $4 and m.ends_at >= $5
     and $3 = any(p.roles) and u.state is distinct from 'released'
   order by presence desc, name"""


async def cells(day_id: UUID, sites: Collection[str] | None) -> list[HeatCell]:
    """Every shift of the day at these sites, None for all, by site, role and time."""
    async with reading() as c:
        rows = await c.fetch(_CELLS, day_id, None if sites is None else list(sites))
    return [HeatCell(*row) for row in rows]


async def people_there(day_id: UUID, site: str, role: str, starts_at: datetime, ends_at: datetime) -> list[PersonThere]:
    """Who is or will be away from a shift, and who steps in, by name."""
    async with reading() as c:
        rows = await c.fetch(_THERE, day_id, [site], role, starts_at, ends_at)
    return [msgspec.convert(dict(row), PersonThere) for row in rows]


async def winning_rule(site: str, role: str, starts_at: datetime, ends_at: datetime) -> WinningRule | None:
    """The rule that the minimum of a shift follows from; None when it was given for this very stretch, or not."""
    async with reading() as c:
        row = await c.fetchrow(
            """select r.id, r.site, r.role, r.people, r.percent from cover c join cover_rule r on r.id = c.rule
                where c.site = $1 and c.role = $2 and c.starts_at = $3 and c.ends_at = $4""",
            site, role, starts_at, ends_at,
        )  # fmt: skip
    return WinningRule(*row) if row else None
