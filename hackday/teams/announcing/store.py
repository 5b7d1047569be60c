"""Queries about announcements."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from hackday.challenges.markdown import to_html
from hackday.database import reading
from hackday.teams.announcing.schemas import Announcement, Audience

Eyes = tuple[UUID, bool, str]
"""Of a reader: id, whether they organise the day, address."""
LISTED = 100
"""The most that are shown at once; a day has a dozen."""

_MAY_CHANGE = "($2 or c.sponsor_email <> '' and lower(c.sponsor_email) = $3)"
_ONE = f"""
    select a.id, a.title, a.body, c.slug challenge, coalesce(c.title, '') challenge_title,
           coalesce(p.name, '') made_by_name, a.made_at, a.changed_at, a.withdrawn_at, a.version,
           a.withdrawn_at is null and coalesce(s.version, 0) < a.version is_unread,
           coalesce({_MAY_CHANGE}, false) may_change
      from announcement a
      left join challenge c on c.id = a.challenge
      left join person p on p.id = a.made_by
      left join announcement_seen s on s.announcement = a.id and s.person = $1
     where a.day = $4
       and (coalesce({_MAY_CHANGE}, false) or a.withdrawn_at is null and (a.challenge is null or exists (
            select from membership m join team t on t.id = m.team
             where m.person = $1 and m.left_at is null and t.challenge = a.challenge)))"""


def _announcement(row: asyncpg.Record) -> Announcement:
    return msgspec.convert({**row, "body_html": to_html(row["body"])}, Announcement)


async def listed(day_id: UUID, eyes: Eyes) -> list[Announcement]:
    """What the reader may see, the newest first."""
    async with reading() as c:
        rows = await c.fetch(f"{_ONE} order by a.id desc limit {LISTED}", *eyes, day_id)
    return [_announcement(row) for row in rows]


async def audiences(day_id: UUID, eyes: Eyes) -> list[Audience]:
    """Challenges whose teams the reader may tell something, by title."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select c.slug, c.title, count(m.person)
                  from challenge c left join team t on t.challenge = c.id
                  left join membership m on m.team = t.id and m.left_at is null
                 where c.day = $4 and c.state in ('published', 'closed') and $1::uuid is not null and {_MAY_CHANGE}
                 group by c.id order by lower(c.title)""",
            *eyes, day_id,
        )  # fmt: skip
    return [Audience(*row) for row in rows]


async def find(day_id: UUID, eyes: Eyes, announcement_id: UUID) -> Announcement | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_ONE} and a.id = $5", *eyes, day_id, announcement_id)
    return _announcement(row) if row else None


async def add(day_id: UUID, challenge_id: UUID | None, title: str, body: str, *, made_by: UUID, now: datetime) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into announcement (id, day, challenge, title, body, version, made_by, made_at)
               values (uuidv7(), $1, $2, $3, $4, 1, $5, $6) returning id""",
            day_id, challenge_id, title, body, made_by, now,
        )  # fmt: skip
    return made


async def change(announcement_id: UUID, title: str, body: str, *, version: int, now: datetime) -> bool:
    """False when it has another version by now."""
    async with reading() as c:
        done: str = await c.execute(
            """update announcement set title = $2, body = $3, changed_at = $5, version = version + 1
                where id = $1 and version = $4""",
            announcement_id, title, body, version, now,
        )  # fmt: skip
    return done.endswith(" 1")


async def set_withdrawn(announcement_id: UUID, at: datetime | None) -> bool:
    """False when it is so already."""
    async with reading() as c:
        done: str = await c.execute(
            """update announcement set withdrawn_at = $2::timestamptz
                where id = $1 and (withdrawn_at is null) <> ($2::timestamptz is null)""",
            announcement_id, at,
        )  # fmt: skip
    return done.endswith(" 1")


async def mark_seen(person_id: UUID, announcement_ids: list[UUID]) -> None:
    async with reading() as c:
        await c.execute(
            """insert into announcement_seen (id, announcement, person, version)
               select uuidv7(), id, $1, version from announcement where id = any($2)
               on conflict (announcement, person) do update set version = excluded.version""",
            person_id, announcement_ids,
        )  # fmt: skip


async def members(challenge_id: UUID) -> list[UUID]:
    """Who is in a team of the challenge now."""
    async with reading() as c:
        rows = await c.fetch(
            """select distinct m.person from membership m join team t on t.id = m.team
                where t.challenge = $1 and m.left_at is null""",
            challenge_id,
        )
    return [row["person"] for row in rows]
