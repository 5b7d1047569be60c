"""Name a conflict, lift it, and give what it frees to another judge."""

from collections.abc import Iterable
from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Role
from hackday.judging import store as judging
from hackday.judging.conflicts import rules, store
from hackday.judging.conflicts.schemas import ConflictDraft, Conflicts, Declaration, Requeued, RuleDraft, Source
from hackday.judging.rubrics.service import CHANGING
from hackday.judging.rules import NotYourVisit
from hackday.notices import service as notices
from hackday.people.schemas import Actor


async def look(entry: Entry) -> Conflicts:
    """All that stands, and which projects lack a judge; for organisers."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx("repeatable_read"):
        day_id = entry.day.id
        return Conflicts(await store.same_department(day_id), await store.standing(day_id), await store.short(day_id))


async def declare(actor: Actor, entry: Entry, project_id: UUID, draft: Declaration) -> None:
    """A judge steps back from a project on their list, at once; only an organiser lifts it. Repeating changes nothing.

    The day is locked, and sheets hold it: a sheet sent at the same moment comes before and does not count any more,
    or after and is refused.
    """
    day_rules.check_role(entry, Role.JUDGE)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *CHANGING)
        await _name(actor, entry, actor.id, project_id, Source.DECLARED, draft.reason)
        await _free(entry, actor.id, project_id)


async def set_conflict(actor: Actor, entry: Entry, draft: ConflictDraft) -> Requeued:
    """An organiser keeps a judge from a project."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *CHANGING)
        if not await store.is_visit(entry.day.id, draft.judge, draft.project):
            raise rules.NoSuchVisit
        await _name(actor, entry, draft.judge, draft.project, Source.SET, draft.reason)
        return await _free(entry, draft.judge, draft.project)


async def _free(entry: Entry, judge: UUID, project: UUID) -> Requeued:
    """Give the visit to another judge, if it is on the list of this one."""
    is_assigned = await judging.is_assigned(entry.day.id, judge, project)
    return await _requeue(entry, [(judge, project)] if is_assigned else [])


async def _name(actor: Actor, entry: Entry, judge: UUID, project: UUID, source: Source, reason: str) -> None:
    if source is Source.DECLARED and not (
        await judging.is_assigned(entry.day.id, judge, project) or await store.is_named(judge, project)
    ):
        raise NotYourVisit
    added = await store.add(entry.day.id, judge, project, source, reason.strip(), by=actor.id)
    if added:
        await audit.record(
            f"judging.{source}_conflict", project, actor=actor.id, day=entry.day.id, after={"judge": judge}
        )
        await notify(f"board:{entry.day.id}")  # what the judge sent before does not count any more


async def lift(actor: Actor, entry: Entry, conflict_id: UUID) -> None:
    """The judge may score the project again, once it is on their list again. Raises NoSuchConflict."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *CHANGING)
        found = await store.lift(entry.day.id, conflict_id, by=actor.id, now=clock.now())
        if found is None:
            raise rules.NoSuchConflict
        await audit.record(
            "judging.lift_conflict", found[1], actor=actor.id, day=entry.day.id, after={"judge": found[0]}
        )
        await notify(f"board:{entry.day.id}")


async def set_rule(actor: Actor, entry: Entry, draft: RuleDraft) -> Requeued:
    """Whether people of one department judge one another. Visits that this forbids go to others."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *CHANGING)
        before = await store.same_department(entry.day.id)
        await store.set_same_department(entry.day.id, draft.same_department)
        await audit.record(
            "judging.set_conflict_rule", entry.day.slug, actor=actor.id, day=entry.day.id,
            before={"same_department": before}, after=draft,
        )  # fmt: skip
        return await _requeue(entry, await store.assigned(entry.day.id) if draft.same_department else [])


async def requeue(actor: Actor, entry: Entry) -> Requeued:
    """Give every visit that a conflict forbids to another judge: people change teams and managers."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *CHANGING)
        done = await _requeue(entry, await store.assigned(entry.day.id))
        await audit.record("judging.requeue_conflicts", entry.day.slug, actor=actor.id, day=entry.day.id, after=done)
        return done


async def _requeue(entry: Entry, visits: Iterable[tuple[UUID, UUID]]) -> Requeued:
    visits = list(visits)
    await store.unassign(visits)
    link, nobody = f"/days/{entry.day.slug}/judging", 0
    for _, project in visits:
        judge = await store.add_judge(entry.day.id, project)
        if judge is None:
            nobody += 1
        else:
            await notices.send([judge], "One more project on your list", "It stands at the end of your list.", link)
    if nobody:
        title = "A project needs a judge" if nobody == 1 else f"{nobody} projects need a judge"
        told = "A conflict of interest took one away, and nobody else may. Name another judge."
        await notices.send(await judging.organisers(entry.day.id), title, told, f"{link}/conflicts")
    return Requeued(len(visits), len(visits) - nobody)
