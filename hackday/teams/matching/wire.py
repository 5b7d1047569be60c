"""A matching as it crosses the wire, and as it is kept."""

import enum
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from hackday.teams.matching.schemas import Lack, Matched, WhyNot
from hackday.teams.schemas import ChallengeLink


class MatchingState(enum.StrEnum):
    """A preview changes nothing; what was committed can be undone."""

    PREVIEW = "preview"
    COMMITTED = "committed"
    UNDONE = "undone"


class Keep(Struct, frozen=True, forbid_unknown_fields=True):
    """Lock a person to a team as the preview names it."""

    person: UUID
    team: Annotated[str, Meta(min_length=1, max_length=60)]


class MatchingDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """The same seed and locks give the same answer, as long as the day stays as it is."""

    locks: Annotated[list[Keep], Meta(max_length=20_000)] = []
    seed: Annotated[int, Meta(ge=0, lt=2**31)] | None = None
    """Null: one is drawn, and told."""


class MatchedPerson(Struct, frozen=True):
    person: UUID
    name: str
    department: str
    site: str
    party: str
    """Whoever has the same word wants to be together; "": alone."""
    rank: int | None
    """1: the first wish; null: none of them, or none was said."""
    is_locked: bool


class MatchedTeam(Struct, frozen=True):
    """A team with those who come."""

    key: str
    """For locks: a team's id, or the name of one to be founded."""
    team: UUID | None
    """Null: to be founded."""
    name: str
    challenge: ChallengeLink
    members_before: int
    people: list[MatchedPerson]
    lacks: Lack | None
    """Null: nothing."""


class Unmatched(Struct, frozen=True):
    person: UUID
    name: str
    reason: WhyNot


class Matching(Struct, frozen=True):
    """One run, whole."""

    id: UUID
    state: MatchingState
    seed: int
    made_at: datetime
    committed_at: datetime | None
    undone_at: datetime | None
    seconds: float
    gap: float
    """No other matching is worth more than this share above it, in points."""
    people: int
    """Who had no team."""
    wished: int
    """Of those, who ranked wishes."""
    first_choice: int
    top_three: int
    teams: list[MatchedTeam]
    unplaced: list[Unmatched]
    broken_locks: list[Unmatched]
    apart: list[Unmatched]
    """Who is placed without all of their party."""
    refused: list[Unmatched]
    """Who did not fit any more when it was committed."""


class MatchingPage(Struct, frozen=True):
    """Where the day stands."""

    waiting: int
    """People who are signed up and have no team now."""
    may_change: bool
    """Whether the day's phase lets teams form."""
    matching: Matching | None
    """The last run."""


class Placed(Struct, frozen=True):
    membership: UUID
    person: UUID
    team: UUID
    key: str


class Kept(Struct, frozen=True):
    """The `result` column."""

    matched: Matched
    wished: int
    placed: list[Placed] = []
    refused: list[tuple[UUID, WhyNot]] = []


class Run(Struct, frozen=True):
    """A row of the table."""

    id: UUID
    state: MatchingState
    seed: int
    made_at: datetime
    committed_at: datetime | None
    undone_at: datetime | None
    locks: list[Keep]
    result: Kept
