"""Queries of saved mappings, and of the record of imports."""

from uuid import UUID

import asyncpg
import msgspec

from hackday import clock
from hackday.database import reading
from hackday.release.intake.schemas import FileMapping, MappingDraft, PastImport, SavedMapping

_COLUMNS = "m.id, m.name, m.mapping, p.name as saved_by, m.saved_at"


async def mappings(*, may_change: bool) -> list[SavedMapping]:
    async with reading() as c:
        rows = await c.fetch(
            f"select {_COLUMNS} from rota_mapping m left join person p on p.id = m.saved_by order by m.name"
        )
    return [_saved(row, may_change) for row in rows]


async def find_mapping(name: str) -> SavedMapping | None:
    async with reading() as c:
        row = await c.fetchrow(
            f"select {_COLUMNS} from rota_mapping m left join person p on p.id = m.saved_by where m.name = $1", name
        )
    return _saved(row, True) if row else None


async def put_mapping(mapping_id: UUID | None, draft: MappingDraft, *, by: UUID) -> UUID | None:
    """Add one, or rename and replace that with this id. None where the id is not there or the name is taken."""
    async with reading() as c:
        values = (draft.name.strip(), msgspec.to_builtins(draft.mapping), by, clock.now())
        if mapping_id is None:
            made: UUID | None = await c.fetchval(
                """insert into rota_mapping (id, name, mapping, saved_by, saved_at) values (uuidv7(), $1, $2, $3, $4)
                   on conflict (name) do nothing returning id""",
                *values,
            )
            return made
        changed: UUID | None = await c.fetchval(
            """update rota_mapping m set name = $1, mapping = $2, saved_by = $3, saved_at = $4
                where id = $5 and not exists (select from rota_mapping o where o.name = $1 and o.id <> $5)
                returning id""",
            *values, mapping_id,
        )  # fmt: skip
    return changed


async def mapping_name(mapping_id: UUID) -> str | None:
    async with reading() as c:
        name: str | None = await c.fetchval("select name from rota_mapping where id = $1", mapping_id)
    return name


async def remove_mapping(mapping_id: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from rota_mapping where id = $1", mapping_id)


async def past_imports(limit: int, *, by: UUID | None) -> list[PastImport]:
    """The last imports of rota and cover, newest first: of this person, or None for everybody's."""
    async with reading() as c:
        rows = await c.fetch(
            """select e.at, p.name, e.action, e.subject, (e.after->>'added')::int, (e.after->>'changed')::int,
                      (e.after->>'removed')::int
                 from audit_entry e left join person p on p.id = e.actor
                where e.action in ('release.import_rota', 'release.import_cover') and ($2::uuid is null or e.actor = $2)
                order by e.id desc limit $1""",
            limit, by,
        )  # fmt: skip
    return [PastImport(*row) for row in rows]


def _saved(row: asyncpg.Record, may_change: bool) -> SavedMapping:
    return SavedMapping(
        row["id"],
        row["name"],
        msgspec.convert(row["mapping"], FileMapping),
        row["saved_by"],
        row["saved_at"],
        may_change,
    )
