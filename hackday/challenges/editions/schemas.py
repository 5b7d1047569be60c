"""Editions as they cross the wire."""

import enum
from datetime import datetime

import msgspec


class Edition(msgspec.Struct, frozen=True):
    version: int
    note: str
    """What changed, in the writer's words."""
    written_by: str | None
    """Name; null: a file, or nobody knows any more."""
    written_at: datetime


class PartKind(enum.StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Part(msgspec.Struct, frozen=True):
    """A stretch of a text; all but the added ones make the text before, all but the removed ones that after."""

    kind: PartKind
    text: str


class FieldChange(msgspec.Struct, frozen=True):
    """A field of the brief that differs, such as `body`."""

    field: str
    parts: list[Part]


class EditionPage(msgspec.Struct, frozen=True):
    """An edition beside the one before it; without one before, nothing has changed."""

    edition: Edition
    before: Edition | None
    changes: list[FieldChange]
