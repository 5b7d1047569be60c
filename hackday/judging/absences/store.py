"""Queries about visits in vain."""

from uuid import UUID

from hackday.database import reading

FLAGS = """(select count(*) from absence x where x.project = p.id and not exists (
    select from score where project = x.project and judge = x.judge))"""
"""Of the project `p`."""


async def flag(day_id: UUID, judge: UUID, project_id: UUID) -> bool:
    """Note it and put the visit at the end of the judge's list; false when it was flagged before."""
    async with reading() as c:
        is_new = await c.fetchval(
            """insert into absence (id, project, judge) values (uuidv7(), $1, $2)
               on conflict do nothing returning true""",
            project_id, judge,
        )  # fmt: skip
        if is_new:
            await c.execute(
                """update assignment
                      set position = 1 + (select max(position) from assignment where day = $1 and judge = $2)
                    where day = $1 and judge = $2 and project = $3""",
                day_id, judge, project_id,
            )  # fmt: skip
    return bool(is_new)


async def count(project_id: UUID) -> int:
    """Judges who found nobody and have not scored the project since."""
    async with reading() as c:
        return int(await c.fetchval(f"select {FLAGS} from project p where p.id = $1", project_id))


async def clear(project_id: UUID, judge: UUID | None = None) -> int:
    """Forget the flags of a project, or one judge's; how many there were."""
    async with reading() as c:
        rows = await c.fetch(
            "delete from absence where project = $1 and ($2::uuid is null or judge = $2) returning id",
            project_id, judge,
        )  # fmt: skip
    return len(rows)


async def team_and_title(day_id: UUID, project_id: UUID) -> tuple[str, str] | None:
    async with reading() as c:
        row = await c.fetchrow(
            "select t.name, p.title from project p join team t on t.id = p.team where p.day = $1 and p.id = $2",
            day_id, project_id,
        )  # fmt: skip
    return (row[0], row[1]) if row else None
