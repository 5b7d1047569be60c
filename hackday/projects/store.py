"""Queries about projects."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from hackday.challenges.store import prefixes
from hackday.database import reading
from hackday.days.schemas import Day, Phase
from hackday.projects.schemas import Project, ProjectChallenge, ProjectDraft, ProjectFilters

LATE_BY = """case when p.is_late and (x.until is null or p.handed_in_at > x.until)
    then greatest(1, extract(epoch from p.handed_in_at - coalesce(greatest(x.until, (
        select max(at) from phase_move where day = p.day and to_phase = 'judging' and at <= p.handed_in_at)),
        p.handed_in_at))::int) end as late_by"""
"""Of project `p` with extension `x`: seconds after judging began or the extension ended; null: in time."""
_PROJECT = f"""p.id, p.team as team_id, t.name as team, c.title as challenge, c.slug as challenge_slug, c.track,
    coalesce(k.site, '') as site, {LATE_BY},
    p.title, p.summary, p.place,
    coalesce((select jsonb_agg(link || jsonb_build_object('check', p.link_checks -> (link ->> 'url')) order by at)
       from jsonb_array_elements(p.links) with ordinality as l (link, at)), '[]') as links,
    coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'name', f.name, 'size', f.size,
         'content_type', f.content_type, 'caption', f.caption) order by f.place, f.id)
       from project_file f where f.project = p.id), '[]') as files,
    p.state, p.handed_in_at, p.version, p.changed_at
  from project p join team t on t.id = p.team join challenge c on c.id = t.challenge
  left join person k on k.id = t.captain left join extension x on x.team = t.id"""

_FOUND = """$2::varchar is null or $2 <> '' and (
    to_tsvector('simple', regexp_replace(p.title || ' ' || p.summary, '[^[:alnum:]]+', ' ', 'g'))
    || to_tsvector('simple', regexp_replace(t.name, '[^[:alnum:]]+', ' ', 'g'))) @@ to_tsquery('simple', $2)"""
"""Words in the text and the team's name together; a few hundred projects of one day need no index."""


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
    day_id: UUID, *, search: str, track: str, challenge: str, site: str, after: UUID | None, limit: int
) -> list[Project]:
    """Handed-in projects in order of their ids; `search` takes beginnings of words in title, summary and team."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select {_PROJECT}
                 where p.day = $1 and p.state = 'handed_in' and t.state <> 'disbanded'
                   and ({_FOUND})
                   and ($3 = '' or c.track = $3) and ($4 = '' or c.slug = $4) and ($5 = '' or k.site = $5)
                   and ($6::uuid is null or p.id > $6)
                 order by p.id limit $7""",
            day_id, None if not search.strip() else prefixes(search), track, challenge, site, after, limit,
        )  # fmt: skip
    return [_project(row) for row in rows]


async def filters(day_id: UUID) -> ProjectFilters:
    """What handed-in projects can be narrowed by."""
    async with reading() as c:
        rows = await c.fetch(
            """select distinct c.track, c.slug, c.title, coalesce(k.site, '') as site
                 from project p join team t on t.id = p.team join challenge c on c.id = t.challenge
                 left join person k on k.id = t.captain
                where p.day = $1 and p.state = 'handed_in' and t.state <> 'disbanded'""",
            day_id,
        )
    challenges = {row["slug"]: ProjectChallenge(row["slug"], row["title"], row["track"]) for row in rows}
    return ProjectFilters(
        tracks=sorted({row["track"] for row in rows} - {""}),
        sites=sorted({row["site"] for row in rows} - {""}),
        challenges=sorted(challenges.values(), key=lambda challenge: challenge.title.lower()),
    )


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


async def hand_in(project_id: UUID, *, now: datetime, is_late: bool) -> bool:
    """Whether it was a draft; what is handed in already keeps its time."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """update project set state = 'handed_in', handed_in_at = $2, is_late = $3
                    where id = $1 and state = 'draft' returning 1""",
                project_id, now, is_late,
            )
        )  # fmt: skip


async def take_back(project_id: UUID) -> None:
    async with reading() as c:
        await c.execute(
            "update project set state = 'draft', handed_in_at = null, is_late = false where id = $1", project_id
        )


async def set_place(day_id: UUID, project_id: UUID, place: str) -> bool:
    async with reading() as c:
        return bool(
            await c.fetchval(
                "update project set place = $3 where day = $1 and id = $2 returning 1", day_id, project_id, place
            )
        )


async def due(day: Day) -> datetime | None:
    """When judging begins by its set time, if it has one, or began."""
    return day.phase_since if day.phase is Phase.JUDGING else await judging_starts_at(day.id)


async def judging_starts_at(day_id: UUID) -> datetime | None:
    async with reading() as c:
        at: datetime | None = await c.fetchval(
            "select starts_at from phase_time where day = $1 and phase = 'judging' and done_at is null", day_id
        )
    return at
