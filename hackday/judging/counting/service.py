"""Choose the official rule, and seal it when judging begins."""

from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Phase, Role
from hackday.judging.counting import rules, store
from hackday.judging.counting.schemas import OfficialRule, RuleChoice
from hackday.judging.rubrics import store as rubrics
from hackday.people.schemas import Actor


async def choose_rule(actor: Actor, entry: Entry, choice: RuleChoice) -> OfficialRule:
    """Raises RuleIsSealed from the first moment of judging on."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day = await days.lock_day(entry.day.id)
        rules.check_choice(day.phase, is_scored=await store.is_scored(day.id))
        before = await store.rule(day.id)
        await store.choose(day.id, choice, by=actor.id, now=clock.now())
        await audit.record("judging.choose_rule", day.slug, actor=actor.id, day=day.id, before=before, after=choice)
        return await store.rule(day.id)


async def follow_phase(day_id: UUID, phase: Phase) -> None:
    """Seal the rule in the transaction in which judging begins."""
    if phase.place >= Phase.JUDGING.place:  # a day may also go straight to the freeze
        await _seal(day_id)


async def follow_rubric(day_id: UUID) -> None:
    """A rubric that changes while judges score is sealed anew; both seals stay in the audit record."""
    if (await store.rule(day_id)).sealed_at is not None:
        await _seal(day_id)


async def _seal(day_id: UUID) -> None:
    rule = await store.rule(day_id)
    digest = rules.digest(rule, await rubrics.newest(day_id))
    if digest == rule.digest:
        return
    await store.seal(day_id, digest, now=clock.now())
    await audit.record(
        "judging.seal_rule", day_id, actor=None, day=day_id, before={"digest": rule.digest},
        after={"rule": rule.rule, "seed": rule.seed, "tie_break": rules.TIE_BREAK, "digest": digest},
    )  # fmt: skip
