"""Challenges as they cross the wire."""

import enum
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from hackday.challenges import brief


class ChallengeState(enum.StrEnum):
    """One in review waits for its approval, a scheduled one has it; a closed one takes no more teams."""

    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CLOSED = "closed"

    @property
    def is_public(self) -> bool:
        """Seen by all, and not only by those who write it."""
        return self in (ChallengeState.PUBLISHED, ChallengeState.CLOSED)


class ChallengeTile(msgspec.Struct, frozen=True):
    """A challenge in a list."""

    id: UUID
    slug: str
    title: str
    summary: str
    sponsor_name: str
    track: str
    sites: list[str]
    """Empty: every site."""
    skills: list[str]
    team_places: int | None
    """How many teams it takes; null: any number."""
    team_count: int
    state: ChallengeState


class ChallengeFilters(msgspec.Struct, frozen=True):
    """What the visible challenges of the day can be filtered by."""

    tracks: list[str]
    sites: list[str]
    skills: list[str]


class ChallengeList(msgspec.Struct, frozen=True):
    """The challenges that fit the search, and the choices for the next one."""

    challenges: list[ChallengeTile]
    filters: ChallengeFilters
    may_write: bool


class Challenge(msgspec.Struct, frozen=True):
    """One challenge, whole."""

    id: UUID
    slug: str
    title: str
    summary: str
    sponsor_name: str
    sponsor_email: str
    track: str
    sites: list[str]
    skills: list[str]
    team_places: int | None
    team_count: int
    state: ChallengeState
    body: str
    """Markdown, as `resources` and `tried`."""
    data: str
    measure: str
    resources: str
    tried: str
    team_min_size: int | None
    """This and the next three hold for its teams; null: as the day has it."""
    team_max_size: int | None
    department_most: int | None
    sites_least: int | None
    source: str
    """`file` or `browser`: where its text was last written."""
    version: int
    published_at: datetime | None
    publish_at: datetime | None
    """When the clock publishes a scheduled one."""
    owner_name: str
    """Who approves it: the sponsor, if the address is that of somebody on the staff; empty: the organisers."""
    approved_by_name: str
    """Empty: nobody yet, or a file."""
    approved_at: datetime | None


class ChallengePage(msgspec.Struct, frozen=True):
    """A challenge, its texts as HTML that can run nothing, and what the reader may do with it."""

    challenge: Challenge
    body_html: str
    resources_html: str
    tried_html: str
    may_change: bool
    """Its text and its state."""
    may_approve: bool
    """Let it be published, now or later."""


Title = Annotated[str, Meta(min_length=1, max_length=brief.TITLE_MOST)]
Site = Annotated[str, Meta(min_length=1, max_length=brief.SITE_MOST)]
Skill = Annotated[str, Meta(min_length=1, max_length=brief.SKILL_MOST)]
TeamSize = Annotated[int, Meta(ge=1, le=50)]
Body = Annotated[str, Meta(min_length=1, max_length=brief.BODY_MOST)]


class ChallengeDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A challenge as somebody writes it in the browser."""

    title: Title
    summary: Annotated[str, Meta(min_length=1, max_length=brief.SUMMARY_MOST)]
    sponsor_name: Annotated[str, Meta(min_length=1, max_length=brief.NAME_MOST)]
    sponsor_email: Annotated[str, Meta(max_length=brief.EMAIL_MOST)] = ""
    """A sponsor who is no organiser always writes under the own address."""
    track: Annotated[str, Meta(min_length=1, max_length=brief.TRACK_MOST)]
    sites: Annotated[list[Site], Meta(max_length=brief.SITES_MOST)] = []
    skills: Annotated[list[Skill], Meta(max_length=brief.SKILLS_MOST)] = []
    team_places: Annotated[int, Meta(ge=1, le=brief.TEAM_PLACES_MOST)] | None = None
    data: Annotated[str, Meta(min_length=1, max_length=brief.DATA_MOST)]
    measure: Annotated[str, Meta(min_length=1, max_length=brief.MEASURE_MOST)]
    body: Body
    resources: Annotated[str, Meta(max_length=brief.RESOURCES_MOST)] = ""
    tried: Annotated[str, Meta(max_length=brief.TRIED_MOST)] = ""
    team_min_size: TeamSize | None = None
    """This and the next three hold for its teams; null: as the day has it."""
    team_max_size: TeamSize | None = None
    department_most: TeamSize | None = None
    sites_least: TeamSize | None = None


class ChallengeChange(ChallengeDraft, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole new text, and the version that the writer had before their eyes."""

    version: Annotated[int, Meta(ge=1)]
    note: Annotated[str, Meta(max_length=300)] = ""
    """What changed, for those who have read it already."""


class StateChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Send for review and back, approve, publish, close, reopen. What was published never becomes a draft again."""

    state: Literal["draft", "review", "scheduled", "published", "closed"]
    publish_at: Annotated[str, Meta(max_length=40)] = ""
    """Of a scheduled one: ISO 8601; without an offset it is a clock time of the day's zone."""
    version: Annotated[int, Meta(ge=1)] | None = None
    """The text that was read, so that nobody approves another one; null: whatever it says now."""
    note: Annotated[str, Meta(max_length=300)] = ""
    """A word to those who wrote it, such as what is to be changed."""


class PreviewAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: Annotated[str, Meta(max_length=brief.BODY_MOST)]


class Preview(msgspec.Struct, frozen=True):
    html: str


class ChallengeDeleted(msgspec.Struct, frozen=True):
    slug: str


class Publishing(msgspec.Struct, frozen=True):
    """What publishing a folder does, by slugs in their order."""

    added: list[str]
    changed: list[str]
    overwritten: list[str]
    """Those of `changed` whose text was last written in the browser."""
    unchanged: list[str]
    left: list[str]
    """On the day but not in the folder; they stay as they are."""
