"""What crosses the wire between managers, those who act for them, and the release."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from hackday.release.schemas import Pin
from hackday.release.wire import Answer, DrawPlace, RosteredShift, ShiftCover, Shortage, Why


class Away(Struct, frozen=True):
    """Others who leave, or are to leave: by name for one's own people, the rest counted."""

    yours: list[str]
    others: int


class Standin(Struct, frozen=True):
    """A colleague who takes over, or is asked to; `state` as an open shift has it."""

    person: UUID | None
    """None while nobody particular is looked for."""
    name: str | None
    state: str
    shift: RosteredShift


class Volunteer(Struct, frozen=True):
    """One of a manager's people who wants to go."""

    person: UUID
    name: str
    site: str
    state: str
    team: str | None
    challenge: str | None
    manager: str | None
    """In whose place one answers; None for one's own people."""
    is_escalated: bool
    """That manager let the deadline pass."""
    pin: Pin | None
    goes: bool | None
    why: Why | None
    draw: DrawPlace | None
    """Where they are interchangeable with others: their place in the lottery of the published plan, by its `seed`."""
    seed: int | None
    answer: Answer | None
    override: list[Shortage]
    """What falls short by the approval; empty for one that keeps cover."""
    shifts: list[ShiftCover]
    shortage: Shortage | None
    """What approving now would break; None when nothing."""
    away: Away
    """Who else is away from the cells of these shifts."""
    teammates: Away
    """Who else of the team goes."""
    standins: list[Standin]


class Inbox(Struct, frozen=True):
    is_manager: bool
    has_plan: bool
    answers_by: datetime
    people: list[Volunteer]


class Answering(Struct, frozen=True):
    """Whether somebody has people to answer for now: as manager, deputy, organiser, or after a deadline."""

    answers: bool


class Candidate(Struct, frozen=True):
    """A colleague who could take over, qualified and rested."""

    person: UUID
    name: str
    has_offered: bool
    """Counted on without asking again; others are asked first."""
    shifts: list[RosteredShift]
    """What they could take over."""
    is_enough: bool
    """Whether cover holds with them alone."""


class Candidates(Struct, frozen=True):
    gaps: list[RosteredShift]
    """What would fall short without this person, in the role that helps."""
    people: list[Candidate]


class AskDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Ask this colleague to take over what they can of it."""

    colleague: UUID


class DeputyDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who acts in a manager's place, both dates included; without `manager` in mine."""

    deputy: UUID
    starts_on: date
    ends_on: date
    manager: UUID | None = None


class Deputy(Struct, frozen=True):
    id: UUID
    manager: UUID
    manager_name: str
    deputy: UUID
    deputy_name: str
    starts_on: date
    ends_on: date
    is_now: bool


class Nominee(Struct, frozen=True):
    """Somebody who could be named."""

    id: UUID
    name: str
    site: str
    department: str


class Override(Struct, frozen=True):
    """Somebody who was released below the minimum."""

    person: UUID
    name: str
    site: str
    decided_by: str
    acting_for: str | None
    decided_at: datetime
    reason: str
    shortages: list[Shortage]
