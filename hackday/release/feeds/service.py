"""Use cases of feeds: my secret calendar address, and changes for the workforce tool."""

import asyncio
import secrets

from hackday import audit, clock
from hackday.database import tx
from hackday.days import service as days
from hackday.errors import NotFound
from hackday.people.schemas import Actor
from hackday.people.service import digest
from hackday.release.feeds import changes, store
from hackday.release.feeds.calendar import calendar_of
from hackday.release.feeds.schemas import CalendarLink, ChangePage, NewCalendarLink
from hackday.release.feeds.sheet import change_sheet
from hackday.release.plans.settings import planned_sites


async def my_link(actor: Actor, day: str) -> CalendarLink:
    await days.enter(actor, day)
    return CalendarLink(await store.link_made_at(actor.id))


async def renew_link(actor: Actor, day: str, *, origin: str) -> NewCalendarLink:
    """A new secret address of my calendar of all days; the former one ends with it."""
    await days.enter(actor, day)
    token, now = secrets.token_urlsafe(32), clock.now()
    async with tx():
        await store.hold_links(actor.id)
        await store.revoke_link(actor.id, now=now)
        await store.add_link(actor.id, digest(token), now=now)
        await audit.record("release.renew_calendar", actor.id, actor=actor.id)
    return NewCalendarLink(f"{origin}/api/calendars/{token}.ics", now)


async def revoke_link(actor: Actor, day: str) -> None:
    """My address works no longer."""
    await days.enter(actor, day)
    async with tx():
        await store.hold_links(actor.id)
        if await store.revoke_link(actor.id, now=clock.now()):
            await audit.record("release.revoke_calendar", actor.id, actor=actor.id)


async def calendar(token: str, *, origin: str) -> bytes:
    """The calendar behind a secret address; raises NotFound that says nothing about it."""
    async with tx("repeatable_read"):
        owner = await store.owner_of(digest(token))
        if owner is None:
            raise NotFound("calendar")
        released, shifts = await store.released_days(owner), await store.shifts_of(owner)
    return calendar_of(owner, released, shifts, origin=origin)


async def change_page(actor: Actor, day: str, *, after: int, limit: int) -> ChangePage:
    """What changed behind this number, at the sites that the actor plans."""
    entry = await days.enter(actor, day)
    sites = await planned_sites(actor, entry)
    found = await changes.changes(entry.day.id, after=after, sites=sites, limit=limit)
    return ChangePage(found, found[-1].number if found else after)


async def changes_file(actor: Actor, day: str) -> tuple[str, bytes]:
    """(file name, CSV) of what the rota must have differently now, at the sites that the actor plans."""
    entry = await days.enter(actor, day)
    found = await changes.standing(entry.day.id, await planned_sites(actor, entry))
    return f"{entry.day.slug}-rota-changes.csv", await asyncio.to_thread(change_sheet, found)
