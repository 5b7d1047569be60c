"""Queries of the matching: who waits, where there is room, what is kept of each run."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from hackday.database import reading
from hackday.teams.matching.rules import Names
from hackday.teams.matching.schemas import Candidate, Challenge, Limits, Team
from hackday.teams.matching.wire import Keep, Kept, Run
from hackday.teams.schemas import ChallengeLink

_WAITS = """u.day = $1 and u.state in ('wanted', 'released') and p.is_active and not exists (
              select from membership m where m.day = u.day and m.person = u.person and m.left_at is null)"""
_PERSON = """p.id::text, p.department, p.site,
             array(select lower(s) from unnest(case when u.skills <> '{}' then u.skills else p.skills end) s) skills,
             lower(regexp_replace(trim(coalesce(u.party, '')), '\\s+', ' ', 'g')) party"""


async def waiting(day_id: UUID) -> int:
    async with reading() as c:
        count: int = await c.fetchval(
            f"select count(*) from sign_up u join person p on p.id = u.person where {_WAITS}", day_id
        )
    return count


async def people(day_id: UUID) -> tuple[Candidate, ...]:
    """Who is signed up and has no team; wishes as ids of published challenges."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select {_PERSON},
                       array(select c.id::text from unnest(u.wishes) with ordinality w (slug, rank)
                               join challenge c on c.day = u.day and c.slug = w.slug and c.state = 'published'
                              order by w.rank) wishes
                  from sign_up u join person p on p.id = u.person where {_WAITS}""",
            day_id,
        )
    return tuple(msgspec.convert(dict(row), Candidate) for row in rows)


async def challenges(day_id: UUID) -> tuple[Challenge, ...]:
    """Published ones: limits as the challenge has them, else the day."""
    async with reading() as c:
        rows = await c.fetch(
            """select c.id::text, c.team_places - c.team_count places, array(select lower(s) from unnest(c.skills) s),
                      coalesce(c.team_min_size, d.team_min_size) smallest,
                      coalesce(c.team_max_size, d.team_max_size) largest,
                      coalesce(c.department_most, d.department_most), coalesce(c.sites_least, d.sites_least)
                 from challenge c join day d on d.id = c.day where c.day = $1 and c.state = 'published'""",
            day_id,
        )
    return tuple(
        Challenge(
            row[0], Limits(min(row[3], row[4]), row[4], row[5], row[6] and min(row[6], row[4])), row[1], tuple(row[2])
        )
        for row in rows
    )


async def teams(day_id: UUID, only: list[UUID] | None = None) -> tuple[Team, ...]:
    """Open ones with a place: limits as the team has them, else its challenge, else the day."""
    async with reading() as c:
        rows = await c.fetch(
            """select t.id::text, t.challenge::text, t.min_size, t.max_size,
                      coalesce(t.department_most, c.department_most, d.department_most),
                      case when coalesce(t.sites_least, c.sites_least, d.sites_least) > t.max_size
                           then t.max_size else coalesce(t.sites_least, c.sites_least, d.sites_least) end,
                      array(select distinct lower(s) from unnest(c.skills || t.wanted_skills) s)
                 from team t join challenge c on c.id = t.challenge join day d on d.id = t.day
                where t.day = $1 and t.state = 'open' and t.member_count < t.max_size
                  and c.state in ('published', 'closed') and ($2::uuid[] is null or t.id = any($2))""",
            day_id, only,
        )  # fmt: skip
        members = await c.fetch(
            f"""select m.team::text, {_PERSON} from membership m join person p on p.id = m.person
                  left join sign_up u on u.day = m.day and u.person = m.person
                 where m.day = $1 and m.left_at is null and m.team = any($2) order by m.id""",
            day_id, [row[0] for row in rows],
        )  # fmt: skip
    inside: dict[str, list[Candidate]] = {}
    for member in members:
        person = Candidate(
            member["id"], member["department"], member["site"], tuple(member["skills"]), party=member["party"]
        )
        inside.setdefault(member["team"], []).append(person)
    return tuple(
        Team(row[0], row[1], Limits(row[2], row[3], row[4], row[5]), tuple(inside.get(row[0], ())), tuple(row[6]))
        for row in rows
    )


async def add(day_id: UUID, by: UUID, seed: int, locks: list[Keep], result: Kept, *, now: datetime) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into matching (id, day, seed, state, asked, result, made_by, made_at)
               values (uuidv7(), $1, $2, 'preview', $3, $4, $5, $6) returning id""",
            day_id, seed, msgspec.json.encode(locks).decode(), msgspec.json.encode(result).decode(), by, now,
        )  # fmt: skip
    return made


_RUN = "select id, state, seed, made_at, committed_at, undone_at, asked, result from matching"


def _run(row: asyncpg.Record | None) -> Run | None:
    if row is None:
        return None
    columns = dict(row)
    return msgspec.convert(columns | {"locks": columns.pop("asked")}, Run)


async def last(day_id: UUID) -> Run | None:
    async with reading() as c:
        return _run(await c.fetchrow(f"{_RUN} where day = $1 order by id desc limit 1", day_id))


async def hold(day_id: UUID, matching_id: UUID) -> Run | None:
    """Nobody else commits or undoes it until the transaction ends."""
    async with reading() as c:
        return _run(await c.fetchrow(f"{_RUN} where day = $1 and id = $2 for update", day_id, matching_id))


async def commit(matching_id: UUID, result: Kept, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "update matching set state = 'committed', committed_at = $2, result = $3 where id = $1",
            matching_id, now, msgspec.json.encode(result).decode(),
        )  # fmt: skip


async def undo(matching_id: UUID, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute("update matching set state = 'undone', undone_at = $2 where id = $1", matching_id, now)


async def hold_people(day_id: UUID, persons: list[UUID]) -> None:
    """None of them joins, asks or withdraws until the transaction ends."""
    async with reading() as c:
        await c.execute(
            "select from sign_up where day = $1 and person = any($2) order by person for no key update", day_id, persons
        )


async def without_team(day_id: UUID, persons: list[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Of these: who waits still, and who has a team."""
    async with reading() as c:
        free = await c.fetch(
            f"select p.id from sign_up u join person p on p.id = u.person where {_WAITS} and p.id = any($2)",
            day_id, persons,
        )  # fmt: skip
        busy = await c.fetch(
            "select person from membership where day = $1 and person = any($2) and left_at is null", day_id, persons
        )
    return {row[0] for row in free}, {row[0] for row in busy}


async def join(team_id: UUID, persons: list[UUID]) -> list[tuple[UUID, UUID]]:
    """Places for all of them or for none: (membership, person) of each."""
    async with reading() as c:
        rows = await c.fetch(
            """with place as (
                   update team set member_count = member_count + cardinality($2::uuid[])
                    where id = $1 and state = 'open' and member_count + cardinality($2::uuid[]) <= max_size
                returning id, day)
               insert into membership (id, team, day, person)
               select uuidv7(), id, day, unnest($2::uuid[]) from place returning id, person""",
            team_id, persons,
        )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


async def membership(team_id: UUID, person: UUID) -> UUID:
    async with reading() as c:
        found: UUID = await c.fetchval(
            "select id from membership where team = $1 and person = $2 and left_at is null", team_id, person
        )
    return found


async def standing(memberships: list[UUID]) -> set[UUID]:
    """Of these, those that were not left."""
    async with reading() as c:
        rows = await c.fetch("select id from membership where id = any($1) and left_at is null", memberships)
    return {row[0] for row in rows}


async def team_names(day_id: UUID) -> set[str]:
    async with reading() as c:
        return {row[0] for row in await c.fetch("select lower(name) from team where day = $1", day_id)}


async def names(day_id: UUID, persons: list[UUID]) -> Names:
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.name, p.department, p.site, coalesce(u.party, '')
                 from person p left join sign_up u on u.day = $1 and u.person = p.id where p.id = any($2)""",
            day_id, persons,
        )  # fmt: skip
    return Names({row[0]: (row[1], row[2], row[3], row[4]) for row in rows})


async def team_words(day_id: UUID) -> dict[UUID, tuple[str, int]]:
    """Name and size of each team."""
    async with reading() as c:
        rows = await c.fetch("select id, name, member_count from team where day = $1", day_id)
    return {row[0]: (row[1], row[2]) for row in rows}


async def challenge_links(day_id: UUID) -> dict[UUID, ChallengeLink]:
    async with reading() as c:
        rows = await c.fetch("select id, slug, title from challenge where day = $1", day_id)
    return {row[0]: ChallengeLink(row[1], row[2]) for row in rows}
