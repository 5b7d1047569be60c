"""The example and what judges gave it, as they cross the wire."""

from typing import Annotated
from uuid import UUID

import msgspec

from hackday.judging.rubrics.schemas import Key, Points, Rubric


class ExampleDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An invented or an old project. `points` are what the organisers would give, and `reason` why."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    summary: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    link: Annotated[str, msgspec.Meta(max_length=500, pattern="^(https?://\\S+)?$")] = ""
    points: Points
    reason: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class ExampleAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a judge gives the example."""

    points: Points


class Spread(msgspec.Struct, frozen=True):
    """What judges gave for one criterion."""

    key: Key
    expected: int
    """By the organisers."""
    given: tuple[int, ...]
    """By each judge so far, ascending and without names."""


class Example(msgspec.Struct, frozen=True):
    """As one judge or organiser sees it."""

    id: UUID
    title: str
    summary: str
    link: str
    rubric: Rubric
    mine: dict[str, int] | None
    """What I gave; null: still to be scored, before the first project."""
    reason: str | None
    """Null until I have scored it, so that it sways nobody. So is what others gave."""
    spread: tuple[Spread, ...] | None
    scored: int
    """Judges who have scored it."""
