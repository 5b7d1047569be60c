"""Tells those concerned what became of a shift."""

from collections.abc import Collection
from uuid import UUID

from hackday.days.schemas import Day
from hackday.notices import service as notices
from hackday.release import store as release_store
from hackday.release.acting import stand_ins
from hackday.release.plans.breaks import broken_releases
from hackday.release.swaps import checking, refusals, rules, staff
from hackday.release.swaps.schemas import Opening
from hackday.release.wire import RosteredShift


def page(day: Day) -> str:
    return f"/days/{day.slug}/release/shifts"


async def asked_for(day: Day, opening: Opening) -> None:
    """Whom somebody looks for: the one who is asked, else all who could, the willing first, as many as are told."""
    if opening.asked:
        body = f"{opening.opened_by_name} asks you to take {refusals.shown(opening.shift)}."
        if opening.in_return:
            body += f" {opening.giver_name} would work {refusals.shown(opening.in_return)} for you."
        await notices.send([opening.asked], f"{day.name}: would you take a shift?", body, page(day), by_mail=True)
        return
    able = await checking.able(day, opening.shift, opening.giver)
    people = [worker.id for worker in able if worker.id != opening.opened_by][: rules.BROADCAST_TO]
    body = f"Who can take {refusals.shown(opening.shift)}?"
    await notices.send(people, f"{day.name}: a shift is open", body, page(day))


async def placed(day: Day, shift: RosteredShift, *, taker: UUID, giver: UUID | None, by: UUID) -> None:
    """A colleague who had offered is counted on now."""
    known = await staff.people([p for p in (taker, giver, by) if p])
    whose = f" of {known[giver].name}" if giver else ""
    await notices.send(
        [taker],
        f"{day.name}: you take over a shift",
        f"You offered to step in. {known[by].name} counts on you for {refusals.shown(shift)}{whose}.",
        page(day),
        by_mail=True,
    )
    title = f"{known[taker].name} takes over a shift"
    await tell(day, {known[taker].manager} - {by}, title, f"{refusals.shown(shift)}{whose}.")


async def tell(day: Day, concerned: Collection[UUID | None], title: str, body: str, *, by_mail: bool = False) -> None:
    """Each of them once."""
    await notices.send({p for p in concerned if p}, f"{day.name}: {title}", body, page(day), by_mail=by_mail)


async def confirmers(day: Day, opening: Opening) -> set[UUID]:
    """Who may say yes to who has taken it: their manager and who stands in; the site's planners where there is none."""
    assert opening.taker
    manager = (await staff.people([opening.taker]))[opening.taker].manager
    if manager is None:
        return set(await staff.planned_by(day.id, opening.site)) - {opening.taker}
    return {manager, *await stand_ins([manager])} - {opening.taker}


async def lost(day: Day, opening: Opening, why: str) -> None:
    """A confirmed take is gone: the planners are told, and loudly who released somebody who is missed now."""
    broken = [
        b
        for b in await broken_releases(day, [opening.site])
        if b.shortage.starts_at < opening.ends_at and opening.starts_at < b.shortage.ends_at
    ]
    planners = await staff.planned_by(day.id, opening.site)
    managers = await release_store.managers_of([b.person for b in broken])
    body = f"{why} {refusals.shown(opening.shift)}."
    if not broken:
        await tell(day, planners, "a confirmed shift is open again", body)
        return
    names = ", ".join(b.name for b in broken)
    body += f" Cover falls short now, though released: {names}. Find somebody, or call one of them back."
    await tell(day, {*planners, *managers}, "a release has lost its cover", body, by_mail=True)
