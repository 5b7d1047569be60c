"""Queries about editions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from hackday.challenges.brief import Brief
from hackday.challenges.editions.schemas import Edition
from hackday.database import reading

_EDITION = "e.version, e.note, p.name written_by, e.written_at"


async def keep(
    challenge_id: UUID, version: int, brief: Brief, *, note: str, written_by: UUID | None, now: datetime
) -> None:
    """What readers see from now on; a version that is kept already stays as it is."""
    async with reading() as c:
        await c.execute(
            """insert into challenge_edition (id, challenge, version, content, note, written_by, written_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6) on conflict (challenge, version) do nothing""",
            challenge_id, version, msgspec.to_builtins(brief), note, written_by, now,
        )  # fmt: skip


async def listed(challenge_id: UUID) -> list[Edition]:
    """The newest first."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select {_EDITION} from challenge_edition e left join person p on p.id = e.written_by
                 where e.challenge = $1 order by e.version desc limit 500""",
            challenge_id,
        )
    return [msgspec.convert(dict(row), Edition) for row in rows]


async def pair(challenge_id: UUID, version: int) -> list[tuple[Edition, dict[str, Any]]]:
    """The edition and, if there is one, that before it, each with the fields of its brief."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select {_EDITION}, e.content from challenge_edition e left join person p on p.id = e.written_by
                 where e.challenge = $1 and e.version <= $2 order by e.version desc limit 2""",
            challenge_id, version,
        )  # fmt: skip
    return [(msgspec.convert(dict(row), Edition), row["content"]) for row in rows]
