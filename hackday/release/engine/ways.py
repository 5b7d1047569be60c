"""What keeps one volunteer at work, and the smallest things that would let them go: the words of `unblock.py`."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """One thing that may change while everything else is kept; in the order in which people prefer them."""

    COVER = "colleague_covers"
    REST = "shorter_rest"
    HOURS = "longer_week"
    STAY = "released_stays"
    MINIMUM = "lower_minimum"


class Shortfall(Struct, frozen=True):
    """Cover that falls short without these people: so many able to fill one of the roles are asked for, and stay.

    `missed` are those whose own shift it is; nobody where they would be missed as the colleague who steps in.
    """

    site: str
    starts_at: datetime
    ends_at: datetime
    roles: tuple[str, ...]
    minimum: int
    staying: int
    missed: tuple[str, ...]


class Helper(Struct, frozen=True):
    """A colleague who could do it; for a limit of theirs what it would be: rest kept, or minutes over the week."""

    person: str
    offered: bool
    minutes: int = 0


class Step(Struct, frozen=True):
    """A stretch to cover in one of these roles, or whose minimum would be lower by one; empty roles: any."""

    site: str
    starts_at: datetime
    ends_at: datetime
    roles: tuple[str, ...]
    colleagues: int
    """How many could cover it; 0 where nobody has to."""


class Way(Struct, frozen=True):
    """One way out, verified: all of its steps together, and for a single step or none who of `helpers` could do it."""

    kind: Kind
    steps: tuple[Step, ...]
    helpers: tuple[Helper, ...] = ()


class Unblocking(Struct, frozen=True):
    """Why one person stays, and every single change that would let them go; no blocks: cover does not hold them.

    `companions` would have to go as well, so that the team reaches its smallest size: blocks and ways are those of
    all of them together. `members_missing` is how many more would have to want to go first. Where no single change
    is enough, the ways are the fewest more colleagues who cover, up to `cover_tried` of them.
    """

    person: str
    blocks: tuple[Shortfall, ...]
    ways: tuple[Way, ...]
    team: str | None = None
    companions: tuple[str, ...] = ()
    members_missing: int = 0
    cover_tried: int = 1
    at_least: bool = False
    """Not every one of many candidates was tried: there may be more helpers than are named."""
