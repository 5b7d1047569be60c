"""Queries about keys."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.people.keys.schemas import Key, Scope
from hackday.people.schemas import Actor

_KEY = "id, name, scope, made_at, used_at, expires_at"
_LIVE = "revoked_at is null and expires_at > $2"


async def of_person(person: UUID, *, now: datetime) -> list[Key]:
    """Live ones, the newest first."""
    async with reading() as c:
        rows = await c.fetch(f"select {_KEY} from api_key where person = $1 and {_LIVE} order by id desc", person, now)
    return [msgspec.convert(dict(row), Key) for row in rows]


async def add(person: UUID, name: str, scope: Scope, token_hash: bytes, *, now: datetime, expires_at: datetime) -> Key:
    async with reading() as c:
        row = await c.fetchrow(
            f"""insert into api_key (id, person, made_at, name, scope, token_hash, expires_at)
                values (uuidv7(), $1, $2, $3, $4, $5, $6) returning {_KEY}""",
            person, now, name, scope, token_hash, expires_at,
        )  # fmt: skip
    return msgspec.convert(dict(row), Key)


async def revoke(key_id: UUID, person: UUID, *, now: datetime) -> Key | None:
    """None: not there, somebody else's, or dead already."""
    async with reading() as c:
        row = await c.fetchrow(
            f"update api_key set revoked_at = $2 where id = $1 and person = $3 and {_LIVE} returning {_KEY}",
            key_id, now, person,
        )  # fmt: skip
    return msgspec.convert(dict(row), Key) if row else None


async def owner(token_hash: bytes, scope: str, *, now: datetime) -> Actor | None:
    """For whom a live key of this scope acts; notes, at most once a minute, that it was used."""
    async with reading() as c:
        row = await c.fetchrow(
            f"""with used as (
                  update api_key set used_at = $2 where token_hash = $1 and scope = $3 and {_LIVE}
                     and (used_at is null or used_at < $2 - interval '1 minute'))
                select p.id, p.name, p.email, p.site, s.time_zone, p.locale, p.is_admin
                  from api_key k join person p on p.id = k.person join site s on s.name = p.site
                 where k.token_hash = $1 and k.scope = $3 and k.revoked_at is null and k.expires_at > $2
                   and p.is_active""",
            token_hash, now, scope,
        )  # fmt: skip
    return Actor(*row) if row else None
