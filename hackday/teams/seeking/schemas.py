"""People who look for a team, as they cross the wire."""

import enum
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from hackday.teams.joining.schemas import Word

LANGUAGES_MOST = 10
Language = Annotated[str, Meta(min_length=2, max_length=40, pattern=r"\S")]


class Shown(enum.StrEnum):
    """What somebody may show of themselves beside their name."""

    SKILLS = "skills"
    SITE = "site"
    TIME_ZONE = "time_zone"
    DEPARTMENT = "department"
    LANGUAGES = "languages"


class SeekingDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Show me to those who look for somebody: my name, these words and what `shows` names."""

    shows: Annotated[list[Shown], Meta(max_length=len(Shown))]
    about: Word = ""
    languages: Annotated[list[Language], Meta(max_length=LANGUAGES_MOST)] = []


class Seeking(msgspec.Struct, frozen=True):
    """Whether and how I am shown; with `since` null nothing of me is."""

    since: datetime | None
    about: str
    languages: list[str]
    shows: list[Shown]
    has_team: bool


class Seeker(msgspec.Struct, frozen=True):
    """Somebody who looks for a team. Null: they did not choose to show it."""

    person: UUID
    name: str
    about: str
    skills: list[str] | None
    site: str | None
    time_zone: str | None
    department: str | None
    languages: list[str] | None


class SeekerList(msgspec.Struct, frozen=True):
    """One page, and by what it can be narrowed: of what is shown alone."""

    seekers: list[Seeker]
    next: UUID | None
    """Give it as `after`; null on the last page."""
    skills: list[str]
    sites: list[str]
    languages: list[str]
    time_zones: list[str]
