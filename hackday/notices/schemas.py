"""Notices as they cross the wire."""

from datetime import datetime
from uuid import UUID

import msgspec


class Notice(msgspec.Struct, frozen=True):
    """Something that a person was told."""

    id: UUID
    title: str
    body: str
    link: str
    """Path of the page to open; "" for none."""
    created_at: datetime
    is_read: bool


class NoticePage(msgspec.Struct, frozen=True):
    """The newest first; `next` is the `after` of the following page."""

    notices: list[Notice]
    unread: int
    """Of all, not of this page."""
    next: UUID | None


class ReadMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """I have read everything up to and with this notice."""

    up_to: UUID
