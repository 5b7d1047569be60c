"""Close scoring, and open it again."""

from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Phase, Role
from hackday.judging.closing import store
from hackday.people.schemas import Actor


async def close(actor: Actor, entry: Entry) -> None:
    """A line in time: sheets hold the day, so each comes before it and counts, or after it and is refused."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), Phase.FROZEN)
        if await store.close(entry.day.id, by=actor.id, now=clock.now()):
            await audit.record("judging.close_scoring", entry.day.slug, actor=actor.id, day=entry.day.id)


async def reopen(actor: Actor, entry: Entry) -> None:
    """Judges go on; what was confirmed has to be confirmed anew once the result is another."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), Phase.FROZEN)
        if await store.reopen(entry.day.id):
            await audit.record("judging.reopen_scoring", entry.day.slug, actor=actor.id, day=entry.day.id)


async def follow_phase(day_id: UUID, phase: Phase) -> None:
    """A day that goes back to judging takes sheets again."""
    if phase.place < Phase.FROZEN.place:
        await store.reopen(day_id)
