"""The vocabulary of a release: what the planner reads, and the plan that it gives back."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Pin(StrEnum):
    """A manager's word on one person: `must_stay` binds, `must_go` counts for much and is reported if lost."""

    MUST_GO = "must_go"
    MUST_STAY = "must_stay"


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody on the staff list; `weight` is 2 for who was refused last time, `extra_shifts` 0 for no cover."""

    id: str
    site: str
    roles: frozenset[str]
    wants_to_go: bool = False
    weight: int = 1
    pin: Pin | None = None
    extra_shifts: int = 0


class Shift(Struct, frozen=True, forbid_unknown_fields=True):
    """One rostered shift of one person; give those near the window too, for rest and weekly hours."""

    person: str
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime


class Cover(Struct, frozen=True, forbid_unknown_fields=True):
    """The least number of people qualified for a role whom a site needs all through an interval."""

    site: str
    role: str
    starts_at: datetime
    ends_at: datetime
    minimum: int


class Team(Struct, frozen=True, forbid_unknown_fields=True):
    """A team that goes with at least `smallest` of its members, or not at all."""

    id: str
    members: tuple[str, ...]
    smallest: int


class Window(Struct, frozen=True, forbid_unknown_fields=True):
    """The hack day at one site: who goes gives up every shift there that overlaps it."""

    site: str
    starts_at: datetime
    ends_at: datetime


class Planning(Struct, frozen=True, forbid_unknown_fields=True):
    """One question to the planner. Times are aware; `rest_hours` and `week_hours` bind only who steps in.

    `site_floor` is the least per cent of each site's volunteers that should go, rounded up to whole people.
    """

    people: tuple[Person, ...]
    shifts: tuple[Shift, ...]
    cover: tuple[Cover, ...]
    teams: tuple[Team, ...]
    windows: tuple[Window, ...]
    rest_hours: int = 11
    week_hours: int = 48
    site_floor: int = 0


class Move(Struct, frozen=True, forbid_unknown_fields=True):
    """A colleague who steps in, in this role, for this whole interval."""

    person: str
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """A cover interval that would fall short, and the smallest set of roles in which it would."""

    site: str
    starts_at: datetime
    ends_at: datetime
    roles: tuple[str, ...]


class Reason(StrEnum):
    """Why somebody who wants to go, or is pinned to, stays."""

    COVER = "cover"
    TEAM = "team_below_minimum"
    PIN = "must_stay"
    NOT_WANTED = "does_not_want_to_go"


class Stay(Struct, frozen=True, forbid_unknown_fields=True):
    """One refusal. `team` names a team that could not reach its smallest size; `blocks` is empty but for cover."""

    person: str
    reason: Reason
    team: str | None = None
    blocks: tuple[Block, ...] = ()


class FloorMissed(Struct, frozen=True, forbid_unknown_fields=True):
    """A site of which fewer volunteers go than its floor asks for."""

    site: str
    wanted: int
    goes: int


class Draw(Struct, frozen=True, forbid_unknown_fields=True):
    """A lottery among interchangeable people, in the order of their tickets: the first `places` of them go.

    A ticket is the SHA-256 of "<seed of the plan>:<person>" in UTF-8; the lowest tickets go.
    """

    people: tuple[str, ...]
    places: int


class Status(StrEnum):
    """How the search ended: proven within the gap asked for, out of time, or stopped; each holds a sound plan."""

    PROVEN = "proven"
    OUT_OF_TIME = "out_of_time"
    STOPPED = "stopped"


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """The answer. `bound` is what no plan can exceed; `gap` leaves the bonus for pins out of its denominator."""

    status: Status
    objective: float
    bound: float
    gap: float
    seconds: float
    seed: int
    solver: str
    goes: tuple[str, ...]
    stays: tuple[Stay, ...]
    moves: tuple[Move, ...]
    pins_not_kept: tuple[str, ...]
    floors_missed: tuple[FloorMissed, ...] = ()
    draws: tuple[Draw, ...] = ()


class Progress(Struct, frozen=True, forbid_unknown_fields=True):
    """How far the planner is: best plan and bound so far, the seconds it took, the share of its phase that is done."""

    phase: str
    best: float
    bound: float
    gap: float
    seconds: float
    done: float = 0.0


class Breach(Struct, frozen=True, forbid_unknown_fields=True):
    """One promise that a plan breaks, and where."""

    kind: str
    where: str
