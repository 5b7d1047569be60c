"""What I was told."""

from uuid import UUID

from litestar import Router, get, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody

from hackday import clock
from hackday.notices import store
from hackday.notices.schemas import NoticePage, ReadMark
from hackday.people.schemas import Actor
from hackday.web import Access, Limit, access


@get("/", operation_id="notices_list_mine", opt=access(Access.SIGNED_IN))
async def list_mine(
    actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None, limit: Limit = 50
) -> NoticePage:
    """My notices, the newest first."""
    return await store.page(actor.id, after=after, limit=limit)


@put("/read", operation_id="notices_mark_read", opt=access(Access.SIGNED_IN), status_code=204)
async def mark_read(actor: NamedDependency[Actor], data: JSONBody[ReadMark]) -> None:
    """Mark what I have seen as read; what came after it stays unread."""
    await store.mark_read(actor.id, up_to=data.up_to, now=clock.now())


router = Router("/notices", route_handlers=[list_mine, mark_read], tags=["notices"])
