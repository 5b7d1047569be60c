"""Categories, ballots, kiosks and codes, as they cross the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from hackday.days.schemas import Phase

Token = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class CategoryDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"\S")]
    description: Annotated[str, msgspec.Meta(max_length=300)] = ""


class Category(msgspec.Struct, frozen=True):
    """What people choose one project for, such as "Best prototype"."""

    id: UUID
    name: str
    description: str


class BallotProject(msgspec.Struct, frozen=True):
    """A handed-in project that people may choose."""

    id: UUID
    title: str
    team_id: UUID
    team: str
    challenge: str
    """Its title."""
    site: str
    """Of the captain."""
    place: str
    cover: UUID | None
    """Its first picture, a file of the project."""
    is_own: bool
    """Of a team that the reader is or was in, so that they cannot choose it."""


class BallotCategory(msgspec.Struct, frozen=True):
    """A category and the reader's own ballot in it."""

    id: UUID
    name: str
    description: str
    chosen: UUID | None
    """The project; null: no ballot."""


class Choice(msgspec.Struct, frozen=True):
    """All that the ballot page of a person shows."""

    phase: Phase
    is_open: bool
    closes_at: datetime | None
    """When voting ends by the times of the day; null: no time is set."""
    now: datetime
    code_made_at: datetime | None
    """When I last made a code for kiosks; null: I have none of my own."""
    categories: tuple[BallotCategory, ...]
    candidates: tuple[BallotProject, ...]


class BallotDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    project: UUID


class Tally(msgspec.Struct, frozen=True):
    """A project that was chosen. The same number of votes is the same rank."""

    rank: int
    project_id: UUID
    title: str
    team: str
    votes: int


class Result(msgspec.Struct, frozen=True):
    """What people chose in a category."""

    category: Category
    ballots: int
    tallies: tuple[Tally, ...]
    """The most votes first; projects that nobody chose are not named."""


class Kiosk(msgspec.Struct, frozen=True):
    """A device on which people vote with their code, without its token."""

    id: UUID
    name: str
    made_at: datetime
    revoked_at: datetime | None


class KioskDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"\S")]
    """Where it stands."""


class NewKiosk(msgspec.Struct, frozen=True):
    """The only answer that ever holds the token: the database keeps its hash."""

    kiosk: Kiosk
    token: str


class ChoiceDesk(msgspec.Struct, frozen=True):
    """The organiser's view: never a count."""

    categories: tuple[Category, ...]
    voters: int
    """How many people have a ballot in any category."""
    kiosks: tuple[Kiosk, ...]


class NewCode(msgspec.Struct, frozen=True):
    """The only answer that ever holds the code: the database keeps its hash."""

    code: str
    made_at: datetime


class CodesDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom to print codes for: one person, or the people of a site, maybe of one of its departments."""

    person: UUID | None = None
    site: Annotated[str, msgspec.Meta(max_length=120)] = ""
    department: Annotated[str, msgspec.Meta(max_length=120)] = ""
    again: bool = False
    """Also those who have a printed code, which dies; else only those who have none. One person always gets one."""


class PrintedCode(msgspec.Struct, frozen=True):
    name: str
    department: str
    site: str
    code: str


class KioskAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: Token


class KioskPage(msgspec.Struct, frozen=True):
    """What the start screen of a kiosk shows."""

    day: str
    """Its name."""
    name: str
    is_open: bool
    has_categories: bool


class CodeAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: Token
    code: Code


class KioskBallot(msgspec.Struct, frozen=True):
    """The ballot of whoever holds the code."""

    person: str
    """Their name, so that they see whose code was read."""
    categories: tuple[BallotCategory, ...]
    candidates: tuple[BallotProject, ...]


class KioskCast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: Token
    code: Code
    ballots: Annotated[dict[UUID, UUID | None], msgspec.Meta(min_length=1, max_length=12)]
    """By category the project chosen; null withdraws."""
