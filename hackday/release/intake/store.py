"""Queries of the imports: rota, cover and sign-ups, in sets."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import asyncpg

from hackday.database import reading
from hackday.release.intake.covers import KnownCover
from hackday.release.intake.rota_file import CoverLine, RotaLine
from hackday.release.intake.shifts import KnownShift, Worker
from hackday.release.intake.signups_file import SignUpLine

T = TypeVar("T")
SLICE = 4_000  # rows of one statement: about 10 ms
COMPARING = timedelta(minutes=5)
"""An import that has not asked the database for anything in this time has died."""


async def hold_rota() -> None:
    """One import at a time: shifts are written by imports alone, so no two can overlap unseen.

    Comparing a large rota keeps the transaction idle for seconds; that is not taken for a client that died.
    """
    async with reading() as c:
        await c.execute(f"set local idle_in_transaction_session_timeout = {COMPARING // timedelta(milliseconds=1)}")
        await c.execute("select pg_advisory_xact_lock(hashtext('hackday:rota'))")


async def zones() -> dict[str, str]:
    """Time zone of each site."""
    async with reading() as c:
        return {row["name"]: row["time_zone"] for row in await c.fetch("select name, time_zone from site")}


async def staff() -> dict[str, Worker]:
    """Who works here, by employee number."""
    async with reading() as c:
        rows = await c.fetch("select id, employee_no, roles, name from person where is_active")
    return await asyncio.to_thread(lambda: {row[1]: Worker(row[0], row[1], frozenset(row[2]), row[3]) for row in rows})


async def roles() -> list[str]:
    """Roles of the rota that anybody is qualified for."""
    async with reading() as c:
        rows = await c.fetch("select distinct unnest(roles) as role from person where is_active order by 1")
    return [row["role"] for row in rows]


async def numbers() -> dict[str, str]:
    """Employee number of each address."""
    async with reading() as c:
        return {row["email"]: row["employee_no"] for row in await c.fetch(
            "select email, employee_no from person where is_active")}  # fmt: skip


async def names(employee_numbers: Collection[str]) -> dict[str, str]:
    """Names of those who do or did work here."""
    async with reading() as c:
        rows = await c.fetch("select employee_no, name from person where employee_no = any($1)", list(employee_numbers))
    return {row["employee_no"]: row["name"] for row in rows}


async def people(employee_numbers: Collection[str]) -> list[UUID]:
    async with reading() as c:
        rows = await c.fetch("select id from person where employee_no = any($1)", list(employee_numbers))
    return [row["id"] for row in rows]


async def shifts_of(people: Collection[str]) -> list[KnownShift]:
    """Every shift of the people with these employee numbers."""
    return await _shifts("p.employee_no = any($1)", list(people))


async def shifts_at(sites: Collection[str], since: datetime, until: datetime) -> list[KnownShift]:
    """Every shift at these sites in this stretch of time."""
    return await _shifts("s.site = any($1) and s.starts_at < $3 and s.ends_at > $2", list(sites), since, until)


async def _shifts(condition: str, *values: object) -> list[KnownShift]:
    """In slices, inside a transaction: a rota's worth of rows at once holds everybody up while it is tidied away."""
    found: list[KnownShift] = []
    async with reading() as c:
        cursor = await c.cursor(
            f"""select s.id, p.employee_no, s.site, s.role, s.starts_at, s.ends_at
                  from shift s join person p on p.id = s.person where {condition}""",
            *values,
        )
        while rows := await cursor.fetch(SLICE):
            found += [KnownShift(*row) for row in rows]
    return found


async def put_shifts(rows: Sequence[RotaLine]) -> None:
    """In slices, so that writing a large rota holds nobody else up."""
    async with reading() as c:
        for slice_ in _slices(rows):
            await c.execute(
                """insert into shift (id, person, site, role, starts_at, ends_at)
                   select uuidv7(), p.id, r.site, r.role, r.starts_at, r.ends_at
                     from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
                          as r (employee_no, site, role, starts_at, ends_at)
                     join person p using (employee_no)
                   on conflict (person, starts_at) do update
                      set site = excluded.site, role = excluded.role, ends_at = excluded.ends_at""",
                *([getattr(row, f) for row in slice_] for f in ("employee_no", "site", "role", "starts_at", "ends_at")),
            )


async def remove_shifts(ids: Sequence[UUID]) -> None:
    async with reading() as c:
        await c.execute("delete from shift where id = any($1)", ids)


async def given_cover(sites: Collection[str]) -> list[KnownCover]:
    """Minimums at these sites, those that follow from a rule too."""
    async with reading() as c:
        rows = await c.fetch(
            """select id, site, role, starts_at, ends_at, minimum, rule is not null from cover
                where site = any($1)""",
            list(sites),
        )
    return await asyncio.to_thread(lambda: [KnownCover(*row) for row in rows])


async def put_cover(rows: Sequence[CoverLine]) -> None:
    """Minimums given for their very stretch, whatever the rules say."""
    async with reading() as c:
        for slice_ in _slices(rows):
            await c.execute(
                """insert into cover (id, site, role, starts_at, ends_at, minimum)
                   select uuidv7(), r.* from unnest(
                          $1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::int[]) as r
                   on conflict (site, role, starts_at, ends_at) do update
                      set minimum = excluded.minimum, rule = null""",
                *([getattr(row, f) for row in slice_] for f in ("site", "role", "starts_at", "ends_at", "minimum")),
            )


async def remove_cover(ids: Sequence[UUID]) -> None:
    async with reading() as c:
        await c.execute("delete from cover where id = any($1)", ids)


async def put_sign_ups(day_id: UUID, rows: Sequence[SignUpLine]) -> tuple[int, int]:
    """Sign-ups of those who want to go: added, changed. The state of one that is there is the person's own."""
    async with reading() as c:
        done = await c.fetch(
            """insert into sign_up (id, day, person, party, was_refused)
               select uuidv7(), $1, p.id, r.party, r.was_refused
                 from unnest($2::text[], $3::text[], $4::bool[]) as r (employee_no, party, was_refused)
                 join person p using (employee_no)
               on conflict (day, person) do update set party = excluded.party, was_refused = excluded.was_refused
                  where (sign_up.party, sign_up.was_refused) is distinct from (excluded.party, excluded.was_refused)
               returning old.id is null""",
            day_id, *([getattr(row, f) for row in rows] for f in ("employee_no", "party", "was_refused")),
        )  # fmt: skip
    return _counted(done)


async def put_offers(day_id: UUID, rows: Sequence[SignUpLine]) -> tuple[int, int]:
    async with reading() as c:
        done = await c.fetch(
            """insert into cover_offer (id, day, person, extra_shifts)
               select uuidv7(), $1, p.id, r.extra_shifts
                 from unnest($2::text[], $3::int[]) as r (employee_no, extra_shifts) join person p using (employee_no)
               on conflict (day, person) do update set extra_shifts = excluded.extra_shifts
                  where cover_offer.extra_shifts <> excluded.extra_shifts
               returning old.id is null""",
            day_id, *([getattr(row, f) for row in rows] for f in ("employee_no", "extra_shifts")),
        )  # fmt: skip
    return _counted(done)


async def put_pins(day_id: UUID, rows: Sequence[SignUpLine]) -> tuple[int, int]:
    async with reading() as c:
        done = await c.fetch(
            """insert into pin (id, day, person, kind)
               select uuidv7(), $1, p.id, r.kind
                 from unnest($2::text[], $3::text[]) as r (employee_no, kind) join person p using (employee_no)
               on conflict (day, person) do update set kind = excluded.kind where pin.kind <> excluded.kind
               returning old.id is null""",
            day_id, [row.employee_no for row in rows], [row.pin for row in rows],
        )  # fmt: skip
    return _counted(done)


def _slices(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))


def _counted(done: Sequence[asyncpg.Record]) -> tuple[int, int]:
    """Rows of an upsert as (added, changed)."""
    added = sum(row[0] for row in done)
    return added, len(done) - added
