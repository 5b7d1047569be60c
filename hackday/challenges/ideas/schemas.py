"""Ideas as they cross the wire."""

import enum
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from hackday.challenges.brief import TITLE_MOST
from hackday.challenges.schemas import ChallengeDraft

IDEA_MOST = 5_000  # characters: a page; the brief that a sponsor makes of it may be longer
COMMENT_MOST = 2_000
REASON_MOST = 300


class IdeaState(enum.StrEnum):
    """An open one can be liked, changed and adopted."""

    OPEN = "open"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


class IdeaOrder(enum.StrEnum):
    INTEREST = "interest"
    NEWEST = "newest"


class ChallengeName(msgspec.Struct, frozen=True):
    slug: str
    title: str
    sponsor_name: str


class Idea(msgspec.Struct, frozen=True):
    id: UUID
    title: str
    body: str
    """Markdown; in a list its beginning."""
    author: UUID
    author_name: str
    author_site: str
    state: IdeaState
    challenge: ChallengeName | None
    """What it became, for those who may read that challenge."""
    interest_count: int
    comment_count: int
    is_interested: bool
    """The reader showed interest."""
    version: int
    proposed_at: datetime
    changed_at: datetime


class IdeaList(msgspec.Struct, frozen=True):
    ideas: list[Idea]
    next: str | None
    """The `after` of the following page."""
    may_propose: bool


class Comment(msgspec.Struct, frozen=True):
    id: UUID
    author: UUID
    author_name: str
    body: str
    """Empty when removed."""
    written_at: datetime
    removed_at: datetime | None
    removal_reason: str
    """Of an organiser; empty when the author removed it."""


class IdeaPage(msgspec.Struct, frozen=True):
    """An idea, its body as HTML that can run nothing, what was said, and what the reader may do."""

    idea: Idea
    body_html: str
    comments: list[Comment]
    may_change: bool
    may_withdraw: bool
    may_show_interest: bool
    may_comment: bool
    may_remove_comments: bool
    """Anybody's; everybody may remove their own."""
    may_adopt: bool


class SimilarIdea(msgspec.Struct, frozen=True):
    id: UUID
    title: str
    author_name: str
    state: IdeaState
    interest_count: int


class SimilarChallenge(msgspec.Struct, frozen=True):
    slug: str
    title: str
    summary: str


class Similar(msgspec.Struct, frozen=True):
    """What resembles a text, the most alike first."""

    ideas: list[SimilarIdea]
    challenges: list[SimilarChallenge]


class IdeaDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Annotated[str, Meta(min_length=1, max_length=TITLE_MOST, pattern=r"\S")]
    body: Annotated[str, Meta(min_length=1, max_length=IDEA_MOST, pattern=r"\S")]
    """Markdown."""


class IdeaChange(IdeaDraft, frozen=True, forbid_unknown_fields=True):
    """The whole new text, and the version that the writer had before their eyes."""

    version: Annotated[int, Meta(ge=1)]


class Interest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    is_interested: bool


class CommentDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: Annotated[str, Meta(min_length=1, max_length=COMMENT_MOST, pattern=r"\S")]


class TakeDown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who removes what somebody else wrote says why."""

    reason: Annotated[str, Meta(max_length=REASON_MOST)] = ""


class Adoption(ChallengeDraft, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The challenge that the idea becomes, and the version of the idea that was read. Its author is named by us."""

    version: Annotated[int, Meta(ge=1)]
