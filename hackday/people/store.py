"""Queries about people, sites, links and sessions."""

from datetime import datetime, timedelta
from uuid import UUID

from hackday.database import reading
from hackday.people.schemas import Actor, Me, Site

_ACTOR = "p.id, p.name, p.email, p.site, s.time_zone, p.locale, p.is_admin"


async def actor_by_email(email: str) -> Actor | None:
    async with reading() as c:
        row = await c.fetchrow(
            f"select {_ACTOR} from person p join site s on s.name = p.site where p.email = $1 and p.is_active",
            email.strip().lower(),
        )
    return Actor(*row) if row else None


async def actor_by_session(token_hash: bytes, *, now: datetime, idle: timedelta) -> Actor | None:
    """Who a live session belongs to; also notes, at most once a minute, that it was seen."""
    async with reading() as c:
        row = await c.fetchrow(
            f"""with seen as (
                  update session set seen_at = $2
                   where token_hash = $1 and revoked_at is null and expires_at > $2
                     and seen_at > $3 and seen_at < $2 - interval '1 minute')
                select {_ACTOR}, x.token_hash
                  from session x join person p on p.id = x.person join site s on s.name = p.site
                 where x.token_hash = $1 and x.revoked_at is null and x.expires_at > $2
                   and x.seen_at > $3 and p.is_active""",
            token_hash, now, now - idle,
        )  # fmt: skip
    return Actor(*row) if row else None


async def me(person_id: UUID) -> Me:
    async with reading() as c:
        row = await c.fetchrow(
            f"""select {_ACTOR}, exists (select from person r where r.manager = p.id)
                  from person p join site s on s.name = p.site where p.id = $1""",
            person_id,
        )
    return Me(*row)


async def hold_person(person_id: UUID) -> None:
    """Nobody else who holds this person goes on until the transaction ends."""
    async with reading() as c:
        await c.execute("select from person where id = $1 for no key update", person_id)


async def count_links(person_id: UUID, *, since: datetime) -> int:
    async with reading() as c:
        return int(
            await c.fetchval(
                "select count(*) from sign_in_link where person = $1 and created_at > $2", person_id, since
            )
        )


async def add_link(person_id: UUID, token_hash: bytes, *, now: datetime, expires_at: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "insert into sign_in_link (token_hash, person, created_at, expires_at) values ($1, $2, $3, $4)",
            token_hash, person_id, now, expires_at,
        )  # fmt: skip


async def spend_link(token_hash: bytes, *, now: datetime) -> UUID | None:
    """Use a link up; exactly one of many who try at once gets the person."""
    async with reading() as c:
        person: UUID | None = await c.fetchval(
            """update sign_in_link set used_at = $2 from person p
                where token_hash = $1 and used_at is null and expires_at > $2
                  and p.id = person and p.is_active
            returning person""",
            token_hash, now,
        )  # fmt: skip
    return person


async def add_session(
    person_id: UUID, token_hash: bytes, *, user_agent: str, now: datetime, expires_at: datetime
) -> None:
    async with reading() as c:
        await c.execute(
            """insert into session (token_hash, person, user_agent, created_at, seen_at, expires_at)
               values ($1, $2, $3, $4, $4, $5)""",
            token_hash, person_id, user_agent[:200], now, expires_at,
        )  # fmt: skip


async def revoke_session(token_hash: bytes, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "update session set revoked_at = $2 where token_hash = $1 and revoked_at is null", token_hash, now
        )


async def set_admin(person_id: UUID, *, is_admin: bool) -> None:
    async with reading() as c:
        await c.execute("update person set is_admin = $2 where id = $1", person_id, is_admin)


async def sites() -> list[Site]:
    async with reading() as c:
        return [Site(*row) for row in await c.fetch("select name, time_zone from site order by name")]
