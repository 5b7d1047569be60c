"""Live dispatch over HTTP."""

from uuid import UUID

from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hackday.days.service import enter
from hackday.judging.dispatch import service
from hackday.judging.dispatch.schemas import Next
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@post("/next", operation_id="judging_send_on", opt=SIGNED_IN, status_code=200)
async def send_on(day: FromPath[str], actor: NamedDependency[Actor]) -> Next:
    """My next project: least visited first, then contenders, close by; safe to repeat."""
    return await service.send_on(actor, await enter(actor, day))


@post("/sheets/{project_id:uuid}/opened", operation_id="judging_open_sheet", opt=SIGNED_IN, status_code=204)
async def open_sheet(day: FromPath[str], project_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    """I am with this team now."""
    await service.open_sheet(actor, await enter(actor, day), project_id)


router = Router("/days/{day:str}/judging", route_handlers=[send_on, open_sheet], tags=["judging"])
