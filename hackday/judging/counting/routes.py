"""The official rule over HTTP."""

from litestar import Router, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.days.service import enter
from hackday.judging.counting import service, store
from hackday.judging.counting.schemas import OfficialRule, RuleChoice
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/", operation_id="judging_get_rule", opt=SIGNED_IN)
async def get_rule(day: FromPath[str], actor: NamedDependency[Actor]) -> OfficialRule:
    """How the result is counted; everybody may know."""
    return await store.rule((await enter(actor, day)).day.id)


@put("/", operation_id="judging_choose_rule", opt=SIGNED_IN)
async def choose_rule(day: FromPath[str], data: JSONBody[RuleChoice], actor: NamedDependency[Actor]) -> OfficialRule:
    """Choose it before judging begins; for organisers."""
    return await service.choose_rule(actor, await enter(actor, day), data)


router = Router("/days/{day:str}/judging/rule", route_handlers=[get_rule, choose_rule], tags=["judging"])
