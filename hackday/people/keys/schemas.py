"""Keys as they cross the wire."""

import enum
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec


class Scope(enum.StrEnum):
    """All that a key may do."""

    DRAFTS = "drafts"
    """Hand in drafts of challenges, which their sponsor reads and publishes."""


class Key(msgspec.Struct, frozen=True):
    """A live key, without its token."""

    id: UUID
    name: str
    scope: Scope
    made_at: datetime
    used_at: datetime | None
    """When it was last used, to the minute."""
    expires_at: datetime


class KeyDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"\S")]
    """What it is for, such as the name of the assistant."""
    days: Literal[7, 30, 90]
    """So long it lasts."""


class NewKey(msgspec.Struct, frozen=True):
    """The only answer that ever holds the token: the database keeps its hash."""

    key: Key
    token: str
