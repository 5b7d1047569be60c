"""Queries about categories, ballots and results. Kiosks and codes: `kiosk_store.py`."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.judging.choice.schemas import BallotCategory, BallotProject, Category, CategoryDraft

_CANDIDATE = """p.state = 'handed_in' and t.state <> 'disbanded'"""
"""Of project `p` and team `t`; a ballot for what was taken back, or whose team has gone, does not count."""


async def categories(day_id: UUID) -> tuple[Category, ...]:
    """In the order in which they were made."""
    async with reading() as c:
        rows = await c.fetch("select id, name, description from choice_category where day = $1 order by id", day_id)
    return tuple(Category(*row) for row in rows)


async def add_category(day_id: UUID, draft: CategoryDraft) -> Category | None:
    """None when the day has one of this name."""
    async with reading() as c:
        row = await c.fetchrow(
            """insert into choice_category (id, day, name, description) values (uuidv7(), $1, $2, $3)
               on conflict do nothing returning id, name, description""",
            day_id, draft.name, draft.description,
        )  # fmt: skip
    return Category(*row) if row else None


async def find_category(day_id: UUID, category_id: UUID) -> Category | None:
    async with reading() as c:
        row = await c.fetchrow(
            "select id, name, description from choice_category where day = $1 and id = $2", day_id, category_id
        )
    return Category(*row) if row else None


async def has_ballots(category_id: UUID) -> bool:
    async with reading() as c:
        return bool(await c.fetchval("select exists (select from ballot where category = $1)", category_id))


async def change_category(category_id: UUID, draft: CategoryDraft) -> bool:
    """False when the day has another one of this name."""
    async with reading() as c:
        done: str = await c.execute(
            """update choice_category c set name = $2, description = $3 where id = $1 and not exists (
                 select from choice_category o where o.day = c.day and o.name = $2 and o.id <> c.id)""",
            category_id, draft.name, draft.description,
        )  # fmt: skip
    return done.endswith(" 1")


async def remove_category(category_id: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from choice_category where id = $1", category_id)


async def ballot(day_id: UUID, person: UUID) -> tuple[BallotCategory, ...]:
    """Every category, with what this person chose."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select c.id, c.name, c.description, (
                       select p.id from ballot b join project p on p.id = b.project join team t on t.id = p.team
                        where b.category = c.id and b.voter = $2 and {_CANDIDATE})
                  from choice_category c where c.day = $1 order by c.id""",
            day_id, person,
        )  # fmt: skip
    return tuple(BallotCategory(*row) for row in rows)


async def candidates(day_id: UUID, person: UUID) -> tuple[BallotProject, ...]:
    """Every project that can be chosen by this person or others, by the name of its team."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select p.id, p.title, p.team as team_id, t.name as team, h.title as challenge,
                       coalesce(k.site, '') as site, p.place,
                       (select id from project_file f where f.project = p.id and f.kind = 'picture'
                         order by f.place, f.id limit 1) as cover,
                       exists (select from membership m where m.team = t.id and m.person = $2) as is_own
                  from project p join team t on t.id = p.team join challenge h on h.id = t.challenge
                  left join person k on k.id = t.captain
                 where p.day = $1 and {_CANDIDATE} order by lower(t.name), p.id""",
            day_id, person,
        )  # fmt: skip
    return tuple(msgspec.convert(dict(row), BallotProject) for row in rows)


async def cast(day_id: UUID, category_id: UUID, person: UUID, project_id: UUID, *, now: datetime) -> bool:
    """Put the ballot in, or change it; False when the day has no such category."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """insert into ballot (id, category, voter, project, cast_at)
                   select gen_random_uuid(), c.id, $3, $4, $5 from choice_category c where c.day = $1 and c.id = $2
                   on conflict (category, voter) do update set project = excluded.project, cast_at = excluded.cast_at
                   returning true""",
                day_id, category_id, person, project_id, now,
            )
        )  # fmt: skip


async def withdraw(day_id: UUID, category_id: UUID, person: UUID) -> None:
    async with reading() as c:
        await c.execute(
            """delete from ballot b using choice_category c
                where c.id = b.category and c.day = $1 and c.id = $2 and b.voter = $3""",
            day_id, category_id, person,
        )  # fmt: skip


async def closes_at(day_id: UUID) -> datetime | None:
    """When the day leaves the phases of voting by its times."""
    async with reading() as c:
        at: datetime | None = await c.fetchval(
            """select min(starts_at) from phase_time
                where day = $1 and phase in ('revealed', 'closed') and done_at is null""",
            day_id,
        )
    return at


async def voters(day_id: UUID) -> int:
    """How many people have a ballot."""
    async with reading() as c:
        return int(
            await c.fetchval(
                """select count(distinct b.voter) from ballot b join choice_category c on c.id = b.category
                    where c.day = $1""",
                day_id,
            )
        )


class Votes(msgspec.Struct, frozen=True):
    category_id: UUID
    project_id: UUID
    title: str
    team: str
    votes: int


async def votes(day_id: UUID) -> list[Votes]:
    """In each category the most first."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select b.category, p.id, p.title, t.name, count(*)
                  from ballot b join choice_category c on c.id = b.category
                  join project p on p.id = b.project join team t on t.id = p.team
                 where c.day = $1 and {_CANDIDATE}
                 group by b.category, p.id, t.id order by count(*) desc, lower(t.name), p.id""",
            day_id,
        )
    return [Votes(*row) for row in rows]
