"""What the workforce tool must change for a day, as a log that is only appended to.

After whatever changes who works when, `follow` compares what must stand now with what the log adds up to, and
appends the difference. An advisory lock of the day, held until the commit, numbers the changes in the order of
commits: who reads on from a number misses none.
"""

from collections.abc import Collection
from uuid import UUID

import msgspec

from hackday import clock
from hackday.database import reading
from hackday.release.feeds.schemas import RotaChange, StandingChange

_IN_WINDOW = """{shift}.starts_at < ((d.ends_on + 1)::timestamp at time zone z.time_zone)
            and {shift}.ends_at > (d.starts_on::timestamp at time zone z.time_zone)"""

# Shifts that released people give up and that are worked by another in return; and who works in addition: by the
# published plan, by a shift taken over, in return. Who is released or off work then stands in for nobody.
_DUE = f"""
  select 'off' as kind, s.person, s.site, s.role, s.starts_at, s.ends_at
    from day d join sign_up u on u.day = d.id and u.state = 'released' join shift s on s.person = u.person
    join site z on z.name = s.site
   where d.id = $1 and {{who.person}} and {_IN_WINDOW.format(shift="s")}
  union
  select 'off', s.person, s.site, s.role, s.starts_at, s.ends_at
    from open_shift o join shift s on s.id = o.return_shift
   where o.day = $1 and o.state = 'confirmed' and {{who.returns}}
  union
  select 'on', w.person, w.site, w.role, w.starts_at, w.ends_at
    from (select m.person, m.site, m.role, m.starts_at, m.ends_at
            from plan l join cover_move m on m.plan = l.id where l.day = $1 and l.state = 'published' and {{who.moves}}
          union all
          select o.taker, o.site, o.role, o.starts_at, o.ends_at
            from open_shift o where o.day = $1 and o.state = 'confirmed' and {{who.takes}}
          union all
          select o.giver, s.site, s.role, s.starts_at, s.ends_at
            from open_shift o join shift s on s.id = o.return_shift
           where o.day = $1 and o.state = 'confirmed' and {{who.gives}}) as w
    join person p on p.id = w.person and p.is_active join day d on d.id = $1 join site z on z.name = w.site
   where not exists (select from unavailable x
                      where x.person = w.person and x.starts_at < w.ends_at and x.ends_at > w.starts_at)
     and not exists (select from sign_up u where u.day = $1 and u.person = w.person and u.state = 'released'
                        and {_IN_WINDOW.format(shift="w")})"""


class _Who:
    """The condition on each table's person: the people in $2, or nobody in particular."""

    def __init__(self, *, few: bool) -> None:
        self.person, self.returns, self.moves, self.takes, self.gives, self.logged = (
            f"{column} = any($2)" if few else "$2::uuid[] is null"
            for column in ("u.person", "s.person", "m.person", "o.taker", "o.giver", "person")
        )


_STANDING = """
  select split_part(kind, '_', 1) as kind, person, site, role, starts_at, ends_at
    from (select distinct on (person, site, role, starts_at, ends_at, split_part(kind, '_', 1)) *
            from rota_change where day = $1 and {condition}
           order by person, site, role, starts_at, ends_at, split_part(kind, '_', 1), number desc) as last
   where kind in ('off', 'on')"""


def _append(*, few: bool) -> str:
    who = _Who(few=few)
    return f"""
      with due as ({_DUE.format(who=who)}),
           standing as ({_STANDING.format(condition=who.logged)}),
           missing as (
             select kind, person, site, role, starts_at, ends_at, 1 as turn
               from (select * from due except select * from standing) as more
              union all
             select kind || '_undo', person, site, role, starts_at, ends_at, 0
               from (select * from standing except select * from due) as less)
      insert into rota_change (id, day, number, at, kind, person, site, role, starts_at, ends_at)
      select uuidv7(), $1,
             (select coalesce(max(number), 0) from rota_change where day = $1)
               + row_number() over (order by turn, starts_at, site, person, kind),
             $3, kind, person, site, role, starts_at, ends_at from missing"""


_APPEND_FEW, _APPEND_ALL = _append(few=True), _append(few=False)


async def follow(day_id: UUID, people: Collection[UUID] | None) -> None:
    """Append what these people's work has become different by; None: everybody's. Inside the transaction's last part.

    What takes back comes before what is new, so that nobody stands in two shifts in between.
    """
    async with reading() as c:
        # A statement of its own: the next one sees what those committed who held the lock before.
        await c.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"rota_change:{day_id}")
        if people is None:
            await c.execute(_APPEND_ALL, day_id, None, clock.now())
        else:
            await c.execute(_APPEND_FEW, day_id, list(people), clock.now())


async def changes(day_id: UUID, *, after: int, sites: Collection[str] | None, limit: int) -> list[RotaChange]:
    """The next steps behind this number, of these sites; None for all."""
    async with reading() as c:
        rows = await c.fetch(
            """select c.id, c.number, c.at, c.kind, p.employee_no, c.site, z.time_zone, c.role, c.starts_at, c.ends_at
                 from rota_change c join person p on p.id = c.person join site z on z.name = c.site
                where c.day = $1 and c.number > $2 and ($3::text[] is null or c.site = any($3))
                order by c.number limit $4""",
            day_id, after, None if sites is None else list(sites), limit,
        )  # fmt: skip
    return [msgspec.convert(dict(row), RotaChange) for row in rows]


async def standing(day_id: UUID, sites: Collection[str] | None) -> list[StandingChange]:
    """All steps taken together, by site, person and time."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select p.employee_no, p.name, n.site, z.time_zone, n.role, n.kind as change, n.starts_at, n.ends_at
                 from ({_STANDING.format(condition="($2::text[] is null or site = any($2))")}) as n
                 join person p on p.id = n.person join site z on z.name = n.site
                order by n.site, p.employee_no, n.starts_at, n.kind""",
            day_id, None if sites is None else list(sites),
        )  # fmt: skip
    return [msgspec.convert(dict(row), StandingChange) for row in rows]
