"""HTTP to plans and back."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, WebSocket, get, post, put, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from hackday.days import service as days
from hackday.errors import Refusal
from hackday.people.schemas import Actor
from hackday.release.plans import planners, results, service, settings
from hackday.release.plans.lottery import DrawPage
from hackday.release.plans.planners import MySites, PlannerSites, SitesChange
from hackday.release.plans.runs import Runs, run_plan
from hackday.release.plans.watching import serve_progress
from hackday.release.wire import CoverMove, EntryPage, PlanDetail, PlanDraft, PlanSummary, Settings, SettingsChange
from hackday.web import Access, access, is_same_origin

_SIGNED_IN = access(Access.SIGNED_IN)
_PLAN = "/plans/{plan:uuid}"
NOT_FOR_YOU = 4403
"""Close code: there is no such run, or it is not for this person; asking again will not help."""


@post("/plans", operation_id="release_start_plan", opt=_SIGNED_IN, status_code=202)
async def start_plan(
    actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[PlanDraft], request: Request[Any, Any, Any]
) -> PlanSummary:
    """Start the planner; ask for the plan again to see how far it is. Planners of every site and organisers."""
    found, plan = await service.start_plan(actor, day, data)
    runs: Runs = request.app.state.runs
    runs.start(run_plan(found, plan, seconds=data.seconds))
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
    found, sites = await service.look(actor, day, plan)
    entries = await results.entries(found.id, sites, search=q[:200], goes=goes, site=site, after=after, limit=limit + 1)
    return EntryPage(entries[:limit], entries[limit - 1].id if len(entries) > limit else None)


@get(f"{_PLAN}/moves", operation_id="release_list_moves", opt=_SIGNED_IN)
async def list_moves(actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]) -> list[CoverMove]:
    """Colleagues who step in, by time. Planners and organisers."""
    found, sites = await service.look(actor, day, plan)
    return await results.moves(found.id, sites)


@get(f"{_PLAN}/draws", operation_id="release_list_draws", opt=_SIGNED_IN)
async def list_draws(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    plan: FromPath[UUID],
    after: FromQuery[int | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 10,
) -> DrawPage:
    """Who was interchangeable, and what the lottery gave them, with tickets to check. Planners and organisers."""
    return await results.draws(*await service.look(actor, day, plan), after=after, limit=limit)


@websocket(f"{_PLAN}/progress", opt=_SIGNED_IN)
async def watch_plan(
    socket: WebSocket[Any, Any, Any], actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]
) -> None:
    """The plan a few times a second until its run has ended: each message is what `release_list_plans` has of it."""

    async def look() -> PlanSummary:
        return (await service.look(actor, day, plan))[0]

    try:
        await look()
        allowed = is_same_origin(socket.headers, socket.app.state.settings.origin)
    except Refusal:
        allowed = False
    if allowed:
        await serve_progress(socket, look)
    else:
        await socket.accept()
        await socket.close(NOT_FOR_YOU)


@post(f"{_PLAN}/stop", operation_id="release_stop_plan", opt=_SIGNED_IN, status_code=202)
async def stop_plan(actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]) -> PlanSummary:
    """End a run early and keep the best plan so far. Planners of every site and organisers."""
    return await service.stop_plan(actor, day, plan)


@post(f"{_PLAN}/publish", operation_id="release_publish_plan", opt=_SIGNED_IN, status_code=200)
async def publish_plan(actor: NamedDependency[Actor], day: FromPath[str], plan: FromPath[UUID]) -> PlanDetail:
    """Make this plan the one that counts, and tell volunteers and managers. Planners of every site only."""
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


@get("/my-sites", operation_id="release_get_my_sites", opt=_SIGNED_IN)
async def get_my_sites(actor: NamedDependency[Actor], day: FromPath[str]) -> MySites:
    """Which sites I plan. Planners and organisers."""
    return await planners.my_sites(actor, day)


@get("/planners", operation_id="release_list_planners", opt=_SIGNED_IN)
async def list_planners(actor: NamedDependency[Actor], day: FromPath[str]) -> list[PlannerSites]:
    """Who has the role of a planner, and for which sites. Organisers only."""
    return await planners.planners(actor, day)


@put("/planners/{person:uuid}/sites", operation_id="release_set_planner_sites", opt=_SIGNED_IN)
async def set_planner_sites(
    actor: NamedDependency[Actor], day: FromPath[str], person: FromPath[UUID], data: JSONBody[SitesChange]
) -> list[PlannerSites]:
    """Let a planner plan these sites alone, or every site. Organisers only."""
    return await planners.set_planner_sites(actor, day, person, frozenset(data.sites))


HANDLERS = [
    get_settings, change_settings, start_plan, list_plans, get_plan, list_entries, list_moves, list_draws, watch_plan,
    stop_plan, publish_plan, get_my_sites, list_planners, set_planner_sites,
]  # fmt: skip
