"""A colleague takes over from somebody who is released: who could, asking them, putting them in, letting them go."""

from collections.abc import Sequence
from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day, Entry
from hackday.errors import Conflict, NotFound
from hackday.people.schemas import Actor
from hackday.release import rules, store
from hackday.release.acting import Principals, principals
from hackday.release.answers import store as answers
from hackday.release.answers.inbox import headcount, wish_of
from hackday.release.answers.rules import NothingToCover
from hackday.release.answers.schemas import Candidate, Candidates
from hackday.release.headcount import Gap
from hackday.release.plans.gathering import zones
from hackday.release.plans.settings import settings_of
from hackday.release.swaps import checking, staff, telling
from hackday.release.swaps import rules as swap_rules
from hackday.release.swaps import service as swaps
from hackday.release.swaps import store as swap_store
from hackday.release.swaps.refusals import shown
from hackday.release.swaps.schemas import Opening, ShiftState, Worker
from hackday.release.wire import RosteredShift, Settings


async def candidates(actor: Actor, day: str, person: UUID) -> Candidates:
    """Who could take over from somebody of one's own: all who offered, and of the others one's own people."""
    entry = await days.enter(actor, day)
    async with tx("repeatable_read"):
        acting = await principals(actor, entry)
        wish = await wish_of(acting, entry.day, person)
        if wish is None:
            raise NotFound("person among those whom you answer for")
        count = await headcount(entry.day, [person])
        gaps = count.gaps(str(person))
        zone_of, settings = await zones(), await settings_of(entry.day)
        able = await _able(entry.day, gaps, zone_of, giver=person)
        own = await answers.own_names(acting, able)
        people = []
        for worker, could in able.values():
            offered, used = await staff.offer(entry.day.id, worker.id)
            could = await _together(worker, could, settings)
            if worker.id not in own:  # of others no more is told than what they offered
                could = could[: max(0, offered - used)]
            if worker.id == actor.id or not could:
                continue
            enough = len(could) == len(gaps) and count.holds_with(str(person), gaps, worker.roles)
            people.append(Candidate(worker.id, worker.name, offered - used >= len(could), could, enough))
    people.sort(key=lambda c: (not (c.has_offered and c.is_enough), not c.is_enough, c.name))
    return Candidates([_shift(gap, zone_of, gap.roles[0]) for gap in gaps], people)


async def ask(actor: Actor, day: str, person: UUID, colleague: UUID) -> Candidates:
    """Ask one of one's own people to take over what they can of it; the rest of the rules is `swaps.service.ask`'s."""
    async with tx():
        held = await days_store.hold_day((await days.enter(actor, day)).day.id)
        days_rules.check_phase(held, *rules.PHASES)
        await store.hold_sites(held.id, await store.sites_of(held.id, [person, colleague]))
        known = await candidates(actor, day, person)
        found = next((c for c in known.people if c.person == colleague), None)
        if found is None:
            raise NotFound("colleague who could take over")
        for s in found.shifts:
            await swaps.ask(
                held, giver=person, asked=colleague, site=s.site, role=s.role, starts_at=s.starts_at,
                ends_at=s.ends_at, by=actor.id,
            )  # fmt: skip
    return known


async def put_in(day: Day, acting: Principals, wish: answers.Wish, cover: UUID | None, *, by: Actor) -> None:
    """Let those of one's own people take over who were asked for this person and agreed, and `cover`, who offered.

    In the transaction of the approval. Raises what `swaps.service.place` does, and NothingToCover.
    """
    agreed = [o for o in await _openings(day, wish.person) if o.state is ShiftState.TAKEN and o.taker == o.asked]
    own = await answers.own_names(acting, {o.taker for o in agreed if o.taker})
    agreed = [o for o in agreed if o.taker in own]
    agreed_by = {o.taker for o in agreed}
    for opening in agreed:
        await _confirm(day, opening, by=by)
    if cover is None:
        return
    count = await headcount(day, [wish.person])
    gaps = count.gaps(str(wish.person))
    if not gaps and cover not in agreed_by:
        raise NothingToCover(wish.name)
    known = (await staff.workers(day.id, [cover])).get(cover)
    if known is None or not (cover in agreed_by or (await staff.offer(day.id, cover))[0]):
        raise NotFound("colleague who offered to take over")
    for gap in gaps:
        role = next((role for role in gap.roles if role in known.roles), gap.roles[0])
        await swaps.place(
            day, giver=wish.person, taker=cover, site=gap.site, role=role, starts_at=gap.starts_at,
            ends_at=gap.ends_at, by=by.id, now=clock.now(),
        )  # fmt: skip


async def hold_work(day: Day, people: Sequence[UUID], *others: UUID | None) -> None:
    """Keep still who works for whom around these people, in one go, so that nobody waits in a circle."""
    takers = {o.taker for o in await swap_store.of_day(day.id) if o.giver in people}
    await staff.hold_people({p for p in (*people, *takers, *others) if p})


async def let_go(day: Day, people: Sequence[UUID], *, by: Actor) -> None:
    """Nobody has to take over from these any more: they are back at work. Who was to is told."""
    await hold_work(day, people)
    for person in people:
        for opening in await _openings(day, person):
            await swap_store.withdraw(opening.id)
            await audit.record("release.withdraw_shift", opening.id, actor=by.id, day=day.id, before=opening.state)
            body = f"{opening.giver_name} is at work after all: {shown(opening.shift)}."
            await telling.tell(day, {opening.taker or opening.asked}, "you need not take over", body)
            await swaps.changed(day, opening.taker)


async def follow_withdrawal(actor: Actor, entry: Entry) -> None:
    """Who withdraws is back at work, and nobody takes over from them."""
    await let_go(entry.day, [actor.id], by=actor)


async def _openings(day: Day, giver: UUID) -> list[Opening]:
    return [o for o in await swap_store.of_day(day.id) if o.giver == giver and o.state is not ShiftState.WITHDRAWN]


async def _confirm(day: Day, opening: Opening, *, by: Actor) -> None:
    assert opening.taker
    await staff.hold_people([p for p in (opening.giver, opening.taker) if p])
    await checking.check_taker(
        day, opening.taker, opening.shift, giver=opening.giver, in_return=opening.in_return, besides=opening.id
    )
    await swap_store.confirm(opening.id, opening.taker, by=by.id, now=clock.now())
    await audit.record("release.confirm_shift", opening.id, actor=by.id, day=day.id, after={"taker": opening.taker})
    body = f"{by.name} counts on you: {shown(opening.shift)}."
    await telling.tell(day, {opening.taker}, "you take over a shift", body)
    await swaps.changed(day, opening.taker, opening.giver)


async def _able(
    day: Day, gaps: Sequence[Gap], zone_of: dict[str, str], *, giver: UUID
) -> dict[UUID, tuple[Worker, list[RosteredShift]]]:
    """Everybody who could take over one of these stretches, each in the first role that they are qualified for."""
    found: dict[UUID, tuple[Worker, list[RosteredShift]]] = {}
    for gap in gaps:
        for role in gap.roles:
            shift = _shift(gap, zone_of, role)
            for worker in await checking.able(day, shift, giver):
                shifts = found.setdefault(worker.id, (worker, []))[1]
                if all(s.starts_at != gap.starts_at or s.site != gap.site for s in shifts):
                    shifts.append(shift)
    return found


async def _together(worker: Worker, shifts: Sequence[RosteredShift], settings: Settings) -> list[RosteredShift]:
    """As many of these as rest and hours allow one after the other, from the first on."""
    taken: list[RosteredShift] = []
    around = min(s.starts_at for s in shifts) - swap_rules.AROUND, max(s.ends_at for s in shifts) + swap_rules.AROUND
    work = (await staff.work([worker.id], *around))[worker.id] if len(shifts) > 1 else []
    for shift in shifts:
        try:
            swap_rules.check_take(worker, [*work, *taken], shift, settings)
        except Conflict:
            continue
        taken.append(shift)
    return taken


def _shift(gap: Gap, zone_of: dict[str, str], role: str) -> RosteredShift:
    return RosteredShift(gap.site, zone_of[gap.site], role, gap.starts_at, gap.ends_at)
