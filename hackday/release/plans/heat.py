"""Where the day hurts: each site, shift and role with those who stand there, against the minimum. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

SITES_SHOWN = 8
"""Sites whose shifts come along when none is asked for, the worst first."""


class Level(StrEnum):
    """How many stand against the minimum: fewer, just as many, more; or there is none."""

    SHORT = "short"
    TIGHT = "tight"
    AMPLE = "ample"
    FREE = "free"


class HeatCell(Struct, frozen=True):
    """A stretch at a site, and the people able to fill a role all through it.

    `scheduled` by the rota; `left` once those released are away and colleagues have stepped in; `planned` if the
    published plan is approved in full. `minimum` is None where none is set; `rule` is what it follows from.
    """

    site: str
    role: str
    starts_at: datetime
    ends_at: datetime
    scheduled: int
    minimum: int | None
    left: int
    planned: int
    open_shifts: int
    rule: UUID | None


class Levels(Struct, frozen=True):
    """How many shifts are at which level."""

    short: int
    tight: int
    ample: int
    free: int


class SiteHeat(Struct, frozen=True):
    """One site: its shifts by level as it stands and as planned, and the places that are missing in both cases."""

    site: str
    time_zone: str
    left: Levels
    planned: Levels
    missing: int
    missing_planned: int


class CoverMap(Struct, frozen=True):
    """All sites that the asker plans, the worst first, and the shifts of those asked for, else of the first ones."""

    sites: list[SiteHeat]
    cells: list[HeatCell]
    has_plan: bool
    """Whether a plan is published."""


class Presence(StrEnum):
    """How somebody stands to a shift: released from it, away by the plan, or stepping in."""

    RELEASED = "released"
    PLANNED = "planned"
    STEPS_IN = "steps_in"


class PersonThere(Struct, frozen=True):
    person: UUID
    name: str
    presence: Presence


class WinningRule(Struct, frozen=True):
    """The rule that a minimum follows from; None for every site, every role."""

    id: UUID
    site: str | None
    role: str | None
    people: int | None
    percent: int | None


class CellPeople(Struct, frozen=True):
    people: list[PersonThere]
    rule: WinningRule | None


def level(standing: int, minimum: int | None) -> Level:
    if not minimum:
        return Level.FREE
    if standing < minimum:
        return Level.SHORT
    return Level.TIGHT if standing == minimum else Level.AMPLE


def cover_map(
    cells: Sequence[HeatCell], zones: Mapping[str, str], sites: Iterable[str] | None, *, has_plan: bool
) -> CoverMap:
    """Worst first: most places missing, as it stands, then as planned; then most shifts just at their minimum."""
    by_site: dict[str, list[HeatCell]] = defaultdict(list)
    for cell in cells:
        by_site[cell.site].append(cell)
    ranked = sorted((_site(site, zones[site], found) for site, found in by_site.items()), key=_badness)
    shown = [heat.site for heat in ranked[:SITES_SHOWN]] if sites is None else list(sites)
    return CoverMap(ranked, [cell for site in shown for cell in by_site.get(site, [])], has_plan)


def _site(site: str, zone: str, cells: Sequence[HeatCell]) -> SiteHeat:
    left, planned = (
        _levels(level(getattr(cell, basis), cell.minimum) for cell in cells) for basis in ("left", "planned")
    )
    return SiteHeat(
        site, zone, left, planned,
        sum(max(0, (cell.minimum or 0) - cell.left) for cell in cells),
        sum(max(0, (cell.minimum or 0) - cell.planned) for cell in cells),
    )  # fmt: skip


def _levels(found: Iterable[Level]) -> Levels:
    counted = Counter(found)
    return Levels(counted[Level.SHORT], counted[Level.TIGHT], counted[Level.AMPLE], counted[Level.FREE])


def _badness(heat: SiteHeat) -> tuple[int, int, int, int, str]:
    return (-heat.missing, -heat.missing_planned, -heat.left.tight, -heat.planned.tight, heat.site)
