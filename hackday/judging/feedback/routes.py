"""Feedback over HTTP."""

from litestar import Router, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.days.service import enter
from hackday.judging.feedback import service, store
from hackday.judging.feedback.schemas import Feedback, FeedbackDraft, MyFeedback
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/", operation_id="feedback_get_policy", opt=SIGNED_IN)
async def get_policy(day: FromPath[str], actor: NamedDependency[Actor]) -> Feedback:
    """What teams will read of judges' comments."""
    return await store.feedback((await enter(actor, day)).day.id)


@put("/", operation_id="feedback_set_policy", opt=SIGNED_IN)
async def set_policy(day: FromPath[str], data: JSONBody[FeedbackDraft], actor: NamedDependency[Actor]) -> Feedback:
    """Choose what teams read; for organisers."""
    return await service.set_policy(actor, await enter(actor, day), data)


@get("/mine", operation_id="feedback_get_mine", opt=SIGNED_IN)
async def get_mine(day: FromPath[str], actor: NamedDependency[Actor]) -> MyFeedback:
    """What judges wrote about my team's project, once the day is revealed."""
    return await service.mine(actor, await enter(actor, day))


router = Router("/days/{day:str}/feedback", route_handlers=[get_policy, set_policy, get_mine], tags=["feedback"])
