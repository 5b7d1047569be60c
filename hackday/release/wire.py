"""What crosses the wire around a release. The planner's own vocabulary stands in `schemas.py`."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from hackday.release.schemas import FloorMissed, Pin, Progress, Reason

Reply = Annotated[str, Meta(max_length=500)]


class Verdict(StrEnum):
    APPROVED = "approved"
    DECLINED = "declined"


class PlanState(StrEnum):
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class SettingsChange(Struct, frozen=True, forbid_unknown_fields=True):
    """How this day releases people; `site_floor` in per cent of a site's volunteers, null times for the defaults."""

    site_floor: Annotated[int, Meta(ge=0, le=100)] = 0
    rest_hours: Annotated[int, Meta(ge=0, le=24)] = 11
    week_hours: Annotated[int, Meta(ge=1, le=168)] = 48
    answers_by: datetime | None = None
    step_back_until: datetime | None = None


class Settings(Struct, frozen=True):
    """The same, in effect: `answers_by` is the rota deadline, `step_back_until` the cut-off of swaps."""

    answers_by: datetime
    step_back_until: datetime
    site_floor: int = 0
    rest_hours: int = 11
    week_hours: int = 48
    answers_by_set: bool = False
    """False while the default is in effect, which moves with the day; so too below."""
    step_back_until_set: bool = False


class PlanDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Plan this day. The seed is the lottery between equals; without one it is drawn and published."""

    seconds: Annotated[float, Meta(ge=1, le=120)] = 15.0
    seed: Annotated[int, Meta(ge=0, lt=2**31)] | None = None


class DecisionDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A manager's answer to one or several of their people. To decline needs a reason.

    `cover`: a colleague who offered or agreed to take over, for one person alone. `override`: approve although cover
    falls short; needs a written reason, and organisers see it.
    """

    people: Annotated[list[UUID], Meta(min_length=1, max_length=200)]
    verdict: Verdict
    reason: Reply = ""
    cover: UUID | None = None
    override: bool = False


class PinChange(Struct, frozen=True, forbid_unknown_fields=True):
    kind: Pin | None


class OfferChange(Struct, frozen=True, forbid_unknown_fields=True):
    """How many shifts I would take over; 0 for none."""

    extra_shifts: Annotated[int, Meta(ge=0, le=7)]


class Stretch(Struct, frozen=True):
    """Cover of these roles for a while; the zone is the site's."""

    site: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    roles: list[str]


class Why(Struct, frozen=True):
    """Why somebody stays; `team` is the name of the team that cannot reach its smallest size."""

    reason: Reason
    team: str | None
    blocks: list[Stretch]


class RosteredShift(Struct, frozen=True):
    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime


class Shortage(Struct, frozen=True):
    """What would be short: of the people able to fill these roles, fewer than `minimum` would stay."""

    site: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    roles: list[str]
    minimum: int
    staying: int


class ShiftCover(Struct, frozen=True):
    """One shift that somebody would give up, and the people able to fill its role then.

    `before` as rostered; `after` once all who are approved or planned have left, this person too, and colleagues
    have stepped in. `minimum` is None where no cover is asked for.
    """

    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime
    before: int
    after: int
    minimum: int | None


class CoverMove(Struct, frozen=True):
    """A colleague steps in."""

    person: UUID
    name: str
    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime


class Answer(Struct, frozen=True):
    """What a manager decided."""

    verdict: Verdict
    reason: str
    decided_by: str
    decided_at: datetime
    acting_for: str | None = None
    """The manager in whose place they decided."""


class DrawPlace(Struct, frozen=True):
    """One of `size` interchangeable people for `places` places; the lottery gave them this place, from 1."""

    draw: int
    """Number of the draw within its plan, from 0."""
    size: int
    places: int
    place: int


class MyRelease(Struct, frozen=True):
    """Everything about my own release. `state` is that of the sign-up, None without one."""

    state: str | None
    manager: str | None
    shifts: list[RosteredShift]
    goes: bool | None
    """What the published plan says; None when there is none, or it does not know me."""
    why: Why | None
    draw: DrawPlace | None
    seed: int | None
    """Of the published plan's lottery."""
    answer: Answer | None
    extra_shifts: int
    moves: list[CoverMove]


class PlanSummary(Struct, frozen=True):
    """One run of the planner. Figures are None until it has ended; `progress` is how far it is.

    For who plans some sites alone it counts people and moves there, and leaves the whole company's figures out.
    """

    id: UUID
    state: PlanState
    seed: int
    started_by: str | None
    started_at: datetime
    finished_at: datetime | None
    published_at: datetime | None
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float | None
    solver: str
    status: str
    stop_asked: bool
    progress: Progress | None
    failure: str
    site_floor: int
    floors_missed: list[FloorMissed]
    goes: int
    stays: int
    moves: int


class SiteResult(Struct, frozen=True):
    site: str
    goes: int
    stays: int
    moves: int


class BlockedShift(Struct, frozen=True):
    """A stretch of cover that keeps people back, and how many."""

    site: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    roles: list[str]
    people: int


class ShortTeam(Struct, frozen=True):
    """A team of which some can still go, `remaining`, but fewer than its minimum."""

    id: UUID
    name: str
    remaining: int
    minimum: int


class PlanDetail(Struct, frozen=True):
    plan: PlanSummary
    sites: list[SiteResult]
    blocked: list[BlockedShift]
    short_teams: list[ShortTeam]
    """Since the plan was published; empty for one that is not."""
    drawn: int
    """How many were interchangeable with others, so that a lottery decided."""


class Entry(Struct, frozen=True):
    """What a plan says about one volunteer."""

    id: UUID
    person: UUID
    name: str
    site: str
    team: str | None
    state: str | None
    goes: bool
    why: Why | None
    draw: DrawPlace | None


class EntryPage(Struct, frozen=True):
    """In the order of names. `after` asks for the next page; None when this is the last."""

    entries: list[Entry]
    after: UUID | None


class Decided(Struct, frozen=True):
    people: int
