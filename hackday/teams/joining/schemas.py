"""Requests to join as they cross the wire."""

import enum
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

WORD_MOST = 500
Word = Annotated[str, Meta(max_length=WORD_MOST)]


class RequestState(enum.StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class JoinRequest(msgspec.Struct, frozen=True):
    """Somebody asks for a place in a team."""

    id: UUID
    team: UUID
    team_name: str
    person: UUID
    name: str
    site: str
    time_zone: str
    department: str
    skills: list[str]
    """As given at the sign-up; without any there, those of the people file."""
    message: str
    state: RequestState
    reply: str
    """The captain's word."""
    asked_at: datetime


class RequestDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    message: Word = ""


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The word is told to whoever asked."""

    accepts: bool
    word: Word = ""
