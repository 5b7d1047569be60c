"""Use cases around working hours."""

from uuid import UUID

from hackday import audit
from hackday.database import tx
from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.teams import rules as team_rules
from hackday.teams import store as team_store
from hackday.teams.hours import rules, store
from hackday.teams.hours.schemas import TeamHours, WorkerHours, WorkingHours, WorkingHoursDraft


async def of_team(actor: Actor, day: str, team_id: UUID) -> TeamHours:
    """Who works when on the day's first date, on the reader's clocks."""
    entry = await days.enter(actor, day)
    if await team_store.find(entry.day.id, team_id) is None:
        raise team_rules.NoSuchTeam
    frame = rules.frame_of(entry.day.starts_on, actor.time_zone)
    members = [
        WorkerHours(worker, rules.working(worker.works_from, worker.works_until, worker.time_zone, frame))
        for worker in await store.of_team(team_id)
    ]
    each = [member.spans for member in members]
    together, (count, most) = rules.together(each), rules.busiest(each)
    minutes = rules.minutes(together)
    return TeamHours(entry.day.starts_on, actor.time_zone, frame, members, together, minutes, count, most)


async def mine(actor: Actor, day: str) -> WorkingHours:
    """What I said; nothing of both when I am not signed up."""
    entry = await days.enter(actor, day)
    return await store.of_person(entry.day.id, actor.id) or WorkingHours(None, None)


async def say(actor: Actor, day: str, draft: WorkingHoursDraft) -> WorkingHours:
    """Say when I work, on the clocks of my site."""
    rules.check_hours(draft)
    async with tx():
        entry = await days.enter(actor, day)
        said = await store.put(entry.day.id, actor.id, works_from=draft.works_from, works_until=draft.works_until)
        if said is None:
            raise team_rules.SignUpFirst
        await audit.record("teams.say_hours", actor.id, actor=actor.id, day=entry.day.id, after=said)
        return said
