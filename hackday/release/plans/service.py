"""Use cases around plans: run the planner, keep its answer, publish it."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day, Role
from hackday.errors import NotFound
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.release import following, rules, store
from hackday.release.engine.checker import check
from hackday.release.engine.cover import TooManyRoles
from hackday.release.engine.rota import PlanningInvalid
from hackday.release.engine.solver import SolverFailed
from hackday.release.engine.worker import WorkerFailed, solve
from hackday.release.plans import store as plan_store
from hackday.release.plans.gathering import gather, zones
from hackday.release.schemas import Block, Breach, Pin, Plan, Planning, Progress, Status, Stay
from hackday.release.wire import PlanDetail, PlanDraft, PlanState, PlanSummary, Stretch, Why

log = logging.getLogger("hackday.release")

UNKNOWN_SINCE = {"refusal_without_reason", "pin_not_reported"}
"""Breaches by people who signed up or were pinned after the plan was made: it does not know them, nor harm them."""


async def start_plan(actor: Actor, day: str, draft: PlanDraft) -> tuple[Day, PlanSummary]:
    """Note that a run begins. The caller then starts `run_plan`. Raises PlanIsRunning."""
    entry = await days.enter(actor, day)
    days_rules.check_role(entry, Role.PLANNER)
    now = clock.now()
    seed = secrets.randbelow(2**31) if draft.seed is None else draft.seed
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        await plan_store.fail_abandoned(held.id, before=now - rules.ABANDONED_AFTER, now=now)
        made = await plan_store.add_plan(held.id, seed=seed, started_by=actor.id, now=now)
        if made is None:
            raise rules.PlanIsRunning
        await audit.record("release.start_plan", made, actor=actor.id, day=held.id, after={"seed": seed})
        found = await plan_store.find_plan(held.id, made)
    assert found
    return held, found


async def run_plan(day: Day, plan_id: UUID, *, seed: int, seconds: float) -> None:
    """Plan in the worker process, show progress, and keep the plan if an independent check finds nothing wrong."""
    told: list[Progress] = []
    beating = asyncio.create_task(_beat(plan_id, told))
    try:
        async with tx("repeatable_read"):
            planning = await gather(day)
            names, zone_of = await plan_store.team_names(day.id), await zones()
        plan = await solve(planning, seconds=seconds, seed=seed, on_progress=told.append)
        breaches = await asyncio.to_thread(check, planning, plan)
        if breaches:
            log.error("the planner made an unsound plan %s: %s", plan_id, breaches[:20])
            await plan_store.fail(plan_id, f"The check of the plan found {len(breaches)} faults.", now=clock.now())
            return
        async with tx():
            if told:
                await plan_store.beat(plan_id, told[-1], now=clock.now())
            whys = {stay.person: _why(stay, names, zone_of) for stay in plan.stays}
            await plan_store.finish(plan_id, plan, whys, now=clock.now())
    except (TooManyRoles, PlanningInvalid, SolverFailed, WorkerFailed) as error:
        await plan_store.fail(plan_id, str(error), now=clock.now())
    except BaseException:
        await plan_store.fail(plan_id, "The planning was interrupted.", now=clock.now())
        raise
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating


def _why(stay: Stay, team_names: Mapping[str, str], zone_of: Mapping[str, str]) -> Why:
    """A refusal in the words of the screens. A party that has no team yet has no name to tell."""
    return Why(
        stay.reason,
        team_names.get(stay.team) if stay.team else None,
        [Stretch(b.site, zone_of[b.site], b.starts_at, b.ends_at, list(b.roles)) for b in stay.blocks],
    )


def _block(stretch: Stretch) -> Block:
    return Block(stretch.site, stretch.starts_at, stretch.ends_at, tuple(stretch.roles))


async def _beat(plan_id: UUID, told: list[Progress]) -> None:
    """Write progress twice a second when there is news, and show in any case that the run lives."""
    quiet = 0.0
    while True:
        if told or quiet >= rules.BEAT.total_seconds():
            await plan_store.beat(plan_id, told[-1] if told else None, now=clock.now())
            told.clear()
            quiet = 0.0
        await asyncio.sleep(0.5)
        quiet += 0.5


async def list_plans(actor: Actor, day: str) -> list[PlanSummary]:
    """The last runs, newest first; one whose process has died shows as failed."""
    entry = await days.enter(actor, day)
    days_rules.check_role(entry, Role.PLANNER)
    now = clock.now()
    async with tx():
        await plan_store.fail_abandoned(entry.day.id, before=now - rules.ABANDONED_AFTER, now=now)
        return await plan_store.plans(entry.day.id)


async def find_plan(actor: Actor, day: str, plan_id: UUID) -> tuple[Day, PlanSummary]:
    """A plan of this day, for those who plan. Raises NotFound."""
    entry = await days.enter(actor, day)
    days_rules.check_role(entry, Role.PLANNER)
    found = await plan_store.find_plan(entry.day.id, plan_id)
    if found is None:
        raise NotFound("plan")
    return entry.day, found


async def plan_detail(actor: Actor, day: str, plan_id: UUID) -> PlanDetail:
    _, plan = await find_plan(actor, day, plan_id)
    return PlanDetail(
        plan,
        await plan_store.site_results(plan.id),
        await plan_store.blocked_shifts(plan.id),
        await plan_store.short_teams(plan.id),
    )


async def publish_plan(actor: Actor, day: str, plan_id: UUID) -> PlanDetail:
    """Make a plan the one that counts, in place of the former, and tell everybody whom it concerns.

    It is checked once more against the sign-ups, pins and shifts of now: raises PlanIsStale if it broke a promise.
    """
    entry = await days.enter(actor, day)
    days_rules.check_role(entry, Role.PLANNER)
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        await store.hold_sites(held.id, await store.all_sites())
        state = await plan_store.hold_plan(held.id, plan_id)
        if state is None:
            raise NotFound("plan")
        if state is not PlanState.READY:
            raise rules.PlanIsNotReady(state)
        planning = await gather(held)
        plan = await _stored(plan_id, planning)
        breaches = await asyncio.to_thread(_harm, planning, plan)
        if breaches:
            raise rules.PlanIsStale(breaches)
        if dropped := len(await store.released(held.id) - set(plan.goes)):
            raise rules.PlanDropsReleased(dropped)
        await plan_store.publish(held.id, plan_id, now=clock.now())
        await audit.record("release.publish_plan", plan_id, actor=actor.id, day=held.id)
        await _tell(held, plan)
        await following.rota_changed(held.id)
        await notify(f"release:{held.id}")
    return await plan_detail(actor, day, plan_id)


async def _stored(plan_id: UUID, planning: Planning) -> Plan:
    """The plan as it was made; pins not kept are counted anew."""
    entries, moves = await plan_store.outcome(plan_id)
    goes = {person for person, leaves, _ in entries if leaves}
    lost = [p.id for p in planning.people if p.pin is Pin.MUST_GO and p.id not in goes]
    return Plan(
        status=Status.PROVEN, objective=0.0, bound=0.0, gap=0.0, seconds=0.0, seed=0, solver="",
        goes=tuple(sorted(goes)),
        stays=tuple(
            Stay(person, why.reason, blocks=tuple(map(_block, why.blocks)))
            for person, leaves, why in entries
            if not leaves and why
        ),
        moves=tuple(moves),
        pins_not_kept=tuple(lost),
    )  # fmt: skip


def _harm(planning: Planning, plan: Plan) -> list[Breach]:
    return [breach for breach in check(planning, plan) if breach.kind not in UNKNOWN_SINCE]


async def _tell(day: Day, plan: Plan) -> None:
    page = f"/days/{day.slug}/release"
    goes = [UUID(person) for person in plan.goes]
    stays = [UUID(stay.person) for stay in plan.stays]
    moving = {UUID(move.person) for move in plan.moves}
    await notices.send(goes, f"You can go to {day.name}", "The plan lets you go. Your manager decides now.", page)
    await notices.send(stays, f"{day.name}: the plan keeps you", "Open the page to see which shift and why.", page)
    await notices.send(moving, f"{day.name}: you step in", "The plan counts on you for a colleague's shift.", page)
    await notices.send(
        await store.managers_of([*goes, *stays]),
        f"{day.name}: your people wait for your answer",
        "See who wants to go, with the cover of each shift, and decide.",
        page,
    )
