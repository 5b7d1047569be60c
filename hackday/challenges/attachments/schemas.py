"""Attachments, as they cross the wire."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.storage.kinds import Family, Limits

COUNTS = {Family.PICTURE: 20, Family.FILE: 20}
"""A reader looks through no more; what is larger belongs in a data room that the text names."""


class Attachment(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    content_type: str
    size: int
    """Bytes."""
    added_at: datetime


class AttachmentList(msgspec.Struct, frozen=True):
    attachments: list[Attachment]
    may_change: bool
    limits: Limits
