"""The planner finds who can leave the rota, and managers answer."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from hackday.database import reading
from hackday.demo import prose, staff
from hackday.demo.stage import SEED, SLUG, Stage
from hackday.people.schemas import Actor
from hackday.release import rules
from hackday.release.answers import covering, service
from hackday.release.plans import service as planning
from hackday.release.plans.runs import run_plan
from hackday.release.wire import DecisionDraft, PlanDraft, Verdict

SEARCH = 10.0  # seconds at most; a company of 500 takes about one
KEPT_BACK = 0.03
"""Share of those in the plan whose manager declines all the same."""
ANSWERED = 0.6
"""Share of those whom the plan keeps back and who get an answer before the day begins."""

COVERED = 4
"""So many whom the plan keeps back go all the same, since a colleague who offered takes over."""


async def plan_release(stage: Stage) -> str:
    """Run the real planner in its own process, and publish its plan."""
    planner = stage.actors[staff.PLANNER.email]
    day, plan = await planning.start_plan(planner, SLUG, PlanDraft(seconds=SEARCH, seed=SEED))
    await run_plan(day, plan, seconds=SEARCH)
    done = (await planning.publish_plan(planner, SLUG, plan.id)).plan
    return f"release planned: {done.goes} can go, {done.stays} stay, {done.moves} shifts taken over ({done.status})"


class _Asking(NamedTuple):
    """A volunteer, as their manager looks at them."""

    person: UUID
    goes: bool
    is_pinned: bool


async def decide(stage: Stage) -> str:
    """Managers approve whom the plan lets go, but for a few, and answer many of the others."""
    approved = declined = covered = 0
    below: UUID | None = None
    for manager, people in (await _inboxes()).items():
        chance = stage.chance
        kept = [p.person for p in people if p.goes and not p.is_pinned and chance.random() < KEPT_BACK]
        stays = [p.person for p in people if not p.goes and chance.random() < ANSWERED]
        actor = stage.actors[manager]
        approved += await _approve(actor, [p.person for p in people if p.goes and p.person not in kept])
        if stays and covered < COVERED and await _approve_with_cover(actor, stays[0]):
            covered += 1
            stays = stays[1:]
        elif stays and below is None:
            below = stays.pop()
            draft = DecisionDraft([below], Verdict.APPROVED, prose.BELOW_MINIMUM, override=True)
            await service.decide(actor, SLUG, draft)
        await _decline(actor, kept, chance.choice(prose.DECLINED))
        await _decline(actor, stays, prose.NOT_COVERED)
        declined += len(kept) + len(stays)
    return f"managers approved {approved + 1}, found cover for {covered} more and declined {declined}"


async def _inboxes() -> dict[str, list[_Asking]]:
    """Who waits for whose answer, by the manager's e-mail. One query: the service counts heads for every manager."""
    async with reading() as c:
        rows = await c.fetch(
            """select m.email, p.id, coalesce(e.goes, false), n.id is not null
                 from sign_up s join day d on d.id = s.day join person p on p.id = s.person
                 join person m on m.id = p.manager left join pin n on n.day = d.id and n.person = p.id
                 left join plan l on l.day = d.id and l.state = 'published'
                 left join plan_entry e on e.plan = l.id and e.person = p.id
                where d.slug = $1 order by m.email, p.employee_no""",
            SLUG,
        )
    inboxes: defaultdict[str, list[_Asking]] = defaultdict(list)
    for email, *asking in rows:
        inboxes[email].append(_Asking(*asking))
    return inboxes


async def _approve(manager: Actor, people: Sequence[UUID]) -> int:
    """All at once, as one would; one by one where that would break cover. How many it were."""
    if not people:
        return 0
    try:
        await service.decide(manager, SLUG, DecisionDraft(list(people), Verdict.APPROVED))
    except rules.ShiftLosesCover:
        if len(people) == 1:
            return 0
        return sum([await _approve(manager, [person]) for person in people])
    return len(people)


async def _approve_with_cover(manager: Actor, person: UUID) -> bool:
    """Whether a colleague who offered takes over what this person leaves."""
    found = (await covering.candidates(manager, SLUG, person)).people
    cover = next((c.person for c in found if c.has_offered and c.is_enough), None)
    if cover:
        await service.decide(manager, SLUG, DecisionDraft([person], Verdict.APPROVED, cover=cover))
    return cover is not None


async def _decline(manager: Actor, people: Sequence[UUID], reason: str) -> None:
    if people:
        await service.decide(manager, SLUG, DecisionDraft(list(people), Verdict.DECLINED, reason))
