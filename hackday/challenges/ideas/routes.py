"""HTTP to ideas and back."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from hackday.challenges.ideas import service
from hackday.challenges.ideas.schemas import (
    Adoption,
    CommentDraft,
    IdeaChange,
    IdeaDraft,
    IdeaList,
    IdeaOrder,
    IdeaPage,
    IdeaState,
    Interest,
    Similar,
    TakeDown,
)
from hackday.people.schemas import Actor
from hackday.web import Access, Limit, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ALL = "/days/{day:str}/ideas"
_ONE = "/days/{day:str}/ideas/{idea:uuid}"


@get(_ALL, operation_id="ideas_list_ideas", opt=_SIGNED_IN)
async def list_ideas(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    q: FromQuery[str] = "",
    order: FromQuery[IdeaOrder] = IdeaOrder.INTEREST,
    in_state: Annotated[IdeaState | None, QueryParameter(name="state")] = None,
    mine: FromQuery[bool] = False,
    after: FromQuery[str | None] = None,
    limit: Limit = 30,
) -> IdeaList:
    """Ideas that have all words of `q`, each as a beginning. Withdrawn ones are seen among one's own."""
    return await service.overview(
        actor, day, text=q[:200], state=in_state, mine=mine, order=order, after=after, limit=limit
    )


@get(f"{_ALL}/similar", operation_id="ideas_find_similar", opt=_SIGNED_IN)
async def find_similar(
    actor: NamedDependency[Actor], day: FromPath[str], q: FromQuery[str] = "", but: FromQuery[UUID | None] = None
) -> Similar:
    """Ideas and published challenges like a text while it is typed; `but` leaves out the idea that it changes."""
    return await service.resembling(actor, day, q[:500], but=but)


@post(_ALL, operation_id="ideas_propose", opt=_SIGNED_IN)
async def propose(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[IdeaDraft]) -> IdeaPage:
    """Propose an idea."""
    return await service.propose(actor, day, data)


@get(_ONE, operation_id="ideas_get_idea", opt=_SIGNED_IN)
async def get_idea(actor: NamedDependency[Actor], day: FromPath[str], idea: FromPath[UUID]) -> IdeaPage:
    """One idea with its body as safe HTML, and what was said about it."""
    return await service.read(actor, day, idea)


@put(_ONE, operation_id="ideas_change_idea", opt=_SIGNED_IN)
async def change_idea(
    actor: NamedDependency[Actor], day: FromPath[str], idea: FromPath[UUID], data: JSONBody[IdeaChange]
) -> IdeaPage:
    """Author: replace the text of the version that was read."""
    return await service.change(actor, day, idea, data)


@post(f"{_ONE}/withdrawal", operation_id="ideas_withdraw", opt=_SIGNED_IN)
async def withdraw(
    actor: NamedDependency[Actor], day: FromPath[str], idea: FromPath[UUID], data: JSONBody[TakeDown]
) -> IdeaPage:
    """Author: take it back. Organiser: take it down, with a reason."""
    return await service.withdraw(actor, day, idea, data)


@put(f"{_ONE}/interest", operation_id="ideas_set_interest", opt=_SIGNED_IN)
async def set_interest(
    actor: NamedDependency[Actor], day: FromPath[str], idea: FromPath[UUID], data: JSONBody[Interest]
) -> IdeaPage:
    """Say that I am interested, or not any more."""
    return await service.set_interest(actor, day, idea, data)


@post(f"{_ONE}/comments", operation_id="ideas_comment", opt=_SIGNED_IN)
async def comment(
    actor: NamedDependency[Actor], day: FromPath[str], idea: FromPath[UUID], data: JSONBody[CommentDraft]
) -> IdeaPage:
    """Say something about it."""
    return await service.comment(actor, day, idea, data)


@post(f"{_ONE}/comments/{{comment:uuid}}/removal", operation_id="ideas_remove_comment", opt=_SIGNED_IN)
async def remove_comment(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    idea: FromPath[UUID],
    comment: FromPath[UUID],
    data: JSONBody[TakeDown],
) -> IdeaPage:
    """Remove my own words; organiser: anybody's, with a reason."""
    return await service.remove_comment(actor, day, idea, comment, data)


@post(f"{_ONE}/adoption", operation_id="ideas_adopt", opt=_SIGNED_IN)
async def adopt(
    actor: NamedDependency[Actor], day: FromPath[str], idea: FromPath[UUID], data: JSONBody[Adoption]
) -> IdeaPage:
    """Sponsor: make it a challenge, as a draft that names its author."""
    return await service.adopt(actor, day, idea, data)


router = Router(
    "/",
    route_handlers=[
        list_ideas,
        find_similar,
        propose,
        get_idea,
        change_idea,
        withdraw,
        set_interest,
        comment,
        remove_comment,
        adopt,
    ],
    tags=["ideas"],
)
