"""What is known about those who would take a shift: who they are, all that they work around it, who is off."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from hackday.database import reading
from hackday.release.swaps.schemas import Off, Worker
from hackday.release.wire import RosteredShift


class Known(Struct, frozen=True):
    id: UUID
    name: str
    manager: UUID | None


_WORKER = """
  select p.id, p.name, p.site, p.roles, p.is_active,
         coalesce(s.state = 'released' or (s.state = 'wanted' and e.goes), false) as goes
    from person p left join sign_up s on s.person = p.id and s.day = $1
    left join plan l on l.day = $1 and l.state = 'published'
    left join plan_entry e on e.plan = l.id and e.person = p.id"""


async def hold_people(people: Collection[UUID]) -> None:
    """Whoever gives these people work waits for each other, so that no two shifts break one rest together.

    Taken after the sites, always in the same order.
    """
    async with reading() as c:
        for person in sorted(people):
            await c.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"work:{person}")


async def workers(day_id: UUID, people: Collection[UUID]) -> dict[UUID, Worker]:
    async with reading() as c:
        rows = await c.fetch(f"{_WORKER} where p.id = any($2)", day_id, list(people))
    return {row["id"]: msgspec.convert(dict(row), Worker) for row in rows}


async def qualified(day_id: UUID, site: str, role: str) -> list[Worker]:
    """Of this site; who offered to step in and has not used it up comes first."""
    async with reading() as c:
        rows = await c.fetch(
            f"""{_WORKER} left join cover_offer o on o.day = $1 and o.person = p.id
                 where p.site = $2 and $3 = any(p.roles) and p.is_active
                 order by coalesce(o.extra_shifts, 0) > ({_USED.format(person="p.id")}) desc, p.name, p.id""",
            day_id, site, role,
        )  # fmt: skip
    return [msgspec.convert(dict(row), Worker) for row in rows]


async def work(
    people: Collection[UUID], since: datetime, until: datetime, *, besides: UUID | None = None
) -> dict[UUID, list[RosteredShift]]:
    """All that they work then: the rota as it is, what they have taken or would give in return, and planned moves.

    `besides` is an open shift that does not count, since it is the one in question.
    """
    async with reading() as c:
        rows = await c.fetch(
            """select x.person, x.site, z.time_zone, x.role, x.starts_at, x.ends_at from (
                 select id, person, site, role, starts_at, ends_at from working_shift where person = any($1)
                 union all
                 select id, taker, site, role, starts_at, ends_at from open_shift
                  where state = 'taken' and taker = any($1)
                 union all
                 select o.id, o.giver, s.site, s.role, s.starts_at, s.ends_at
                   from open_shift o join shift s on s.id = o.return_shift
                  where o.state = 'taken' and o.giver = any($1)
                 union all
                 select m.id, m.person, m.site, m.role, m.starts_at, m.ends_at
                   from cover_move m join plan l on l.id = m.plan
                  where l.state = 'published' and m.person = any($1)) x
                 join site z on z.name = x.site
                where x.starts_at < $3 and x.ends_at > $2 and x.id is distinct from $4""",
            list(people), since, until, besides,
        )  # fmt: skip
    found: dict[UUID, list[RosteredShift]] = defaultdict(list)
    for person, *shift in rows:
        found[person].append(RosteredShift(*shift))
    return found


async def off(people: Collection[UUID], since: datetime, until: datetime) -> dict[UUID, list[Off]]:
    """When they are off work in this time."""
    async with reading() as c:
        rows = await c.fetch(
            """select person, starts_at, ends_at from unavailable
                where person = any($1) and starts_at < $3 and ends_at > $2""",
            list(people), since, until,
        )  # fmt: skip
    found: dict[UUID, list[Off]] = defaultdict(list)
    for person, *times in rows:
        found[person].append(Off(*times))
    return found


_USED = """(select count(*) from cover_move m join plan u on u.id = m.plan
             where u.day = $1 and u.state = 'published' and m.person = {person})
         + (select count(*) from open_shift t
             where t.day = $1 and t.taker = {person} and t.state in ('taken', 'confirmed'))"""


async def offer(day_id: UUID, person: UUID) -> tuple[int, int]:
    """How many shifts somebody would take over, and how many of them are planned or taken."""
    async with reading() as c:
        row = await c.fetchrow(
            f"""select coalesce((select extra_shifts from cover_offer where day = $1 and person = $2), 0) as offered,
                       {_USED.format(person="$2")} as used""",
            day_id, person,
        )  # fmt: skip
    return row["offered"], row["used"]


async def planned_by(day_id: UUID, site: str) -> list[UUID]:
    """The day's planners of this site; organisers where it has none."""
    async with reading() as c:
        rows = await c.fetch(
            """select r.person, r.role from day_role r where r.day = $1 and (r.role = 'organiser' or (
                  r.role = 'planner' and (not exists (select from planner_site s where s.day_role = r.id)
                    or exists (select from planner_site s where s.day_role = r.id and s.site = $2))))""",
            day_id, site,
        )  # fmt: skip
    planners = [row["person"] for row in rows if row["role"] == "planner"]
    return planners or [row["person"] for row in rows]


async def people(ids: Collection[UUID]) -> dict[UUID, Known]:
    async with reading() as c:
        rows = await c.fetch("select id, name, manager from person where id = any($1)", list(ids))
    return {row["id"]: Known(*row) for row in rows}
