"""Use cases around sign-ups."""

from collections.abc import Awaitable, Callable

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules, sign_up_store, store
from hackday.days.schemas import Entry, SignUp, SignUpDraft
from hackday.people.schemas import Actor

withdrawal_followers: list[Callable[[Actor, Entry], Awaitable[None]]] = []
"""What later features do in the transaction of a withdrawal; `app.py` names them."""


async def sign_up(actor: Actor, entry: Entry, draft: SignUpDraft) -> SignUp:
    """Say that I want to go, or change what I said. Whom the planner released or refused stays so."""
    async with tx():
        day = await store.hold_day(entry.day.id)
        rules.check_phase(day, *rules.SIGN_UP_PHASES)
        rules.check_site_takes_part(day, [site.name for site in await store.sites_of(day.id)], actor.site)
        before = await sign_up_store.sign_up_of(day.id, actor.id)
        await sign_up_store.put(day.id, actor.id, _tidy(draft), now=clock.now())
        after = await sign_up_store.sign_up_of(day.id, actor.id)
        assert after is not None
        await audit.record("days.sign_up", actor.email, actor=actor.id, day=day.id, before=before, after=after)
        await notify(f"day:{day.id}")
        return after


async def withdraw(actor: Actor, entry: Entry) -> None:
    """I do not go after all; also for one who is released, whose shifts the planner then gives back."""
    async with tx():
        day = await store.hold_day(entry.day.id)
        rules.check_phase(day, *rules.WITHDRAW_PHASES)
        before = await sign_up_store.withdraw(day.id, actor.id, now=clock.now())
        if before is None:
            raise rules.NotSignedUp(day)
        await audit.record("days.withdraw", actor.email, actor=actor.id, day=day.id, before={"state": before})
        for follow in withdrawal_followers:
            await follow(actor, entry)
        await notify(f"day:{day.id}")


def _tidy(draft: SignUpDraft) -> SignUpDraft:
    """Skills are compared in lower case, and nothing stands twice."""
    return SignUpDraft(
        skills=list(dict.fromkeys(" ".join(skill.split()).lower() for skill in draft.skills)),
        wishes=list(dict.fromkeys(draft.wishes)),
        party=draft.party.strip(),
        note=draft.note.strip(),
    )
