"""Somebody is off work: noted by their manager or who plans their site, and never why."""

from datetime import datetime, timedelta
from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, reading, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day, Entry, Role
from hackday.errors import NotFound
from hackday.people.schemas import Actor
from hackday.release import following, rules
from hackday.release.acting import principals
from hackday.release.plans import repair_store
from hackday.release.plans import rules as plan_rules
from hackday.release.plans.schemas import OffWork, OffWorkDraft, StaffName
from hackday.release.plans.settings import planned_sites

FOUND_AT_MOST = 20


async def note(actor: Actor, slug: str, draft: OffWorkDraft) -> OffWork:
    """Take somebody off the rota for a while. Raises NotFound for who is neither a report nor at a site planned."""
    plan_rules.check_stretch(draft.starts_at, draft.ends_at)
    entry = await days.enter(actor, slug)
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        await _check_may(actor, entry, draft.person)
        made = await repair_store.add_off_work(draft, by=actor.id, now=clock.now())
        await audit.record(
            "release.note_off_work", draft.person, actor=actor.id, day=held.id,
            after={"starts_at": draft.starts_at, "ends_at": draft.ends_at},
        )  # fmt: skip
        await _tell(held, draft.person)
        found = await repair_store.find_off_work(made)
    assert found
    return found


async def undo(actor: Actor, slug: str, off_id: UUID) -> None:
    """They are at work after all; by those who may note it."""
    entry = await days.enter(actor, slug)
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        found = await repair_store.find_off_work(off_id)
        if found is None:
            raise NotFound("note of somebody off work")
        await _check_may(actor, entry, found.person)
        await repair_store.remove_off_work(off_id)
        await audit.record(
            "release.undo_off_work", found.person, actor=actor.id, day=held.id,
            before={"starts_at": found.starts_at, "ends_at": found.ends_at},
        )  # fmt: skip
        await _tell(held, found.person)


async def listed(actor: Actor, slug: str) -> list[OffWork]:
    """Who is off work during the day, at the sites that I plan."""
    entry = await days.enter(actor, slug)
    sites = await planned_sites(actor, entry)
    midnight = datetime.combine(entry.day.starts_on, datetime.min.time(), clock.now().tzinfo)
    until = midnight + (entry.day.ends_on - entry.day.starts_on) + timedelta(days=2)
    return await repair_store.off_work(midnight - timedelta(days=1), until, sites)


async def search(actor: Actor, slug: str, text: str) -> list[StaffName]:
    """Colleagues at the sites that I plan, by a part of their name."""
    entry = await days.enter(actor, slug)
    sites = await planned_sites(actor, entry)
    return await repair_store.staff_named(text, sites, limit=FOUND_AT_MOST) if text.strip() else []


async def _check_may(actor: Actor, entry: Entry, person: UUID) -> None:
    """Raise NotFound, the same for who is not there, unless one answers for them or plans their site."""
    site, manager = await repair_store.home_and_manager(person) or (None, None)
    answers = manager is not None and manager in (await principals(actor, entry)).managers and person != actor.id
    if site is None or not (answers or await _plans(actor, entry, site)):
        raise NotFound("person among those who report to you or work at a site that you plan")


async def _plans(actor: Actor, entry: Entry, site: str) -> bool:
    if not {Role.PLANNER, Role.ORGANISER} & entry.roles:
        return False
    sites = await planned_sites(actor, entry)
    return sites is None or site in sites


async def _tell(day: Day, person: UUID) -> None:
    """Work is the same for every day on which people are released; their logs wait in the order of ids."""
    async with reading() as c:
        found = await c.fetch("select id from day where phase = any($1) order by id", list(rules.PHASES))
    for day_id in sorted({day.id, *(row["id"] for row in found)}):
        await following.rota_changed(day_id, [person])
        await notify(f"release:{day_id}")
