"""Feedback as it crosses the wire."""

import enum
from uuid import UUID

import msgspec


class Policy(enum.StrEnum):
    """What teams read of judges' comments; the strictest first."""

    NOTHING = "nothing"
    UNNAMED = "unnamed"
    """The comments, without who wrote them."""
    NAMED = "named"

    @property
    def reach(self) -> int:
        return list(Policy).index(self)


class Feedback(msgspec.Struct, frozen=True):
    """The day's policy, for everybody: judges know it before they write."""

    policy: Policy
    is_promised: bool
    """Judges wrote comments under it, so that it can only become stricter."""


class FeedbackDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    policy: Policy


class JudgeComment(msgspec.Struct, frozen=True):
    text: str
    judge: str | None
    """Null where the policy names nobody."""


class MyFeedback(msgspec.Struct, frozen=True):
    """What judges wrote about my team's project, in no order."""

    project: UUID | None
    """Null: I am in no team with a project."""
    comments: tuple[JudgeComment, ...]
