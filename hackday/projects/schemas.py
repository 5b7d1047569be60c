"""Projects, as they cross the wire."""

import enum
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from hackday.projects.extensions.schemas import Extension
from hackday.projects.files.schemas import ProjectFile
from hackday.storage.kinds import Limits


class ProjectState(enum.StrEnum):
    DRAFT = "draft"
    HANDED_IN = "handed_in"


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A demo, a repository, slides."""

    label: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    url: Annotated[str, msgspec.Meta(max_length=500, pattern=r"^https?://[^\s/]+\S*$")]


class LinkCheck(msgspec.Struct, frozen=True):
    """What a link answered when it was last asked."""

    is_ok: bool
    status: int
    """Of HTTP; 0: nobody answered."""
    checked_at: datetime


class CheckedLink(msgspec.Struct, frozen=True):
    label: str
    url: str
    check: LinkCheck | None
    """Null: not asked yet, or one that the server does not ask."""


class Project(msgspec.Struct, frozen=True):
    id: UUID
    team_id: UUID
    team: str
    challenge: str
    """Its title."""
    challenge_slug: str
    track: str
    site: str
    """Of the captain."""
    title: str
    summary: str
    links: tuple[CheckedLink, ...]
    files: tuple[ProjectFile, ...]
    """The first picture stands for the project."""
    place: str
    """Where judges find the team."""
    state: ProjectState
    handed_in_at: datetime | None
    late_by: int | None
    """Seconds after the team's deadline; null: in time, or not handed in."""
    version: int
    changed_at: datetime


class ProjectChallenge(msgspec.Struct, frozen=True):
    slug: str
    title: str
    track: str


class ProjectFilters(msgspec.Struct, frozen=True):
    """What the gallery can be narrowed by: only what finds something."""

    tracks: list[str]
    sites: list[str]
    challenges: list[ProjectChallenge]


class MyProject(msgspec.Struct, frozen=True):
    """My team's project, if it has one, and what can still be done with it."""

    team_id: UUID
    team: str
    project: Project | None
    deadline: datetime | None
    """What is handed in later is late: when judging begins or began, or the end of the extension; null: not set."""
    extension: Extension | None
    may_write: bool
    may_take_back: bool
    limits: Limits
    """Of its files."""


class ProjectDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole draft, saved as it is typed. `version` is the one that the editor began with, 0 for none."""

    version: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
    title: Annotated[str, msgspec.Meta(max_length=120)] = ""
    summary: Annotated[str, msgspec.Meta(max_length=5000)] = ""
    links: Annotated[tuple[Link, ...], msgspec.Meta(max_length=10)] = ()


class PlaceChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    place: Annotated[str, msgspec.Meta(max_length=40)]
