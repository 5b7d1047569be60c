"""Days, phases, roles and sign-ups, as they cross the wire."""

import enum
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from hackday.people.schemas import Site


class Phase(enum.StrEnum):
    """In the order of the day."""

    DRAFT = "draft"
    PUBLISHED = "published"
    FORMING = "forming"
    HACKING = "hacking"
    JUDGING = "judging"
    FROZEN = "frozen"
    REVEALED = "revealed"
    CLOSED = "closed"

    @property
    def place(self) -> int:
        """Position in the order of the day, from 0."""
        return list(Phase).index(self)


class Role(enum.StrEnum):
    """What somebody does on a day, beside taking part. Managers come from the people file."""

    ORGANISER = "organiser"
    JUDGE = "judge"
    PLANNER = "planner"
    SPONSOR = "sponsor"


class Day(msgspec.Struct, frozen=True):
    id: UUID
    slug: str
    name: str
    about: str
    starts_on: date
    ends_on: date
    time_zone: str
    phase: Phase
    phase_since: datetime
    team_min_size: int = 3
    """This and the next three hold for teams of challenges that say nothing else; the sizes from founding on."""
    team_max_size: int = 6
    department_most: int | None = None
    """So many of one department in a team at most; None: any number."""
    sites_least: int | None = None
    """From so many sites a full team comes at least; None: any number."""


class Entry(msgspec.Struct, frozen=True):
    """A person inside a day: which day, and with which roles."""

    day: Day
    roles: frozenset[Role]


Slug = Annotated[str, msgspec.Meta(min_length=2, max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
DayName = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"\S")]
About = Annotated[str, msgspec.Meta(max_length=5000)]
ZoneName = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
SiteNames = Annotated[list[Annotated[str, msgspec.Meta(max_length=120)]], msgspec.Meta(max_length=500)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"\S")]
TeamSize = Annotated[int, msgspec.Meta(ge=1, le=50)]


class DayDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new day. Without `sites` people of every site may take part."""

    slug: Slug
    name: DayName
    starts_on: date
    ends_on: date
    time_zone: ZoneName
    about: About = ""
    sites: SiteNames = []


class DayChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is absent stays as it is."""

    name: DayName | msgspec.UnsetType = msgspec.UNSET
    starts_on: date | msgspec.UnsetType = msgspec.UNSET
    ends_on: date | msgspec.UnsetType = msgspec.UNSET
    time_zone: ZoneName | msgspec.UnsetType = msgspec.UNSET
    about: About | msgspec.UnsetType = msgspec.UNSET
    sites: SiteNames | msgspec.UnsetType = msgspec.UNSET
    team_min_size: TeamSize | msgspec.UnsetType = msgspec.UNSET
    """The sizes hold for teams founded from now on, the mix for everybody who joins from now on."""
    team_max_size: TeamSize | msgspec.UnsetType = msgspec.UNSET
    department_most: TeamSize | msgspec.UnsetType | None = msgspec.UNSET
    sites_least: TeamSize | msgspec.UnsetType | None = msgspec.UNSET


class PhaseTime(msgspec.Struct, frozen=True):
    """When a phase begins by itself."""

    phase: Phase
    starts_at: datetime
    is_done: bool
    """The clock or a person has moved the day there or past it."""


class PhaseTimeDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phase: Phase
    starts_at: Annotated[str, msgspec.Meta(max_length=40)]
    """ISO 8601, such as 2027-03-10T09:00+01:00; without an offset it is a clock time of the day's zone."""


class PhaseTimesDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All times of a day; a phase that is not among them begins by hand."""

    times: Annotated[list[PhaseTimeDraft], msgspec.Meta(max_length=len(Phase))]


class MoveDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Move the day by hand. `from_phase` is where I think it is, so that two people do not move it twice."""

    from_phase: Phase
    to_phase: Phase
    reason: Reason


class PhaseMove(msgspec.Struct, frozen=True):
    from_phase: Phase
    to_phase: Phase
    at: datetime
    moved_by: str | None
    """Name of the person; None for the clock and the command line."""
    reason: str


class SignUpState(enum.StrEnum):
    WANTED = "wanted"
    RELEASED = "released"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


Skill = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"\S")]
Wish = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class SignUpDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """I want to go."""

    skills: Annotated[list[Skill], msgspec.Meta(max_length=30)] = []
    wishes: Annotated[list[Wish], msgspec.Meta(max_length=8)] = []
    """Slugs of challenges, the dearest first."""
    party: Annotated[str, msgspec.Meta(max_length=60)] = ""
    """People with the same word want to go together."""
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class SignUp(msgspec.Struct, frozen=True):
    state: SignUpState
    skills: list[str]
    wishes: list[str]
    party: str
    note: str
    signed_up_at: datetime


class PersonCard(msgspec.Struct, frozen=True):
    """As much of a person as those who prepare a day see of them."""

    id: UUID
    name: str
    email: str
    site: str
    department: str


class SignUpCard(msgspec.Struct, frozen=True):
    id: UUID
    person: PersonCard
    sign_up: SignUp


class SignUpPage(msgspec.Struct, frozen=True):
    sign_ups: list[SignUpCard]
    counts: dict[SignUpState, int]
    """Of the whole day, whatever the filter."""
    next: UUID | None


class DayRole(msgspec.Struct, frozen=True):
    person: PersonCard
    role: Role


class RoleDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person: UUID
    role: Role


class DayCard(msgspec.Struct, frozen=True):
    """A day in the list of days."""

    day: Day
    roles: frozenset[Role]
    sign_up: SignUpState | None
    signed_up: int
    """People who want to go or may."""


class DayPage(msgspec.Struct, frozen=True):
    """A day as one person sees it."""

    day: Day
    times: list[PhaseTime]
    """In the order of the day."""
    sites: list[Site]
    """Empty: every site takes part."""
    roles: frozenset[Role]
    sign_up: SignUp | None
    signed_up: int
    now: datetime
    """The server's clock, so that a countdown does not depend on the reader's."""
