"""Visits in vain over HTTP."""

from uuid import UUID

from litestar import Router, delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hackday.days.service import enter
from hackday.judging.absences import service
from hackday.judging.absences.schemas import Absences
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@post("/sheets/{project_id:uuid}/absence", operation_id="judging_flag_absence", opt=SIGNED_IN, status_code=200)
async def flag_absence(day: FromPath[str], project_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Absences:
    """Nobody was there; safe to repeat."""
    return await service.flag(actor, await enter(actor, day), project_id)


@delete("/sheets/{project_id:uuid}/absence", operation_id="judging_take_back_absence", opt=SIGNED_IN)
async def take_back_absence(day: FromPath[str], project_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    """I have found them after all."""
    await service.take_back(actor, await enter(actor, day), project_id)


@delete("/absences/{project_id:uuid}", operation_id="judging_clear_absences", opt=SIGNED_IN)
async def clear_absences(day: FromPath[str], project_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    """The team is found; for organisers."""
    await service.clear(actor, await enter(actor, day), project_id)


router = Router(
    "/days/{day:str}/judging",
    route_handlers=[flag_absence, take_back_absence, clear_absences],
    tags=["judging"],
)
