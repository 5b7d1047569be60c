"""HTTP to invitations and back. A token travels in a body, never in an address that a log would keep."""

from uuid import UUID

from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.people.schemas import Actor
from hackday.teams.inviting import service
from hackday.teams.inviting.schemas import (
    Invitation,
    InvitationAnswer,
    InvitationDraft,
    InvitationLook,
    LinkAnswer,
    NewInvitation,
    Offer,
)
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_TEAM = "/days/{day:str}/teams/{team:uuid}/invitations"
_MINE = "/days/{day:str}/invitations"
_ONE = "/days/{day:str}/invitations/{invitation:uuid}"


@post(_TEAM, operation_id="inviting_invite", opt=_SIGNED_IN)
async def invite(
    actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID], data: JSONBody[InvitationDraft]
) -> NewInvitation:
    """Captain: invite a person, or make a link for the first who uses it."""
    return await service.invite(actor, day, team, data)


@get(_TEAM, operation_id="inviting_list_of_team", opt=_SIGNED_IN)
async def list_of_team(actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID]) -> list[Invitation]:
    """Captain: the team's invitations, the newest first."""
    return await service.list_of_team(actor, day, team)


@get(_MINE, operation_id="inviting_list_mine", opt=_SIGNED_IN)
async def list_mine(actor: NamedDependency[Actor], day: FromPath[str]) -> list[Invitation]:
    """Invitations for me that wait; what ends first comes first."""
    return await service.mine(actor, day)


@post(f"{_MINE}/look", operation_id="inviting_look", opt=_SIGNED_IN, status_code=200)
async def look(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[InvitationLook]) -> Offer:
    """What the link that holds this token offers."""
    return await service.look(actor, day, data.token)


@post(f"{_MINE}/answer", operation_id="inviting_answer_link", opt=_SIGNED_IN)
async def answer_link(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[LinkAnswer]) -> Invitation:
    """Accept or decline by the token of the link."""
    return await service.answer_link(actor, day, data.token, accepts=data.accepts)


@post(f"{_ONE}/answer", operation_id="inviting_answer", opt=_SIGNED_IN)
async def answer(
    actor: NamedDependency[Actor], day: FromPath[str], invitation: FromPath[UUID], data: JSONBody[InvitationAnswer]
) -> Invitation:
    """Accept or decline an invitation that is for me."""
    return await service.answer(actor, day, invitation, accepts=data.accepts)


@delete(_ONE, operation_id="inviting_revoke", opt=_SIGNED_IN, status_code=200)
async def revoke(actor: NamedDependency[Actor], day: FromPath[str], invitation: FromPath[UUID]) -> Invitation:
    """Captain: take an invitation back."""
    return await service.revoke(actor, day, invitation)


router = Router(
    "/", route_handlers=[invite, list_of_team, list_mine, look, answer_link, answer, revoke], tags=["inviting"]
)
