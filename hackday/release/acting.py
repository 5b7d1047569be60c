"""Who may act for whom: deputies for absent managers, and after the deadline a manager's own manager."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from hackday import clock
from hackday.database import reading
from hackday.days.schemas import Day, Entry, Role
from hackday.people.schemas import Actor
from hackday.release import rules
from hackday.release.plans.settings import settings_of

STANDS_IN = """(select from deputy x join person w on w.id = x.manager join site z on z.name = w.site
  where x.manager = {manager} and x.deputy = {deputy}
    and ({now}::timestamptz at time zone z.time_zone)::date between x.starts_on and x.ends_on)"""
"""Whether somebody is a manager's deputy now: both dates included, by the clocks of the manager's site."""


class Principals(Struct, frozen=True):
    """In whose place somebody answers now."""

    actor: UUID
    managers: frozenset[UUID]
    """Oneself, and those whose deputy one is: every request of their direct reports is one's own to answer."""
    escalated: frozenset[UUID]
    """Managers who let the deadline pass: what they left unanswered is one's own to answer as well."""
    unmanaged: bool
    """Organisers answer for who has no manager."""


async def principals(actor: Actor, entry: Entry) -> Principals:
    """In whose place this person answers at this moment.

    After the deadline a manager's own manager, or who stands in for that one, gets what is unanswered; organisers
    where there is none at work.
    """
    now = clock.now()
    async with reading() as c:
        managers = await c.fetch(
            f"""select m.id from person m
                 where m.id = $1 or exists {STANDS_IN.format(manager="m.id", deputy="$1", now="$2")}""",
            actor.id, now,
        )  # fmt: skip
        own = frozenset(row["id"] for row in managers)
        organises = Role.ORGANISER in entry.roles
        late = await c.fetch(
            """select m.id from person m left join person b on b.id = m.manager and b.is_active
                where (b.id = any($1) or ($2 and b.id is null))
                  and exists (select from person r where r.manager = m.id)""",
            list(own), organises,
        ) if await is_late(entry.day, now) else []  # fmt: skip
    return Principals(actor.id, own, frozenset(row["id"] for row in late) - own, organises)


async def is_late(day: Day, now: datetime) -> bool:
    """Whether what managers left unanswered has gone to their own managers."""
    return day.phase in rules.PHASES and now >= (await settings_of(day)).answers_by


async def stand_ins(managers: Collection[UUID]) -> set[UUID]:
    """Who is the deputy of one of these today."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select x.deputy from deputy x where x.manager = any($1)
                   and exists {STANDS_IN.format(manager="x.manager", deputy="x.deputy", now="$2")}""",
            list(managers), clock.now(),
        )  # fmt: skip
    return {row["deputy"] for row in rows}
