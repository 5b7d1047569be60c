"""A judge's next visit, as it crosses the wire."""

from uuid import UUID

import msgspec


class Next(msgspec.Struct, frozen=True):
    project_id: UUID
    is_new: bool
    """It was put on the judge's list just now; else it stood there already."""
