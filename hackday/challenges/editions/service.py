"""Use cases around editions: whoever may read a challenge may read what it said before."""

from hackday.challenges import service as challenges
from hackday.challenges.editions import rules, store
from hackday.challenges.editions.schemas import Edition, EditionPage
from hackday.people.schemas import Actor


async def listed(actor: Actor, day: str, slug: str) -> list[Edition]:
    return await store.listed((await challenges.read(actor, day, slug)).challenge.id)


async def read(actor: Actor, day: str, slug: str, version: int) -> EditionPage:
    challenge = (await challenges.read(actor, day, slug)).challenge
    found = await store.pair(challenge.id, version)
    if not found or found[0][0].version != version:
        raise rules.NoSuchEdition
    (edition, content), *earlier = found
    if not earlier:
        return EditionPage(edition, None, [])
    before, was = earlier[0]
    return EditionPage(edition, before, rules.changes(was, content))
