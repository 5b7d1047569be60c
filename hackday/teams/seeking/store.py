"""Queries about people who look for a team. What somebody hides leaves the database nowhere here."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.teams.seeking.schemas import Seeker, SeekerList, Seeking, SeekingDraft

CHOSEN = """select k.id, k.day, k.person, p.name, k.about,
                   case when 'skills' = any(k.shows) then
                     array(select lower(s) from unnest(case when u.skills <> '{}' then u.skills else p.skills end) s)
                   end skills,
                   case when 'site' = any(k.shows) then p.site end site,
                   case when 'time_zone' = any(k.shows) then s.time_zone end time_zone,
                   case when 'department' = any(k.shows) then p.department end department,
                   case when 'languages' = any(k.shows) then k.languages end languages
              from seeker k
              join person p on p.id = k.person and p.is_active
              join site s on s.name = p.site
              join sign_up u on u.day = k.day and u.person = k.person and u.state <> 'withdrawn'
             where k.day = $1"""
"""Each seeker as others may see them: filters look at these columns, so what is hidden is not found either."""


async def page(
    day_id: UUID,
    *,
    skill: str | None = None,
    site: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> SeekerList:
    """The newest first."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select * from ({CHOSEN}) c
                 where ($2::text is null or lower($2) = any(skills)) and ($3::text is null or site = $3)
                   and ($4::text is null or lower($4) = any(languages)) and ($5::text is null or time_zone = $5)
                   and ($6::uuid is null or id < $6)
                 order by id desc limit $7""",
            day_id, skill, site, language, time_zone, after, limit + 1,
        )  # fmt: skip
        facets = await c.fetchrow(
            f"""with c as ({CHOSEN})
                select array(select distinct unnest(skills) x from c order by x),
                       array(select distinct site from c where site is not null order by site),
                       array(select distinct unnest(languages) x from c order by x),
                       array(select distinct time_zone from c where time_zone is not null order by time_zone)""",
            day_id,
        )  # fmt: skip
    seekers = [msgspec.convert({name: row[name] for name in Seeker.__struct_fields__}, Seeker) for row in rows[:limit]]
    return SeekerList(seekers, rows[limit - 1]["id"] if len(rows) > limit else None, *facets)


async def put(day_id: UUID, person: UUID, draft: SeekingDraft, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            """insert into seeker (id, day, person, about, languages, shows, changed_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6)
               on conflict (day, person) do update set about = excluded.about, languages = excluded.languages,
                 shows = excluded.shows, changed_at = excluded.changed_at""",
            day_id, person, draft.about, draft.languages, draft.shows, now,
        )  # fmt: skip


async def delete(day_id: UUID, person: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from seeker where day = $1 and person = $2", day_id, person)


async def of_person(day_id: UUID, person: UUID) -> Seeking | None:
    async with reading() as c:
        row = await c.fetchrow(
            """select changed_at since, about, languages, shows, false has_team
                 from seeker where day = $1 and person = $2""",
            day_id, person,
        )  # fmt: skip
    return msgspec.convert(dict(row), Seeking) if row else None
