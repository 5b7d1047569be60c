"""Projects over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Router, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from hackday.days.service import enter
from hackday.people.schemas import Actor
from hackday.projects import service, store
from hackday.projects.schemas import MyProject, PlaceChange, Project, ProjectDraft, ProjectFilters
from hackday.web import Access, Limit, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/projects", operation_id="projects_list_projects", opt=SIGNED_IN)
async def list_projects(
    day: FromPath[str],
    actor: NamedDependency[Actor],
    search: Annotated[str, QueryParameter(max_length=100)] = "",
    track: Annotated[str, QueryParameter(max_length=60)] = "",
    challenge: Annotated[str, QueryParameter(max_length=60)] = "",
    site: Annotated[str, QueryParameter(max_length=60)] = "",
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> list[Project]:
    """Handed-in projects; give the last id as `after` for the next page."""
    entry = await enter(actor, day)
    return await store.handed_in(
        entry.day.id, search=search, track=track, challenge=challenge, site=site, after=after, limit=limit
    )


@get("/project-filters", operation_id="projects_list_filters", opt=SIGNED_IN)
async def list_filters(day: FromPath[str], actor: NamedDependency[Actor]) -> ProjectFilters:
    """What handed-in projects can be narrowed by."""
    return await store.filters((await enter(actor, day)).day.id)


@get("/projects/{project_id:uuid}", operation_id="projects_get_project", opt=SIGNED_IN)
async def get_project(day: FromPath[str], project_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Project:
    """One project."""
    return await service.see(actor, await enter(actor, day), project_id)


@patch("/projects/{project_id:uuid}", operation_id="projects_set_place", opt=SIGNED_IN)
async def set_place(
    day: FromPath[str], project_id: FromPath[UUID], data: JSONBody[PlaceChange], actor: NamedDependency[Actor]
) -> Project:
    """Say where judges find the team; for organisers."""
    return await service.set_place(actor, await enter(actor, day), project_id, data.place)


@get("/my-project", operation_id="projects_get_mine", opt=SIGNED_IN)
async def get_mine(day: FromPath[str], actor: NamedDependency[Actor]) -> MyProject:
    """My team's project."""
    return await service.my_project(actor, await enter(actor, day))


@put("/my-project", operation_id="projects_save_draft", opt=SIGNED_IN)
async def save_draft(day: FromPath[str], data: JSONBody[ProjectDraft], actor: NamedDependency[Actor]) -> MyProject:
    """Save the draft."""
    return await service.save_draft(actor, await enter(actor, day), data)


@post("/my-project/hand-in", operation_id="projects_hand_in", opt=SIGNED_IN, status_code=200)
async def hand_in(day: FromPath[str], actor: NamedDependency[Actor]) -> MyProject:
    """Hand the project in."""
    return await service.hand_in(actor, await enter(actor, day))


@delete("/my-project/hand-in", operation_id="projects_take_back", opt=SIGNED_IN, status_code=200)
async def take_back(day: FromPath[str], actor: NamedDependency[Actor]) -> MyProject:
    """Make it a draft again."""
    return await service.take_back(actor, await enter(actor, day))


router = Router(
    "/days/{day:str}",
    route_handlers=[list_projects, list_filters, get_project, set_place, get_mine, save_draft, hand_in, take_back],
    tags=["projects"],
)
