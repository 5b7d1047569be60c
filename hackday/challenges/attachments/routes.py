"""HTTP to attachments and back."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from hackday.challenges.attachments import service
from hackday.challenges.attachments.schemas import Attachment, AttachmentList
from hackday.people.schemas import Actor
from hackday.storage.files import Storage
from hackday.storage.serving import Upload, respond
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ALL = "/days/{day:str}/challenges/{slug:str}/attachments"
_ONE = f"{_ALL}/{{attachment_id:uuid}}"


@get(_ALL, operation_id="attachments_list_attachments", opt=_SIGNED_IN)
async def list_attachments(actor: NamedDependency[Actor], day: FromPath[str], slug: FromPath[str]) -> AttachmentList:
    """The files of a challenge, and what may be added."""
    return await service.overview(actor, day, slug)


@post(
    _ALL,
    operation_id="attachments_add_attachment",
    operation_class=Upload,
    opt=_SIGNED_IN,
    request_max_body_size=None,  # the storage stops at the limit of what comes
)
async def add_attachment(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    files: NamedDependency[Storage],
    day: FromPath[str],
    slug: FromPath[str],
    name: Annotated[str, QueryParameter(min_length=1, max_length=500)],
) -> Attachment:
    """Send a file as it is; `name` is shown to people. Its type is told by its bytes."""
    return await service.add(actor, day, slug, name, request.stream(), request.content_length, files)


@get(_ONE, operation_id="attachments_get_attachment", opt=_SIGNED_IN, media_type="application/octet-stream")
async def get_attachment(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    files: NamedDependency[Storage],
    day: FromPath[str],
    slug: FromPath[str],
    attachment_id: FromPath[UUID],
) -> Response[bytes]:
    """The file itself; ranges and ETag work."""
    return await respond(request, files, await service.find(actor, day, slug, attachment_id))


@delete(_ONE, operation_id="attachments_remove_attachment", opt=_SIGNED_IN, status_code=200)
async def remove_attachment(
    actor: NamedDependency[Actor],
    files: NamedDependency[Storage],
    day: FromPath[str],
    slug: FromPath[str],
    attachment_id: FromPath[UUID],
) -> AttachmentList:
    """Remove a file for good; what stays is the answer."""
    return await service.remove(actor, day, slug, attachment_id, files)


router = Router(
    "/",
    route_handlers=[list_attachments, add_attachment, get_attachment, remove_attachment],
    tags=["attachments"],
)
