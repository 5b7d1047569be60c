"""What crosses the wire when somebody asks why a volunteer stays."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from hackday.release.engine.ways import Kind


class Because(StrEnum):
    """What keeps somebody at work now; `room` is nothing any more: their manager or a new plan can let them go."""

    COVER = "cover"
    TEAM = "team_below_minimum"
    DECLINED = "declined"
    PIN = "must_stay"
    TOOK_SHIFT = "took_shift"
    ROOM = "room"


class Missing(Struct, frozen=True):
    """Cover that would fall short: of the people able to fill one of these roles so many are asked for, and stay."""

    site: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    roles: list[str]
    minimum: int
    staying: int


class CoverNeed(Struct, frozen=True):
    """Something to cover, or to ask one fewer for; `colleagues` could cover it."""

    site: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    roles: list[str]
    colleagues: int


class WayOut(Struct, frozen=True):
    """One thing that is enough, all else kept; several stretches: all of them together.

    `hours` is the rest that would be left, or the hours over the week's limit, of the colleague for whom it is least
    of a change. `names` are those whom the reader may know.
    """

    kind: Kind
    stretches: list[CoverNeed]
    colleagues: int
    hours: float | None
    names: list[str]


class Explanation(Struct, frozen=True):
    """Why somebody stays as things are now, and each single thing that would let them go, verified by solving it.

    `companions` members of the team would have to go too, and `members_missing` more sign up first.
    """

    because: Because
    reason: str
    """The manager's own words, where they declined."""
    team: str | None
    companions: int
    companion_names: list[str]
    members_missing: int
    blocks: list[Missing]
    ways: list[WayOut]
    cover_tried: int
    at_least: bool
