"""Organisers limit planners to sites: use cases and queries."""

from uuid import UUID

from msgspec import Struct

from hackday import audit
from hackday.database import notify, reading, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Role
from hackday.errors import NotFound
from hackday.people import store as people_store
from hackday.people.schemas import Actor
from hackday.release.plans.settings import planned_sites


class PlannerSites(Struct, frozen=True):
    """A planner of the day and the sites that they plan alone; none: every site."""

    person: UUID
    name: str
    sites: list[str]


class MySites(Struct, frozen=True):
    """The sites that I plan; None for every site."""

    sites: list[str] | None


class SitesChange(Struct, frozen=True, forbid_unknown_fields=True):
    """Sites to plan alone; an empty list for every site."""

    sites: list[str]


async def my_sites(actor: Actor, slug: str) -> MySites:
    sites = await planned_sites(actor, await days.enter(actor, slug))
    return MySites(None if sites is None else sorted(sites))


async def planners(actor: Actor, slug: str) -> list[PlannerSites]:
    """Who has the role of a planner, with the sites that they are limited to. Organisers only."""
    entry = await days.enter(actor, slug)
    days_rules.check_role(entry, Role.ORGANISER)
    return await _planners(entry.day.id)


async def set_planner_sites(actor: Actor, slug: str, person: UUID, sites: frozenset[str]) -> list[PlannerSites]:
    """Let a planner plan these sites alone; none: every site. Organisers only. Raises UnknownSite and NotFound."""
    entry = await days.enter(actor, slug)
    days_rules.check_role(entry, Role.ORGANISER)
    async with tx() as c:
        await days_store.lock_day(entry.day.id)  # as taking the role away does
        days_rules.check_sites(sorted(sites), [site.name for site in await people_store.sites()])
        role = await c.fetchval(
            "select id from day_role where day = $1 and person = $2 and role = 'planner'", entry.day.id, person
        )
        if role is None:
            raise NotFound("planner")
        before = await c.fetch("delete from planner_site where day_role = $1 returning site", role)
        await c.executemany(
            "insert into planner_site (id, day_role, site) values (uuidv7(), $1, $2)",
            [(role, site) for site in sorted(sites)],
        )
        await audit.record(
            "release.set_planner_sites", person, actor=actor.id, day=entry.day.id,
            before=sorted(row["site"] for row in before), after=sorted(sites),
        )  # fmt: skip
        await notify(f"day:{entry.day.id}")
        return await _planners(entry.day.id)


async def _planners(day_id: UUID) -> list[PlannerSites]:
    async with reading() as c:
        rows = await c.fetch(
            """select r.person, p.name, array_remove(array_agg(s.site order by s.site), null)
                 from day_role r join person p on p.id = r.person left join planner_site s on s.day_role = r.id
                where r.day = $1 and r.role = 'planner' group by 1, 2 order by 2, 1""",
            day_id,
        )
    return [PlannerSites(row[0], row[1], list(row[2])) for row in rows]
