"""HTTP to announcements and back."""

from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.people.schemas import Actor
from hackday.teams.announcing import service
from hackday.teams.announcing.schemas import (
    Announcement,
    AnnouncementChange,
    AnnouncementDraft,
    AnnouncementList,
    Seen,
)
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ONE = "/{announcement:uuid}"


@get("/", operation_id="announcements_list", opt=_SIGNED_IN)
async def list_announcements(actor: NamedDependency[Actor], day: FromPath[str]) -> AnnouncementList:
    """What concerns me, the newest first, and how many of them I have not seen."""
    return await service.overview(actor, day)


@post("/", operation_id="announcements_write", opt=_SIGNED_IN)
async def write(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[AnnouncementDraft]) -> Announcement:
    """Organisers tell all of the day or the teams of a challenge; sponsors the teams of their own challenge."""
    return await service.write(actor, day, data)


@put(_ONE, operation_id="announcements_change", opt=_SIGNED_IN)
async def change(
    actor: NamedDependency[Actor], day: FromPath[str], announcement: FromPath[UUID], data: JSONBody[AnnouncementChange]
) -> Announcement:
    """Say it better; it is unread again for those whom it concerns."""
    return await service.change(actor, day, announcement, data)


@post(f"{_ONE}/withdrawal", operation_id="announcements_withdraw", opt=_SIGNED_IN)
async def withdraw(actor: NamedDependency[Actor], day: FromPath[str], announcement: FromPath[UUID]) -> Announcement:
    """Take it back; those who may change it still see it."""
    return await service.set_withdrawn(actor, day, announcement, withdrawn=True)


@delete(f"{_ONE}/withdrawal", operation_id="announcements_restore", opt=_SIGNED_IN, status_code=200)
async def restore(actor: NamedDependency[Actor], day: FromPath[str], announcement: FromPath[UUID]) -> Announcement:
    """Undo the withdrawal."""
    return await service.set_withdrawn(actor, day, announcement, withdrawn=False)


@post("/seen", operation_id="announcements_mark_seen", opt=_SIGNED_IN, status_code=200)
async def mark_seen(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[Seen]) -> AnnouncementList:
    """I have these before my eyes."""
    return await service.mark_seen(actor, day, data.announcements)


router = Router(
    "/days/{day:str}/announcements",
    route_handlers=[list_announcements, write, change, withdraw, restore, mark_seen],
    tags=["announcements"],
)
