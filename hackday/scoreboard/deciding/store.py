"""Queries about awards, confirmations, counts, and the export."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hackday.database import reading
from hackday.judging.rubrics.store import RUBRIC_OF
from hackday.scoreboard.deciding.schemas import Award, AwardDraft, Confirmed


async def awards(day_id: UUID) -> tuple[Award, ...]:
    async with reading() as c:
        rows = await c.fetch(
            """select a.category, a.project, t.name, p.title, a.citation
                 from award a join project p on p.id = a.project join team t on t.id = p.team
                where a.day = $1 order by a.position""",
            day_id,
        )
    return tuple(Award(*row) for row in rows)


async def set_awards(day_id: UUID, drafts: Sequence[AwardDraft]) -> int | None:
    """Replace them all; the place of a project that is not of this day, else None."""
    async with reading() as c:
        known = {
            r["id"] for r in await c.fetch("select id from project where day = $1 and state = 'handed_in'", day_id)
        }
        for place, draft in enumerate(drafts):
            if draft.project not in known:
                return place
        await c.execute("delete from award where day = $1", day_id)
        await c.executemany(
            """insert into award (id, day, category, project, citation, position)
               values (uuidv7(), $1, $2, $3, $4, $5)""",
            [
                (day_id, draft.category.strip(), draft.project, draft.citation.strip(), place)
                for place, draft in enumerate(drafts)
            ],
        )
    return None


async def confirmed(day_id: UUID, digest: str) -> tuple[Confirmed, ...]:
    """Who stands for the result of this digest."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.name, n.confirmed_at, exists (
                      select from day_role where day = $1 and person = p.id and role = 'organiser')
                 from result_confirmation n join person p on p.id = n.person
                where n.day = $1 and n.digest = $2 order by n.confirmed_at""",
            day_id, digest,
        )  # fmt: skip
    return tuple(Confirmed(*row) for row in rows)


async def confirm(day_id: UUID, person: UUID, digest: str, *, now: datetime) -> bool:
    """False when this person has confirmed it before."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """insert into result_confirmation (id, day, person, digest, confirmed_at)
                   values (uuidv7(), $1, $2, $3, $4) on conflict do nothing returning true""",
                day_id, person, digest, now,
            )
        )  # fmt: skip


async def recounted_at(day_id: UUID, digest: str) -> datetime | None:
    async with reading() as c:
        at: datetime | None = await c.fetchval(
            "select counted_at from recount where day = $1 and digest = $2", day_id, digest
        )
    return at


async def add_recount(day_id: UUID, digest: str, *, by: UUID, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            """insert into recount (id, day, digest, counted_by, counted_at) values (uuidv7(), $1, $2, $3, $4)
               on conflict (day, digest) do nothing""",
            day_id, digest, by, now,
        )  # fmt: skip


async def projects(day_id: UUID, ids: Sequence[str]) -> list[dict[str, Any]]:
    """These projects, each with the rubric that asks about it."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select p.id::text as id, t.name as team, p.title, h.track, {RUBRIC_OF}::text as rubric
                  from project p join team t on t.id = p.team join challenge h on h.id = t.challenge
                 where p.day = $1 and p.id::text = any($2) order by p.id""",
            day_id, ids,
        )  # fmt: skip
    return [dict(row) for row in rows]


async def sheets(day_id: UUID) -> list[dict[str, Any]]:
    """Every version of every sheet."""
    async with reading() as c:
        rows = await c.fetch(
            """select project::text, judge::text, rubric::text, version, points, accepted_at from score
                where day = $1 order by project, judge, version""",
            day_id,
        )
    return [dict(row) for row in rows]


async def excluded(day_id: UUID) -> list[tuple[str, str]]:
    """(project, judge) of declared and set conflicts."""
    async with reading() as c:
        rows = await c.fetch(
            """select distinct project::text, judge::text from conflict_of_interest
                where day = $1 and lifted_at is null order by 1, 2""",
            day_id,
        )
    return [(row[0], row[1]) for row in rows]
