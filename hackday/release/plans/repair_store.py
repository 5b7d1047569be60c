"""Queries around repairs: who is off work, and a plan that takes the place of the one it repairs."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.release.plans.schemas import OffWork, OffWorkDraft, StaffName
from hackday.release.schemas import FloorMissed, Move
from hackday.release.wire import Why

_OFF = """select u.id, u.person, p.name, p.site, s.time_zone, u.starts_at, u.ends_at
  from unavailable u join person p on p.id = u.person join site s on s.name = p.site"""


async def add_off_work(draft: OffWorkDraft, *, by: UUID, now: datetime) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into unavailable (id, person, starts_at, ends_at, noted_by, noted_at)
               values (uuidv7(), $1, $2, $3, $4, $5) returning id""",
            draft.person, draft.starts_at, draft.ends_at, by, now,
        )  # fmt: skip
    return made


async def find_off_work(off_id: UUID) -> OffWork | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_OFF} where u.id = $1 for update of u", off_id)
    return OffWork(*row) if row else None


async def remove_off_work(off_id: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from unavailable where id = $1", off_id)


async def off_work(since: datetime, until: datetime, sites: Collection[str] | None) -> list[OffWork]:
    """Who is off work at some time between, at these sites or at any."""
    async with reading() as c:
        rows = await c.fetch(
            f"""{_OFF} where u.starts_at < $2 and u.ends_at > $1 and ($3::text[] is null or p.site = any($3))
                 order by u.starts_at, p.name, u.id limit 500""",
            since, until, None if sites is None else list(sites),
        )  # fmt: skip
    return [OffWork(*row) for row in rows]


async def staff_named(text: str, sites: Collection[str] | None, *, limit: int) -> list[StaffName]:
    """Active people at these sites, or any, whose name holds `text`."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.name, p.site, s.time_zone from person p join site s on s.name = p.site
                where is_active and strpos(lower(p.name), lower($1)) > 0 and ($2::text[] is null or p.site = any($2))
                order by strpos(lower(p.name), lower($1)) <> 1, p.name, p.id limit $3""",
            text.strip(), None if sites is None else list(sites), limit,
        )  # fmt: skip
    return [StaffName(*row) for row in rows]


async def home_and_manager(person: UUID) -> tuple[str, UUID | None] | None:
    async with reading() as c:
        row = await c.fetchrow("select site, manager from person where id = $1 and is_active", person)
    return (row["site"], row["manager"]) if row else None


async def volunteers(day_id: UUID) -> dict[str, str]:
    """The state of each sign-up, by person."""
    async with reading() as c:
        rows = await c.fetch("select person::text, state from sign_up where day = $1", day_id)
    return {row["person"]: row["state"] for row in rows}


async def about(day_id: UUID, people: Collection[str]) -> dict[str, tuple[str, str, str | None]]:
    """(name, site, team) of these people, in the order of names."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id::text, p.name, p.site, t.name as team from person p
                 left join membership m on m.person = p.id and m.day = $1 and m.left_at is null
                 left join team t on t.id = m.team where p.id = any($2) order by p.name, p.id""",
            day_id, list(people),
        )  # fmt: skip
    return {row["id"]: (row["name"], row["site"], row["team"]) for row in rows}


async def come_back(day_id: UUID, people: Collection[str], *, now: datetime) -> int:
    """Releases taken back, so that their managers see the wish anew; how many were still released."""
    async with reading() as c:
        done: str = await c.execute(
            """update sign_up set state = 'wanted', changed_at = $3
                where day = $1 and person = any($2) and state = 'released'""",
            day_id, list(people), now,
        )  # fmt: skip
    return int(done.split()[-1])


async def replace_plan(
    base: UUID,
    *,
    seed: int,
    seconds: float,
    by: UUID,
    sites: Collection[str],
    moves: Collection[Move],
    said: Mapping[str, Why | None],
    now: datetime,
) -> UUID:
    """A published plan in place of `base`: `said` of those who go (None) or stay now, and these moves at the sites.

    Everything else as it was, but for entries of people who want to go no more, and the status: nothing is proven of
    it. See `miss_floors` for its floors.
    """
    async with reading() as c:
        await c.execute("update plan set state = 'superseded' where id = $1", base)
        made: UUID = await c.fetchval(
            """insert into plan (id, day, state, seed, started_by, started_at, beat_at, finished_at, published_at,
                                 seconds, solver, status, site_floor, floors_missed, base)
               select uuidv7(), day, 'published', $2, $4, $5, $5, $5, $5, $3, solver, '', site_floor,
                      floors_missed, id from plan where id = $1 returning id""",
            base, seed, seconds, by, now,
        )  # fmt: skip
        await c.execute(
            """insert into plan_entry (id, plan, person, goes, why, draw)
               select uuidv7(), $2, p.id, coalesce(n.goes, e.goes),
                      case when n.person is null then e.why else n.why end, case when n.person is null then e.draw end
                 from (select person, goes, why, draw from plan_entry where plan = $1) e
                 full join (select x.person, x.why is null, x.why::jsonb
                              from unnest($3::uuid[], $4::text[]) x (person, why)) n (person, goes, why)
                   on n.person = e.person
                 join plan l on l.id = $2 join person p on p.id = coalesce(n.person, e.person)
                 join sign_up s on s.day = l.day and s.person = p.id and s.state in ('wanted', 'released')
                order by p.name, p.id""",
            base, made, list(said), [msgspec.json.encode(why).decode() if why else None for why in said.values()],
        )  # fmt: skip
        await c.execute(
            """insert into cover_move (id, plan, person, site, role, starts_at, ends_at)
               select uuidv7(), $2, person, site, role, starts_at, ends_at from cover_move
                where plan = $1 and site <> all($3)""",
            base, made, list(sites),
        )  # fmt: skip
        await c.executemany(
            """insert into cover_move (id, plan, person, site, role, starts_at, ends_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6)""",
            [(made, m.person, m.site, m.role, m.starts_at, m.ends_at) for m in moves],
        )
        await c.execute(
            """update plan set goes = e.goes, stays = e.stays
                 from (select count(*) filter (where goes) as goes, count(*) filter (where not goes) as stays
                         from plan_entry where plan = $1) e where id = $1""",
            made,
        )
    return made


async def floor_of(plan_id: UUID) -> int:
    """The floor of each site that this plan was made with, in per cent."""
    async with reading() as c:
        floor: int = await c.fetchval("select site_floor from plan where id = $1", plan_id)
    return floor


async def miss_floors(plan_id: UUID, missed: Collection[FloorMissed]) -> None:
    async with reading() as c:
        await c.execute("update plan set floors_missed = $2 where id = $1", plan_id, list(missed))
