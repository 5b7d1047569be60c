"""People found teams and join them, alone and in groups."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random
from uuid import UUID

from hackday.challenges.brief import Brief
from hackday.database import reading
from hackday.days import sign_ups
from hackday.days.schemas import SignUpDraft
from hackday.demo import prose, staff
from hackday.demo.stage import SLUG, Stage
from hackday.people.schemas import Actor
from hackday.teams import service as teams
from hackday.teams.schemas import TeamChange, TeamDraft

FULL_TEAM = 6
"""The most in a team where nothing else is said."""
NEW_TEAM = 4
"""People who came alone and found a team together."""
STAY_ALONE = 0.15
"""Share of those without a group who are still in no team when the day begins."""


async def choose_judges(stage: Stage, number: int) -> list[Actor]:
    """The named judge, and people who lead nobody, for hardly anybody could judge beside them."""
    taken = {p.email for p in (staff.ORGANISER, staff.PLANNER, staff.MANAGER, staff.CAPTAIN, staff.JUDGE)}
    async with reading() as c:
        leading = {row["manager"] for row in await c.fetch("select distinct manager from person")}
    others = [actor for actor in stage.actors.values() if actor.email not in taken and actor.id not in leading]
    return [stage.actors[staff.JUDGE.email], *stage.chance.sample(others, number - 1)]


async def form_teams(stage: Stage, briefs: Sequence[Brief]) -> str:
    """Groups found theirs; of the others four at a time found one, some join, and a few stay alone."""
    groups, alone = await _volunteers(stage)
    volunteers = sum(map(len, groups)) + len(alone)
    stage.chance.shuffle(alone)
    waiting = [alone.pop() for _ in range(round(STAY_ALONE * len(alone)))]
    newcomers = len(alone) * 2 // 3
    while newcomers >= NEW_TEAM:
        groups.append([alone.pop() for _ in range(NEW_TEAM)])
        newcomers -= NEW_TEAM
    names = prose.team_names(stage.chance)
    sizes: dict[UUID, int] = {}
    taken: Counter[str] = Counter()
    for members in groups:
        stage.later(hours=80 / len(groups))
        slug = _least_taken(briefs, taken, members[0].site)
        if slug is None:  # every challenge is full
            continue
        taken[slug] += 1
        sizes[await _found(stage, members, names.pop(), slug)] = len(members)
    for person in alone:
        stage.later(hours=24 / len(alone))
        open_teams = [team for team, size in sizes.items() if size < FULL_TEAM]
        if not open_teams:
            waiting.append(person)
            continue
        team = stage.chance.choice(open_teams)
        await teams.join_team(person, SLUG, team)
        sizes[team] += 1
    for person in waiting:
        await _wish(stage, person, briefs)
    placed = sum(sizes.values())
    return f"{len(sizes)} teams of {placed} people, {volunteers - placed} still looking for one"


async def _volunteers(stage: Stage) -> tuple[list[list[Actor]], list[Actor]]:
    """Groups, the captain's first and its captain first of all; and those who signed up alone."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.email, s.party from sign_up s join day d on d.id = s.day join person p on p.id = s.person
                where d.slug = $1 order by p.email <> $2, p.employee_no""",
            SLUG, staff.CAPTAIN.email,
        )  # fmt: skip
    groups: defaultdict[str, list[Actor]] = defaultdict(list)
    alone = []
    for row in rows:
        actor = stage.actors[row["email"]]
        if row["party"]:
            groups[row["party"]].append(actor)
        else:
            alone.append(actor)
    return list(groups.values()), alone


async def _found(stage: Stage, members: Sequence[Actor], name: str, challenge: str) -> UUID:
    founder, *others = members
    pitch = stage.chance.choice((*prose.PITCHES, ""))
    team = await teams.found_team(founder, SLUG, TeamDraft(challenge, name, pitch))
    for person in others:
        await teams.join_team(person, SLUG, team.id)
    if stage.chance.random() < 0.1 and len(members) == FULL_TEAM:
        await teams.change_team(founder, SLUG, team.id, TeamChange(state="locked"))
    return team.id


def _least_taken(briefs: Sequence[Brief], taken: Counter[str], site: str) -> str | None:
    """The challenge with the fewest teams of those that have places and take people of this site."""
    free = [
        brief.slug
        for brief in briefs
        if (brief.team_places is None or taken[brief.slug] < brief.team_places) and site in (brief.sites or (site,))
    ]
    return min(free, key=lambda slug: taken[slug], default=None)


async def _wish(stage: Stage, person: Actor, briefs: Sequence[Brief]) -> None:
    """Say what one would like to work on, to be found by a team."""
    chance: Random = stage.chance
    draft = SignUpDraft(
        skills=chance.sample(staff.SKILLS, 3),
        wishes=[brief.slug for brief in chance.sample(list(briefs), min(3, len(briefs)))],
        note="I know nobody yet and would love to join a team.",
    )
    await sign_ups.sign_up(person, await stage.enter(person), draft)
