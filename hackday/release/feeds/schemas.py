"""What goes out: changes of the rota for the workforce tool, and a person's calendar."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class ChangeKind(StrEnum):
    """`off`: somebody gives up a shift; `on`: somebody works in addition; each with what takes it back."""

    OFF = "off"
    OFF_UNDO = "off_undo"
    ON = "on"
    ON_UNDO = "on_undo"


class RotaChange(Struct, frozen=True):
    """One step for the workforce tool; the times are UTC, the zone is the site's."""

    id: UUID
    number: int
    at: datetime
    kind: ChangeKind
    employee_no: str
    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime


class ChangePage(Struct, frozen=True):
    """In the order of numbers. Ask again with `after` = `next`: nothing is missed, nothing comes twice."""

    changes: list[RotaChange]
    next: int


class StandingChange(Struct, frozen=True):
    """What the rota must have differently now, all steps taken together; `change` is `off` or `on`."""

    employee_no: str
    name: str
    site: str
    time_zone: str
    role: str
    change: ChangeKind
    starts_at: datetime
    ends_at: datetime


class CalendarLink(Struct, frozen=True):
    """Whether I have a secret calendar address, and since when."""

    created_at: datetime | None


class NewCalendarLink(Struct, frozen=True):
    """The address, told this once: only its fingerprint is kept."""

    url: str
    created_at: datetime


class ReleasedDay(Struct, frozen=True):
    """A day that somebody is released for, by the clocks of their own site."""

    day: UUID
    slug: str
    name: str
    site: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime


class CalendarShift(Struct, frozen=True):
    """A shift of one's own that a day takes away (`off`) or brings (`on`); `number` and `at` of that change."""

    day: UUID
    slug: str
    day_name: str
    kind: ChangeKind
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime
    number: int
    at: datetime
