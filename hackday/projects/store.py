"""Queries about projects."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from hackday.database import reading
from hackday.projects.schemas import Project, ProjectDraft

_PROJECT = """p.id, p.team as team_id, t.name as team, c.title as challenge, c.slug as challenge_slug, c.track,
    p.title, p.summary, p.links, p.place, p.state, p.handed_in_at, p.version, p.changed_at
  from project p join team t on t.id = p.team join challenge c on c.id = t.challenge"""


def _project(row: asyncpg.Record) -> Project:
    return msgspec.convert(dict(row), Project)


async def team_of(day_id: UUID, person_id: UUID) -> tuple[UUID, str] | None:
    """Id and name of the team that the person is in."""
    async with reading() as c:
        row = await c.fetchrow(
            """select t.id, t.name from membership m join team t on t.id = m.team
                where m.day = $1 and m.person = $2 and m.left_at is null""",
            day_id, person_id,
        )  # fmt: skip
    return (row["id"], row["name"]) if row else None


async def project_of_team(team_id: UUID) -> Project | None:
    async with reading() as c:
        row = await c.fetchrow(f"select {_PROJECT} where p.team = $1", team_id)
    return _project(row) if row else None


async def hold_project(team_id: UUID) -> Project | None:
    """As `project_of_team`; nobody else in the team changes it until the transaction ends."""
    async with reading() as c:
        await c.execute("select from project where team = $1 for no key update", team_id)
    return await project_of_team(team_id)


async def project(day_id: UUID, project_id: UUID) -> Project | None:
    async with reading() as c:
        row = await c.fetchrow(f"select {_PROJECT} where p.day = $1 and p.id = $2", day_id, project_id)
    return _project(row) if row else None


async def handed_in(
    day_id: UUID, *, search: str, track: str, challenge: str, after: UUID | None, limit: int
) -> list[Project]:
    """Handed-in projects in order of their ids; `search` looks at title, summary and team."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select {_PROJECT}
                 where p.day = $1 and p.state = 'handed_in' and t.state <> 'disbanded'
                   and ($2 = '' or p.title || ' ' || p.summary || ' ' || t.name ilike '%' || $2 || '%')
                   and ($3 = '' or c.track = $3) and ($4 = '' or c.slug = $4)
                   and ($5::uuid is null or p.id > $5)
                 order by p.id limit $6""",
            day_id, _like(search), track, challenge, after, limit,
        )  # fmt: skip
    return [_project(row) for row in rows]


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def save_draft(day_id: UUID, team_id: UUID, draft: ProjectDraft, *, now: datetime) -> bool:
    """Write the draft over the version that it began with; False when somebody was faster."""
    async with reading() as c:
        links = msgspec.to_builtins(draft.links)
        done = await c.fetchval(
            """insert into project (id, day, team, title, summary, links, changed_at)
               select uuidv7(), $1, $2, $3, $4, $5, $6 where $7 = 0
               on conflict (team) do nothing returning 1"""
            if draft.version == 0
            else """update project set title = $3, summary = $4, links = $5, changed_at = $6, version = version + 1
                     where day = $1 and team = $2 and version = $7 returning 1""",
            day_id, team_id, draft.title, draft.summary, links, now, draft.version,
        )  # fmt: skip
    return bool(done)


async def hand_in(project_id: UUID, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "update project set state = 'handed_in', handed_in_at = coalesce(handed_in_at, $2) where id = $1",
            project_id, now,
        )  # fmt: skip


async def take_back(project_id: UUID) -> None:
    async with reading() as c:
        await c.execute("update project set state = 'draft', handed_in_at = null where id = $1", project_id)


async def set_place(day_id: UUID, project_id: UUID, place: str) -> bool:
    async with reading() as c:
        return bool(
            await c.fetchval(
                "update project set place = $3 where day = $1 and id = $2 returning 1", day_id, project_id, place
            )
        )


async def judging_starts_at(day_id: UUID) -> datetime | None:
    async with reading() as c:
        at: datetime | None = await c.fetchval(
            "select starts_at from phase_time where day = $1 and phase = 'judging' and done_at is null", day_id
        )
    return at
