"""Visits in vain, as they cross the wire."""

from uuid import UUID

import msgspec


class Absences(msgspec.Struct, frozen=True):
    """What became of a judge's flag. With the third judge the organisers are asked to look."""

    project_id: UUID
    flags: int
    """Judges who found nobody."""
