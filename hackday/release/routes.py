"""HTTP to the release and back."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from hackday.people.schemas import Actor
from hackday.release import plan_store, planning, service
from hackday.release.runs import Runs
from hackday.release.wire import (
    CoverMove,
    Decided,
    DecisionDraft,
    EntryPage,
    Inbox,
    MyRelease,
    OfferChange,
    PinChange,
    PlanDetail,
    PlanDraft,
    PlanSummary,
)
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_PLAN = "/plans/{plan:uuid}"


@get("/mine", operation_id="release_get_mine", opt=_SIGNED_IN)
async def get_mine(actor: NamedDependency[Actor], day: FromPath[str]) -> MyRelease:
    """My own release: shifts, what the plan says and why, who decides, and what is asked of me."""
    return await service.my_release(actor, day)


@put("/offer", operation_id="release_set_offer", opt=_SIGNED_IN)
async def set_offer(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[OfferChange]) -> MyRelease:
    """Say how many of others' shifts I would take over."""
    return await service.set_offer(actor, day, data.extra_shifts)


@get("/inbox", operation_id="release_get_inbox", opt=_SIGNED_IN)
async def get_inbox(actor: NamedDependency[Actor], day: FromPath[str]) -> Inbox:
    """My direct reports who want to go, with the cover of each of their shifts; empty for who has none."""
    return await service.inbox(actor, day)


@post("/decisions", operation_id="release_decide", opt=_SIGNED_IN)
async def decide(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[DecisionDraft]) -> Decided:
    """Approve or decline some of my direct reports: all of them, or none and the reason."""
    return await service.decide(actor, day, data)


@put("/pins/{person:uuid}", operation_id="release_set_pin", opt=_SIGNED_IN, status_code=204)
async def set_pin(
    actor: NamedDependency[Actor], day: FromPath[str], person: FromPath[UUID], data: JSONBody[PinChange]
) -> None:
    """Say that one of my direct reports must go or must stay; null takes it back."""
    await service.set_pin(actor, day, person, data.kind)


@post("/plans", operation_id="release_start_plan", opt=_SIGNED_IN, status_code=202)
async def start_plan(
    actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[PlanDraft], request: Request[Any, Any, Any]
) -> PlanSummary:
    """Start the planner; ask for the plan again to see how far it is. Planners and organisers."""
    found, plan = await planning.start_plan(actor, day, data)
    runs: Runs = request.app.state.runs
    runs.start(planning.run_plan(found, plan.id, seed=plan.seed, seconds=data.seconds))
    return plan


@get("/plans", operation_id="release_list_plans", opt=_SIGNED_IN)
async def list_plans(actor: NamedDependency[Actor], day: FromPath[str]) -> list[PlanSummary]:
    """The last runs of the planner, newest first. Planners and organisers."""
    return await planning.list_plans(actor, day)


@get(_PLAN, operation_id="release_get_plan", opt=_SIGNED_IN)
async def get_plan(actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]) -> PlanDetail:
    """One plan: its figures, its sites, and the shifts that keep people back. Planners and organisers."""
    return await planning.plan_detail(actor, day, plan)


@get(f"{_PLAN}/entries", operation_id="release_list_entries", opt=_SIGNED_IN)
async def list_entries(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    plan: FromPath[UUID],
    q: FromQuery[str] = "",
    goes: FromQuery[bool | None] = None,
    site: FromQuery[str | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> EntryPage:
    """Who goes and who stays, by name; `q` looks in names and teams. Planners and organisers."""
    _, found = await planning.find_plan(actor, day, plan)
    entries = await plan_store.entries(found.id, search=q[:200], goes=goes, site=site, after=after, limit=limit + 1)
    return EntryPage(entries[:limit], entries[limit - 1].id if len(entries) > limit else None)


@get(f"{_PLAN}/moves", operation_id="release_list_moves", opt=_SIGNED_IN)
async def list_moves(actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]) -> list[CoverMove]:
    """Colleagues who step in, by time. Planners and organisers."""
    _, found = await planning.find_plan(actor, day, plan)
    return await plan_store.moves(found.id)


@post(f"{_PLAN}/publish", operation_id="release_publish_plan", opt=_SIGNED_IN, status_code=200)
async def publish_plan(actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]) -> PlanDetail:
    """Make this plan the one that counts, and tell volunteers and managers. Planners and organisers."""
    return await planning.publish_plan(actor, day, plan)


router = Router(
    "/days/{day:str}/release",
    route_handlers=[
        get_mine, set_offer, get_inbox, decide, set_pin, start_plan, list_plans, get_plan, list_entries, list_moves,
        publish_plan,
    ],
    tags=["release"],
)  # fmt: skip
