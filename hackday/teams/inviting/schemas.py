"""Invitations as they cross the wire."""

import enum
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from hackday.people.schemas import Email
from hackday.teams.joining.schemas import Word
from hackday.teams.schemas import TeamPage


class InvitationState(enum.StrEnum):
    WAITING = "waiting"
    USED = "used"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Invitation(msgspec.Struct, frozen=True):
    """A way into a team that its captain opened."""

    id: UUID
    team: UUID
    team_name: str
    person: UUID | None
    """Whom it is for; null: whoever uses it first."""
    name: str | None
    message: str
    made_by: str
    """Name; "" for somebody who is gone."""
    made_at: datetime
    expires_at: datetime
    state: InvitationState
    used_by: str | None
    """Name."""


class InvitationDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With neither `person` nor `email` the link is for the first who uses it."""

    person: UUID | None = None
    email: Email | None = None
    message: Word = ""
    hours: Literal[1, 4, 24, 72, 168] = 24
    """So long it lasts, and never longer than teams form."""


class NewInvitation(msgspec.Struct, frozen=True):
    """The only answer that ever holds the token: the database keeps its hash."""

    invitation: Invitation
    token: str


class Offer(msgspec.Struct, frozen=True):
    """What somebody sees who opens an invitation."""

    invitation: Invitation
    team: TeamPage
    is_signed_up: bool
    has_team: bool
    """Is in a team already, this one or another."""


Token = Annotated[str, msgspec.Meta(min_length=20, max_length=100)]


class InvitationLook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: Token


class LinkAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: Token
    accepts: bool


class InvitationAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    accepts: bool
