"""Queries about teams and their members."""

from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hackday.database import reading
from hackday.teams.schemas import ChallengeLink, Member, Standing, Team

_TEAM = "id, name, pitch, state, captain, challenge, join_code, min_size, max_size, member_count"


def _team(row: asyncpg.Record | None) -> Team | None:
    return msgspec.convert(dict(row), Team) if row else None


async def found(
    day_id: UUID, challenge_id: UUID, founder: UUID, *, name: str, pitch: str, join_code: str
) -> UUID | None:
    """A team with its founder as captain, and the challenge's counter, in one statement.

    It takes as many people as its challenge says, or else the day.
    None when the challenge has no place left or is not open. Unique indexes refuse a taken name
    (`team_name_once`) and a second team (`membership_one_team`), and with them the counter goes back.
    """
    async with reading() as c:
        made: UUID | None = await c.fetchval(
            """with place as (
                   update challenge set team_count = team_count + 1
                    where id = $2 and state = 'published' and (team_places is null or team_count < team_places)
                returning id, team_min_size, team_max_size),
               founded as (
                   insert into team (id, day, challenge, name, pitch, captain, join_code, min_size, max_size,
                                     member_count)
                   select uuidv7(), $1, p.id, $4, $5, $3, $6,
                          least(coalesce(p.team_min_size, d.team_min_size), coalesce(p.team_max_size, d.team_max_size)),
                          coalesce(p.team_max_size, d.team_max_size), 1
                     from place p join day d on d.id = $1 returning id)
               insert into membership (id, team, day, person)
               select uuidv7(), id, $1, $3 from founded returning team""",
            day_id, challenge_id, founder, name, pitch, join_code,
        )  # fmt: skip
    return made


async def join(team_id: UUID, person: UUID, *, join_code: str | None, is_accepted: bool = False) -> bool:
    """Take a place: counter and membership in one statement, so that the last place goes to one alone.

    A locked team gives a place only for its code, or to somebody its captain accepted. False: no place.
    """
    async with reading() as c:
        made = await c.fetchval(
            """with place as (
                   update team set member_count = member_count + 1
                    where id = $1 and member_count < max_size
                      and ((state = 'open' and $3::varchar is null)
                           or (state <> 'disbanded' and (join_code = $3 or $4)))
                returning id, day)
               insert into membership (id, team, day, person)
               select uuidv7(), id, day, $2 from place returning id""",
            team_id, person, join_code, is_accepted,
        )  # fmt: skip
    return made is not None


async def leave(team_id: UUID, person: UUID) -> bool:
    """Give a place back. The team must be held. False: was no member."""
    async with reading() as c:
        gone = await c.fetchval(
            """with gone as (
                   update membership set left_at = now() where team = $1 and person = $2 and left_at is null
                returning team)
               update team set member_count = member_count - 1 where id = (select team from gone) returning id""",
            team_id, person,
        )  # fmt: skip
    return gone is not None


async def disband(team_id: UUID, challenge_id: UUID) -> None:
    """Nobody is left: the challenge gets its place back, and the name is free again."""
    async with reading() as c:
        await c.execute("update team set state = 'disbanded', captain = null where id = $1", team_id)
        await c.execute("update challenge set team_count = team_count - 1 where id = $1", challenge_id)


async def find(day_id: UUID, team_id: UUID) -> Team | None:
    async with reading() as c:
        return _team(await c.fetchrow(f"select {_TEAM} from team where day = $1 and id = $2", day_id, team_id))


async def find_by_code(day_id: UUID, join_code: str) -> Team | None:
    async with reading() as c:
        return _team(await c.fetchrow(f"select {_TEAM} from team where day = $1 and join_code = $2", day_id, join_code))


async def hold(day_id: UUID, team_id: UUID) -> Team | None:
    """As `find`; nobody joins, leaves or leads until the transaction ends."""
    async with reading() as c:
        return _team(
            await c.fetchrow(f"select {_TEAM} from team where day = $1 and id = $2 for no key update", day_id, team_id)
        )


async def hold_sign_up(day_id: UUID, person: UUID) -> None:
    """This person does not withdraw until the transaction ends."""
    async with reading() as c:
        await c.execute("select from sign_up where day = $1 and person = $2 for share", day_id, person)


async def standing(day_id: UUID, person: UUID) -> Standing:
    async with reading() as c:
        row = await c.fetchrow(
            """select exists (select from sign_up where day = $1 and person = $2 and state <> 'withdrawn'),
                      (select team from membership where day = $1 and person = $2 and left_at is null)""",
            day_id, person,
        )  # fmt: skip
    return Standing(*row)


async def challenge_link(challenge_id: UUID) -> ChallengeLink:
    async with reading() as c:
        return ChallengeLink(*await c.fetchrow("select slug, title from challenge where id = $1", challenge_id))


async def change(team_id: UUID, columns: dict[str, Any]) -> None:
    """Set some of name, pitch, state, captain and join_code."""
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 2))
    async with reading() as c:
        await c.execute(f"update team set {names} where id = $1", team_id, *columns.values())


async def members(team_id: UUID) -> list[Member]:
    """The captain first, then by how long they are in the team."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.name, p.site, s.time_zone, p.department,
                      case when u.skills <> '{}' then u.skills else p.skills end skills,
                      m.joined_at, coalesce(t.captain = p.id, false) is_captain
                 from membership m
                 join team t on t.id = m.team
                 join person p on p.id = m.person
                 join site s on s.name = p.site
                 left join sign_up u on u.day = m.day and u.person = m.person
                where m.team = $1 and m.left_at is null
                order by is_captain desc, m.joined_at, m.id""",
            team_id,
        )  # fmt: skip
    return [msgspec.convert(dict(row), Member) for row in rows]
