"""What resembles a text while it is being typed."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from hackday.challenges.ideas.schemas import SimilarChallenge, SimilarIdea
from hackday.challenges.ideas.store import STATE, WORDS
from hackday.database import reading

SHOWN = 5
ENOUGH = 0.24
"""Share of the typed words' weight that something must have to count as similar."""

# A word counts by the square of its rarity, ln((n + 1) / those that have it) (Spärck Jones 1972): once for the text and
# once for what it is compared with, so that “the” finds nothing in any language. Words are beginnings, for “park” to
# find “parking”. What nobody else wrote says nothing.
_RANK = f"""
    hits as (select *, ln((1 + (select count(*) from those))::float / count(*) over (partition by word)) ^ 2 weight
               from found),
    ranked as (select id, sum(weight) score from hits group by id)
    select {{columns}} from ranked join those using (id)
     where score >= {ENOUGH} * (select sum(w) from (select max(weight) w from hits group by word) x)
     order by score desc, id limit {SHOWN}"""
_ASKED = "unnest($2::text[]) word"
_QUERY = "to_tsquery('simple', '''' || word || ''':*')"

IDEAS = f"""
    with those as (select id, title, author, {STATE} state, interest_count from idea
                    where day = $1 and state <> 'withdrawn' and id is distinct from $3),
    found as (select id, word from {_ASKED} join idea on {WORDS} @@ {_QUERY} join those using (id)),
    {_RANK.format(columns="id, title, (select name from person where id = author) author_name, state, interest_count")}
"""
"""$1 the day, $2 words, $3 an idea that is left out, or null. Each word is looked up in the index `idea_words`."""

# A day has at most some hundred challenges: their words are cut once for all that was typed.
_CHALLENGES = f"""
    with those as materialized (
        select id, slug, title, summary, to_tsvector('simple', regexp_replace(
                   title || ' ' || summary, '[^[:alnum:]]+', ' ', 'g')) words
          from challenge where day = $1 and state = 'published'),
    found as (select id, word from {_ASKED} join those on words @@ {_QUERY}),
    {_RANK.format(columns="slug, title, summary")}
"""


async def ideas(day_id: UUID, words: Sequence[str], *, but: UUID | None) -> list[SimilarIdea]:
    async with reading() as c:
        rows = await c.fetch(IDEAS, day_id, words, but)
    return [msgspec.convert(dict(row), SimilarIdea) for row in rows]


async def challenges(day_id: UUID, words: Sequence[str]) -> list[SimilarChallenge]:
    """Published ones."""
    async with reading() as c:
        rows = await c.fetch(_CHALLENGES, day_id, words)
    return [msgspec.convert(dict(row), SimilarChallenge) for row in rows]
