"""Queries about plans of visits."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.judging.assignment.rules import Judge, Project
from hackday.judging.assignment.schemas import JudgeExpertise, VisitPlanDraft
from hackday.judging.conflicts.store import NAMED


async def judges(day_id: UUID) -> list[Judge]:
    """By id."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.name, p.skills, p.site,
                      array(select track from judge_track where day = $1 and judge = p.id) as tracks
                 from day_role r join person p on p.id = r.person
                where r.day = $1 and r.role = 'judge' and p.is_active order by p.id""",
            day_id,
        )
    return [Judge(r["id"], r["name"], frozenset(r["skills"]), r["site"], frozenset(r["tracks"])) for r in rows]


async def projects(day_id: UUID) -> list[Project]:
    """Every project that was handed in, by id."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.title, t.name, h.track, h.skills, coalesce(k.site, '') as site
                 from project p join team t on t.id = p.team join challenge h on h.id = t.challenge
                 left join person k on k.id = t.captain
                where p.day = $1 and p.state = 'handed_in' and t.state <> 'disbanded' order by p.id""",
            day_id,
        )
    return [Project(r["id"], r["title"], r["name"], r["track"], frozenset(r["skills"]), r["site"]) for r in rows]


async def expertise(day_id: UUID) -> tuple[JudgeExpertise, ...]:
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.name, p.site,
                      array(select track from judge_track where day = $1 and judge = p.id order by track) as tracks,
                      (select count(*) from assignment where day = $1 and judge = p.id) as assigned,
                      (select count(distinct project) from score where day = $1 and judge = p.id) as scored
                 from day_role r join person p on p.id = r.person
                where r.day = $1 and r.role = 'judge' order by p.name, p.id""",
            day_id,
        )
    return tuple(msgspec.convert(dict(row), JudgeExpertise) for row in rows)


async def tracks(day_id: UUID) -> tuple[str, ...]:
    async with reading() as c:
        rows = await c.fetch("select distinct track from challenge where day = $1 order by track", day_id)
    return tuple(row["track"] for row in rows)


async def set_tracks(day_id: UUID, judge: UUID, names: Sequence[str]) -> None:
    async with reading() as c:
        await c.execute("delete from judge_track where day = $1 and judge = $2", day_id, judge)
        await c.executemany(
            "insert into judge_track (id, day, judge, track) values (uuidv7(), $1, $2, $3)",
            [(day_id, judge, name) for name in dict.fromkeys(names)],
        )


async def visits(day_id: UUID) -> set[tuple[UUID, UUID]]:
    """(judge, project) of the lists as they stand."""
    async with reading() as c:
        rows = await c.fetch("select judge, project from assignment where day = $1", day_id)
    return {(row[0], row[1]) for row in rows}


async def scored(day_id: UUID) -> set[tuple[UUID, UUID]]:
    """(judge, project) of every sheet that counts."""
    async with reading() as c:
        rows = await c.fetch(f"select distinct judge, project from score s where day = $1 and not {NAMED}", day_id)
    return {(row[0], row[1]) for row in rows}


async def add_plan(
    day_id: UUID, draft: VisitPlanDraft, visits: object, projects: Sequence[UUID], *, by: UUID, now: datetime
) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into visit_plan (id, day, draft, visits, projects, made_by, made_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6) returning id""",
            day_id, draft, visits, projects, by, now,
        )  # fmt: skip
    return made


class Kept(msgspec.Struct, frozen=True):
    draft: VisitPlanDraft
    visits: list[tuple[UUID, UUID, int | None]]
    projects: list[UUID]


async def plan(day_id: UUID, plan_id: UUID) -> Kept | None:
    """One that was not published."""
    async with reading() as c:
        row = await c.fetchrow(
            "select draft, visits, projects from visit_plan where day = $1 and id = $2 and published_at is null",
            day_id, plan_id,
        )  # fmt: skip
    return msgspec.convert(dict(row), Kept) if row else None


async def last_draft(day_id: UUID) -> VisitPlanDraft | None:
    """Of the plan that was published last."""
    async with reading() as c:
        draft = await c.fetchval(
            """select draft from visit_plan where day = $1 and published_at is not null
                order by published_at desc limit 1""",
            day_id,
        )
    return msgspec.convert(draft, VisitPlanDraft | None)


async def set_published(plan_id: UUID, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute("update visit_plan set published_at = $2 where id = $1", plan_id, now)


async def replace(day_id: UUID, visits: Iterable[tuple[UUID, UUID, int, int | None]], draft: VisitPlanDraft) -> None:
    """The day's lists are now these: (judge, project, position, slot). Who opened a sheet has it open still.

    Where only what must change does, visits that stay keep their place and time, and new ones stand at the end.
    """
    rows = list(visits)
    begins = draft.starts_at
    async with reading() as c:
        await c.execute(
            """delete from assignment a where day = $1 and not exists (
                   select from unnest($2::uuid[], $3::uuid[]) as v (judge, project)
                    where v.judge = a.judge and v.project = a.project)""",
            day_id, [row[0] for row in rows], [row[1] for row in rows],
        )  # fmt: skip
        if draft.keep and begins is None:
            await c.executemany(
                """insert into assignment (id, day, judge, project, position)
                   select uuidv7(), $1, $2, $3, 1 + coalesce(max(position), 0) from assignment
                    where day = $1 and judge = $2 on conflict (judge, project) do nothing""",
                [(day_id, judge, project) for judge, project, _, _ in rows],
            )
            return
        await c.executemany(
            """insert into assignment (id, day, judge, project, position, starts_at)
               values (uuidv7(), $1, $2, $3, $4, $5)
               on conflict (judge, project) do update set position = excluded.position,
                   starts_at = excluded.starts_at""",
            [
                (day_id, judge, project, position,
                 begins + timedelta(minutes=draft.minutes) * slot if begins and slot is not None else None)
                for judge, project, position, slot in rows
            ],
        )  # fmt: skip
