"""Queries about what a plan says: figures, entries, moves and draws.

`sites` are those that the reader plans: they get no row and no count of elsewhere; None for every site.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hackday.database import reading
from hackday.release.plans.lottery import DrawnPerson, DrawPage, PlanDraw, ticket
from hackday.release.wire import BlockedShift, CoverMove, Entry, PlanSummary, ShortTeam, SiteResult

Sites = Collection[str] | None

_SUMMARY = """
  select l.id, l.state, l.seed, p.name as started_by, l.started_at, l.finished_at, l.published_at, l.objective,
         l.bound, l.gap, l.seconds, l.solver, l.status, l.stop_asked, l.progress, l.failure, l.site_floor,
         l.floors_missed, coalesce(seen.goes, l.goes) as goes, coalesce(seen.stays, l.stays) as stays,
         (select count(*) from cover_move m
           where m.plan = l.id and ($1::text[] is null or m.site = any($1))) as moves
    from plan l left join person p on p.id = l.started_by
    left join lateral (
      select count(*) filter (where e.goes) as goes, count(*) filter (where not e.goes) as stays
        from plan_entry e join person x on x.id = e.person where e.plan = l.id and x.site = any($1)
    ) as seen on $1::text[] is not null"""
MOVE = """
  select m.person, p.name, m.site, s.time_zone, m.role, m.starts_at, m.ends_at
    from cover_move m join person p on p.id = m.person join site s on s.name = m.site"""


def _places(sites: Sites) -> list[str] | None:
    return None if sites is None else list(sites)


def _summary(row: asyncpg.Record, sites: Sites) -> PlanSummary:
    values: dict[str, Any] = dict(row)
    values["floors_missed"] = [m for m in values["floors_missed"] or [] if sites is None or m["site"] in sites]
    if sites is not None:
        values |= {"objective": None, "bound": None, "progress": None}
        if values["failure"]:  # it may name people and shifts of anywhere
            values["failure"] = "Ask who plans every site what went wrong."
    return msgspec.convert(values, PlanSummary)


async def plans(day_id: UUID, sites: Sites) -> list[PlanSummary]:
    """The last runs, newest first."""
    async with reading() as c:
        rows = await c.fetch(f"{_SUMMARY} where l.day = $2 order by l.id desc limit 20", _places(sites), day_id)
    return [_summary(row, sites) for row in rows]


async def find_plan(day_id: UUID, plan_id: UUID, sites: Sites) -> PlanSummary | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_SUMMARY} where l.day = $2 and l.id = $3", _places(sites), day_id, plan_id)
    return _summary(row, sites) if row else None


async def site_results(plan_id: UUID, sites: Sites) -> list[SiteResult]:
    async with reading() as c:
        rows = await c.fetch(
            """select p.site, count(*) filter (where e.goes), count(*) filter (where not e.goes),
                      (select count(*) from cover_move m where m.plan = $1 and m.site = p.site)
                 from plan_entry e join person p on p.id = e.person
                where e.plan = $1 and ($2::text[] is null or p.site = any($2)) group by p.site order by p.site""",
            plan_id, _places(sites),
        )  # fmt: skip
    return [SiteResult(*row) for row in rows]


async def blocked_shifts(plan_id: UUID, sites: Sites) -> list[BlockedShift]:
    """Which stretches keep people back, the worst first."""
    async with reading() as c:
        rows = await c.fetch(
            """select b->>'site', s.time_zone, (b->>'starts_at')::timestamptz, (b->>'ends_at')::timestamptz,
                      b->'roles', count(*)
                 from plan_entry e, jsonb_array_elements(e.why->'blocks') b join site s on s.name = b->>'site'
                where e.plan = $1 and ($2::text[] is null or s.name = any($2))
                group by 1, 2, 3, 4, 5 order by 6 desc, 1, 3 limit 100""",
            plan_id, _places(sites),
        )  # fmt: skip
    return [BlockedShift(*row) for row in rows]


async def short_teams(plan_id: UUID, sites: Sites) -> list[ShortTeam]:
    """Teams that declines and withdrawals left below the size that the published plan had to give them.

    That is their smallest size, or their members of then where they were fewer (`rules.smallest_team`). Who signed
    up since may still go. With `sites` the teams that have a member there.
    """
    async with reading() as c:
        rows = await c.fetch(
            """select * from (
                 select t.id, t.name,
                        count(distinct m.person) filter (where m.left_at is null and (
                          s.state = 'released' or (s.state = 'wanted' and coalesce(e.goes, true)))) as remaining,
                        least(t.min_size, count(distinct e.person)) as minimum,
                        bool_or(m.left_at is null
                          and (s.state = 'released' or (s.state = 'wanted' and e.goes))) as going,
                        $2::text[] is null or exists (
                          select from membership x join person p on p.id = x.person
                           where x.team = t.id and x.left_at is null and p.site = any($2)) as mine
                   from plan l join team t on t.day = l.day
                   join membership m on m.team = t.id and (m.left_at is null or m.left_at > l.started_at)
                   join sign_up s on s.day = l.day and s.person = m.person
                   left join plan_entry e on e.plan = l.id and e.person = m.person
                  where l.id = $1 and l.state = 'published' group by t.id) as counted
                where mine and going and remaining < minimum order by name""",
            plan_id, _places(sites),
        )  # fmt: skip
    return [ShortTeam(*list(row)[:4]) for row in rows]


async def entries(
    plan_id: UUID, sites: Sites, *, search: str, goes: bool | None, site: str | None, after: UUID | None, limit: int
) -> list[Entry]:
    async with reading() as c:
        rows = await c.fetch(
            """select e.id, e.person, p.name, p.site, t.name as team, s.state, e.goes, e.why, e.draw
                 from plan_entry e join plan l on l.id = e.plan join person p on p.id = e.person
                 left join sign_up s on s.person = e.person and s.day = l.day
                 left join membership m on m.person = e.person and m.day = l.day and m.left_at is null
                 left join team t on t.id = m.team
                where e.plan = $1 and ($2 = '' or strpos(lower(p.name), lower($2)) > 0
                        or strpos(lower(coalesce(t.name, '')), lower($2)) > 0)
                  and ($3::bool is null or e.goes = $3) and ($4::text is null or p.site = $4)
                  and ($5::uuid is null or e.id > $5) and ($7::text[] is null or p.site = any($7))
                order by e.id limit $6""",
            plan_id, search, goes, site, after, limit, _places(sites),
        )  # fmt: skip
    return [msgspec.convert(dict(row), Entry) for row in rows]


async def moves(plan_id: UUID, sites: Sites) -> list[CoverMove]:
    async with reading() as c:
        rows = await c.fetch(
            f"{MOVE} where m.plan = $1 and ($2::text[] is null or m.site = any($2)) order by m.starts_at, p.name",
            plan_id, _places(sites),
        )  # fmt: skip
    return [CoverMove(*row) for row in rows]


async def drawn(plan_id: UUID, sites: Sites) -> int:
    async with reading() as c:
        found: int = await c.fetchval(
            """select count(*) from plan_entry e join person p on p.id = e.person
                where e.plan = $1 and e.draw is not null and ($2::text[] is null or p.site = any($2))""",
            plan_id, _places(sites),
        )  # fmt: skip
    return found


async def draws(plan: PlanSummary, sites: Sites, *, after: int | None, limit: int) -> DrawPage:
    """Draws in their order; with `sites` those with somebody there, and only these people of them."""
    async with reading() as c:
        rows = await c.fetch(
            """with placed as (
                 select (e.draw->>'draw')::int as draw, (e.draw->>'size')::int as size,
                        (e.draw->>'places')::int as places, (e.draw->>'place')::int as place,
                        e.person, p.name, p.site, e.goes
                   from plan_entry e join person p on p.id = e.person
                  where e.plan = $1 and e.draw is not null and ($2::text[] is null or p.site = any($2))
                    and ($3::int is null or (e.draw->>'draw')::int > $3))
               select * from placed where draw in (select distinct draw from placed order by draw limit $4)
                order by draw, place""",
            plan.id, _places(sites), after, limit + 1,
        )  # fmt: skip
    found: dict[int, PlanDraw] = {}
    for draw, size, places, place, person, name, site, goes in rows:
        group = found.setdefault(draw, PlanDraw(draw, size, places, []))
        group.people.append(DrawnPerson(person, name, site, place, ticket(plan.seed, person), goes))
    page = list(found.values())[:limit]
    return DrawPage(page, page[-1].draw if len(found) > limit else None)
