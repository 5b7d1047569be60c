"""Rubrics over HTTP."""

from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.days.service import enter
from hackday.judging.rubrics import service, store
from hackday.judging.rubrics.schemas import Rubric, RubricChange, RubricEffect
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/rubrics", operation_id="judging_list_rubrics", opt=SIGNED_IN)
async def list_rubrics(day: FromPath[str], actor: NamedDependency[Actor]) -> tuple[Rubric, ...]:
    """The criteria of the day, its tracks and its challenges, each in its newest version; teams may read them too."""
    return await store.newest((await enter(actor, day)).day.id)


@put("/rubric", operation_id="judging_define_rubric", opt=SIGNED_IN)
async def define_rubric(day: FromPath[str], data: JSONBody[RubricChange], actor: NamedDependency[Actor]) -> Rubric:
    """Define or change the criteria; for organisers."""
    return await service.define_rubric(actor, await enter(actor, day), data)


@post("/rubric/preview", operation_id="judging_preview_rubric", opt=SIGNED_IN, status_code=200)
async def preview_rubric(
    day: FromPath[str], data: JSONBody[RubricChange], actor: NamedDependency[Actor]
) -> RubricEffect:
    """What a change would do to the sheets there are; for organisers."""
    return await service.preview_rubric(await enter(actor, day), data)


@delete("/rubrics/{rubric_id:uuid}", operation_id="judging_remove_rubric", opt=SIGNED_IN)
async def remove_rubric(day: FromPath[str], rubric_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    """Remove a rubric that no score was given by; for organisers."""
    await service.remove_rubric(actor, await enter(actor, day), rubric_id)


router = Router(
    "/days/{day:str}/judging",
    route_handlers=[list_rubrics, define_rubric, preview_rubric, remove_rubric],
    tags=["judging"],
)
