"""Send a free judge on, and note where judges are."""

import asyncio
from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Role
from hackday.judging import sheets
from hackday.judging.calibration.report import arrays
from hackday.judging.closing import store as closing
from hackday.judging.closing.rules import ScoringIsClosed
from hackday.judging.counting import store as counting
from hackday.judging.dispatch import rules, store
from hackday.judging.dispatch.schemas import Next
from hackday.judging.service import SCORING
from hackday.people.schemas import Actor


async def send_on(actor: Actor, entry: Entry) -> Next:
    """The next project of a judge: what stands open on their list, else a new one. Raises NothingLeft.

    The day is locked, so that two judges who ask at the same moment are not sent to the same table. Asking again
    before scoring gives the same project.
    """
    day_rules.check_role(entry, Role.JUDGE)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *SCORING)
        if await closing.closed_at(entry.day.id) is not None:
            raise ScoringIsClosed
        if (project := await store.open_visit(entry.day.id, actor.id)) is not None:
            return Next(project, is_new=False)
        now, day_id = clock.now(), entry.day.id
        candidates = await store.candidates(day_id, actor.id, now=now)
        marks, rule = await sheets.current(day_id), await counting.rule(day_id)
        seed = rule.seed + await store.marked(day_id)
        likely = await asyncio.to_thread(rules.contenders, arrays(marks), seed=seed) if marks else []
        chosen = rules.choose(candidates, await store.here(day_id, actor.id), {UUID(one) for one in likely})
        if chosen is None:
            raise rules.NothingLeft
        await store.send(day_id, actor.id, chosen, now=now)
        await audit.record("judging.send_on", chosen, actor=actor.id, day=day_id)
        return Next(chosen, is_new=True)


async def open_sheet(actor: Actor, entry: Entry, project: UUID) -> None:
    """The judge stands before this team; for the organisers' live view."""
    day_rules.check_role(entry, Role.JUDGE)
    await store.set_opened(entry.day.id, actor.id, project, now=clock.now())
