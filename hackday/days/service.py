"""Use cases around days and their roles."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import phase_store, rules, sign_up_store, store
from hackday.days.schemas import Day, DayChange, DayDraft, DayPage, Entry, PersonCard, Role
from hackday.errors import NotFound
from hackday.notices import service as notices
from hackday.people import store as people_store
from hackday.people.rules import NotAnAdmin
from hackday.people.schemas import Actor

DATES = ("starts_on", "ends_on", "time_zone")
change_followers: list[Callable[[Day], Awaitable[None]]] = []
"""Asked in the transaction, before the dates, zone or sites of a day change; one that raises keeps them."""


async def enter(actor: Actor | None, slug: str) -> Entry:
    """The day by its slug, with the roles that the actor has there. Raises NoSuchDay, also for hidden drafts."""
    found = await store.find_entry(slug, actor.id if actor else None)
    if found is None:
        raise rules.NoSuchDay
    day, granted = found
    roles = rules.effective_roles(actor, granted)
    rules.check_visible(day, roles)
    return Entry(day, roles)


async def enter_by_command(slug: str) -> Entry:
    """The day for the command line, which may do what organisers do."""
    day = await store.find_day(slug)
    if day is None:
        raise rules.NoSuchDay
    return Entry(day, frozenset({Role.ORGANISER, Role.PLANNER}))


async def get_day(actor: Actor, entry: Entry) -> DayPage:
    """All that a person's own page of the day shows."""
    day = entry.day
    return DayPage(
        day=day,
        times=await phase_store.phase_times(day.id),
        sites=await store.sites_of(day.id),
        roles=entry.roles,
        sign_up=await sign_up_store.sign_up_of(day.id, actor.id),
        signed_up=await sign_up_store.count_signed_up(day.id),
        now=clock.now(),
    )


async def create_day(actor: Actor, draft: DayDraft, *, by_command: bool = False) -> Day:
    """A new day in draft, with the actor as organiser. On the command line the organiser need be no administrator."""
    if not (actor.is_admin or by_command):
        raise NotAnAdmin
    rules.check_dates(draft.starts_on, draft.ends_on)
    rules.check_zone(draft.time_zone)
    draft = msgspec.structs.replace(draft, slug=draft.slug.strip())  # a pattern's end also fits before a line end
    values = {name: value for name, value in msgspec.structs.asdict(draft).items() if name != "sites"}
    async with tx():
        rules.check_sites(draft.sites, await _site_names())
        day_id = await store.add_day(values)
        if day_id is None:
            raise rules.SlugIsTaken(draft.slug)
        await store.set_sites(day_id, draft.sites)
        await store.add_role(day_id, actor.id, Role.ORGANISER)
        await audit.record("days.create_day", draft.slug, actor=actor.id, day=day_id, after=draft)
        return await store.hold_day(day_id)


async def change_day(actor: Actor | None, entry: Entry, change: DayChange) -> None:
    rules.check_role(entry, Role.ORGANISER)
    values = {k: v for k, v in msgspec.structs.asdict(change).items() if v is not msgspec.UNSET}
    sites = values.pop("sites", None)
    async with tx():
        day = await store.lock_day(entry.day.id)
        rules.check_dates(values.get("starts_on", day.starts_on), values.get("ends_on", day.ends_on))
        rules.check_zone(values.get("time_zone", day.time_zone))
        rules.check_team_limits(msgspec.structs.replace(day, **values))
        if sites is not None:
            rules.check_sites(sites, await _site_names())
        moved = any(values.get(name, getattr(day, name)) != getattr(day, name) for name in DATES)
        if moved or (sites is not None and set(sites) != {site.name for site in await store.sites_of(day.id)}):
            for follow in change_followers:
                await follow(day)
        if sites is not None:
            await store.set_sites(day.id, sites)
        if values:
            await store.change_day(day.id, values)
        await audit.record(
            "days.change_day", day.slug, actor=actor.id if actor else None, day=day.id, before=day, after=change
        )
        await notify(f"day:{day.id}")
        await notify(f"board:{day.id}")


async def grant_role(actor: Actor | None, entry: Entry, person_id: UUID, role: Role) -> None:
    """Give somebody a role for this day; granting it twice changes nothing."""
    rules.check_role(entry, Role.ORGANISER)
    async with tx():
        person = await _person(person_id)
        if not await store.add_role(entry.day.id, person_id, role):
            return
        await audit.record(
            "days.grant_role", person.email, actor=actor.id if actor else None, day=entry.day.id, after={"role": role}
        )
        await notices.send([person_id], f"You are {role} of {entry.day.name} now.", link=f"/days/{entry.day.slug}")
        await notify(f"day:{entry.day.id}")


async def revoke_role(actor: Actor | None, entry: Entry, person_id: UUID, role: Role) -> None:
    """Take a role away; the last organiser keeps theirs."""
    rules.check_role(entry, Role.ORGANISER)
    async with tx():
        await store.lock_day(entry.day.id)  # two organisers who remove each other: one after the other
        if not await store.remove_role(entry.day.id, person_id, role):
            return
        if role is Role.ORGANISER and not await store.count_organisers(entry.day.id):
            raise rules.LastOrganiser
        await audit.record(
            "days.revoke_role", person_id, actor=actor.id if actor else None, day=entry.day.id, before={"role": role}
        )
        await notify(f"day:{entry.day.id}")


async def _person(person_id: UUID) -> PersonCard:
    person = await store.find_person(person_id)
    if person is None:
        raise NotFound("person")
    return person


async def _site_names() -> list[str]:
    return [site.name for site in await people_store.sites()]
