"""Queries about notices."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from hackday.database import reading
from hackday.notices.schemas import Notice, NoticePage


async def add(people: Collection[UUID], *, title: str, body: str, link: str, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            """insert into notice (id, person, title, body, link, created_at)
               select uuidv7(), id, $2, $3, $4, $5 from person where id = any($1) and is_active""",
            list(people), title, body, link, now,
        )  # fmt: skip


async def addresses(people: Collection[UUID]) -> list[str]:
    async with reading() as c:
        rows = await c.fetch("select email from person where id = any($1) and is_active", list(people))
    return [row["email"] for row in rows]


async def page(person_id: UUID, *, after: UUID | None, limit: int) -> NoticePage:
    async with reading() as c:
        rows = await c.fetch(
            """select id, title, body, link, created_at, read_at is not null from notice
                where person = $1 and ($2::uuid is null or id < $2) order by id desc limit $3""",
            person_id, after, limit + 1,
        )  # fmt: skip
        unread = await c.fetchval("select count(*) from notice where person = $1 and read_at is null", person_id)
    notices = [Notice(*row) for row in rows[:limit]]
    return NoticePage(notices, unread, notices[-1].id if len(rows) > limit else None)


async def mark_read(person_id: UUID, *, up_to: UUID, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "update notice set read_at = $3 where person = $1 and id <= $2 and read_at is null",
            person_id, up_to, now,
        )  # fmt: skip
