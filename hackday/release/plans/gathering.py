"""Puts the question to the planner together from what is stored: one consistent look at a day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from hackday.database import reading
from hackday.days.schemas import Day
from hackday.release.plans.settings import settings_of
from hackday.release.rules import SMALLEST_PARTY, smallest_team, window
from hackday.release.schemas import Cover, Move, Person, Pin, Planning, Shift, Team, Window

AROUND = timedelta(days=8)
"""Shifts so near to the day count for the weekly hours and the rest of who steps in."""
EDGE = timedelta(days=1)


async def zones() -> dict[str, str]:
    """Time zone of each site."""
    async with reading() as c:
        return {row["name"]: row["time_zone"] for row in await c.fetch("select name, time_zone from site")}


async def gather(day: Day) -> Planning:
    """The day as the planner sees it.

    Who is released already counts as a must-go pin; who was declined, has withdrawn or took a colleague's shift does
    not want to go; who is off work during the day steps in nowhere. Who was released below the minimum, by an
    override, is no part of the question, and their place counts as filled: its shortfall was accepted in writing, and
    must cost nobody else their release.
    """
    return await _gathered(day, None, None)


async def gather_sites(day: Day, sites: Collection[str]) -> Planning:
    """The same for these sites alone: minimum cover there, and who lives or works there around the day.

    Those come with all their shifts, wherever. Their teams are whole: members from elsewhere are among the people
    too, without their shifts, so of what holds them where they are nothing is said.
    """
    async with reading() as c:
        rows = await c.fetch(
            """select id from person where is_active and site = any($1)
               union select x.person from working_shift x join site z on z.name = x.site
                      where x.site = any($1) and x.starts_at < ($3::date + 1)::timestamp at time zone z.time_zone + $4
                        and x.ends_at > $2::date::timestamp at time zone z.time_zone - $4""",
            list(sites), day.starts_on, day.ends_on, AROUND,
        )  # fmt: skip
    return await _gathered(day, list(sites), [row["id"] for row in rows])


async def _gathered(day: Day, sites: list[str] | None, people_there: list[UUID] | None) -> Planning:
    """Of everybody and every site where none are named."""
    windows = await _windows(day)
    if not windows:
        return Planning((), (), (), (), ())
    since, until = _ends(windows)
    near = (since - AROUND, until + AROUND)
    teams = await _teams(day.id, people_there)
    mates = {UUID(member) for team in teams for member in team.members}
    async with reading() as c:
        people = await c.fetch(
            """select p.id::text, p.site, p.roles, s.was_refused,
                      s.state in ('wanted', 'released') and d.id is null and not exists (
                        select from open_shift t
                         where t.taker = p.id and t.day = $1 and t.state = 'confirmed') as wants,
                      case when s.state = 'released' and d.id is null then 'must_go'
                           when s.state in ('released', 'refused', 'withdrawn') then null else n.kind end as pin,
                      case when exists (select from unavailable u
                                         where u.person = p.id and u.starts_at < $4 and u.ends_at > $3)
                                or d.id is not null
                           then 0 else greatest(0, coalesce(o.extra_shifts, 0) - (
                             select count(*) from open_shift t
                              where t.taker = p.id and t.day = $1 and t.state = 'confirmed'))::int end as extra_shifts
                 from person p left join sign_up s on s.person = p.id and s.day = $1
                 left join pin n on n.person = p.id and n.day = $1
                 left join decision d on d.person = p.id and d.day = $1 and d.override is not null
                                     and s.state = 'released'
                 left join cover_offer o on o.person = p.id and o.day = $1
                where p.is_active and ($2::uuid[] is null or p.id = any($2)) order by p.id""",
            day.id, None if people_there is None else [*{*people_there, *mates}], since, until,
        )  # fmt: skip
        shifts = await c.fetch(
            """select x.person::text, x.site, x.role, x.starts_at, x.ends_at
                 from working_shift x join person p on p.id = x.person
                where p.is_active and x.starts_at < $2 and x.ends_at > $1
                  and ($3::uuid[] is null or x.person = any($3)) order by x.id""",
            *near, people_there,
        )  # fmt: skip
        shifts += await c.fetch(  # where the overridden would have stepped in
            """select m.person::text, m.site, m.role, m.starts_at, m.ends_at
                 from cover_move m join plan l on l.id = m.plan and l.state = 'published'
                 join decision d on d.day = l.day and d.person = m.person and d.override is not null
                 join sign_up s on s.day = l.day and s.person = m.person and s.state = 'released'
                where l.day = $1 and ($2::uuid[] is null or m.person = any($2)) order by m.id""",
            day.id, people_there,
        )  # fmt: skip
        settings = await settings_of(day)
        cover = await c.fetch(
            """select site, role, starts_at, ends_at, minimum from cover
                where starts_at < $2 and ends_at > $1 and ($3::text[] is null or site = any($3)) order by id""",
            since - EDGE, until + EDGE, sites,
        )  # fmt: skip
    return Planning(
        people=tuple(
            Person(
                row["id"], row["site"], frozenset(row["roles"]), bool(row["wants"]), 2 if row["was_refused"] else 1,
                Pin(row["pin"]) if row["pin"] else None, row["extra_shifts"],
            )
            for row in people
        ),
        shifts=tuple(Shift(*row) for row in shifts),
        cover=tuple(Cover(*row) for row in cover),
        teams=teams,
        windows=windows,
        rest_hours=settings.rest_hours,
        week_hours=settings.week_hours,
        site_floor=settings.site_floor,
    )  # fmt: skip


async def gather_around(day: Day, people: Sequence[UUID]) -> tuple[Planning, list[Move]]:
    """What counting heads needs where these people work or step in during the day: no more than those cells.

    Their minimum cover, everybody whose shift contains one, and the published plan's moves into them; and the
    people's own shifts that touch the day. Nobody in it wants to go anywhere: it is not a question to the planner.
    """
    windows = await _windows(day)
    if not windows:
        return Planning((), (), (), (), ()), []
    since, until = _ends(windows)
    async with reading() as c:
        cover = await c.fetch(
            """with own as (
                 select site, starts_at, ends_at from working_shift
                  where person = any($2) and starts_at < $4 and ends_at > $3
                 union select m.site, m.starts_at, m.ends_at from cover_move m join plan l on l.id = m.plan
                  where l.day = $1 and l.state = 'published' and m.person = any($2))
               select site, role, starts_at, ends_at, minimum from cover c where starts_at < $4 and ends_at > $3
                  and exists (select from own o
                               where o.site = c.site and o.starts_at <= c.starts_at and o.ends_at >= c.ends_at)""",
            day.id, list(people), since - EDGE, until + EDGE,
        )  # fmt: skip
        cells = {(row["site"], row["starts_at"], row["ends_at"]) for row in cover}
        within = [[cell[part] for cell in cells] for part in range(3)]
        shifts = await c.fetch(
            """select x.person::text, x.site, x.role, x.starts_at, x.ends_at
                 from (select y.* from working_shift y where y.person = any($1) and y.starts_at < $3 and y.ends_at > $2
                       union select y.*
                         from unnest($4::text[], $5::timestamptz[], $6::timestamptz[]) as c (site, starts, ends)
                         join working_shift y on y.site = c.site and y.starts_at <= c.starts and y.ends_at >= c.ends
                          and y.starts_at > $2) as x
                 join person p on p.id = x.person and p.is_active""",
            list(people), since - AROUND, until + EDGE, *within,
        )  # fmt: skip
        moves = await c.fetch(
            """select distinct m.person::text, m.site, m.role, m.starts_at, m.ends_at
                 from cover_move m join plan l on l.id = m.plan join person p on p.id = m.person and p.is_active
                 join unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) as c (site, starts, ends)
                   on m.site = c.site and m.starts_at <= c.starts and m.ends_at >= c.ends
                where l.day = $1 and l.state = 'published'""",
            day.id, *within,
        )  # fmt: skip
        there = {*map(str, people), *(row["person"] for row in (*shifts, *moves))}
        staff = await c.fetch("select id::text, site, roles from person where is_active and id = any($1)", there)
    planning = Planning(
        people=tuple(Person(row["id"], row["site"], frozenset(row["roles"]), wants_to_go=False) for row in staff),
        shifts=tuple(Shift(*row) for row in shifts),
        cover=tuple(Cover(*row) for row in cover),
        teams=(),
        windows=windows,
    )
    return planning, [Move(*row) for row in moves]


async def _windows(day: Day) -> tuple[Window, ...]:
    return tuple(window(day, site, zone) for site, zone in (await zones()).items())


def _ends(windows: Sequence[Window]) -> tuple[datetime, datetime]:
    """From the first midnight of any site to the last."""
    return min(w.starts_at for w in windows), max(w.ends_at for w in windows)


async def _teams(day_id: UUID, people: list[UUID] | None) -> tuple[Team, ...]:
    """Teams by their members who want to go, and below them parties of people who have no team yet.

    With `people` those teams alone in which one of them is. A member released by an override goes anyway, so that one
    fewer is needed of the others.
    """
    async with reading() as c:
        rows = await c.fetch(
            """with wanting as (
                 select s.person, s.party::text, m.team::text, t.min_size, d.id is not null as overridden from sign_up s
                   left join decision d on d.day = s.day and d.person = s.person and d.override is not null
                                       and s.state = 'released'
                   left join membership m on m.person = s.person and m.day = s.day and m.left_at is null
                   left join team t on t.id = m.team
                  where s.day = $1 and s.state in ('wanted', 'released'))
               select person::text, party, team, min_size, overridden from wanting
                where $2::uuid[] is null
                   or coalesce(team, nullif(party, '')) in (
                        select coalesce(team, nullif(party, '')) from wanting where person = any($2))
                order by wanting.person""",
            day_id, people,
        )  # fmt: skip
    members: dict[str, list[str]] = defaultdict(list)
    gone: Counter[str] = Counter()
    smallest: dict[str, int] = {}
    for row in rows:
        if not (key := row["team"] or row["party"]):
            continue
        smallest[key] = row["min_size"] if row["team"] else SMALLEST_PARTY
        if row["overridden"]:
            gone[key] += 1
        else:
            members[key].append(row["person"])
    return tuple(
        Team(key, tuple(m), max(1, smallest_team(smallest[key], len(m) + gone[key]) - gone[key]))
        for key, m in members.items()
    )
