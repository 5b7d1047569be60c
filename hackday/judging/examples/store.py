"""Queries about the example."""

from typing import Any
from uuid import UUID

from hackday.database import reading
from hackday.judging.examples.schemas import ExampleDraft


async def find(day_id: UUID, judge: UUID) -> dict[str, Any] | None:
    """The day's example: its own columns, what this judge gave as `mine`, and all sheets as `sheets`."""
    async with reading() as c:
        row = await c.fetchrow(
            """select e.id, e.title, e.summary, e.link, e.points, e.reason,
                      (select points from rubric_example_sheet where example = e.id and judge = $2) as mine,
                      array(select points from rubric_example_sheet where example = e.id) as sheets
                 from rubric_example e where e.day = $1""",
            day_id, judge,
        )  # fmt: skip
    return dict(row) if row else None


async def put(day_id: UUID, draft: ExampleDraft) -> bool:
    """Write the example, over one that nobody has scored; false when somebody has."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """insert into rubric_example (id, day, title, summary, link, points, reason)
                   values (uuidv7(), $1, $2, $3, $4, $5, $6)
                   on conflict (day) do update set title = excluded.title, summary = excluded.summary,
                       link = excluded.link, points = excluded.points, reason = excluded.reason
                    where not exists (select from rubric_example_sheet where example = rubric_example.id)
                   returning true""",
                day_id, draft.title, draft.summary, draft.link, draft.points, draft.reason,
            )
        )  # fmt: skip


async def remove(day_id: UUID) -> bool:
    async with reading() as c:
        return bool(await c.fetchval("delete from rubric_example where day = $1 returning true", day_id))


async def add_sheet(example: UUID, judge: UUID, points: dict[str, int]) -> bool:
    """False when this judge has scored it before."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """insert into rubric_example_sheet (id, example, judge, points) values (uuidv7(), $1, $2, $3)
                   on conflict do nothing returning true""",
                example, judge, points,
            )
        )  # fmt: skip
