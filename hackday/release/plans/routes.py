"""HTTP to plans and back."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.release.plans import service, settings, store
from hackday.release.plans.runs import Runs
from hackday.release.wire import CoverMove, EntryPage, PlanDetail, PlanDraft, PlanSummary, Settings, SettingsChange
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_PLAN = "/plans/{plan:uuid}"


@post("/plans", operation_id="release_start_plan", opt=_SIGNED_IN, status_code=202)
async def start_plan(
    actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[PlanDraft], request: Request[Any, Any, Any]
) -> PlanSummary:
    """Start the planner; ask for the plan again to see how far it is. Planners and organisers."""
    found, plan = await service.start_plan(actor, day, data)
    runs: Runs = request.app.state.runs
    runs.start(service.run_plan(found, plan.id, seed=plan.seed, seconds=data.seconds))
    return plan


@get("/plans", operation_id="release_list_plans", opt=_SIGNED_IN)
async def list_plans(actor: NamedDependency[Actor], day: FromPath[str]) -> list[PlanSummary]:
    """The last runs of the planner, newest first. Planners and organisers."""
    return await service.list_plans(actor, day)


@get(_PLAN, operation_id="release_get_plan", opt=_SIGNED_IN)
async def get_plan(actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]) -> PlanDetail:
    """One plan: its figures, its sites, and the shifts that keep people back. Planners and organisers."""
    return await service.plan_detail(actor, day, plan)


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
    _, found = await service.find_plan(actor, day, plan)
    entries = await store.entries(found.id, search=q[:200], goes=goes, site=site, after=after, limit=limit + 1)
    return EntryPage(entries[:limit], entries[limit - 1].id if len(entries) > limit else None)


@get(f"{_PLAN}/moves", operation_id="release_list_moves", opt=_SIGNED_IN)
async def list_moves(actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]) -> list[CoverMove]:
    """Colleagues who step in, by time. Planners and organisers."""
    _, found = await service.find_plan(actor, day, plan)
    return await store.moves(found.id)


@post(f"{_PLAN}/publish", operation_id="release_publish_plan", opt=_SIGNED_IN, status_code=200)
async def publish_plan(actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]) -> PlanDetail:
    """Make this plan the one that counts, and tell volunteers and managers. Planners and organisers."""
    return await service.publish_plan(actor, day, plan)


@get("/settings", operation_id="release_get_settings", opt=_SIGNED_IN)
async def get_settings(actor: NamedDependency[Actor], day: FromPath[str]) -> Settings:
    """Deadlines, floors, rest and hours of this day's release, as they are in effect."""
    entry = await days.enter(actor, day)
    return await settings.settings_of(entry.day)


@put("/settings", operation_id="release_change_settings", opt=_SIGNED_IN)
async def change_settings(
    actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[SettingsChange]
) -> Settings:
    """Replace them. Planners of every site and organisers."""
    return await settings.change_settings(actor, day, data)


HANDLERS = [get_settings, change_settings, start_plan, list_plans, get_plan, list_entries, list_moves, publish_plan]
