"""Releases that do not hold any more: the rota, its minimum cover or who is at work changed after the decision."""

import asyncio
from collections.abc import Collection
from uuid import UUID

from hackday.database import reading
from hackday.days import store as days_store
from hackday.days.schemas import Day
from hackday.release import rules, store
from hackday.release.headcount import Headcount
from hackday.release.plans import rules as plan_rules
from hackday.release.plans.gathering import gather, zones
from hackday.release.plans.schemas import BrokenRelease
from hackday.release.schemas import Move


async def broken_releases(day: Day, sites: Collection[str] | None = None) -> list[BrokenRelease]:
    """Everybody released, but by an override, who is missed now, by name; with `sites` only those missed there.

    Counted with all who are released gone, with published moves of who is at work, and with confirmed takes.
    """
    released = await bound_releases(day.id)
    if not released:
        return []
    planning = await gather(day)
    moves = await standing_moves(day.id)
    zone_of, overridden = await zones(), await store.overridden(day.id)
    missed = await asyncio.to_thread(lambda: Headcount(planning, released, moves, zone_of, overridden).shortages())
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.name, p.site, t.name as team from person p
                 left join membership m on m.person = p.id and m.day = $1 and m.left_at is null
                 left join team t on t.id = m.team where p.id = any($2) order by p.name, p.id""",
            day.id, list(missed),
        )  # fmt: skip
    found = [BrokenRelease(row["id"], row["name"], row["site"], row["team"], missed[str(row["id"])]) for row in rows]
    return [broken for broken in found if sites is None or broken.shortage.site in sites]


async def broken_everywhere() -> dict[UUID, list[BrokenRelease]]:
    """The same for each day on which people can be released, by day; without the days where every release holds."""
    async with reading() as c:
        slugs = await c.fetch("select slug from day where phase = any($1) order by id", list(rules.PHASES))
    found = {}
    for row in slugs:
        if (day := await days_store.find_day(row["slug"])) and (broken := await broken_releases(day)):
            found[day.id] = broken
    return found


async def bound_releases(day_id: UUID) -> set[str]:
    """Whom their managers released on the condition that cover is kept: not by an override."""
    async with reading() as c:
        rows = await c.fetch(
            """select s.person::text from sign_up s left join decision d on d.day = s.day and d.person = s.person
                where s.day = $1 and s.state = 'released' and d.override is null""",
            day_id,
        )
    return {row["person"] for row in rows}


async def standing_moves(day_id: UUID) -> list[Move]:
    """The published plan's moves, less those of people who have left, are released or are off work then."""
    async with reading() as c:
        rows = await c.fetch(
            """select m.person::text, m.site, m.role, m.starts_at, m.ends_at
                 from cover_move m join plan l on l.id = m.plan join person p on p.id = m.person and p.is_active
                where l.day = $1 and l.state = 'published'
                  and not exists (select from sign_up s
                                   where s.day = $1 and s.person = m.person and s.state = 'released')
                  and not exists (select from unavailable u where u.person = m.person
                                     and u.starts_at < m.ends_at and u.ends_at > m.starts_at)
                order by m.id""",
            day_id,
        )
    return [Move(*row) for row in rows]


async def hold_dates(day: Day) -> None:
    """Dates and sites stay once somebody is released or a plan is published for them. Raises DatesHoldReleases."""
    async with reading() as c:
        people, is_published = await c.fetchrow(
            """select (select count(*) from sign_up where day = $1 and state = 'released'),
                      exists (select from plan where day = $1 and state = 'published')""",
            day.id,
        )
    if people or is_published:
        raise plan_rules.DatesHoldReleases(people)
