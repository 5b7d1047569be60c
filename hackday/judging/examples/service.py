"""Write the example, and score it."""

from typing import Any

from hackday import audit
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Role
from hackday.judging.examples import rules, store
from hackday.judging.examples.schemas import Example, ExampleAnswer, ExampleDraft, Spread
from hackday.judging.rubrics import store as rubrics
from hackday.judging.rubrics.schemas import Rubric
from hackday.judging.rubrics.service import CHANGING
from hackday.people.schemas import Actor


async def look(actor: Actor, entry: Entry) -> Example | None:
    """The day's example; for judges and organisers. Null while there is none."""
    day_rules.check_role(entry, Role.JUDGE, Role.ORGANISER)
    rubric = await rubrics.rubric(entry.day.id)
    found = await store.find(entry.day.id, actor.id) if rubric else None
    if rubric is None or found is None:
        return None
    return _shown(found, rubric, is_open=found["mine"] is not None or Role.ORGANISER in entry.roles)


def _shown(found: dict[str, Any], rubric: Rubric, *, is_open: bool) -> Example:
    spread = tuple(
        Spread(key, found["points"].get(key, 0), tuple(sorted(sheet[key] for sheet in found["sheets"] if key in sheet)))
        for key in (criterion.key for criterion in rubric.criteria)
    )
    return Example(
        found["id"], found["title"], found["summary"], found["link"], rubric, found["mine"],
        found["reason"] if is_open else None, spread if is_open else None, len(found["sheets"]),
    )  # fmt: skip


async def put_example(actor: Actor, entry: Entry, draft: ExampleDraft) -> None:
    """Write the day's example. Raises ExampleIsScored, NoRubric."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *CHANGING)  # answers hold it
        rules.check_example(draft.points, await rubrics.rubric(entry.day.id))
        if not await store.put(entry.day.id, draft):
            raise rules.ExampleIsScored
        await audit.record("judging.put_example", entry.day.slug, actor=actor.id, day=entry.day.id, after=draft)


async def remove_example(actor: Actor, entry: Entry) -> None:
    """Judges begin without one, or with another one. Raises NoExample."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        await days.lock_day(entry.day.id)
        if not await store.remove(entry.day.id):
            raise rules.NoExample
        await audit.record("judging.remove_example", entry.day.slug, actor=actor.id, day=entry.day.id)


async def score_example(actor: Actor, entry: Entry, answer: ExampleAnswer) -> Example:
    """Score it once; the same points again are answered as before. Raises ExampleStands, NoExample."""
    day_rules.check_role(entry, Role.JUDGE)
    async with tx():
        await days.hold_day(entry.day.id)
        rubric = rules.check_example(answer.points, await rubrics.rubric(entry.day.id))
        found = await store.find(entry.day.id, actor.id)
        if found is None:
            raise rules.NoExample
        if await store.add_sheet(found["id"], actor.id, answer.points):
            await audit.record(
                "judging.score_example", entry.day.slug, actor=actor.id, day=entry.day.id, after=answer
            )  # fmt: skip
        again = await store.find(entry.day.id, actor.id)
        assert again is not None
        if again["mine"] != answer.points:
            raise rules.ExampleStands
        return _shown(again, rubric, is_open=True)
