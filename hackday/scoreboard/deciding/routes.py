"""The judges' room and the decision over HTTP."""

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.days.service import enter
from hackday.people.schemas import Actor
from hackday.scoreboard.deciding import service
from hackday.scoreboard.deciding.schemas import Award, AwardsDraft, ConfirmDraft, Export, Room
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/", operation_id="deciding_get_room", opt=SIGNED_IN)
async def get_room(day: FromPath[str], actor: NamedDependency[Actor]) -> Room:
    """Contenders, awards and what is still to do; for organisers, and judges after scoring."""
    return await service.room(await enter(actor, day))


@get("/awards", operation_id="deciding_list_awards", opt=SIGNED_IN)
async def list_awards(day: FromPath[str], actor: NamedDependency[Actor]) -> tuple[Award, ...]:
    """Awards with their citation, once all is revealed; nothing before."""
    return await service.told_awards(await enter(actor, day))


@put("/awards", operation_id="deciding_set_awards", opt=SIGNED_IN)
async def set_awards(
    day: FromPath[str], data: JSONBody[AwardsDraft], actor: NamedDependency[Actor]
) -> tuple[Award, ...]:
    """Replace all awards; for organisers."""
    return await service.set_awards(actor, await enter(actor, day), data)


@post("/confirmations", operation_id="deciding_confirm", opt=SIGNED_IN, status_code=204)
async def confirm(day: FromPath[str], data: JSONBody[ConfirmDraft], actor: NamedDependency[Actor]) -> None:
    """Stand for the result that I have looked at."""
    await service.confirm(actor, await enter(actor, day), data)


@get("/export", operation_id="deciding_get_export", opt=SIGNED_IN)
async def get_export(day: FromPath[str], actor: NamedDependency[Actor]) -> Export:
    """Everything for an independent count; for organisers."""
    return await service.export(actor, await enter(actor, day))


@get("/recount.py", operation_id="deciding_get_script", opt=SIGNED_IN, media_type="text/x-python")
async def get_script(day: FromPath[str], actor: NamedDependency[Actor]) -> Response[str]:
    """The stand-alone script, for a count on another machine."""
    await enter(actor, day)
    headers = {"content-disposition": 'attachment; filename="recount.py"'}
    return Response(service.SCRIPT.read_text(), media_type="text/x-python", headers=headers)


@post("/recount", operation_id="deciding_recount", opt=SIGNED_IN, status_code=204)
async def recount(day: FromPath[str], actor: NamedDependency[Actor]) -> None:
    """Let the script count here, in a process of its own; for organisers."""
    await service.recount(actor, await enter(actor, day))


router = Router(
    "/days/{day:str}/decision",
    route_handlers=[get_room, list_awards, set_awards, confirm, get_export, get_script, recount],
    tags=["deciding"],
)
