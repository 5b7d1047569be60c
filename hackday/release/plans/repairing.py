"""Use cases of a repair: show what would change, apply what was shown, tell those whom it concerns."""

import asyncio
import hashlib
from collections.abc import Collection
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.release import following, rules, store
from hackday.release.engine.checker import check
from hackday.release.engine.floors import floors_missed
from hackday.release.engine.repair import Current, Repair, around, repair
from hackday.release.headcount import Headcount
from hackday.release.plans import repair_store
from hackday.release.plans import rules as plan_rules
from hackday.release.plans import store as plan_store
from hackday.release.plans.breaks import bound_releases, standing_moves
from hackday.release.plans.gathering import gather, zones
from hackday.release.plans.runs import why_of
from hackday.release.plans.schemas import PersonChange, RepairApply, RepairDraft, RepairProposal
from hackday.release.plans.service import UNKNOWN_SINCE
from hackday.release.plans.settings import planned_sites
from hackday.release.schemas import Breach, Move, Plan, Planning, Status
from hackday.release.wire import CoverMove, Why

SECONDS = 5.0
"""A repair takes a fraction of one; when to give up, before the database takes the transaction for dead (10 s)."""


class _Mended(Struct, frozen=True):
    proposal: RepairProposal
    found: Repair
    whys: dict[str, Why]
    planning: Planning


async def propose(actor: Actor, slug: str, draft: RepairDraft) -> RepairProposal:
    """What a repair would change; nothing is written. Raises NoPlanPublished, or PlansSomeSites."""
    entry = await days.enter(actor, slug)
    mine = await planned_sites(actor, entry)
    async with tx("repeatable_read"):
        return (await _mended(entry.day, draft.sites, draft.seed, mine)).proposal


async def apply(actor: Actor, slug: str, shown: RepairApply) -> RepairProposal:
    """Publish the repaired plan, if it is still the one that was shown; raises RepairIsStale if not."""
    entry = await days.enter(actor, slug)
    mine = await planned_sites(actor, entry)
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        await store.hold_sites(held.id, await store.all_sites())
        mended = await _mended(held, shown.sites, shown.seed, mine) if shown.sites else None
        if mended is None or (mended.proposal.base, mended.proposal.fingerprint) != (shown.base, shown.fingerprint):
            raise plan_rules.RepairIsStale
        proposal, found = mended.proposal, mended.found
        back = [stay.person for stay in found.revoked]
        if await repair_store.come_back(held.id, back, now=clock.now()) < len(back):
            raise plan_rules.RepairIsStale
        made = await repair_store.replace_plan(
            shown.base, seed=shown.seed, seconds=found.seconds, by=actor.id, sites=proposal.sites, moves=found.moves,
            said={**dict.fromkeys(found.added), **mended.whys}, now=clock.now(),
        )  # fmt: skip
        await _miss_floors(made, mended.planning)
        await audit.record("release.repair_plan", made, actor=actor.id, day=held.id, after=proposal)
        for person in back:
            await audit.record(
                "release.call_back", person, actor=actor.id, day=held.id, before={"state": "released"},
                after={"state": "wanted"},
            )  # fmt: skip
        await _tell(held, proposal)
        await following.rota_changed(held.id, [UUID(person) for person in found.changed()])
        await notify(f"release:{held.id}")
    return proposal


async def _mended(day: Day, asked: Collection[str], seed: int, mine: frozenset[str] | None) -> _Mended:
    base = await plan_store.published(day.id)
    if base is None:
        raise plan_rules.NoPlanPublished
    for site in asked:
        if mine is not None and site not in mine:
            raise rules.NotYourSite(site)
    planning, zone_of = await gather(day), await zones()
    current = await _current(day, base)
    standing = await standing_moves(day.id)
    sites = sorted(set(asked) or await asyncio.to_thread(_amiss, planning, current, standing, zone_of))
    if not asked and mine is not None:
        sites = sorted(mine.intersection(sites))
    found = await asyncio.to_thread(repair, planning, current, sites=sites, seed=seed, seconds=SECONDS)
    breaches = await asyncio.to_thread(_unsound, around(planning, sites), found)
    if breaches:
        raise rules.PlanIsStale(breaches)
    names = await plan_store.team_names(day.id)
    whys = {stay.person: why_of(stay, names, zone_of) for stay in (*found.revoked, *found.dropped)}
    known = await repair_store.about(day.id, found.changed())
    if mine is not None and not {site for _, site, _ in known.values()} <= mine:
        raise rules.PlansSomeSites(mine)

    def changes(people: Collection[str]) -> list[PersonChange]:
        return [PersonChange(UUID(p), *told, whys.get(p)) for p, told in known.items() if p in people]

    def steps(moves: Collection[Move]) -> list[CoverMove]:
        return [
            CoverMove(
                UUID(m.person), known[m.person][0], m.site, zone_of[m.site], m.role, m.starts_at, m.ends_at
            )
            for m in moves if m.person in known
        ]  # fmt: skip

    proposal = RepairProposal(
        base, sites, seed, "",
        revoked=changes({stay.person for stay in found.revoked}),
        dropped=changes({stay.person for stay in found.dropped}),
        added=changes(found.added),
        steps_in=steps(found.steps_in), steps_back=steps(found.steps_back),
        people=len(found.changed()), seconds=found.seconds,
    )  # fmt: skip
    told = asdict(proposal) | {"seconds": None}
    fingerprint = hashlib.sha256(msgspec.json.encode([told, found.moves])).hexdigest()
    return _Mended(replace(proposal, fingerprint=fingerprint), found, whys, planning)


async def _current(day: Day, base: UUID) -> Current:
    """Who goes by the plan or is released. Who was released below the minimum is off the rota, and no part of it."""
    entries, moves = await plan_store.outcome(base)
    states = await repair_store.volunteers(day.id)
    released = await bound_releases(day.id)
    overridden = {person for person, state in states.items() if state == "released"} - released
    goes = ({person for person, leaves, _ in entries if leaves} | released) - overridden
    return Current(frozenset(goes), frozenset(released), tuple(moves))


def _amiss(planning: Planning, current: Current, standing: Collection[Move], zone_of: dict[str, str]) -> set[str]:
    """Sites that fall short by the plan, that lost a mover, have a team below its minimum, or a place to offer on."""
    people = {p.id: p for p in planning.people}
    goes = {p for p in current.goes if p in people and people[p].wants_to_go}
    short = Headcount(planning, goes, standing, zone_of).shortages()
    halved = {
        member
        for team in planning.teams
        if 0 < len(goes.intersection(team.members)) < team.smallest
        for member in goes.intersection(team.members)
    }
    free = {p for p in current.goes - goes if p in people}
    return (
        {shortage.site for shortage in short.values()}
        | {people[p].site for p in halved | free}
        | {move.site for move in set(current.moves) - set(standing)}
    )


async def _miss_floors(plan_id: UUID, planning: Planning) -> None:
    """Tell anew from which sites fewer go by this plan than its floor asks for."""
    entries, _ = await plan_store.outcome(plan_id)
    floored = replace(planning, site_floor=await repair_store.floor_of(plan_id))
    await repair_store.miss_floors(plan_id, floors_missed(floored, {person for person, goes, _ in entries if goes}))


def _unsound(local: Planning, found: Repair) -> list[Breach]:
    plan = Plan(
        status=Status.PROVEN, objective=0.0, bound=0.0, gap=0.0, seconds=0.0, seed=0, solver="",
        goes=found.goes, stays=(*found.revoked, *found.dropped), moves=found.moves, pins_not_kept=(),
    )  # fmt: skip
    return [breach for breach in check(local, plan) if breach.kind not in UNKNOWN_SINCE]


async def _tell(day: Day, proposal: RepairProposal) -> None:
    """Those alone for whom something changes, and their managers; by mail who must come back or step in."""
    page = f"/days/{day.slug}/release"
    back = [change.person for change in proposal.revoked]
    stay = [change.person for change in proposal.dropped]
    go = [change.person for change in proposal.added]
    into = list({move.person for move in proposal.steps_in})
    out = list({move.person for move in proposal.steps_back} - set(into))
    await notices.send(
        back, f"{day.name}: you are needed at work again",
        "The rota changed after you were released. Open the page to see which shift and why.", page, by_mail=True,
    )  # fmt: skip
    await notices.send(stay, f"{day.name}: the plan keeps you", "The rota changed. See which shift and why.", page)
    await notices.send(go, f"You can go to {day.name}", "A place became free. Your manager decides now.", page)
    await notices.send(
        into, f"{day.name}: you step in", "The plan counts on you for a colleague's shift.", page, by_mail=True
    )
    await notices.send(out, f"{day.name}: a shift less", "You need not step in any more where you were to.", page)
    managers = await store.managers_of([*back, *go])
    await notices.send(
        managers, f"{day.name}: the plan changed for your people", "Somebody must come back, or can go now.", page
    )
