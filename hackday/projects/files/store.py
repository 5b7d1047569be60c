"""Queries about the files of projects."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.projects.files.schemas import FileChange, ProjectFile
from hackday.storage.files import Stored
from hackday.storage.serving import Served


async def files(project_id: UUID) -> list[ProjectFile]:
    """In the order in which they are shown: the first picture stands for the project."""
    async with reading() as c:
        rows = await c.fetch(
            """select id, kind, name, content_type, size, caption
                 from project_file where project = $1 order by place, id""",
            project_id,
        )
    return [msgspec.convert(dict(row), ProjectFile) for row in rows]


async def served(project_id: UUID, file_id: UUID) -> Served | None:
    async with reading() as c:
        row = await c.fetchrow(
            "select key, name, content_type, size, sha256 from project_file where project = $1 and id = $2",
            project_id, file_id,
        )  # fmt: skip
    return Served(**row) if row else None


async def add(project_id: UUID, name: str, stored: Stored, person: UUID, *, now: datetime) -> None:
    """Behind all others."""
    async with reading() as c:
        await c.execute(
            """insert into project_file
                 (id, project, kind, name, content_type, size, sha256, key, added_by, added_at, place)
               select uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce(max(place), 0) + 1
                 from project_file where project = $1""",
            project_id, stored.kind.family, name, stored.kind.media, stored.size, stored.sha256, stored.key, person,
            now,
        )  # fmt: skip


async def change(project_id: UUID, file_id: UUID, change: FileChange) -> None:
    caption = None if change.caption is msgspec.UNSET else change.caption.strip()
    async with reading() as c:
        await c.execute(
            """update project_file set caption = coalesce($3, caption),
                 place = case when $4 then (select min(place) - 1 from project_file where project = $1) else place end
                where project = $1 and id = $2""",
            project_id, file_id, caption, change.is_cover is True,
        )  # fmt: skip


async def remove(file_id: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from project_file where id = $1", file_id)


async def claimed(keys: list[str]) -> set[str]:
    async with reading() as c:
        return {row["key"] for row in await c.fetch("select key from project_file where key = any($1)", keys)}
