"""Give a team more time, or take it back."""

from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Role
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.projects import store as projects
from hackday.projects.extensions import rules, store
from hackday.projects.extensions.schemas import Extension, ExtensionDraft
from hackday.teams.rules import NoSuchTeam


async def listed(entry: Entry) -> list[Extension]:
    day_rules.check_role(entry, Role.ORGANISER)
    return await store.listed(entry.day.id)


async def grant(actor: Actor, entry: Entry, team_id: UUID, draft: ExtensionDraft) -> list[Extension]:
    """Also for what was handed in late already: it is not late then. One a team; a new one takes its place."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day = await days.hold_day(entry.day.id)
        day_rules.check_phase(day, *rules.GRANTING)
        now = clock.now()
        until = rules.until(draft, day, due=await projects.due(day) or now)
        before = await store.find(team_id)
        reason = draft.reason.strip()
        if not await store.grant(day.id, team_id, until, reason, by=actor.id, now=now):
            raise NoSuchTeam
        await audit.record(
            "projects.grant_extension", team_id, actor=actor.id, day=day.id, reason=reason, before=before,
            after={"until": until},
        )  # fmt: skip
        title = "Your team has more time to hand in"
        await notices.send(await store.members(team_id), title, reason, f"/days/{day.slug}/project")
        return await store.listed(day.id)


async def withdraw(actor: Actor, entry: Entry, team_id: UUID) -> list[Extension]:
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day = await days.hold_day(entry.day.id)
        day_rules.check_phase(day, *rules.GRANTING)
        before = await store.find(team_id)
        if not await store.withdraw(day.id, team_id):
            raise rules.NoSuchExtension
        await audit.record("projects.withdraw_extension", team_id, actor=actor.id, day=day.id, before=before)
        title = "Your team's extra time was taken back"
        await notices.send(await store.members(team_id), title, link=f"/days/{day.slug}/project")
        return await store.listed(day.id)
