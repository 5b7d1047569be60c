"""The planner finds who can leave the rota, and managers answer."""

from collections.abc import Sequence

from hackday.database import reading
from hackday.demo import prose, staff
from hackday.demo.stage import SEED, SLUG, Stage
from hackday.people.schemas import Actor
from hackday.release import planning, rules, service
from hackday.release.wire import DecisionDraft, PlanDraft, Verdict, Volunteer

SEARCH = 10.0  # seconds at most; a company of 500 takes about one
KEPT_BACK = 0.03
"""Share of those in the plan whose manager declines all the same."""
ANSWERED = 0.6
"""Share of those whom the plan keeps back and who get an answer before the day begins."""


async def plan_release(stage: Stage) -> str:
    """Run the real planner in its own process, and publish its plan."""
    planner = stage.actors[staff.PLANNER.email]
    day, plan = await planning.start_plan(planner, SLUG, PlanDraft(seconds=SEARCH, seed=SEED))
    await planning.run_plan(day, plan.id, seed=plan.seed, seconds=SEARCH)
    done = (await planning.publish_plan(planner, SLUG, plan.id)).plan
    return f"release planned: {done.goes} can go, {done.stays} stay, {done.moves} shifts taken over ({done.status})"


async def decide(stage: Stage) -> str:
    """Managers approve whom the plan lets go, but for a few, and answer many of the others."""
    approved = declined = 0
    for manager in await _managers(stage):
        people = (await service.inbox(manager, SLUG)).people
        goes = [person for person in people if person.goes]
        kept = [person for person in goes if person.pin is None and stage.chance.random() < KEPT_BACK]
        stays = [person for person in people if not person.goes and stage.chance.random() < ANSWERED]
        approved += await _approve(manager, [person for person in goes if person not in kept])
        await _decline(manager, kept, stage.chance.choice(prose.DECLINED))
        await _decline(manager, stays, prose.NOT_COVERED)
        declined += len(kept) + len(stays)
    return f"managers approved {approved} and declined {declined}"


async def _managers(stage: Stage) -> list[Actor]:
    """Everybody with a volunteer among their people."""
    async with reading() as c:
        rows = await c.fetch(
            """select distinct m.email from sign_up s join day d on d.id = s.day join person p on p.id = s.person
                 join person m on m.id = p.manager where d.slug = $1 order by m.email""",
            SLUG,
        )
    return [stage.actors[row["email"]] for row in rows]


async def _approve(manager: Actor, people: Sequence[Volunteer]) -> int:
    """All at once, as one would; one by one where that would break cover. How many it were."""
    if not people:
        return 0
    try:
        await service.decide(manager, SLUG, DecisionDraft([p.person for p in people], Verdict.APPROVED))
    except rules.ShiftLosesCover:
        if len(people) == 1:
            return 0
        return sum([await _approve(manager, [person]) for person in people])
    return len(people)


async def _decline(manager: Actor, people: Sequence[Volunteer], reason: str) -> None:
    if people:
        await service.decide(manager, SLUG, DecisionDraft([p.person for p in people], Verdict.DECLINED, reason))
