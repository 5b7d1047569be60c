"""The end of scoring over HTTP."""

from litestar import Router, delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from hackday.days.service import enter
from hackday.judging.closing import service
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@put("/", operation_id="judging_close_scoring", opt=SIGNED_IN)
async def close_scoring(day: FromPath[str], actor: NamedDependency[Actor]) -> None:
    """Take no sheet from now on; for organisers, while the board is frozen."""
    await service.close(actor, await enter(actor, day))


@delete("/", operation_id="judging_reopen_scoring", opt=SIGNED_IN)
async def reopen_scoring(day: FromPath[str], actor: NamedDependency[Actor]) -> None:
    """Take sheets again; for organisers."""
    await service.reopen(actor, await enter(actor, day))


router = Router("/days/{day:str}/judging/close", route_handlers=[close_scoring, reopen_scoring], tags=["judging"])
