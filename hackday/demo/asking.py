"""Who has no team asks, is invited or lets captains find them; teams say whom they look for and where they work."""

from collections.abc import Sequence
from datetime import time
from uuid import UUID

from hackday.database import reading
from hackday.demo import staff
from hackday.demo.stage import SLUG, Stage
from hackday.people.schemas import Actor
from hackday.teams import service as teams
from hackday.teams.hours import service as hours
from hackday.teams.hours.schemas import WorkingHoursDraft
from hackday.teams.inviting import service as inviting
from hackday.teams.inviting.schemas import InvitationDraft
from hackday.teams.joining import service as joining
from hackday.teams.joining.schemas import Decision, RequestDraft
from hackday.teams.schemas import TeamChange
from hackday.teams.seeking import service as seeking
from hackday.teams.seeking.schemas import SeekingDraft, Shown

WANTS_MORE = 0.4
"""Share of the teams with a free place whose captain says whom they look for."""
SEEKERS, ASKERS = 12, 6
ABOUTS = ("I ask good questions and write things down.", "I want to build something that is still used in a year.",
          "New here, and keen to meet people outside my own department.", "")  # fmt: skip
ASKS = ("I have waited for somebody to take this on. May I help?", "I know the data behind it and can bring coffee.")
LANGUAGES = ("english", "german", "dutch", "polish", "hindi", "spanish")
SHIFTS = ((time(7), time(15)), (time(8, 30), time(16, 30)), (time(10), time(18)))


async def ask_around(stage: Stage) -> str:
    wanting = await _say_whom_they_want(stage)
    free = await _without_team(stage)
    stage.chance.shuffle(free)
    for person in free[:SEEKERS]:
        await _be_found(stage, person)
    asked = [await _ask(stage, person, wanting) for person in free[:ASKERS]]
    invited = await _invite(stage, free[ASKERS:SEEKERS], wanting)
    return f"{min(len(free), SEEKERS)} people look for a team, {sum(asked)} requests, {invited} invitations"


async def _say_whom_they_want(stage: Stage) -> list[tuple[UUID, Actor]]:
    """Teams with a free place that look for somebody, and their captains; the named captain's first."""
    async with reading() as c:
        rows = await c.fetch(
            """select t.id, t.name, p.email from team t join day d on d.id = t.day join person p on p.id = t.captain
                where d.slug = $1 and t.member_count < t.max_size order by p.email <> $2, t.id""",
            SLUG, staff.CAPTAIN.email,
        )  # fmt: skip
    wanting = []
    for row in rows:
        captain = stage.actors[row["email"]]
        if captain.email != staff.CAPTAIN.email and stage.chance.random() > WANTS_MORE:
            continue
        skills = stage.chance.sample(staff.SKILLS, 2)
        name = row["name"].lower().replace(" ", "-")
        change = TeamChange(
            wanted=f"somebody for {skills[0]}, from another site if we can",
            wanted_skills=skills,
            chat_url=f"https://chat.{staff.DOMAIN}/{name}",
            repository_url=f"https://git.{staff.DOMAIN}/hack/{name}",
        )
        await teams.change_team(captain, SLUG, row["id"], change)
        begins, ends = stage.chance.choice(SHIFTS)
        await hours.say(captain, SLUG, WorkingHoursDraft(f"{begins:%H:%M}", f"{ends:%H:%M}"))
        wanting.append((row["id"], captain))
    return wanting


async def _without_team(stage: Stage) -> list[Actor]:
    async with reading() as c:
        rows = await c.fetch(
            """select p.email from sign_up s join day d on d.id = s.day join person p on p.id = s.person
                where d.slug = $1 and s.state <> 'withdrawn' and not exists (
                      select from membership m where m.day = d.id and m.person = p.id and m.left_at is null)
                order by p.employee_no""",
            SLUG,
        )  # fmt: skip
    return [stage.actors[row["email"]] for row in rows]


async def _be_found(stage: Stage, person: Actor) -> None:
    chance = stage.chance
    shows = [field for field in Shown if chance.random() < 0.7]
    draft = SeekingDraft(shows, about=chance.choice(ABOUTS), languages=chance.sample(LANGUAGES, 2))
    await seeking.show(person, SLUG, draft)


async def _ask(stage: Stage, person: Actor, wanting: Sequence[tuple[UUID, Actor]]) -> int:
    """Ask two teams; one captain in three answers at once."""
    stage.later(minutes=20)
    done = 0
    for team, captain in stage.chance.sample(wanting, min(2, len(wanting))):
        request = await joining.ask(person, SLUG, team, RequestDraft(stage.chance.choice(ASKS)))
        done += 1
        if stage.chance.random() < 1 / 3:
            decision = Decision(accepts=False, word="We have somebody for this already. Ask the next one!")
            await joining.decide(captain, SLUG, request.id, decision)
    return done


async def _invite(stage: Stage, people: Sequence[Actor], wanting: Sequence[tuple[UUID, Actor]]) -> int:
    """Each captain invites one person; the first makes an open link as well."""
    done = 0
    for person, (team, captain) in zip(people, wanting, strict=False):
        drafts = [InvitationDraft(person=person.id, message="Your skills are what we miss.", hours=168)]
        if not done:
            drafts.append(InvitationDraft(message="Whoever is quick", hours=72))
        for draft in drafts:
            await inviting.invite(captain, SLUG, team, draft)
            done += 1
    return done
