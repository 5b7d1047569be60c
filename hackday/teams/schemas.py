"""Teams as they cross the wire."""

import enum
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from hackday.days.schemas import Skill

PITCH_MOST = 500
NAME_MOST = 80
PAGE_MOST = 200


class TeamState(enum.StrEnum):
    """Open: anybody joins from the list. Locked: only with the join code. Disbanded: nobody is left."""

    OPEN = "open"
    LOCKED = "locked"
    DISBANDED = "disbanded"


class Team(msgspec.Struct, frozen=True):
    """A team as rules see it."""

    id: UUID
    name: str
    pitch: str
    state: TeamState
    captain: UUID | None
    challenge: UUID
    join_code: str
    min_size: int
    max_size: int
    member_count: int


class TeamLimits(msgspec.Struct, frozen=True):
    min_size: int | None
    max_size: int | None
    department_most: int | None
    sites_least: int | None


class Details(msgspec.Struct, frozen=True):
    """What a team says of its open places, and where it works together."""

    wanted: str
    """Whom the open places are for, in the captain's words."""
    wanted_skills: list[str]
    chat_url: str
    """https; "" for none."""
    repository_url: str
    department_most: int | None
    """So many of one department at most; None: any number. The team's own, its challenge's or the day's."""
    sites_least: int | None
    """From so many sites it comes when it is full."""
    own: TeamLimits
    """What it says itself; None: as usual."""
    usual: TeamLimits
    """What its challenge says, or else the day."""
    why_not: str | None
    """Why nobody joins, or not the reader: the code of the refusal that a join would get; None: the team lets them."""
    may_come: bool
    """Whether a place would be free for the reader, locked or not."""


class Standing(msgspec.Struct, frozen=True):
    """Where a person stands on a day: signed up and not withdrawn, and in which team."""

    is_signed_up: bool
    team: UUID | None


class Member(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    site: str
    time_zone: str
    department: str
    skills: list[str]
    """As given at the sign-up; without any there, those of the people file."""
    joined_at: datetime
    is_captain: bool


class ChallengeLink(msgspec.Struct, frozen=True):
    slug: str
    title: str


class TeamTile(msgspec.Struct, frozen=True):
    """A team in a list."""

    id: UUID
    name: str
    pitch: str
    challenge: ChallengeLink
    captain_name: str
    state: TeamState
    member_count: int
    min_size: int
    max_size: int
    sites: list[str]
    skills: list[str]
    wanted_skills: list[str]
    is_mine: bool
    has_asked: bool
    """My request to it waits."""
    why_not: str | None
    """Why I cannot join this very team: the code of the refusal; null: it would take me."""


class TeamList(msgspec.Struct, frozen=True):
    """One page of teams by name, and where the next begins."""

    teams: list[TeamTile]
    next: UUID | None
    """Give it as `after`; null on the last page."""
    sites: list[str]
    """Sites with anybody in a team of this day."""
    why_not: str | None
    """Why I can join none at all: the code of the refusal; null: I can."""


class TeamPage(msgspec.Struct, frozen=True):
    """A team, whole."""

    id: UUID
    name: str
    pitch: str
    challenge: ChallengeLink
    state: TeamState
    min_size: int
    max_size: int
    members: list[Member]
    """The captain first, then the longest."""
    join_code: str | None
    """For members and organisers alone."""
    wanted: str
    wanted_skills: list[str]
    chat_url: str | None
    """For members and organisers alone, as the next; "" for none."""
    repository_url: str | None
    department_most: int | None
    sites_least: int | None
    own_limits: TeamLimits
    """What the team says itself; null: as usual."""
    usual_limits: TeamLimits
    """What its challenge says, or else the day."""
    my_request: UUID | None
    """My request to this team that waits."""
    is_mine: bool
    may_lead: bool
    """The captain and organisers, while teams may change."""
    may_join: bool
    why_not: str | None
    """Why I may not join: the code of the refusal; null: I may, or am a member."""
    may_ask: bool
    """A place is free for me, and I have none and have not asked yet."""
    may_leave: bool


class MyTeam(msgspec.Struct, frozen=True):
    """Where I stand."""

    team: TeamPage | None
    is_signed_up: bool
    may_change: bool
    """Whether the day's phase lets teams form."""


Name = Annotated[str, Meta(min_length=2, max_length=NAME_MOST, pattern=r"^\S(.*\S)?$")]
Pitch = Annotated[str, Meta(max_length=PITCH_MOST)]
Wanted = Annotated[str, Meta(max_length=300)]
WebAddress = Annotated[str, Meta(max_length=500)]
SKILLS_MOST = 12
Size = Annotated[int, Meta(ge=1, le=50)]
JoinCode = Annotated[str, Meta(min_length=1, max_length=40)]


class TeamDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    challenge: Annotated[str, Meta(max_length=60)]
    """Slug."""
    name: Name
    pitch: Pitch = ""


class TeamChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | msgspec.UnsetType = msgspec.UNSET
    pitch: Pitch | msgspec.UnsetType = msgspec.UNSET
    state: Literal["open", "locked"] | msgspec.UnsetType = msgspec.UNSET
    wanted: Wanted | msgspec.UnsetType = msgspec.UNSET
    wanted_skills: Annotated[list[Skill], Meta(max_length=SKILLS_MOST)] | msgspec.UnsetType = msgspec.UNSET
    min_size: Size | msgspec.UnsetType | None = msgspec.UNSET
    """Null: as its challenge says, or else the day; as the next three."""
    max_size: Size | msgspec.UnsetType | None = msgspec.UNSET
    department_most: Size | msgspec.UnsetType | None = msgspec.UNSET
    sites_least: Size | msgspec.UnsetType | None = msgspec.UNSET
    chat_url: WebAddress | msgspec.UnsetType = msgspec.UNSET
    """https, or "" for none; as the next."""
    repository_url: WebAddress | msgspec.UnsetType = msgspec.UNSET


class JoinAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Join the team that has this code; case, spaces and hyphens do not matter."""

    join_code: JoinCode


class Removal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reason is told to the person who is removed."""

    person: UUID
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class Handover(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person: UUID


class Left(msgspec.Struct, frozen=True):
    """`disbanded`: whoever left was the last."""

    team: UUID
    disbanded: bool
