"""HTTP to the matching and back."""

from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.people.schemas import Actor
from hackday.teams.matching import service
from hackday.teams.matching.wire import MatchingDraft, MatchingPage
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ALL = "/days/{day:str}/matching"
_ONE = "/days/{day:str}/matching/{matching:uuid}"


@get(_ALL, operation_id="matching_get_last", opt=_SIGNED_IN)
async def get_last(actor: NamedDependency[Actor], day: FromPath[str]) -> MatchingPage:
    """The last run and how many have no team. Organisers."""
    return await service.read(actor, day)


@post(_ALL, operation_id="matching_preview", opt=_SIGNED_IN)
async def preview(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[MatchingDraft]) -> MatchingPage:
    """Match everybody without a team, those who are locked where they are; nobody is placed yet. Organisers."""
    return await service.preview(actor, day, data)


@post(f"{_ONE}/commit", operation_id="matching_commit", opt=_SIGNED_IN, status_code=200)
async def commit(actor: NamedDependency[Actor], day: FromPath[str], matching: FromPath[UUID]) -> MatchingPage:
    """Place everybody of a preview who still fits. Organisers."""
    return await service.commit(actor, day, matching)


@post(f"{_ONE}/undo", operation_id="matching_undo", opt=_SIGNED_IN, status_code=200)
async def undo(actor: NamedDependency[Actor], day: FromPath[str], matching: FromPath[UUID]) -> MatchingPage:
    """Take a committed matching back, as far as it still stands. Organisers."""
    return await service.undo(actor, day, matching)


router = Router("/", route_handlers=[get_last, preview, commit, undo], tags=["matching"])
