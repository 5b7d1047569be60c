"""The example over HTTP."""

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.days.service import enter
from hackday.judging.examples import service
from hackday.judging.examples.schemas import Example, ExampleAnswer, ExampleDraft
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/", operation_id="judging_get_example", opt=SIGNED_IN)
async def get_example(day: FromPath[str], actor: NamedDependency[Actor]) -> Example | None:
    """What all judges score before they start; for judges and organisers."""
    return await service.look(actor, await enter(actor, day))


@put("/", operation_id="judging_put_example", opt=SIGNED_IN)
async def put_example(day: FromPath[str], data: JSONBody[ExampleDraft], actor: NamedDependency[Actor]) -> None:
    """Write the example; for organisers."""
    await service.put_example(actor, await enter(actor, day), data)


@delete("/", operation_id="judging_remove_example", opt=SIGNED_IN)
async def remove_example(day: FromPath[str], actor: NamedDependency[Actor]) -> None:
    """Remove it with what judges gave it; for organisers."""
    await service.remove_example(actor, await enter(actor, day))


@post("/sheet", operation_id="judging_score_example", opt=SIGNED_IN)
async def score_example(day: FromPath[str], data: JSONBody[ExampleAnswer], actor: NamedDependency[Actor]) -> Example:
    """Score the example, once; then see what others gave."""
    return await service.score_example(actor, await enter(actor, day), data)


router = Router(
    "/days/{day:str}/judging/example",
    route_handlers=[get_example, put_example, remove_example, score_example],
    tags=["judging"],
)
