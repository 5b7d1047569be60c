"""Write a project, hand it in, take it back."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Day, Entry, Phase, Role
from hackday.people.schemas import Actor
from hackday.projects import rules, store
from hackday.projects.extensions import store as extensions
from hackday.projects.files.schemas import COUNTS
from hackday.projects.schemas import MyProject, Project, ProjectDraft, ProjectState
from hackday.storage import kinds

late_followers: list[Callable[[Day, Project], Awaitable[None]]] = []
"""What later features do in the transaction in which a team hands in while others are judged."""


async def _my_team(actor: Actor, day_id: UUID) -> tuple[UUID, str]:
    team = await store.team_of(day_id, actor.id)
    if team is None:
        raise rules.NotInATeam
    return team


async def my_project(actor: Actor, entry: Entry) -> MyProject:
    """My team's project. Raises NotInATeam."""
    team_id, name = await _my_team(actor, entry.day.id)
    day, extension, project = entry.day, await extensions.find(team_id), await store.project_of_team(team_id)
    times = [at for at in (await store.due(day), extension.until if extension else None) if at]
    return MyProject(
        team_id,
        name,
        project,
        deadline=max(times, default=None),
        extension=extension,
        may_write=day.phase in rules.OPEN and not rules.stays(day, project, extension, now=clock.now()),
        may_take_back=day.phase is Phase.HACKING,
        limits=kinds.limits(COUNTS),
    )


async def hold_mine(actor: Actor, entry: Entry) -> tuple[Day, UUID, Project | None]:
    """The day, my team and its project, which may be written until the transaction ends, by nobody else.

    Raises HandInIsOver, NotInATeam, HandedInStays.
    """
    day = await days.hold_day(entry.day.id)
    rules.check_open(day)
    team_id, _ = await _my_team(actor, day.id)
    project = await store.hold_project(team_id)
    if rules.stays(day, project, await extensions.find(team_id), now=clock.now()):
        raise rules.HandedInStays
    return day, team_id, project


async def save_draft(actor: Actor, entry: Entry, draft: ProjectDraft) -> MyProject:
    """Save what a member typed. Raises ChangedMeanwhile, HandInIsOver, HandedInStays."""
    async with tx():
        day, team_id, before = await hold_mine(actor, entry)
        rules.check_still_complete(draft, handed_in=before is not None and before.state is ProjectState.HANDED_IN)
        if not await store.save_draft(day.id, team_id, draft, now=clock.now()):
            raise rules.ChangedMeanwhile
        return await my_project(actor, Entry(day, entry.roles))


async def hand_in(actor: Actor, entry: Entry) -> MyProject:
    """Hand the draft in; it may still be improved until judging begins, and is late from then on.

    The server's clock decides, with the day held: nobody is late by a move that came after them.
    """
    async with tx():
        day = await days.hold_day(entry.day.id)
        rules.check_open(day)
        project = await _draft(actor, entry)
        rules.check_complete(project.title, project.summary)
        now, due = clock.now(), await store.due(day)
        is_new = await store.hand_in(project.id, now=now, is_late=due is not None and now > due)
        if is_new and day.phase is Phase.JUDGING:
            for follow in late_followers:
                await follow(day, project)
        await audit.record("projects.hand_in", project.id, actor=actor.id, day=day.id)
        await notify(f"board:{day.id}")
        return await my_project(actor, Entry(day, entry.roles))


async def take_back(actor: Actor, entry: Entry) -> MyProject:
    """Make it a draft again, while the team is hacking."""
    async with tx():
        day_rules.check_phase(await days.hold_day(entry.day.id), Phase.HACKING)
        project = await _draft(actor, entry)
        await store.take_back(project.id)
        await audit.record("projects.take_back", project.id, actor=actor.id, day=entry.day.id)
        await notify(f"board:{entry.day.id}")
        return await my_project(actor, entry)


async def _draft(actor: Actor, entry: Entry) -> Project:
    team_id, _ = await _my_team(actor, entry.day.id)
    project = await store.hold_project(team_id)
    if project is None:
        raise rules.NothingToHandIn
    return project


async def see(actor: Actor, entry: Entry, project_id: UUID) -> Project:
    """One project; a draft is seen by its team and by organisers alone."""
    project = await store.project(entry.day.id, project_id)
    if project is None:
        raise rules.NoSuchProject
    if project.state is ProjectState.DRAFT and Role.ORGANISER not in entry.roles:
        mine = await store.team_of(entry.day.id, actor.id)
        if mine is None or mine[0] != project.team_id:
            raise rules.NoSuchProject
    return project


async def set_place(actor: Actor, entry: Entry, project_id: UUID, place: str) -> Project:
    """Say where judges find the team."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        if not await store.set_place(entry.day.id, project_id, place.strip()):
            raise rules.NoSuchProject
        await audit.record("projects.set_place", project_id, actor=actor.id, day=entry.day.id, after=place)
        return await see(actor, entry, project_id)
