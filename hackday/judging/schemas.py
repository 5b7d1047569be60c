"""Assignments and score sheets, as they cross the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from hackday.judging.examples.schemas import Example
from hackday.judging.rubrics.schemas import Points, Rubric


class AssignmentDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Ask for a new assignment. The same seed on the same projects and judges gives the same one."""

    per_project: Annotated[int, msgspec.Meta(ge=1, le=12)] = 3
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 1


class Shortage(msgspec.Struct, frozen=True):
    """A project that gets fewer judges than asked, because too few may judge it."""

    project_id: UUID
    title: str
    team: str
    judges: int


class JudgeLoad(msgspec.Struct, frozen=True):
    """How far a judge has come."""

    id: UUID
    name: str
    site: str
    assigned: int
    scored: int
    now_with: str | None
    """The team whose sheet they opened last, in the last quarter of an hour, and have not sent."""
    since: datetime | None
    last_sent_at: datetime | None
    overdue: int
    """Visits whose time by the timetable has passed without a sheet."""


class ProjectProgress(msgspec.Struct, frozen=True):
    id: UUID
    title: str
    team: str
    place: str
    assigned: int
    scored: int
    absences: int
    """Judges who found nobody."""


class Progress(msgspec.Struct, frozen=True):
    """The organiser's view of judging. No points: those are for the board."""

    judges: tuple[JudgeLoad, ...]
    projects: tuple[ProjectProgress, ...]


class Assigned(msgspec.Struct, frozen=True):
    """What an assignment did."""

    visits: int
    shortages: tuple[Shortage, ...]


class Visit(msgspec.Struct, frozen=True):
    """One project on a judge's list."""

    project_id: UUID
    title: str
    team: str
    challenge: str
    site: str
    """Of the captain; where the team sits."""
    place: str
    version: int
    """Of my newest sheet; 0 for none."""
    total: str | None
    """Weighted mean of my newest sheet on the rubric's scale, such as "7.4"."""


class PastSheet(msgspec.Struct, frozen=True):
    """One version of a judge's sheet, as its judge sees it."""

    version: int
    points: dict[str, int]
    comment: str
    """For the team, as far as the day lets it out."""
    note: str
    """For the judge alone."""
    accepted_at: datetime


class Sheet(PastSheet, frozen=True):
    """The newest version."""

    is_whole: bool
    """Whether it answers all that the rubric asks today; else it counts as it was given until it is completed."""


class SheetPage(msgspec.Struct, frozen=True):
    """All that the score sheet needs to work without a network."""

    project_id: UUID
    title: str
    summary: str
    links: tuple[dict[str, str], ...]
    team: str
    challenge: str
    site: str
    place: str
    late_by: int | None
    """Seconds after the team's deadline; null: in time."""
    extended_until: datetime | None
    extension_reason: str
    """Why the team had more time than the others."""
    rubric: Rubric
    sheet: Sheet | None
    starts_at: datetime | None
    """Where there is a timetable."""
    is_absent: bool
    """I found nobody there."""


class JudgeDay(msgspec.Struct, frozen=True):
    """A judge's whole day, to be kept on the phone."""

    has_rubric: bool
    """False while no project could be scored, for want of criteria."""
    is_closed: bool
    """Scoring is closed: no sheet is taken."""
    example: Example | None
    """What all judges score first."""
    visits: tuple[Visit, ...]
    pages: tuple[SheetPage, ...]


class SheetDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sheet as a judge saves it. `base_version` is the version that the phone knew, 0 for none."""

    rubric_id: UUID
    base_version: Annotated[int, msgspec.Meta(ge=0, le=10_000)]
    points: Points
    comment: Annotated[str, msgspec.Meta(max_length=500)] = ""
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""
    written_at: datetime | None = None


class Receipt(msgspec.Struct, frozen=True):
    """The server has it: committed, once."""

    project_id: UUID
    version: int
    accepted_at: datetime
