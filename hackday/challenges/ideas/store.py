"""Queries about ideas, votes of interest and comments."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from hackday.challenges.ideas.schemas import Comment, Idea, IdeaOrder, IdeaState
from hackday.challenges.store import prefixes
from hackday.database import reading

WORDS = "to_tsvector('simple', regexp_replace(title || ' ' || body, '[^[:alnum:]]+', ' ', 'g'))"
"""As the index `idea_words` has it; written otherwise, PostgreSQL would read every idea."""
STATE = "case when state = 'adopted' and challenge is null then 'open' else state end"
"""An idea whose challenge was deleted is open again."""
EXCERPT = 280  # characters of a body in a list


def _ideas(where: str, *, body: str = "body") -> str:
    """$1 is the reader, $2 whether they read every challenge, $3 their address; `where` begins at $4."""
    return f"""
        select i.id, i.title, i.text body, i.author, a.name author_name, a.site author_site, i.stands state,
               case when c.id is not null then jsonb_build_object(
                   'slug', c.slug, 'title', c.title, 'sponsor_name', c.sponsor_name) end challenge,
               i.interest_count,
               (select count(*) from idea_comment where idea = i.id and removed_at is null) comment_count,
               exists (select from idea_interest where idea = i.id and person = $1) is_interested,
               i.version, i.proposed_at, i.changed_at
          from (select *, {body} as text, {STATE} stands from idea where {where}) i
          join person a on a.id = i.author
          left join challenge c on c.id = i.challenge
                               and (c.state in ('published', 'closed') or $2 or lower(c.sponsor_email) = $3)"""


Eyes = tuple[UUID, bool, str]
"""Of a reader: id, whether they read every challenge, address."""


async def find(idea_id: UUID, day_id: UUID, eyes: Eyes) -> Idea | None:
    async with reading() as c:
        row = await c.fetchrow(_ideas("id = $4 and day = $5"), *eyes, idea_id, day_id)
    return _idea(row) if row else None


async def hold(idea_id: UUID) -> None:
    """Nobody else changes, likes or adopts it until the transaction ends."""
    async with reading() as c:
        await c.execute("select from idea where id = $1 for no key update", idea_id)


async def page(
    day_id: UUID,
    eyes: Eyes,
    *,
    text: str,
    state: IdeaState | None,
    mine: bool,
    order: IdeaOrder,
    after: tuple[int, UUID] | None,
    limit: int,
) -> list[Idea]:
    """Those of the day that fit; withdrawn ones among one's own only. `after` is interest and id of the last seen."""
    by = "(interest_count, id)" if order is IdeaOrder.INTEREST else "(0, id)"
    place = "($9::int, $10::uuid)" if order is IdeaOrder.INTEREST else "($9::int * 0, $10::uuid)"
    # Two texts of the search: with a condition that may be switched off PostgreSQL would not use the index.
    fits = f"$5 <> '' and {WORDS} @@ to_tsquery('simple', $5)" if prefixes(text) else "$5 = ''"
    async with reading() as c:
        rows = await c.fetch(
            _ideas(
                f"""day = $4 and {fits} and ($6::varchar is null or {STATE} = $6)
                    and case when $7 then author = $1 else state <> 'withdrawn' end
                    and ($10::uuid is null or {by} < {place})
                    order by {by} desc limit $8""",
                body=f"left(body, {EXCERPT})",
            )
            + f" order by {by.replace('interest_count', 'i.interest_count').replace('id)', 'i.id)')} desc",
            *eyes, day_id, prefixes(text), state, mine, limit, *(after or (None, None)),
        )  # fmt: skip
    return [_idea(row) for row in rows]


def _idea(row: asyncpg.Record) -> Idea:
    return msgspec.convert(dict(row), Idea)


async def add(day_id: UUID, author: UUID, title: str, body: str, *, now: datetime) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into idea (id, day, author, title, body, proposed_at, changed_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $5) returning id""",
            day_id, author, title, body, now,
        )  # fmt: skip
    return made


async def rewrite(idea_id: UUID, title: str, body: str, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "update idea set title = $2, body = $3, changed_at = $4, version = version + 1 where id = $1",
            idea_id, title, body, now,
        )  # fmt: skip


async def set_state(idea_id: UUID, state: IdeaState, *, challenge: UUID | None, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "update idea set state = $2, challenge = $3, changed_at = $4 where id = $1",
            idea_id, state, challenge, now,
        )  # fmt: skip


async def show_interest(idea_id: UUID, person: UUID, *, now: datetime) -> None:
    """Once, however often: the vote and its count are one statement."""
    async with reading() as c:
        await c.execute(
            """with shown as (insert into idea_interest (id, idea, person, shown_at) values (uuidv7(), $1, $2, $3)
                              on conflict do nothing returning idea)
               update idea set interest_count = interest_count + 1 where id in (select idea from shown)""",
            idea_id, person, now,
        )  # fmt: skip


async def lose_interest(idea_id: UUID, person: UUID) -> None:
    async with reading() as c:
        await c.execute(
            """with lost as (delete from idea_interest where idea = $1 and person = $2 returning idea)
               update idea set interest_count = interest_count - 1 where id in (select idea from lost)""",
            idea_id, person,
        )  # fmt: skip


async def interested(idea_id: UUID) -> list[UUID]:
    async with reading() as c:
        rows = await c.fetch("select person from idea_interest where idea = $1", idea_id)
    return [row["person"] for row in rows]


_COMMENT = """select c.id, c.author, a.name author_name, case when c.removed_at is null then c.body else '' end body,
                     c.written_at, c.removed_at, c.removal_reason
                from idea_comment c join person a on a.id = c.author"""


async def comments(idea_id: UUID) -> list[Comment]:
    """The oldest first."""
    async with reading() as c:
        rows = await c.fetch(f"{_COMMENT} where c.idea = $1 order by c.id limit 500", idea_id)
    return [msgspec.convert(dict(row), Comment) for row in rows]


async def hold_comment(idea_id: UUID, comment_id: UUID) -> Comment | None:
    async with reading() as c:
        row = await c.fetchrow(
            f"{_COMMENT} where c.idea = $1 and c.id = $2 for no key update of c", idea_id, comment_id
        )
    return msgspec.convert(dict(row), Comment) if row else None


async def add_comment(idea_id: UUID, author: UUID, body: str, *, now: datetime) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into idea_comment (id, idea, author, body, written_at) values (uuidv7(), $1, $2, $3, $4)
               returning id""",
            idea_id, author, body, now,
        )  # fmt: skip
    return made


async def remove_comment(comment_id: UUID, by: UUID, reason: str, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "update idea_comment set removed_at = $2, removed_by = $3, removal_reason = $4 where id = $1",
            comment_id, now, by, reason,
        )  # fmt: skip
