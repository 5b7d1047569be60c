"""Plans of visits over HTTP."""

from uuid import UUID

from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.days.service import enter
from hackday.judging.assignment import service
from hackday.judging.assignment.schemas import Planning, TracksDraft, VisitPlan, VisitPlanDraft
from hackday.judging.schemas import Assigned, AssignmentDraft
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@post("/assignments", operation_id="judging_assign_judges", opt=SIGNED_IN)
async def assign_judges(day: FromPath[str], data: JSONBody[AssignmentDraft], actor: NamedDependency[Actor]) -> Assigned:
    """Spread the visits over the judges at once, without a preview; for organisers."""
    return await service.assign_judges(actor, await enter(actor, day), data)


@get("/planning", operation_id="judging_get_planning", opt=SIGNED_IN)
async def get_planning(day: FromPath[str], actor: NamedDependency[Actor]) -> Planning:
    """Judges, their tracks, and what was published last; for organisers."""
    return await service.planning(await enter(actor, day))


@put("/judges/{judge:uuid}/tracks", operation_id="judging_set_tracks", opt=SIGNED_IN)
async def set_tracks(
    day: FromPath[str], judge: FromPath[UUID], data: JSONBody[TracksDraft], actor: NamedDependency[Actor]
) -> None:
    """Say of which tracks a judge is an expert; for organisers."""
    await service.set_tracks(actor, await enter(actor, day), judge, data)


@post("/plans", operation_id="judging_preview_plan", opt=SIGNED_IN)
async def preview_plan(day: FromPath[str], data: JSONBody[VisitPlanDraft], actor: NamedDependency[Actor]) -> VisitPlan:
    """A plan to look at; judges see nothing of it yet."""
    return await service.preview(actor, await enter(actor, day), data)


@post("/plans/{plan:uuid}/publish", operation_id="judging_publish_plan", opt=SIGNED_IN, status_code=200)
async def publish_plan(day: FromPath[str], plan: FromPath[UUID], actor: NamedDependency[Actor]) -> int:
    """Put exactly this plan on the judges' lists; how many visits it has."""
    return await service.publish(actor, await enter(actor, day), plan)


@post("/judges/{judge:uuid}/leave", operation_id="judging_leave", opt=SIGNED_IN, status_code=200)
async def leave(day: FromPath[str], judge: FromPath[UUID], actor: NamedDependency[Actor]) -> VisitPlan:
    """A judge goes: their open visits go to others at once, and nothing else moves."""
    return await service.leave(actor, await enter(actor, day), judge)


router = Router(
    "/days/{day:str}/judging",
    route_handlers=[assign_judges, get_planning, set_tracks, preview_plan, publish_plan, leave],
    tags=["judging"],
)
