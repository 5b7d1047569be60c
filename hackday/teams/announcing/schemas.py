"""Announcements as they cross the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

Title = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S")]
Body = Annotated[str, Meta(max_length=5000)]


class AnnouncementDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`challenge` is the slug of the one whose teams are told; null: all of the day."""

    title: Title
    body: Body = ""
    challenge: Annotated[str, Meta(max_length=60)] | None = None


class AnnouncementChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole new text, and the version that the writer had before their eyes."""

    title: Title
    body: Body = ""
    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class Announcement(msgspec.Struct, frozen=True):
    id: UUID
    title: str
    body: str
    """Markdown."""
    body_html: str
    challenge: str | None
    """Slug of the one whose teams are told; null: all of the day."""
    challenge_title: str
    made_by_name: str
    made_at: datetime
    changed_at: datetime | None
    withdrawn_at: datetime | None
    """Only those who may change it still see one that was withdrawn."""
    version: int
    is_unread: bool
    may_change: bool


class Audience(msgspec.Struct, frozen=True):
    """Whom the reader may tell something."""

    challenge: str | None
    """Slug of the one whose teams are told; null: all of the day."""
    title: str
    people: int
    """How many get a notice, the writer among them."""


class AnnouncementList(msgspec.Struct, frozen=True):
    announcements: list[Announcement]
    """The newest first."""
    unread: int
    audiences: list[Audience]
    """Empty for most people."""


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """I have these before my eyes."""

    announcements: Annotated[list[UUID], Meta(max_length=100)]
