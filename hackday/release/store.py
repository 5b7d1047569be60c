"""Queries that several parts of a release ask: sites and their locks, who is released, who leaves."""

from collections.abc import Collection, Sequence
from uuid import UUID

from hackday.database import reading
from hackday.release.acting import stand_ins


async def all_sites() -> list[str]:
    async with reading() as c:
        return [row["name"] for row in await c.fetch("select name from site")]


async def hold_sites(day_id: UUID, sites: Collection[str]) -> None:
    """Who decides about cover at these sites waits for each other; always locked in the same order."""
    async with reading() as c:
        for site in sorted(sites):
            await c.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"release:{day_id}:{site}")


async def sites_of(day_id: UUID, people: Sequence[UUID]) -> set[str]:
    """Where these people live, have shifts, or step in by the published plan."""
    async with reading() as c:
        rows = await c.fetch(
            """select site from person where id = any($2) union select site from shift where person = any($2)
               union select m.site from cover_move m join plan l on l.id = m.plan
                where l.day = $1 and l.state = 'published' and m.person = any($2)""",
            day_id, list(people),
        )  # fmt: skip
    return {row["site"] for row in rows}


async def released(day_id: UUID) -> set[str]:
    """Whom a plan has to let go: all who are released, but by an override, who are no part of any plan."""
    async with reading() as c:
        rows = await c.fetch(
            """select s.person::text from sign_up s left join decision d on d.day = s.day and d.person = s.person
                where s.day = $1 and s.state = 'released' and d.override is null""",
            day_id,
        )
    return {row["person"] for row in rows}


async def overridden(day_id: UUID) -> set[str]:
    """Who is released below the minimum."""
    async with reading() as c:
        rows = await c.fetch(
            """select s.person::text from sign_up s join decision d on d.day = s.day and d.person = s.person
                where s.day = $1 and s.state = 'released' and d.override is not null""",
            day_id,
        )
    return {row["person"] for row in rows}


async def leaving(day_id: UUID, people: Sequence[UUID]) -> set[str]:
    """Who of these is released, or planned by the published plan and not answered yet."""
    async with reading() as c:
        rows = await c.fetch(
            """select s.person::text from sign_up s
                 left join plan l on l.day = s.day and l.state = 'published'
                 left join plan_entry e on e.plan = l.id and e.person = s.person
                where s.day = $1 and s.person = any($2)
                  and (s.state = 'released' or (s.state = 'wanted' and e.goes))""",
            day_id, list(people),
        )  # fmt: skip
    return {row["person"] for row in rows}


async def managers_of(people: Sequence[UUID]) -> list[UUID]:
    """Their managers, and who stands in for one of those today."""
    async with reading() as c:
        rows = await c.fetch(
            "select distinct manager from person where id = any($1) and manager is not null", list(people)
        )
    managers = {row["manager"] for row in rows}
    return [*managers, *(await stand_ins(managers) - managers)]


async def hold_sign_ups(day_id: UUID, people: Sequence[UUID]) -> None:
    """Their state as it is now, until the transaction ends."""
    async with reading() as c:
        await c.execute(
            "select from sign_up where day = $1 and person = any($2) order by person for update", day_id, list(people)
        )
