"""Days, phases, roles and sign-ups, as they cross the wire."""

import enum
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec


class Phase(enum.StrEnum):
    """In the order of the day."""

    DRAFT = "draft"
    PUBLISHED = "published"
    FORMING = "forming"
    HACKING = "hacking"
    JUDGING = "judging"
    FROZEN = "frozen"
    REVEALED = "revealed"
    CLOSED = "closed"

    @property
    def place(self) -> int:
        """Position in the order of the day, from 0."""
        return list(Phase).index(self)


class Role(enum.StrEnum):
    """What somebody does on a day, beside taking part. Managers come from the people file."""

    ORGANISER = "organiser"
    JUDGE = "judge"
    PLANNER = "planner"
    SPONSOR = "sponsor"


class Day(msgspec.Struct, frozen=True):
    id: UUID
    slug: str
    name: str
    about: str
    starts_on: date
    ends_on: date
    time_zone: str
    phase: Phase
    phase_since: datetime


class Entry(msgspec.Struct, frozen=True):
    """A person inside a day: which day, and with which roles."""

    day: Day
    roles: frozenset[Role]


Slug = Annotated[str, msgspec.Meta(min_length=2, max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
