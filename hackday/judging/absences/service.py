"""Flag that nobody was there, take it back, and clear the flags of a team that is found."""

from uuid import UUID

from hackday import audit
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Role
from hackday.judging import rules as judging_rules
from hackday.judging import store as judging
from hackday.judging.absences import rules, store
from hackday.judging.absences.schemas import Absences
from hackday.judging.service import SCORING
from hackday.notices import service as notices
from hackday.people.schemas import Actor


async def flag(actor: Actor, entry: Entry, project_id: UUID) -> Absences:
    """Nobody was there: the visit goes to the end of the list. Once for each judge; repeating it changes nothing."""
    day_rules.check_role(entry, Role.JUDGE)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *SCORING)  # of two third flags one asks
        if not await judging.is_assigned(entry.day.id, actor.id, project_id):
            raise judging_rules.NotYourVisit
        is_new = await store.flag(entry.day.id, actor.id, project_id)
        flags = await store.count(project_id)
        if is_new:
            await audit.record("judging.flag_absence", project_id, actor=actor.id, day=entry.day.id)
        if is_new and rules.asks(flags):
            found = await store.team_and_title(entry.day.id, project_id)
            assert found is not None
            await notices.send(
                await judging.organisers(entry.day.id),
                f"Judges cannot find {found[0]}",
                f"{flags} judges stood at an empty place for “{found[1]}”. Look for the team, or tell judges to pass.",
                f"/days/{entry.day.slug}/judging/progress",
            )
        return Absences(project_id, flags)


async def take_back(actor: Actor, entry: Entry, project_id: UUID) -> None:
    """The judge has found them after all."""
    day_rules.check_role(entry, Role.JUDGE)
    async with tx():
        await days.hold_day(entry.day.id)
        if await store.clear(project_id, actor.id):
            await audit.record("judging.take_back_absence", project_id, actor=actor.id, day=entry.day.id)


async def clear(actor: Actor, entry: Entry, project_id: UUID) -> None:
    """The organiser has found the team: judges count anew."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        await days.lock_day(entry.day.id)
        if await store.team_and_title(entry.day.id, project_id) and await store.clear(project_id):
            await audit.record("judging.clear_absences", project_id, actor=actor.id, day=entry.day.id)
