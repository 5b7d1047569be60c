"""Extensions, as they cross the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec


class ExtensionDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    until: Annotated[str, msgspec.Meta(max_length=40)]
    """ISO 8601; without an offset it is a clock time of the day's zone."""
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"\S")]


class Extension(msgspec.Struct, frozen=True):
    """More time for a team: read by itself, by organisers and by its judges."""

    team_id: UUID
    team: str
    until: datetime
    reason: str
    granted_by_name: str
    granted_at: datetime
