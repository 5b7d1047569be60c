"""Choose what teams read, and read it."""

from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Phase, Role
from hackday.judging import store as judging
from hackday.judging.feedback import rules, store
from hackday.judging.feedback.schemas import Feedback, FeedbackDraft, MyFeedback, Policy
from hackday.judging.rules import NotRevealed
from hackday.notices import service as notices
from hackday.people.schemas import Actor


async def set_policy(actor: Actor, entry: Entry, draft: FeedbackDraft) -> Feedback:
    """Raises PolicyIsPromised."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        await days.lock_day(entry.day.id)  # scores hold it, so that no comment comes in between
        before = await store.feedback(entry.day.id)
        rules.check_policy(draft.policy, before)
        await store.set_policy(entry.day.id, draft.policy)
        await audit.record(
            "feedback.set_policy", entry.day.slug, actor=actor.id, day=entry.day.id,
            before=before.policy, after=draft.policy,
        )  # fmt: skip
        return await store.feedback(entry.day.id)


async def mine(actor: Actor, entry: Entry) -> MyFeedback:
    """What judges wrote about my team's project, once the day is revealed; organisers read no other team's either."""
    async with tx():
        day_rules.check_phase(await days.hold_day(entry.day.id), *rules.OPEN)
        if not await judging.is_revealed(entry.day.id):
            raise NotRevealed
        policy = (await store.feedback(entry.day.id)).policy
        project = await store.my_project(entry.day.id, actor.id)
        if project is None or policy is Policy.NOTHING:
            return MyFeedback(project, ())
        named = policy is Policy.NAMED
        return MyFeedback(project, await store.comments(entry.day.id, project, named=named))


async def follow_reveal(day_id: UUID) -> None:
    """Once all is revealed, tell the teams that have something to read; only once, whatever is covered again."""
    await store.set_open(day_id, True)
    is_first = await store.tell_once(day_id, now=clock.now())
    if is_first and (await store.feedback(day_id)).policy is not Policy.NOTHING:
        day = await days.hold_day(day_id)
        link = f"/days/{day.slug}/project"
        await notices.send(await store.readers(day_id), "Read what judges wrote about your project", link=link)


async def follow_phase(day_id: UUID, phase: Phase) -> None:
    """A day that goes back before the reveal hides again what waits for the whole result: judges may go on."""
    if phase.place < Phase.REVEALED.place:
        await store.set_open(day_id, False)
