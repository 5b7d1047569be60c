"""Plan visits, look, publish; and let a judge leave."""

import asyncio
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
import numpy as np

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Phase, Role
from hackday.errors import Invalid
from hackday.judging import store as judging
from hackday.judging.assignment import rules, store
from hackday.judging.assignment.flow import EXPERT, OUTSIDE, Question, Table
from hackday.judging.assignment.linked import assign_linked, connectivity, parts
from hackday.judging.assignment.rules import Judge, Pairs, Project
from hackday.judging.assignment.schemas import Planning, TracksDraft, VisitPlan, VisitPlanDraft
from hackday.judging.assignment.timetable import timetable
from hackday.judging.conflicts import store as conflicts
from hackday.judging.schemas import Assigned, AssignmentDraft, Shortage
from hackday.notices import service as notices
from hackday.people.schemas import Actor

PLANNING = (Phase.HACKING, Phase.JUDGING, Phase.FROZEN)


class _Found(NamedTuple):
    projects: list[Project]
    judges: list[Judge]
    asked: Question
    table: Table
    pairs: set[tuple[UUID, UUID]]
    """(judge, project), with all that was scored."""
    slots: dict[tuple[UUID, UUID], int]
    before: set[tuple[UUID, UUID]]


async def planning(entry: Entry) -> Planning:
    """What a plan is made from; for organisers."""
    day_rules.check_role(entry, Role.ORGANISER)
    day_id = entry.day.id
    async with tx("repeatable_read"):
        return Planning(
            await store.expertise(day_id), len(await store.projects(day_id)), await store.tracks(day_id),
            await store.last_draft(day_id),
        )  # fmt: skip


async def set_tracks(actor: Actor, entry: Entry, judge: UUID, draft: TracksDraft) -> None:
    """Say of which tracks a judge is an expert."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        await days.lock_day(entry.day.id)
        if judge not in {one.id for one in await store.judges(entry.day.id)}:
            raise rules.NoSuchJudge
        known = await store.tracks(entry.day.id)
        for place, track in enumerate(draft.tracks):
            if track not in known:
                raise Invalid("No challenge of this day has this track.", pointer=f"/tracks/{place}")
        await store.set_tracks(entry.day.id, judge, draft.tracks)
        await audit.record("judging.set_tracks", judge, actor=actor.id, day=entry.day.id, after=draft)


async def preview(actor: Actor, entry: Entry, draft: VisitPlanDraft) -> VisitPlan:
    """A plan, kept to be published as it is. Nothing else changes."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.hold_day(entry.day.id), *PLANNING)
        found = await _find(entry.day.id, draft)
        plan_id = await _keep(actor, entry, draft, found)
    return _shown(plan_id, draft, found)


async def _keep(actor: Actor, entry: Entry, draft: VisitPlanDraft, found: _Found) -> UUID:
    visits = [(judge, project, found.slots.get((judge, project))) for judge, project in sorted(found.pairs)]
    projects = [project.id for project in found.projects]
    return await store.add_plan(entry.day.id, draft, visits, projects, by=actor.id, now=clock.now())


async def publish(actor: Actor, entry: Entry, plan_id: UUID) -> int:
    """Put a plan that was looked at on the judges' lists; how many visits. Raises NoSuchPlan, PlanIsStale."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *PLANNING)
        plan = await store.plan(entry.day.id, plan_id)
        if plan is None:
            raise rules.NoSuchPlan
        projects, judges = await store.projects(entry.day.id), await store.judges(entry.day.id)
        scored, barred = await store.scored(entry.day.id), await conflicts.pairs(entry.day.id)
        planned = {(judge, project): slot for judge, project, slot in plan.visits}
        known = {judge.id for judge in judges}
        if {project.id for project in projects} != set(plan.projects) or any(
            pair not in scored and (pair in barred or pair[0] not in known) for pair in planned
        ):
            raise rules.PlanIsStale
        slots = {pair: slot for pair, slot in planned.items() if slot is not None}
        await _publish(actor, entry, plan.draft, projects, judges, planned.keys() | scored, slots)
        await store.set_published(plan_id, now=clock.now())
        return len(planned)


async def assign_judges(actor: Actor, entry: Entry, draft: AssignmentDraft) -> Assigned:
    """Plan and publish in one step. Visits that were scored stay; nobody judges with a conflict of interest."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *PLANNING)
        asked = VisitPlanDraft(per_project=draft.per_project, seed=draft.seed)
        found = await _find(entry.day.id, asked)
        await _publish(actor, entry, asked, found.projects, found.judges, found.pairs, found.slots)
        await store.set_published(await _keep(actor, entry, asked, found), now=clock.now())
    short = rules.short(found.projects, found.table, found.asked.each)
    return Assigned(len(found.pairs), tuple(Shortage(one.id, one.title, one.team, one.judges) for one in short))


async def leave(actor: Actor, entry: Entry, judge: UUID) -> VisitPlan:
    """A judge has to go: their open visits go to others, and nothing else moves.

    Without lists nothing is planned yet, and without other judges the visits wait for some.
    """
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *PLANNING)
        if not await days.remove_role(entry.day.id, judge, Role.JUDGE):
            raise rules.NoSuchJudge
        await audit.record("judging.leave", judge, actor=actor.id, day=entry.day.id)
        await notify(f"day:{entry.day.id}")  # the judge's own screens
        last, each = await store.last_draft(entry.day.id), await judging.usual_visits(entry.day.id)
        usual = last or VisitPlanDraft(per_project=max(1, min(12, each)))
        draft = msgspec.structs.replace(usual, keep=True, starts_at=None)
        if each and await store.judges(entry.day.id):
            found = await _find(entry.day.id, draft)
        else:
            found = await _without(entry.day.id, draft, judge)
        await _publish(actor, entry, draft, found.projects, found.judges, found.pairs, found.slots)
    return _shown(judge, draft, found)


async def _without(day_id: UUID, draft: VisitPlanDraft, judge: UUID) -> _Found:
    """The lists as they stand, less the open visits of the judge who has gone."""
    projects, judges = await store.projects(day_id), await store.judges(day_id)
    scored, before = await store.scored(day_id), await store.visits(day_id)
    pairs = {pair for pair in before if pair[0] != judge} | scored
    asked = rules.question(projects, judges, draft, barred=(), fixed=pairs, now=())
    return _Found(projects, judges, asked, asked.fixed, pairs, {}, before)


async def _find(day_id: UUID, draft: VisitPlanDraft) -> _Found:
    projects, judges = await store.projects(day_id), await store.judges(day_id)
    if not judges:
        raise rules.NoJudges
    if not projects:
        raise rules.NothingToJudge
    scored, before = await store.scored(day_id), await store.visits(day_id)
    asked = rules.question(projects, judges, draft, barred=await conflicts.pairs(day_id), fixed=scored, now=before)
    table = await asyncio.to_thread(assign_linked, asked)
    pairs = {(judges[column].id, projects[row].id) for row, column in zip(*np.nonzero(table), strict=True)}
    slots = timetable(sorted(pairs - scored)) if draft.starts_at else {}
    return _Found(projects, judges, asked, table, pairs | scored, slots, before)


async def _publish(
    actor: Actor,
    entry: Entry,
    draft: VisitPlanDraft,
    projects: list[Project],
    judges: list[Judge],
    pairs: Pairs,
    slots: dict[tuple[UUID, UUID], int],
) -> None:
    before = await store.visits(entry.day.id)
    rows = rules.positions([judge.id for judge in judges], pairs, [project.id for project in projects], slots)
    await store.replace(entry.day.id, rows, draft)
    await audit.record(
        "judging.publish_visits", entry.day.slug, actor=actor.id, day=entry.day.id,
        after={"draft": draft, "visits": len(rows)},
    )  # fmt: skip
    if before:  # lists that were out already
        changed = {judge for judge, _ in before ^ {(row[0], row[1]) for row in rows}} & {one.id for one in judges}
        link = f"/days/{entry.day.slug}/judging"
        await notices.send(changed, "Your list of projects has changed", "What you scored stays.", link)


def _shown(plan_id: UUID, draft: VisitPlanDraft, found: _Found) -> VisitPlan:
    teams = {project.id: project.team for project in found.projects}
    slots = max(found.slots.values(), default=-1) + 1
    ends_at = draft.starts_at + timedelta(minutes=draft.minutes) * slots if draft.starts_at else None
    kinds = found.asked.kind
    return VisitPlan(
        plan_id, draft, len(found.pairs), len(found.pairs - found.before), len(found.before - found.pairs),
        rules.short(found.projects, found.table, found.asked.each),
        rules.lacking(found.projects, found.table, kinds, EXPERT, draft.experts),
        rules.lacking(found.projects, found.table, kinds, OUTSIDE, draft.outside),
        len(set(parts(found.table)[0])), round(connectivity(found.table), 3), slots, ends_at,
        rules.changes(found.judges, teams, found.before, found.pairs),
    )  # fmt: skip
