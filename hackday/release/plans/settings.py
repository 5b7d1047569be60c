"""How a day releases people, and which sites a planner plans."""

from uuid import UUID

import msgspec

from hackday import audit
from hackday.database import reading, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day, Entry, Role
from hackday.people.schemas import Actor
from hackday.release import rules
from hackday.release.wire import Settings, SettingsChange


async def settings_of(day: Day) -> Settings:
    """What was set, else the defaults, in effect now."""
    async with reading() as c:
        row = await c.fetchrow(
            """select site_floor, rest_hours, week_hours, answers_by, step_back_until
                 from release_settings where day = $1""",
            day.id,
        )
    values = dict(row) if row else {}
    answers_by, step_back_until = rules.default_deadlines(day)
    return Settings(
        **values
        | {
            "answers_by": values.get("answers_by") or answers_by,
            "step_back_until": values.get("step_back_until") or step_back_until,
        }
    )


async def change_settings(actor: Actor, slug: str, change: SettingsChange) -> Settings:
    """Replace them; for who plans every site."""
    entry = await days.enter(actor, slug)
    await check_plans_everywhere(actor, entry)
    async with tx() as c:
        held = await days_store.lock_day(entry.day.id)
        before = await settings_of(held)
        await c.execute(
            """insert into release_settings (day, site_floor, rest_hours, week_hours, answers_by, step_back_until)
               values ($1, $2, $3, $4, $5, $6)
               on conflict (day) do update set site_floor = excluded.site_floor, rest_hours = excluded.rest_hours,
                  week_hours = excluded.week_hours, answers_by = excluded.answers_by,
                  step_back_until = excluded.step_back_until""",
            held.id, *msgspec.structs.astuple(change),
        )  # fmt: skip
        after = await settings_of(held)
        await audit.record(
            "release.change_settings", held.slug, actor=actor.id, day=held.id, before=before, after=after
        )
    return after


async def planned_sites(actor: Actor, entry: Entry) -> frozenset[str] | None:
    """The sites that this person plans; None for all. Raises RoleNeeded for who does not plan at all."""
    days_rules.check_role(entry, Role.PLANNER)
    if Role.ORGANISER in entry.roles:
        return None
    async with reading() as c:
        rows = await c.fetch("select site from planner_site where day = $1 and person = $2", entry.day.id, actor.id)
    return frozenset(row["site"] for row in rows) or None


async def check_plans_everywhere(actor: Actor, entry: Entry) -> None:
    """For what concerns the whole company: raises PlansSomeSites, or RoleNeeded."""
    if sites := await planned_sites(actor, entry):
        raise rules.PlansSomeSites(sites)


async def set_planner_sites(actor: Actor, slug: str, person: UUID, sites: frozenset[str]) -> None:
    """Let a planner plan these sites alone; none: every site. Organisers only."""
    entry = await days.enter(actor, slug)
    days_rules.check_role(entry, Role.ORGANISER)
    async with tx() as c:
        await c.execute("delete from planner_site where day = $1 and person = $2", entry.day.id, person)
        await c.execute(
            """insert into planner_site (id, day, person, site)
               select uuidv7(), $1, r.person, s.name from day_role r join site s on s.name = any($3)
                where r.day = $1 and r.person = $2 and r.role = 'planner'""",
            entry.day.id, person, list(sites),
        )  # fmt: skip
        await audit.record("release.set_planner_sites", person, actor=actor.id, day=entry.day.id, after=sorted(sites))


async def planner_sites(day_id: UUID) -> dict[UUID, list[str]]:
    """Planners of the day, with the sites that they are limited to; an empty list for every site."""
    async with reading() as c:
        rows = await c.fetch(
            """select r.person, array_remove(array_agg(s.site order by s.site), null) as sites
                 from day_role r left join planner_site s on s.day = r.day and s.person = r.person
                where r.day = $1 and r.role = 'planner' group by 1""",
            day_id,
        )
    return {row["person"]: list(row["sites"]) for row in rows}
