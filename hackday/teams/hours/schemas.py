"""Working hours of a team as they cross the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""Such as 09:00, on the clocks of the person's site."""


class Span(msgspec.Struct, frozen=True, order=True):
    """From a moment up to another, in UTC."""

    starts_at: datetime
    ends_at: datetime


class Worker(msgspec.Struct, frozen=True):
    """When a member usually works."""

    person: UUID
    name: str
    site: str
    time_zone: str
    works_from: ClockTime
    works_until: ClockTime
    """Not after `works_from`: on the next morning."""
    is_assumed: bool
    """Nothing was said: the usual office hours."""


class WorkerHours(msgspec.Struct, frozen=True):
    """A member's working time inside the frame."""

    worker: Worker
    spans: list[Span]


class TeamHours(msgspec.Struct, frozen=True):
    """Who works when, on one calendar day of the reader's clocks, and when all do."""

    on: date
    """The first day of the hack day."""
    time_zone: str
    """The reader's."""
    frame: Span
    """That date from midnight to midnight there: 23 or 25 hours where the clocks change."""
    members: list[WorkerHours]
    together: list[Span]
    minutes_together: int
    most_people: int
    """The most who work at one moment: all of them, or fewer when no hour suits all."""
    most: list[Span]
    """When so many do."""


class WorkingHoursDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When I usually work; both null: not said."""

    works_from: ClockTime | None
    works_until: ClockTime | None


class WorkingHours(msgspec.Struct, frozen=True):
    works_from: ClockTime | None
    works_until: ClockTime | None
