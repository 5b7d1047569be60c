"""Puts the question to the planner together from what is stored: one consistent look at a day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from hackday.database import reading
from hackday.days.schemas import Day
from hackday.release.rules import SMALLEST_PARTY, smallest_team, window
from hackday.release.schemas import Cover, Person, Pin, Planning, Shift, Team

AROUND = timedelta(days=8)
"""Shifts so near to the day count for the weekly hours and the rest of who steps in."""
EDGE = timedelta(days=1)


async def zones() -> dict[str, str]:
    """Time zone of each site."""
    async with reading() as c:
        return {row["name"]: row["time_zone"] for row in await c.fetch("select name, time_zone from site")}


async def gather(day: Day, *, sites: Collection[str] | None = None) -> Planning:
    """The day as the planner sees it, or only the people who live or work at some sites.

    Who is released already counts as a must-go pin; who was declined or has withdrawn does not want to go.
    """
    windows = tuple(window(day, site, zone) for site, zone in (await zones()).items())
    since = min((w.starts_at for w in windows), default=None)
    until = max((w.ends_at for w in windows), default=None)
    if since is None or until is None:
        return Planning((), (), (), (), ())
    near = (since - AROUND, until + AROUND)
    only = None if sites is None else list(sites)
    async with reading() as c:
        people = await c.fetch(
            """select p.id::text, p.site, p.roles, s.state in ('wanted', 'released') as wants, s.was_refused,
                      case when s.state = 'released' then 'must_go' when s.state in ('refused', 'withdrawn') then null
                           else n.kind end as pin,
                      coalesce(o.extra_shifts, 0) as extra_shifts
                 from person p left join sign_up s on s.person = p.id and s.day = $1
                 left join pin n on n.person = p.id and n.day = $1
                 left join cover_offer o on o.person = p.id and o.day = $1
                where p.is_active and ($2::text[] is null or p.site = any($2) or exists (
                      select from shift x where x.person = p.id and x.site = any($2)
                         and x.starts_at < $4 and x.ends_at > $3))
                order by p.id""",
            day.id, only, *near,
        )  # fmt: skip
        shifts = await c.fetch(
            """select x.person::text, x.site, x.role, x.starts_at, x.ends_at from shift x
                where x.person = any($1::uuid[]) and x.starts_at < $3 and x.ends_at > $2 order by x.id""",
            [row["id"] for row in people], *near,
        )  # fmt: skip
        cover = await c.fetch(
            """select site, role, starts_at, ends_at, minimum from cover
                where ($1::text[] is null or site = any($1)) and starts_at < $3 and ends_at > $2 order by id""",
            only, since - EDGE, until + EDGE,
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
        teams=await _teams(day.id) if sites is None else (),
        windows=windows,
    )  # fmt: skip


async def _teams(day_id: UUID) -> tuple[Team, ...]:
    """Teams by their members who want to go, and below them parties of people who have no team yet."""
    async with reading() as c:
        rows = await c.fetch(
            """select s.person::text, s.party, m.team::text, t.min_size from sign_up s
                 left join membership m on m.person = s.person and m.day = s.day and m.left_at is null
                 left join team t on t.id = m.team
                where s.day = $1 and s.state in ('wanted', 'released') order by s.person""",
            day_id,
        )
    members: dict[str, list[str]] = defaultdict(list)
    smallest: dict[str, int] = {}
    for row in rows:
        if row["team"]:
            members[row["team"]].append(row["person"])
            smallest[row["team"]] = row["min_size"]
        elif row["party"]:
            members[row["party"]].append(row["person"])
            smallest[row["party"]] = SMALLEST_PARTY
    return tuple(Team(key, tuple(m), smallest_team(smallest[key], len(m))) for key, m in members.items())
