"""HTTP to requests to join and back."""

from uuid import UUID

from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.people.schemas import Actor
from hackday.teams.joining import service
from hackday.teams.joining.schemas import Decision, JoinRequest, RequestDraft
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_TEAM = "/days/{day:str}/teams/{team:uuid}/requests"
_MINE = "/days/{day:str}/join-requests"
_ONE = "/days/{day:str}/join-requests/{request_id:uuid}"


@post(_TEAM, operation_id="joining_ask", opt=_SIGNED_IN)
async def ask(
    actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID], data: JSONBody[RequestDraft]
) -> JoinRequest:
    """Ask a team for a place."""
    return await service.ask(actor, day, team, data)


@get(_TEAM, operation_id="joining_list_waiting", opt=_SIGNED_IN)
async def list_waiting(actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID]) -> list[JoinRequest]:
    """Captain: the requests that wait."""
    return await service.waiting(actor, day, team)


@get(_MINE, operation_id="joining_list_mine", opt=_SIGNED_IN)
async def list_mine(actor: NamedDependency[Actor], day: FromPath[str]) -> list[JoinRequest]:
    """My requests of this day, the newest first."""
    return await service.mine(actor, day)


@post(f"{_ONE}/decision", operation_id="joining_decide", opt=_SIGNED_IN)
async def decide(
    actor: NamedDependency[Actor], day: FromPath[str], request_id: FromPath[UUID], data: JSONBody[Decision]
) -> JoinRequest:
    """Captain: accept or decline, with a word."""
    return await service.decide(actor, day, request_id, data)


@delete(_ONE, operation_id="joining_withdraw", opt=_SIGNED_IN, status_code=200)
async def withdraw(actor: NamedDependency[Actor], day: FromPath[str], request_id: FromPath[UUID]) -> JoinRequest:
    """Take my request back."""
    return await service.withdraw(actor, day, request_id)


router = Router("/", route_handlers=[ask, list_waiting, list_mine, decide, withdraw], tags=["joining"])
