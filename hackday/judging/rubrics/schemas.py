"""Rubrics, as they cross the wire."""

from typing import Annotated
from uuid import UUID

import msgspec

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a project is like that gets so many points; for points between the ends of the scale."""

    points: Annotated[int, msgspec.Meta(ge=0, le=20)]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=160)]


Points = Annotated[dict[Key, Annotated[int, msgspec.Meta(ge=0, le=100)]], msgspec.Meta(max_length=12)]
"""By criterion."""


class CriterionDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One question to judges. `low` and `high` are the anchors at the ends of the scale."""

    key: Key
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    question: Annotated[str, msgspec.Meta(max_length=300)] = ""
    weight: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1
    low: Annotated[str, msgspec.Meta(max_length=80)] = ""
    high: Annotated[str, msgspec.Meta(max_length=80)] = ""
    levels: tuple[Level, ...] = ()
    """At most one for each point in between."""
    guidance: Annotated[str, msgspec.Meta(max_length=600)] = ""
    """What to look at, and what not to count."""


class RubricDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    scale_min: Annotated[int, msgspec.Meta(ge=0, le=10)] = 1
    scale_max: Annotated[int, msgspec.Meta(ge=1, le=20)] = 10
    criteria: Annotated[tuple[CriterionDraft, ...], msgspec.Meta(min_length=1, max_length=12)]


class RubricChange(RubricDraft, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rubric for the whole day, or for one track or one challenge, which then goes before the day's."""

    track: Annotated[str, msgspec.Meta(max_length=60)] = ""
    challenge_id: UUID | None = None
    is_confirmed: bool = False
    """The organiser has seen what it does to sheets that were sent before."""


class RubricEffect(msgspec.Struct, frozen=True):
    """What a change of the rubric does to the judges' newest sheets."""

    version: int
    """The number that the rubric would have."""
    sheets: int
    """Sheets of the projects that it asks about."""
    recounted: int
    """They answer all that the new one asks, and count by its weights."""
    to_complete: int
    """They lack an answer, or the scale is another: they count as they were given until their judge completes them."""


class Rubric(msgspec.Struct, frozen=True):
    id: UUID
    track: str
    """"": not for a track."""
    challenge_id: UUID | None
    version: int
    scale_min: int
    scale_max: int
    criteria: tuple[CriterionDraft, ...]
    is_in_use: bool
    """Whether a score was given by it; then it stands."""
