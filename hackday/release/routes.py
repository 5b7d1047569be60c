"""Everything of a release below its day."""

from litestar import Router

from hackday.release.answers import routes as answers
from hackday.release.feeds import routes as feeds
from hackday.release.intake import routes as intake
from hackday.release.plans import explain_routes as explanations
from hackday.release.plans import heat_routes as heat
from hackday.release.plans import repair_routes as repairs
from hackday.release.plans import routes as plans
from hackday.release.swaps import routes as swaps

router = Router(
    "/days/{day:str}/release",
    route_handlers=[
        *answers.HANDLERS,
        *plans.HANDLERS,
        *explanations.HANDLERS,
        *heat.HANDLERS,
        *repairs.HANDLERS,
        *swaps.HANDLERS,
        *intake.HANDLERS,
        *feeds.HANDLERS,
    ],
    tags=["release"],
)
