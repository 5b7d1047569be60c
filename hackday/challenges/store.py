"""Queries about challenges."""

import re
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from hackday.challenges.brief import Brief
from hackday.challenges.schemas import Challenge, ChallengeDraft, ChallengeFilters, ChallengeState, ChallengeTile
from hackday.database import reading

_TILE = "id, slug, title, summary, sponsor_name, track, sites, skills, team_places, team_count, state"
_OWNER = """(select p.id from person p where p.email = lower(sponsor_email) and p.is_active and (
    exists (select from day d where d.id = challenge.day and d.phase <> 'draft')
    or exists (select from day_role r where r.day = challenge.day and r.person = p.id)))"""
"""Who could come and approve: the sponsor, if on the staff and let into the day."""
_WHOLE = (
    "id, slug, title, summary, sponsor_name, sponsor_email, track, sites, skills, team_places, team_count, state,"
    " body, data, measure, resources, tried, team_min_size, team_max_size, department_most, sites_least,"
    " source, version, published_at, publish_at, approved_at,"
    f" coalesce((select name from person where id = {_OWNER}), '') owner_name,"
    " coalesce((select name from person where id = approved_by), '') approved_by_name"
)
_VISIBLE = "day = $1 and (state in ('published', 'closed') or $2 or lower(sponsor_email) = $3)"
# Words are cut at everything but letters and digits on both sides, so that “node.js” is found as it is typed.
_WORDS = """to_tsvector('simple', regexp_replace(
    concat_ws(' ', title, summary, track, sponsor_name, array_to_string(skills, ' ')), '[^[:alnum:]]+', ' ', 'g'))"""


def _challenge(row: asyncpg.Record) -> Challenge:
    return msgspec.convert(dict(row), Challenge)


def prefixes(text: str) -> str:
    """A tsquery that asks for every word of `text`, each as a beginning; empty for no words."""
    return " & ".join(f"'{word}':*" for word in re.findall(r"[^\W_]+", text))


async def search(
    day_id: UUID,
    *,
    sees_drafts: bool,
    email: str,
    text: str = "",
    track: str | None = None,
    site: str | None = None,
    skill: str | None = None,
    state: ChallengeState | None = None,
) -> list[ChallengeTile]:
    """What fits all that is asked, the best first; without words by title. No site in a brief means every site."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select {_TILE} from challenge, to_tsquery('simple', $4) asked
                 where {_VISIBLE} and ($4 = '' or {_WORDS} @@ asked)
                   and ($5::varchar is null or track = $5)
                   and ($6::varchar is null or sites = '{{}}' or $6 = any(sites))
                   and ($7::varchar is null or $7 = any(skills))
                   and ($8::varchar is null or state = $8)
                 order by case when $4 = '' then 0 else ts_rank({_WORDS}, asked) end desc, lower(title)
                 limit 500""",
            day_id, sees_drafts, email, prefixes(text), track, site, skill, state,
        )  # fmt: skip
    return [msgspec.convert(dict(row), ChallengeTile) for row in rows]


async def filters(day_id: UUID, *, sees_drafts: bool, email: str) -> ChallengeFilters:
    async with reading() as c:
        row = await c.fetchrow(
            f"""with seen as (select track, sites, skills from challenge where {_VISIBLE})
                select array(select distinct track from seen order by track),
                       array(select distinct unnest(sites) s from seen order by s),
                       array(select distinct unnest(skills) s from seen order by s)""",
            day_id, sees_drafts, email,
        )  # fmt: skip
    return ChallengeFilters(*row)


async def find(day_id: UUID, slug: str) -> Challenge | None:
    async with reading() as c:
        row = await c.fetchrow(f"select {_WHOLE} from challenge where day = $1 and slug = $2", day_id, slug)
    return _challenge(row) if row else None


async def hold(day_id: UUID, slug: str) -> Challenge | None:
    """As `find`; nobody else changes it, and no team takes a place, until the transaction ends."""
    async with reading() as c:
        row = await c.fetchrow(
            f"select {_WHOLE} from challenge where day = $1 and slug = $2 for no key update", day_id, slug
        )
    return _challenge(row) if row else None


async def hold_all(day_id: UUID) -> list[Challenge]:
    async with reading() as c:
        rows = await c.fetch(f"select {_WHOLE} from challenge where day = $1 order by slug for no key update", day_id)
    return [_challenge(row) for row in rows]


async def slugs(day_id: UUID) -> list[str]:
    async with reading() as c:
        return [row["slug"] for row in await c.fetch("select slug from challenge where day = $1", day_id)]


async def add(day_id: UUID, brief: Brief, *, state: ChallengeState, source: str, now: datetime) -> UUID | None:
    """The new challenge's id, or None when its slug is taken, also by somebody who writes at the same moment."""
    async with reading() as c:
        made: UUID | None = await c.fetchval(
            """insert into challenge (id, day, slug, title, summary, body, sponsor_name, sponsor_email, track, sites,
                                      skills, data, measure, resources, tried, team_places, state, source,
                                      created_at, changed_at, published_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::varchar,
                       $17, $18, $18, case $16::varchar when 'published' then $18::timestamptz end)
               on conflict (day, slug) do nothing returning id""",
            day_id, brief.slug, *_text(brief), state, source, now,
        )  # fmt: skip
    return made


async def rewrite(challenge_id: UUID, brief: Brief, *, source: str, now: datetime) -> None:
    """Replace the text; the version goes up by one."""
    async with reading() as c:
        await c.execute(
            """update challenge
                  set title = $2, summary = $3, body = $4, sponsor_name = $5, sponsor_email = $6, track = $7,
                      sites = $8, skills = $9, data = $10, measure = $11, resources = $12, tried = $13,
                      team_places = $14, source = $15, changed_at = $16, version = version + 1
                where id = $1""",
            challenge_id, *_text(brief), source, now,
        )  # fmt: skip


def _text(brief: Brief) -> tuple[object, ...]:
    return (
        brief.title, brief.summary, brief.body, brief.sponsor.name, brief.sponsor.email, brief.track,
        list(brief.sites), list(brief.skills), brief.data, brief.measure, brief.resources, brief.tried,
        brief.team_places,
    )  # fmt: skip


async def set_limits(challenge_id: UUID, draft: ChallengeDraft) -> None:
    async with reading() as c:
        await c.execute(
            """update challenge set team_min_size = $2, team_max_size = $3, department_most = $4, sites_least = $5
                where id = $1""",
            challenge_id, draft.team_min_size, draft.team_max_size, draft.department_most, draft.sites_least,
        )  # fmt: skip


async def set_state(
    challenge_id: UUID,
    state: ChallengeState,
    *,
    now: datetime,
    publish_at: datetime | None = None,
    approved_by: UUID | None = None,
) -> None:
    """A draft and one in review lose their approval; any other keeps it, unless `approved_by` gives a new one."""
    async with reading() as c:
        await c.execute(
            """update challenge
                  set state = $2::varchar, changed_at = $3, publish_at = $4,
                      published_at = case when $2 in ('published', 'closed') then coalesce(published_at, $3) end,
                      approved_by = case when $2 not in ('draft', 'review') then coalesce($5, approved_by) end,
                      approved_at = case when $2 in ('draft', 'review') then null
                                         when $5::uuid is not null then $3 else approved_at end
                where id = $1""",
            challenge_id, state, now, publish_at, approved_by,
        )  # fmt: skip


async def next_due(now: datetime) -> tuple[UUID, str] | None:
    """Day and slug of the scheduled challenge whose time came first, on a day that still publishes."""
    async with reading() as c:
        row = await c.fetchrow(
            """select c.day, c.slug from challenge c join day d on d.id = c.day
                where c.state = 'scheduled' and c.publish_at <= $1
                  and d.phase in ('draft', 'published', 'forming', 'hacking')
                order by c.publish_at limit 1""",
            now,
        )
    return (row["day"], row["slug"]) if row else None


async def approvers(challenge_id: UUID) -> list[UUID]:
    """The owner, or without one the organisers."""
    async with reading() as c:
        rows = await c.fetch(
            f"""with owner as (select {_OWNER} id from challenge where id = $1)
                select id from owner where id is not null
                union select r.person from challenge c join day_role r on r.day = c.day and r.role = 'organiser'
                       where c.id = $1 and not exists (select from owner where id is not null)""",
            challenge_id,
        )
    return [row["id"] for row in rows]


async def writers(challenge_id: UUID) -> list[UUID]:
    """The owner and the organisers."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select {_OWNER} id from challenge where id = $1
                 union select r.person from challenge c join day_role r on r.day = c.day and r.role = 'organiser'
                        where c.id = $1""",
            challenge_id,
        )
    return [row["id"] for row in rows if row["id"]]


async def delete(challenge_id: UUID) -> None:
    """Breaks a foreign key when a team was ever founded on it."""
    async with reading() as c:
        await c.execute("delete from challenge where id = $1", challenge_id)
