"""Use cases around days."""

from hackday.days import rules, store
from hackday.days.schemas import Entry
from hackday.people.schemas import Actor


async def enter(actor: Actor | None, slug: str) -> Entry:
    """The day by its slug, with the roles that the actor has there. Raises NoSuchDay, also for hidden drafts."""
    day = await store.find_day(slug)
    if day is None:
        raise rules.NoSuchDay
    granted = await store.roles_of(day.id, actor.id) if actor else frozenset()
    roles = rules.effective_roles(actor, granted)
    rules.check_visible(day, roles)
    return Entry(day, roles)
