"""Queries about attachments."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.challenges.attachments.schemas import Attachment
from hackday.database import reading
from hackday.storage.files import Stored
from hackday.storage.serving import Served

_SHOWN = "id, name, content_type, size, added_at"


async def attachments(challenge_id: UUID) -> list[Attachment]:
    async with reading() as c:
        rows = await c.fetch(f"select {_SHOWN} from attachment where challenge = $1 order by id", challenge_id)
    return [msgspec.convert(dict(row), Attachment) for row in rows]


async def served(challenge_id: UUID, attachment_id: UUID) -> Served | None:
    async with reading() as c:
        row = await c.fetchrow(
            "select key, name, content_type, size, sha256 from attachment where challenge = $1 and id = $2",
            challenge_id, attachment_id,
        )  # fmt: skip
    return Served(**row) if row else None


async def add(challenge_id: UUID, name: str, stored: Stored, person: UUID, *, now: datetime) -> Attachment:
    async with reading() as c:
        row = await c.fetchrow(
            f"""insert into attachment (id, challenge, name, content_type, size, sha256, key, added_by, added_at)
                values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8) returning {_SHOWN}""",
            challenge_id, name, stored.kind.media, stored.size, stored.sha256, stored.key, person, now,
        )  # fmt: skip
    return msgspec.convert(dict(row), Attachment)


async def remove(attachment_id: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from attachment where id = $1", attachment_id)


async def claimed(keys: list[str]) -> set[str]:
    async with reading() as c:
        return {row["key"] for row in await c.fetch("select key from attachment where key = any($1)", keys)}
