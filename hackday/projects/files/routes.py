"""HTTP to files of projects and back."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from hackday.days.service import enter
from hackday.people.schemas import Actor
from hackday.projects.files import service
from hackday.projects.files.schemas import FileChange, ProjectFile
from hackday.storage.files import Storage
from hackday.storage.serving import Upload, respond
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ALL = "/days/{day:str}/projects/{project_id:uuid}/files"
_ONE = f"{_ALL}/{{file_id:uuid}}"


@post(
    _ALL,
    operation_id="project_files_add_file",
    operation_class=Upload,
    opt=_SIGNED_IN,
    request_max_body_size=None,  # the storage stops at the limit of what comes
)
async def add_file(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    files: NamedDependency[Storage],
    day: FromPath[str],
    project_id: FromPath[UUID],
    name: Annotated[str, QueryParameter(min_length=1, max_length=500)],
) -> list[ProjectFile]:
    """Send a file as it is; `name` is shown to people. Its type is told by its bytes. All files are the answer."""
    entry = await enter(actor, day)
    return await service.add(actor, entry, project_id, name, request.stream(), request.content_length, files)


@get(_ONE, operation_id="project_files_get_file", opt=_SIGNED_IN, media_type="application/octet-stream")
async def get_file(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    files: NamedDependency[Storage],
    day: FromPath[str],
    project_id: FromPath[UUID],
    file_id: FromPath[UUID],
) -> Response[bytes]:
    """The file itself; ranges and ETag work."""
    return await respond(request, files, await service.find(actor, await enter(actor, day), project_id, file_id))


@patch(_ONE, operation_id="project_files_change_file", opt=_SIGNED_IN)
async def change_file(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    project_id: FromPath[UUID],
    file_id: FromPath[UUID],
    data: JSONBody[FileChange],
) -> list[ProjectFile]:
    """Describe a picture, or let it stand for the project."""
    return await service.change(actor, await enter(actor, day), project_id, file_id, data)


@delete(_ONE, operation_id="project_files_remove_file", opt=_SIGNED_IN, status_code=200)
async def remove_file(
    actor: NamedDependency[Actor],
    files: NamedDependency[Storage],
    day: FromPath[str],
    project_id: FromPath[UUID],
    file_id: FromPath[UUID],
) -> list[ProjectFile]:
    """Remove a file for good; what stays is the answer."""
    return await service.remove(actor, await enter(actor, day), project_id, file_id, files)


router = Router("/", route_handlers=[add_file, get_file, change_file, remove_file], tags=["project files"])
