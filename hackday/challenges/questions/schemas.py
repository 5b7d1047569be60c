"""Questions and answers as they cross the wire."""

import enum
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

QUESTION_MOST = 2_000
ANSWER_MOST = 4_000
CANNED_TITLE_MOST = 80


class Answered(msgspec.Struct, frozen=True):
    """A question and its answer as everybody reads them: nothing here says who asked."""

    id: UUID
    text: str
    answer_html: str
    answered_by_name: str
    answered_at: datetime
    changed_at: datetime | None
    """When the answer was last changed; null: never."""
    is_pinned: bool


class Question(msgspec.Struct, frozen=True):
    """A question for the eyes of who asked it and of those who answer."""

    id: UUID
    challenge_slug: str
    challenge_title: str
    asker: UUID
    asker_name: str
    asker_site: str
    text: str
    asked_at: datetime
    wording: str
    """The question as all read it; empty: as it was asked."""
    answer: str
    """Markdown; empty: not answered yet."""
    answer_html: str
    answered_by_name: str
    answered_at: datetime | None
    changed_at: datetime | None
    is_public: bool
    is_pinned: bool
    withdrawn_at: datetime | None
    version: int
    may_answer: bool


class OnChallenge(msgspec.Struct, frozen=True):
    """What is asked about one challenge, as one person sees it."""

    answered: list[Answered]
    """To all; those that are pinned first."""
    mine: list[Question]
    """What the reader asked, the newest first."""
    waiting: int
    """For those who answer: how many wait; for others 0."""
    may_ask: bool
    may_answer: bool


class QueueShown(enum.StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"


class QuestionQueue(msgspec.Struct, frozen=True):
    """Questions of the challenges that the reader answers for: the waiting ones oldest first, the answered newest."""

    questions: list[Question]
    waiting: int
    """Of all, not of this page."""
    next: UUID | None


class CannedAnswer(msgspec.Struct, frozen=True):
    """An answer kept ready, for all who answer on this day."""

    id: UUID
    title: str
    text: str
    """Markdown."""


class CannedDeleted(msgspec.Struct, frozen=True):
    id: UUID


class QuestionDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Annotated[str, Meta(min_length=1, max_length=QUESTION_MOST, pattern=r"\S")]


class AnswerDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer to the asker alone, or to all."""

    answer: Annotated[str, Meta(min_length=1, max_length=ANSWER_MOST, pattern=r"\S")]
    """Markdown."""
    is_public: bool
    is_pinned: bool = False
    wording: Annotated[str, Meta(max_length=QUESTION_MOST)] = ""


class AnswerChange(AnswerDraft, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole new answer, and the version that its writer had before their eyes."""

    version: Annotated[int, Meta(ge=1)]


class CannedDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Annotated[str, Meta(min_length=1, max_length=CANNED_TITLE_MOST, pattern=r"\S")]
    text: Annotated[str, Meta(min_length=1, max_length=ANSWER_MOST, pattern=r"\S")]
