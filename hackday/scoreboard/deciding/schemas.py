"""The judges' room and the decision, as they cross the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from hackday.judging.calibration.schemas import Calibrated
from hackday.judging.counting.schemas import OfficialRule


class AwardDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    category: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    project: UUID
    citation: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    """Why, as it is read out on stage."""


class AwardsDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All awards of the day, in the order in which they are told."""

    awards: list[AwardDraft]


class Award(msgspec.Struct, frozen=True):
    category: str
    project_id: UUID
    team: str
    title: str
    citation: str


class ConfirmDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    digest: Annotated[str, msgspec.Meta(min_length=64, max_length=64)]
    """Of the result that the person has looked at."""


class Duel(msgspec.Struct, frozen=True):
    """Two contenders as the judges see them who have scored both."""

    other: UUID
    wins: int
    losses: int
    draws: int


class Contender(msgspec.Struct, frozen=True):
    """One who could be among the first places."""

    project_id: UUID
    team: str
    title: str
    place: int
    """After ties were broken."""
    rank: int
    """As the board has it; ties share it."""
    score: int
    """Hundredths."""
    tie_broken_by: str
    """`head_to_head`, `heaviest_criterion` or `lot` where the place above it, of the same score, was won by that."""
    raw: float | None
    calibrated: Calibrated | None
    duels: tuple[Duel, ...]


class Confirmed(msgspec.Struct, frozen=True):
    name: str
    at: datetime
    is_organiser: bool


class Room(msgspec.Struct, frozen=True):
    """All that is needed to decide; for judges and organisers, once scoring is closed."""

    is_closed: bool
    rule: OfficialRule
    digest: str
    """Of the result, in hexadecimal."""
    contenders: tuple[Contender, ...]
    awards: tuple[Award, ...]
    confirmed: tuple[Confirmed, ...]
    recounted_at: datetime | None
    lacks: tuple[str, ...]
    """What the reveal waits for: `close`, `recount`, `confirmations`."""


class Export(msgspec.Struct, frozen=True):
    """Everything that the independent count reads. Judges are numbers."""

    day: str
    rule: OfficialRule
    ratios: tuple[float, float] | None
    """Variance ratios of the calibrated result, which the count verifies; None while plain means count."""
    rubrics: list[dict[str, Any]]
    projects: list[dict[str, Any]]
    sheets: list[dict[str, Any]]
    """Every version of every sheet."""
    excluded: list[tuple[str, int]]
    """(project, judge) of declared and set conflicts."""
    result: list[tuple[str, int | None, int | None]]
    """(project, score in hundredths, rank)"""
    digest: str
