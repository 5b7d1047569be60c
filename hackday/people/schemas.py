"""People as the rest of the house knows them."""

from typing import Annotated
from uuid import UUID

import msgspec

Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]


class Actor(msgspec.Struct, frozen=True):
    """Who is signed in and acts."""

    id: UUID
    name: str
    email: str
    site: str
    time_zone: str
    locale: str
    is_admin: bool
    session: bytes = b""
    """Hash of the session's token; empty for the command line."""


class Me(msgspec.Struct, frozen=True):
    """The signed-in person, as their browser sees it."""

    id: UUID
    name: str
    email: str
    site: str
    time_zone: str
    locale: str
    is_admin: bool
    is_manager: bool


class Site(msgspec.Struct, frozen=True):
    name: str
    time_zone: str


class SignInAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Send me a link."""

    email: Email


class LinkUse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """I came by this link."""

    token: Annotated[str, msgspec.Meta(min_length=20, max_length=100)]


class Accepted(msgspec.Struct, frozen=True):
    """The same answer whether or not the address is known."""

    detail: str
