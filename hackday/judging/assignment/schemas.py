"""Plans of visits, as they cross the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, le=12)]


class VisitPlanDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a plan is to be like. The same seed on the same projects and judges gives the same one."""

    per_project: Annotated[int, msgspec.Meta(ge=1, le=12)] = 3
    experts: Count = 1
    """So many judges of each project are experts of its track, as far as there are any who may."""
    outside: Count = 1
    """So many come from other tracks, so that all projects can be compared."""
    keep: bool = False
    """Change only what must change."""
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 1
    starts_at: datetime | None = None
    """Of the first visit, for a timetable; null: judges walk at their own pace."""
    minutes: Annotated[int, msgspec.Meta(ge=5, le=120)] = 10
    """From the start of one visit to that of the next."""


class TracksDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tracks of which a judge is an expert."""

    tracks: list[Annotated[str, msgspec.Meta(min_length=1, max_length=60)]]


class PlannedProject(msgspec.Struct, frozen=True):
    id: UUID
    team: str
    title: str
    judges: int


class PlannedJudge(msgspec.Struct, frozen=True):
    """What the plan changes for a judge; names of teams."""

    id: UUID
    name: str
    before: int
    after: int
    added: tuple[str, ...]
    removed: tuple[str, ...]


class VisitPlan(msgspec.Struct, frozen=True):
    """A plan beside what stands now."""

    id: UUID
    draft: VisitPlanDraft
    visits: int
    added: int
    removed: int
    short: tuple[PlannedProject, ...]
    """Fewer judges than asked, because too few may."""
    without_expert: tuple[PlannedProject, ...]
    without_outside: tuple[PlannedProject, ...]
    parts: int
    """Groups of projects that share no judge with the others, over any number; 1 is what one wants."""
    connectivity: float
    """How firmly the projects hang together; 0 when they fall into parts."""
    slots: int
    ends_at: datetime | None
    judges: tuple[PlannedJudge, ...]


class JudgeExpertise(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    site: str
    tracks: tuple[str, ...]
    assigned: int
    scored: int


class Planning(msgspec.Struct, frozen=True):
    """What a plan is made from."""

    judges: tuple[JudgeExpertise, ...]
    projects: int
    tracks: tuple[str, ...]
    last: VisitPlanDraft | None
    """Of the plan that was published last."""
