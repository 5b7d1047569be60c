"""Files of a project, as they cross the wire."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from hackday.storage.kinds import Family

COUNTS = {Family.PICTURE: 12, Family.VIDEO: 2, Family.FILE: 10}
"""Judges look at a project for some minutes."""


class ProjectFile(msgspec.Struct, frozen=True):
    id: UUID
    kind: Family
    name: str
    content_type: str
    size: int
    """Bytes."""
    caption: str
    """Of a picture: what those hear who do not see it; "" while nobody has written one."""


class FileChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    caption: Annotated[str, msgspec.Meta(max_length=300)] | msgspec.UnsetType = msgspec.UNSET
    is_cover: Literal[True] | msgspec.UnsetType = msgspec.UNSET
    """This picture stands for the project from now on, in place of another."""
