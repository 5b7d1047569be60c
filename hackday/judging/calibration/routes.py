"""Fairness of judging over HTTP."""

from uuid import UUID

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from hackday.days.service import enter
from hackday.judging.calibration import service
from hackday.judging.calibration.schemas import Fairness, FigureReasons
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/fairness", operation_id="judging_get_fairness", opt=SIGNED_IN)
async def get_fairness(day: FromPath[str], actor: NamedDependency[Actor]) -> Fairness:
    """Raw and calibrated figures, judges and alarms; for organisers."""
    return await service.look(await enter(actor, day))


@get("/projects/{project_id:uuid}/figure", operation_id="judging_explain_figure", opt=SIGNED_IN)
async def explain_figure(
    day: FromPath[str], project_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> FigureReasons:
    """Why a project has its figure; for its team after the reveal, and for organisers."""
    return await service.explain(actor, await enter(actor, day), project_id)


router = Router("/days/{day:str}/judging", route_handlers=[get_fairness, explain_figure], tags=["judging"])
