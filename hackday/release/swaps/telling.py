"""Tells those concerned what became of a shift."""

from collections.abc import Collection
from uuid import UUID

from hackday.days.schemas import Day
from hackday.notices import service as notices
from hackday.release import store as release_store
from hackday.release.swaps import checking, rules, staff
from hackday.release.swaps.schemas import Opening
from hackday.release.wire import RosteredShift


def page(day: Day) -> str:
    return f"/days/{day.slug}/release?tab=shifts"


async def asked_for(day: Day, opening: Opening) -> None:
    """Whom somebody looks for: the one who is asked, else all who could, the willing first, as many as are told."""
    if opening.asked:
        body = f"{opening.opened_by_name} asks you to take {rules.shown(opening.shift)}."
        if opening.in_return:
            body += f" {opening.giver_name} would work {rules.shown(opening.in_return)} for you."
        await notices.send([opening.asked], f"{day.name}: would you take a shift?", body, page(day), by_mail=True)
        return
    able = await checking.able(day, opening.shift, opening.giver)
    people = [worker.id for worker in able if worker.id != opening.opened_by][: rules.BROADCAST_TO]
    body = f"Who can take {rules.shown(opening.shift)}?"
    await notices.send(people, f"{day.name}: a shift is open", body, page(day))


async def placed(day: Day, shift: RosteredShift, *, taker: UUID, giver: UUID | None, by: UUID) -> None:
    """A colleague who had offered is counted on now."""
    names = await staff.names([p for p in (taker, giver, by) if p])
    whose = f" of {names[giver]}" if giver else ""
    await notices.send(
        [taker],
        f"{day.name}: you take over a shift",
        f"You offered to step in. {names[by]} counts on you for {rules.shown(shift)}{whose}.",
        page(day),
        by_mail=True,
    )
    managers = set(await release_store.managers_of([taker])) - {by}
    await notices.send(
        managers, f"{day.name}: {names[taker]} takes over a shift", f"{rules.shown(shift)}{whose}.", page(day)
    )


async def people(day: Day, concerned: Collection[UUID | None], title: str, body: str) -> None:
    """Tell each of them once; nobody is told of what they did themselves."""
    await notices.send({p for p in concerned if p}, f"{day.name}: {title}", body, page(day))
