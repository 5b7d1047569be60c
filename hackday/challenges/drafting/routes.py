"""HTTP for assistants: `Authorization: Bearer` with a key takes the place of a session."""

from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.challenges.drafting import service
from hackday.challenges.schemas import ChallengeDraft, ChallengePage
from hackday.people.schemas import Actor
from hackday.web import Access, access


@post("/days/{day:str}/challenge-drafts", operation_id="drafting_hand_in", opt=access(Access.DRAFTS))
async def hand_in(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[ChallengeDraft]) -> ChallengePage:
    """Assistant: hand in a draft for the owner of the key, who alone sees and publishes it."""
    return await service.hand_in(actor, day, data)


router = Router("/", route_handlers=[hand_in], tags=["drafting"])
