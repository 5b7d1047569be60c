"""HTTP to feeds and back."""

from typing import Annotated, Any

from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from hackday.errors import NotFound
from hackday.people.schemas import Actor
from hackday.release.feeds import service
from hackday.release.feeds.schemas import CalendarLink, ChangePage, NewCalendarLink
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_LAST_NUMBER = 2**63 - 1


@get("/calendar", operation_id="release_get_calendar_link", opt=_SIGNED_IN)
async def get_calendar_link(actor: NamedDependency[Actor], day: FromPath[str]) -> CalendarLink:
    """Whether I have a secret calendar address, and since when; the address itself is told only when it is made."""
    return await service.my_link(actor, day)


@post("/calendar", operation_id="release_renew_calendar_link", opt=_SIGNED_IN)
async def renew_calendar_link(
    actor: NamedDependency[Actor], day: FromPath[str], request: Request[Any, Any, Any]
) -> NewCalendarLink:
    """Make my secret calendar address, for all days; one that I had before stops working."""
    return await service.renew_link(actor, day, origin=request.app.state.settings.origin)


@delete("/calendar", operation_id="release_revoke_calendar_link", opt=_SIGNED_IN)
async def revoke_calendar_link(actor: NamedDependency[Actor], day: FromPath[str]) -> None:
    """Let my secret calendar address stop working."""
    await service.revoke_link(actor, day)


@get("/changes", operation_id="release_list_changes", opt=_SIGNED_IN)
async def list_changes(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    after: Annotated[int, QueryParameter(ge=0, le=_LAST_NUMBER)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 200,
) -> ChangePage:
    """What the workforce tool must change, step by step; ask on with `after` = `next`.

    Numbers count up without holes for who plans every site. Planners of some sites see those alone, and so gaps.
    """
    return await service.change_page(actor, day, after=after, limit=limit)


@get(
    "/changes.csv",
    operation_id="release_download_changes",
    opt=_SIGNED_IN,
    media_type="text/csv",
)
async def download_changes(actor: NamedDependency[Actor], day: FromPath[str]) -> Response[bytes]:
    """The same, all steps taken together, as a file for the workforce tool. Planners and organisers."""
    name, content = await service.changes_file(actor, day)
    return Response(content, headers={"content-disposition": f'attachment; filename="{name}"'})


async def _hide_token(request: Request[Any, Any, Any]) -> None:
    """The address is the secret: nothing that tells of this request from here on shows it."""
    request.scope["path"], request.scope["raw_path"] = "/api/calendars", b"/api/calendars"


@get(
    "/calendars/{file:str}",
    operation_id="release_get_calendar",
    opt=access(Access.PUBLIC),
    media_type="text/calendar",
    before_request=_hide_token,
    tags=["release"],
)
async def get_calendar(file: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    """A person's released time and taken shifts as iCalendar; whoever knows the address may read it."""
    token, dot, kind = file.rpartition(".")
    if not dot or kind != "ics":
        raise NotFound("calendar")
    content = await service.calendar(token, origin=request.app.state.settings.origin)
    return Response(content, headers={"cache-control": "no-store"})


HANDLERS = [get_calendar_link, renew_calendar_link, revoke_calendar_link, list_changes, download_changes]
