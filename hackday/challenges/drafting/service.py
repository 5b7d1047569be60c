"""The use case of an assistant."""

import msgspec

from hackday.challenges import service as challenges
from hackday.challenges.drafting import rules, store
from hackday.challenges.schemas import ChallengeDraft, ChallengePage
from hackday.database import tx
from hackday.days import service as days
from hackday.notices import service as notices
from hackday.people import store as people
from hackday.people.schemas import Actor


async def hand_in(actor: Actor, day: str, draft: ChallengeDraft) -> ChallengePage:
    """A draft that is the key's owner's, who is told. Raises TooManyDrafts, and what writing one raises."""
    async with tx():
        await people.hold_person(actor.id)  # many at once are counted one after the other
        entry = await days.enter(actor, day)
        if await store.count_waiting(entry.day.id, actor.email) >= rules.WAITING_MOST:
            raise rules.TooManyDrafts
        page = await challenges.write(actor, day, msgspec.structs.replace(draft, sponsor_email=actor.email))
        await store.mark(page.challenge.id)
        await notices.send(
            [actor.id], f"A draft waits for you: “{page.challenge.title}”",
            "Your assistant has written it. Read it, change it, publish it or delete it.",
            f"/days/{day}/challenges/{page.challenge.slug}",
        )  # fmt: skip
        return await challenges.read(actor, day, page.challenge.slug)
