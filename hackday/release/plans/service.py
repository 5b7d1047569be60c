"""Use cases around plans: begin and stop a run of the planner, look at plans, publish one."""

import asyncio
import secrets
from uuid import UUID

from msgspec.structs import replace

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day
from hackday.errors import NotFound
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.release import following, rules, store
from hackday.release.engine.checker import check
from hackday.release.plans import results
from hackday.release.plans import rules as plan_rules
from hackday.release.plans import store as plan_store
from hackday.release.plans.gathering import gather
from hackday.release.plans.results import Sites
from hackday.release.plans.settings import check_plans_everywhere, planned_sites
from hackday.release.schemas import Block, Breach, Pin, Plan, Planning, Status, Stay
from hackday.release.wire import PlanDetail, PlanDraft, PlanState, PlanSummary, Stretch

UNKNOWN_SINCE = {"refusal_without_reason", "pin_not_reported"}
"""Breaches by people who signed up or were pinned after the plan was made: it does not know them, nor harm them."""


async def start_plan(actor: Actor, day: str, draft: PlanDraft) -> tuple[Day, PlanSummary]:
    """Note that a run begins; for who plans every site. The caller then starts `run_plan`. Raises PlanIsRunning."""
    entry = await days.enter(actor, day)
    await check_plans_everywhere(actor, entry)
    now = clock.now()
    seed = secrets.randbelow(2**31) if draft.seed is None else draft.seed
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        await _fail_abandoned(held.id)
        made = await plan_store.add_plan(held.id, seed=seed, started_by=actor.id, now=now)
        if made is None:
            raise rules.PlanIsRunning
        await audit.record("release.start_plan", made, actor=actor.id, day=held.id, after={"seed": seed})
        found = await results.find_plan(held.id, made, None)
    assert found
    return held, found


async def stop_plan(actor: Actor, day: str, plan_id: UUID) -> PlanSummary:
    """Ask the process that runs it, whichever that is, for the best plan so far. Raises PlanIsNotRunning."""
    entry = await days.enter(actor, day)
    await check_plans_everywhere(actor, entry)
    async with tx():
        asked = await plan_store.ask_to_stop(entry.day.id, plan_id)
        found = await results.find_plan(entry.day.id, plan_id, None)
        if found is None:
            raise NotFound("plan")
        if not asked:
            raise plan_rules.PlanIsNotRunning
        await audit.record("release.stop_plan", plan_id, actor=actor.id, day=entry.day.id)
    return found


async def list_plans(actor: Actor, day: str) -> list[PlanSummary]:
    """The last runs, newest first; one whose process has died shows as failed."""
    entry = await days.enter(actor, day)
    sites = await planned_sites(actor, entry)
    async with tx():
        await _fail_abandoned(entry.day.id)
        return await results.plans(entry.day.id, sites)


async def look(actor: Actor, day: str, plan_id: UUID) -> tuple[PlanSummary, Sites]:
    """A plan of this day, and the sites of it that this planner may see. Raises NotFound."""
    entry = await days.enter(actor, day)
    sites = await planned_sites(actor, entry)
    async with tx():
        await _fail_abandoned(entry.day.id)
        found = await results.find_plan(entry.day.id, plan_id, sites)
    if found is None:
        raise NotFound("plan")
    return found, sites


async def plan_detail(actor: Actor, day: str, plan_id: UUID) -> PlanDetail:
    plan, sites = await look(actor, day, plan_id)
    return PlanDetail(
        plan,
        await results.site_results(plan.id, sites),
        await results.blocked_shifts(plan.id, sites),
        await results.short_teams(plan.id, sites),
        await results.drawn(plan.id, sites),
    )


async def _fail_abandoned(day_id: UUID) -> None:
    now = clock.now()
    await plan_store.fail_abandoned(day_id, before=now - rules.ABANDONED_AFTER, now=now)


async def publish_plan(actor: Actor, day: str, plan_id: UUID) -> PlanDetail:
    """Make a plan the one that counts, in place of the former, and tell everybody whom it concerns.

    It is checked once more against the sign-ups, pins and shifts of now: raises PlanIsStale if it broke a promise.
    """
    entry = await days.enter(actor, day)
    await check_plans_everywhere(actor, entry)
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        await store.hold_sites(held.id, await store.all_sites())
        state = await plan_store.hold_plan(held.id, plan_id)
        if state is None:
            raise NotFound("plan")
        if state is not PlanState.READY:
            raise rules.PlanIsNotReady(state)
        planning = replace(await gather(held), site_floor=0)  # a wish: what it missed was told when it was made
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


def _block(stretch: Stretch) -> Block:
    return Block(stretch.site, stretch.starts_at, stretch.ends_at, tuple(stretch.roles))


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
