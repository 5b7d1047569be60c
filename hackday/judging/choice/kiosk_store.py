"""Queries about kiosks and codes. What is told outside is kept as a hash."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.judging.choice.schemas import Kiosk

_KIOSK = "id, name, made_at, revoked_at"


async def kiosks(day_id: UUID) -> tuple[Kiosk, ...]:
    """Also revoked ones, the newest first."""
    async with reading() as c:
        rows = await c.fetch(f"select {_KIOSK} from kiosk where day = $1 order by id desc", day_id)
    return tuple(Kiosk(*row) for row in rows)


async def add_kiosk(day_id: UUID, name: str, token_hash: bytes, *, by: UUID, now: datetime) -> Kiosk:
    async with reading() as c:
        row = await c.fetchrow(
            f"""insert into kiosk (id, day, name, token_hash, made_by, made_at) values (uuidv7(), $1, $2, $3, $4, $5)
                returning {_KIOSK}""",
            day_id, name, token_hash, by, now,
        )  # fmt: skip
    return Kiosk(*row)


async def revoke_kiosk(day_id: UUID, kiosk_id: UUID, *, now: datetime) -> Kiosk | None:
    """None: not there. Revoking twice changes nothing."""
    async with reading() as c:
        row = await c.fetchrow(
            f"""update kiosk set revoked_at = coalesce(revoked_at, $3) where day = $1 and id = $2
                returning {_KIOSK}""",
            day_id, kiosk_id, now,
        )  # fmt: skip
    return Kiosk(*row) if row else None


class LiveKiosk(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    misses: int
    misses_since: datetime | None


async def find_kiosk(day_id: UUID, token_hash: bytes) -> LiveKiosk | None:
    async with reading() as c:
        row = await c.fetchrow(
            """select id, name, misses, misses_since from kiosk
                where day = $1 and token_hash = $2 and revoked_at is null""",
            day_id, token_hash,
        )  # fmt: skip
    return LiveKiosk(*row) if row else None


async def hold_kiosk(day_id: UUID, token_hash: bytes) -> LiveKiosk | None:
    """As `find_kiosk`; whoever else reads a code there waits, so that many guesses at once are counted too."""
    async with reading() as c:
        await c.execute("select from kiosk where token_hash = $1 for no key update", token_hash)
    return await find_kiosk(day_id, token_hash)


async def count_miss(kiosk_id: UUID, *, now: datetime, window: timedelta) -> None:
    async with reading() as c:
        await c.execute(
            """update kiosk set misses = case when misses_since > $2 then misses + 1 else 1 end,
                                misses_since = case when misses_since > $2 then misses_since else $3 end
                where id = $1""",
            kiosk_id, now - window, now,
        )  # fmt: skip


async def code_made_at(day_id: UUID, person: UUID) -> datetime | None:
    """Of the person's own code."""
    async with reading() as c:
        at: datetime | None = await c.fetchval(
            "select made_at from ballot_code where day = $1 and person = $2 and not is_printed", day_id, person
        )
    return at


async def put_codes(day_id: UUID, hashes: Sequence[tuple[UUID, bytes]], *, is_printed: bool, now: datetime) -> None:
    """(person, hash) of each; the code before dies."""
    async with reading() as c:
        await c.execute(
            """insert into ballot_code (id, day, person, is_printed, code_hash, made_at)
               select uuidv7(), $1, person, $4, hash, $5 from unnest($2::uuid[], $3::bytea[]) as n (person, hash)
               on conflict (day, person, is_printed) do update set code_hash = excluded.code_hash, made_at = $5""",
            day_id, [person for person, _ in hashes], [code for _, code in hashes], is_printed, now,
        )  # fmt: skip


async def drop_printed(day_id: UUID, person: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from ballot_code where day = $1 and person = $2 and is_printed", day_id, person)


async def owner(day_id: UUID, code_hash: bytes) -> tuple[UUID, str] | None:
    """Id and name of the active person whom a live code stands for."""
    async with reading() as c:
        row = await c.fetchrow(
            """select p.id, p.name from ballot_code k join person p on p.id = k.person
                where k.day = $1 and k.code_hash = $2 and p.is_active""",
            day_id, code_hash,
        )  # fmt: skip
    return (row[0], row[1]) if row else None


class Employee(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    department: str
    site: str


async def people_to_print(
    day_id: UUID, *, person: UUID | None, site: str, department: str, again: bool
) -> list[Employee]:
    """Active people by name; without `again` only those who have no printed code, but always one named person."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.name, p.department, p.site from person p
                where p.is_active and case when $2::uuid is not null then p.id = $2
                      else p.site = $3 and ($4 = '' or p.department = $4) and ($5 or not exists (
                           select from ballot_code k where k.day = $1 and k.person = p.id and k.is_printed)) end
                order by p.department, p.name, p.id""",
            day_id, person, site, department, again,
        )  # fmt: skip
    return [Employee(*row) for row in rows]
