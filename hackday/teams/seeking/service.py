"""Use cases of those who look for a team."""

from uuid import UUID

from hackday import clock
from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.teams import rules as team_rules
from hackday.teams import service as teams
from hackday.teams import store as team_store
from hackday.teams.joining import store as joining_store
from hackday.teams.seeking import store
from hackday.teams.seeking.schemas import Seeking, SeekingDraft


async def show(actor: Actor, day: str, draft: SeekingDraft) -> Seeking:
    """Enter the directory, or change what it shows of me."""
    async with teams.forming(actor, day) as entry:
        # Held as by one who asks: nobody gets a team or withdraws meanwhile, and stays listed.
        await joining_store.hold_asker(entry.day.id, actor.id)
        team_rules.check_may_join(await team_store.standing(entry.day.id, actor.id))
        await store.put(entry.day.id, actor.id, _tidy(draft), now=clock.now())
        return await _mine(entry.day.id, actor.id)


async def hide(actor: Actor, day: str) -> Seeking:
    """Leave the directory; in any phase."""
    entry = await days.enter(actor, day)
    await store.delete(entry.day.id, actor.id)
    return await _mine(entry.day.id, actor.id)


async def mine(actor: Actor, day: str) -> Seeking:
    entry = await days.enter(actor, day)
    return await _mine(entry.day.id, actor.id)


async def _mine(day_id: UUID, person: UUID) -> Seeking:
    found = await store.of_person(day_id, person)
    if found:
        return found
    standing = await team_store.standing(day_id, person)
    return Seeking(since=None, about="", languages=[], shows=[], has_team=standing.team is not None)


def _tidy(draft: SeekingDraft) -> SeekingDraft:
    return SeekingDraft(
        shows=list(dict.fromkeys(draft.shows)),
        about=draft.about.strip(),
        languages=team_rules.tidy_words(draft.languages),
    )
