"""A colleague takes a shift, a manager confirms or declines, and either steps back: each one transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day, Entry
from hackday.people.schemas import Actor
from hackday.release import rules as release_rules
from hackday.release import store as release_store
from hackday.release.plans.settings import settings_of
from hackday.release.swaps import access, checking, refusals, rules, staff, store, telling
from hackday.release.swaps.schemas import Opening, ShiftState, TakerShown
from hackday.release.swaps.service import changed, found


@asynccontextmanager
async def held(
    actor: Actor, entry: Entry, opening_id: UUID, *others: UUID, sites: bool = True
) -> AsyncIterator[tuple[Day, Opening]]:
    """In a transaction the shift as it is now, with all whose work may change, and its sites, kept still.

    Raises NotFound for whom it does not concern.
    """
    async with tx():
        day = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(day, *release_rules.PHASES)
        first = await found(day, opening_id)
        if sites:
            await release_store.hold_sites(day.id, {first.site, *([first.in_return.site] if first.in_return else [])})
        await staff.hold_people({p for p in (first.giver, first.taker, *others) if p})
        opening = await found(day, opening_id)
        await access.check_sees(await access.powers(actor, entry), actor.site, opening)
        yield day, opening


async def take(actor: Actor, slug: str, opening_id: UUID) -> None:
    """Say yes to a shift; the manager confirms it. Of many at once exactly one has it, the others AlreadyTaken."""
    entry = await days.enter(actor, slug)
    async with held(actor, entry, opening_id, actor.id, sites=False) as (day, opening):
        rules.check_open(opening.state, opening.taker_name)
        if opening.asked not in (None, actor.id):
            raise refusals.NotAsked
        await checking.check_taker(
            day, actor.id, opening.shift, giver=opening.giver, in_return=opening.in_return, besides=opening.id
        )
        if not await store.take(opening.id, actor.id, now=clock.now()):
            now = await found(day, opening_id)
            rules.check_open(now.state, now.taker_name)
        await audit.record("release.take_shift", opening.id, actor=actor.id, day=day.id, after=opening.shift)
        taken = await found(day, opening_id)
        what = f"{actor.name} would take {refusals.shown(opening.shift)}"
        await telling.tell(
            day, await telling.confirmers(day, taken), "a shift waits for your yes", f"{what}. Confirm or decline it."
        )
        await telling.tell(day, {opening.giver, opening.opened_by} - {actor.id}, "somebody takes a shift", f"{what}.")
        await notify(f"release:{day.id}")


async def confirm(actor: Actor, slug: str, opening_id: UUID, seen: TakerShown) -> None:
    """Say yes to who has taken it, from now on they work it. Every rule is looked at once more."""
    entry = await days.enter(actor, slug)
    powers = await access.powers(actor, entry)
    async with held(actor, entry, opening_id, seen.taker) as (day, opening):
        rules.check_taken(opening.state, opening.taker, opening.taker_name, seen=seen.taker)
        await access.check_confirms(powers, opening)
        if opening.return_shift and await store.is_promised(opening.return_shift, besides=opening.id):
            raise refusals.ReturnIsPromised(opening.in_return or opening.shift)
        await checking.check_taker(
            day, seen.taker, opening.shift, giver=opening.giver, in_return=opening.in_return, besides=opening.id
        )
        await store.confirm(opening.id, seen.taker, by=actor.id, now=clock.now())
        await audit.record("release.confirm_shift", opening.id, actor=actor.id, day=day.id, after={"taker": seen.taker})
        body = f"{opening.taker_name} works {refusals.shown(opening.shift)}, confirmed by {actor.name}."
        if opening.in_return:
            body += f" {opening.giver_name} works {refusals.shown(opening.in_return)} in return."
        concerned = {seen.taker, opening.giver, opening.opened_by} - {actor.id}
        await telling.tell(day, concerned, "a shift has changed hands", body)
        await changed(day, seen.taker, opening.giver)


async def decline(actor: Actor, slug: str, opening_id: UUID, seen: TakerShown) -> None:
    """Say no to who has taken it: it is open again, to everybody."""
    entry = await days.enter(actor, slug)
    powers = await access.powers(actor, entry)
    async with held(actor, entry, opening_id, seen.taker) as (day, opening):
        rules.check_taken(opening.state, opening.taker, opening.taker_name, seen=seen.taker)
        await access.check_confirms(powers, opening)
        await store.reopen(opening.id, seen.taker)
        reason = seen.reason.strip()
        await audit.record(
            "release.decline_shift", opening.id, actor=actor.id, day=day.id, reason=reason, before={"taker": seen.taker}
        )
        body = f"{actor.name} declined that {opening.taker_name} takes {refusals.shown(opening.shift)}."
        await telling.tell(day, [seen.taker], "you do not take the shift", f"{body} {reason}".strip())
        await telling.tell(day, {opening.giver, opening.opened_by} - {actor.id}, "a shift is open again", body)
        await telling.asked_for(day, await found(day, opening_id))
        await notify(f"release:{day.id}")


async def step_back(actor: Actor, slug: str, opening_id: UUID) -> None:
    """Not after all: who took it makes it open to everybody again; who was asked says no, and it ends.

    Until the cut-off for who has taken it; saying no is possible at any time.
    """
    entry = await days.enter(actor, slug)
    async with held(actor, entry, opening_id, actor.id) as (day, opening):
        if opening.state is ShiftState.OPEN and opening.asked == actor.id:
            await store.withdraw(opening.id)
            await audit.record("release.refuse_shift", opening.id, actor=actor.id, day=day.id)
            body = f"{actor.name} cannot take {refusals.shown(opening.shift)}. You can ask somebody else, or everybody."
            await telling.tell(day, {opening.giver, opening.opened_by}, "your colleague cannot take the shift", body)
            await notify(f"release:{day.id}")
            return
        rules.check_taker_steps_back(opening.state, opening.taker == actor.id)
        rules.check_cut_off(await settings_of(day), clock.now(), day.time_zone)
        await store.reopen(opening.id, actor.id)
        await audit.record("release.step_back", opening.id, actor=actor.id, day=day.id, before={"state": opening.state})
        managers = await release_store.managers_of([actor.id])
        body = f"{actor.name} does not take {refusals.shown(opening.shift)} after all. It is open to everybody again."
        concerned = {opening.giver, opening.opened_by, *managers} - {actor.id}
        await telling.tell(day, concerned, "a shift is open again", body)
        await telling.asked_for(day, await found(day, opening_id))
        if opening.state is ShiftState.CONFIRMED:
            await changed(day, actor.id, opening.giver)
            await telling.lost(day, opening, f"{actor.name} has stepped back from")
        await notify(f"release:{day.id}")


async def withdraw(actor: Actor, slug: str, opening_id: UUID) -> None:
    """Nobody is looked for any more: by who gives it, who opened it, their manager or a planner of the site."""
    entry = await days.enter(actor, slug)
    powers = await access.powers(actor, entry)
    async with held(actor, entry, opening_id) as (day, opening):
        if opening.opened_by != actor.id:
            await access.check_gives(powers, opening.giver, opening.site)
        if opening.state is ShiftState.WITHDRAWN:
            raise refusals.IsWithdrawn
        if opening.state is not ShiftState.OPEN:
            rules.check_cut_off(await settings_of(day), clock.now(), day.time_zone)
        await store.withdraw(opening.id)
        await audit.record(
            "release.withdraw_shift", opening.id, actor=actor.id, day=day.id,
            before={"state": opening.state, "taker": opening.taker},
        )  # fmt: skip
        body = f"{actor.name} has taken back {refusals.shown(opening.shift)}. Nobody needs to take it."
        concerned = {opening.giver, opening.taker, opening.asked} - {actor.id}
        await telling.tell(day, concerned, "a shift is not open any more", body)
        if opening.state is ShiftState.CONFIRMED:
            await changed(day, opening.taker, opening.giver)
            await telling.lost(day, opening, f"{actor.name} has taken back that {opening.taker_name} works")
        await notify(f"release:{day.id}")
