"""How a day releases people, and which sites a planner plans."""

import msgspec

from hackday import audit
from hackday.database import reading, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day, Entry, Role
from hackday.people.schemas import Actor
from hackday.release import rules
from hackday.release.plans import rules as plan_rules
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
            "answers_by_set": bool(values.get("answers_by")),
            "step_back_until_set": bool(values.get("step_back_until")),
        }
    )


async def change_settings(actor: Actor, slug: str, change: SettingsChange) -> Settings:
    """Replace them; for who plans every site. Raises DeadlineTooLate."""
    entry = await days.enter(actor, slug)
    await check_plans_everywhere(actor, entry)
    async with tx() as c:
        held = await days_store.lock_day(entry.day.id)
        plan_rules.check_deadlines(held, change)
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
        rows = await c.fetch(
            """select s.site from day_role r join planner_site s on s.day_role = r.id
                where r.day = $1 and r.person = $2 and r.role = 'planner'""",
            entry.day.id, actor.id,
        )  # fmt: skip
    return frozenset(row["site"] for row in rows) or None


async def check_plans_everywhere(actor: Actor, entry: Entry) -> None:
    """For what concerns the whole company: raises PlansSomeSites, or RoleNeeded."""
    if sites := await planned_sites(actor, entry):
        raise rules.PlansSomeSites(sites)
