"""Define, change and remove rubrics."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from hackday import audit
from hackday.database import notify, tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Phase, Role
from hackday.errors import Invalid
from hackday.judging.rubrics import rules, store
from hackday.judging.rubrics.schemas import Rubric, RubricChange, RubricEffect
from hackday.people.schemas import Actor

change_followers: list[Callable[[UUID], Awaitable[None]]] = []
"""What happens in the transaction of every change, the day locked; `app.py` names them."""
CHANGING = tuple(phase for phase in Phase if phase.place <= Phase.FROZEN.place)
"""Once the result is counted its rule stands."""


async def define_rubric(actor: Actor, entry: Entry, change: RubricChange) -> Rubric:
    """Define the criteria of a scope, or change them. Raises RubricIsInUse when scores are concerned, unconfirmed."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *CHANGING)  # scores hold it: none comes in between
        before, effect = await _effect(entry.day.id, change)
        if effect.sheets and not change.is_confirmed:
            raise rules.RubricIsInUse
        await store.put(
            entry.day.id, change, version=effect.version, track=change.track, challenge_id=change.challenge_id,
            by=actor.id,
        )  # fmt: skip
        await audit.record(
            "judging.define_rubric", entry.day.slug, actor=actor.id, day=entry.day.id, before=before,
            after={"rubric": change, "effect": effect},
        )  # fmt: skip
        await _tell(entry.day.id)
        made = await store.rubric(entry.day.id, change.track, change.challenge_id)
        assert made is not None
        return made


async def preview_rubric(entry: Entry, change: RubricChange) -> RubricEffect:
    """What defining it would do to the sheets there are; writes nothing."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx("repeatable_read"):
        return (await _effect(entry.day.id, change))[1]


async def _effect(day_id: UUID, change: RubricChange) -> tuple[Rubric | None, RubricEffect]:
    rules.check_rubric(change)
    rules.check_scope(change)
    special = change.challenge_id or change.track
    if special and not await store.is_scope(day_id, change.track, change.challenge_id):
        pointer = "/challenge_id" if change.challenge_id else "/track"
        raise Invalid("No challenge of this day fits.", pointer=pointer)
    standing = await store.rubric(day_id, change.track, change.challenge_id)
    return standing, rules.effect(change, standing, await store.given(day_id, change.track, change.challenge_id))


async def remove_rubric(actor: Actor, entry: Entry, rubric_id: UUID) -> None:
    """Back to the more general rubric. Raises RubricMustStay when a score was given by any version of it."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *CHANGING)
        versions = await store.rubrics(entry.day.id)
        before = versions.get(rubric_id)
        if before is None:
            raise rules.NoSuchRubric
        scope = (before.track, before.challenge_id)
        if any(one.is_in_use for one in versions.values() if (one.track, one.challenge_id) == scope):
            raise rules.RubricMustStay
        await store.remove(rubric_id)
        await audit.record(
            "judging.remove_rubric", entry.day.slug, actor=actor.id, day=entry.day.id, before=before, after=None
        )
        await _tell(entry.day.id)


async def _tell(day_id: UUID) -> None:
    for follow in change_followers:
        await follow(day_id)
    await notify(f"board:{day_id}")
