"""Looking for somebody for a shift: whose, by whom, and who could take it. Each use case one transaction."""

from datetime import datetime
from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Entry
from hackday.errors import NotFound
from hackday.people.schemas import Actor
from hackday.release import rules as release_rules
from hackday.release import store as release_store
from hackday.release.plans.gathering import zones
from hackday.release.plans.settings import settings_of
from hackday.release.swaps import access, checking, rules, service, staff, store, telling
from hackday.release.swaps.schemas import Colleague, MyShift, OpeningDraft
from hackday.release.wire import RosteredShift


async def open_shift(actor: Actor, slug: str, draft: OpeningDraft) -> None:
    """Ask one colleague, or all who could. For a volunteer by themselves, their manager or a planner of the site."""
    entry = await days.enter(actor, slug)
    giver = None if draft.is_extra else draft.giver or actor.id
    await access.check_gives(await access.powers(actor, entry), giver, draft.site)
    async with tx():
        day = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(day, *release_rules.PHASES)
        await release_store.hold_sites(day.id, [draft.site])
        if giver and not await store.is_volunteer(day.id, giver):
            known = await staff.people([giver])
            raise release_rules.NotAVolunteer(known[giver].name if giver in known else "This person")
        await service.ask(
            day, giver=giver, asked=draft.asked, site=draft.site, role=draft.role, starts_at=draft.starts_at,
            ends_at=draft.ends_at, by=actor.id, return_shift=draft.return_shift,
        )  # fmt: skip


async def leave_move(actor: Actor, slug: str, starts_at: datetime) -> None:
    """Not to step in after all where the published plan counts on me: somebody else is looked for, until the cut-off.

    The offer itself stays; a later plan may count on it.
    """
    entry = await days.enter(actor, slug)
    async with tx():
        day = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(day, *release_rules.PHASES)
        await release_store.hold_sites(day.id, [actor.site])  # one steps in at home alone
        await staff.hold_people([actor.id])
        rules.check_cut_off(await settings_of(day), clock.now(), day.time_zone)
        shift = await store.drop_move(day.id, actor.id, starts_at)
        if shift is None:
            raise NotFound("planned shift")
        await audit.record("release.leave_move", actor.id, actor=actor.id, day=day.id, before=shift)
        made = await service.ask(
            day, giver=None, asked=None, site=shift.site, role=shift.role, starts_at=shift.starts_at,
            ends_at=shift.ends_at, by=actor.id,
        )  # fmt: skip
        await service.changed(day, actor.id)
        opening = await service.found(day, made)
        await telling.lost(day, opening, f"{actor.name}, on whom the plan counted, does not work")


async def own_shifts(actor: Actor, slug: str, giver: UUID | None) -> list[MyShift]:
    """Shifts during the day for which somebody may be looked for, mine or those of one of my people."""
    entry = await days.enter(actor, slug)
    whose = giver or actor.id
    await _check_looks(actor, entry, whose)
    found = []
    for site, zone in sorted((await zones()).items()):
        found += await store.own_shifts(entry.day.id, whose, release_rules.window(entry.day, site, zone))
    return sorted(found, key=lambda shift: shift.starts_at)


async def colleagues(
    actor: Actor, slug: str, shift: RosteredShift, giver: UUID | None, *, search: str
) -> list[Colleague]:
    """Who could take this shift, the willing first, and which of their coming shifts the giver could work for it."""
    entry = await days.enter(actor, slug)
    whose = giver or actor.id
    await _check_looks(actor, entry, whose)
    await checking.check_gives(entry.day, whose, shift)
    able = [w for w in await checking.able(entry.day, shift, whose) if search.lower() in w.name.lower()]
    able = [w for w in able if w.id != actor.id][: rules.BROADCAST_TO]
    since, until = clock.now(), rules.return_horizon(entry.day.ends_on)
    coming = await store.coming_shifts([w.id for w in able], since, until)
    known = (await staff.workers(entry.day.id, [whose]))[whose]
    work = (await staff.work([whose], since - rules.AROUND, until + rules.AROUND))[whose]
    off = (await staff.off([whose], since, until))[whose]
    settings = await settings_of(entry.day)
    return [
        Colleague(
            w.id,
            w.name,
            [
                r
                for r in coming[w.id]
                if rules.could_return(
                    known, work, shift, r, settings, release_rules.window(entry.day, r.site, r.time_zone), off
                )
            ],
        )
        for w in able
    ]


async def _check_looks(actor: Actor, entry: Entry, giver: UUID) -> None:
    """Who may look for somebody may see who could."""
    if giver != actor.id:
        workers = await staff.workers(entry.day.id, [giver])
        if giver not in workers:
            raise NotFound("colleague")
        await access.check_gives(await access.powers(actor, entry), giver, workers[giver].site)
