"""The vocabulary of open shifts, and what of it crosses the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from hackday.release.wire import CoverMove, Reply, RosteredShift

Moment = Annotated[datetime, Meta(tz=True)]


class ShiftState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Worker(Struct, frozen=True):
    """What the rules ask about somebody who would work a shift."""

    id: UUID
    name: str
    site: str
    roles: frozenset[str]
    is_active: bool
    goes: bool
    """Released for the day, or let go by its published plan and not answered yet."""


class Off(Struct, frozen=True):
    """A time in which somebody is off work."""

    starts_at: datetime
    ends_at: datetime


class Opening(Struct, frozen=True):
    """One open shift as it is stored, with the names that people read."""

    id: UUID
    state: ShiftState
    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime
    giver: UUID | None
    giver_name: str | None
    asked: UUID | None
    asked_name: str | None
    taker: UUID | None
    taker_name: str | None
    opened_by: UUID | None
    opened_by_name: str | None
    return_shift: UUID | None
    in_return: RosteredShift | None
    """A swap: the taker's shift that the giver works for it."""
    confirmed_by_name: str | None

    @property
    def shift(self) -> RosteredShift:
        return RosteredShift(self.site, self.time_zone, self.role, self.starts_at, self.ends_at)


class OpeningDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Look for somebody for a shift of mine, or for a stretch of it that is short of people.

    Without `giver` it is my own; a planner of the site may leave a place nobody's with `is_extra`. With `asked` one
    colleague is asked, else all who could; `return_shift` is the shift of theirs that the giver works for it.
    """

    site: Annotated[str, Meta(max_length=120)]
    role: Annotated[str, Meta(max_length=80)]
    starts_at: Moment
    ends_at: Moment
    giver: UUID | None = None
    is_extra: bool = False
    asked: UUID | None = None
    return_shift: UUID | None = None


class TakerShown(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the manager saw, so that nobody else is confirmed who took the shift meanwhile."""

    taker: UUID
    reason: Reply = ""
    """For who is declined."""


class Hindrance(Struct, frozen=True):
    """Why somebody cannot take a shift: a code for screens and the sentence of the refusal."""

    code: str
    detail: str


class OpenShift(Struct, frozen=True):
    """An open shift as one person sees it."""

    id: UUID
    state: ShiftState
    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime
    giver: UUID | None
    giver_name: str | None
    asked_name: str | None
    taker: UUID | None
    taker_name: str | None
    opened_by_name: str | None
    confirmed_by_name: str | None
    in_return: RosteredShift | None
    hindrance: Hindrance | None = None
    """Why I cannot take it, or why who took it cannot be confirmed; None when nothing stands against it."""


class OpenShifts(Struct, frozen=True):
    """All open shifts of a day that concern me."""

    step_back_until: datetime
    may_step_back: bool
    extra_shifts: int
    """Shifts that I offered to take, and how many of them are used up: planned, asked and taken."""
    used: int
    could_take: list[OpenShift]
    could_not: list[OpenShift]
    asked: list[OpenShift]
    moves: list[CoverMove]
    """Shifts that the published plan counts on me for."""
    taken: list[OpenShift]
    given: list[OpenShift]
    to_confirm: list[OpenShift]
    """Takes of my people, or at the sites that I plan, that wait for a yes."""


class MyShift(Struct, frozen=True):
    """A shift during the day that somebody may be looked for, and the roles in which they would be of help.

    That is the shift's own role, and others that its giver fills there and that minimum cover asks for.
    """

    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime
    roles: list[str]
    is_open: bool


class ReturnShift(Struct, frozen=True):
    """A shift of a colleague that the giver could work."""

    id: UUID
    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime


class Colleague(Struct, frozen=True):
    """Somebody who could take a shift, and the shifts of theirs that its giver could work in return."""

    person: UUID
    name: str
    returns: list[ReturnShift]


class MoveShown(Struct, frozen=True, forbid_unknown_fields=True):
    """The planned shift that I cannot take after all."""

    starts_at: Moment
