"""What crosses the wire around plans."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from hackday.release.wire import CoverMove, Shortage, Why


class BrokenRelease(Struct, frozen=True):
    """Somebody whom their manager released, at a place that falls short now without them."""

    person: UUID
    name: str
    site: str
    """Where they live; `shortage.site` is where they are missed."""
    team: str | None
    shortage: Shortage


class OffWorkDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody is off work for a while. There is no place for why."""

    person: UUID
    starts_at: datetime
    ends_at: datetime


class OffWork(Struct, frozen=True):
    id: UUID
    person: UUID
    name: str
    site: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime


class StaffName(Struct, frozen=True):
    person: UUID
    name: str
    site: str
    time_zone: str


class RepairDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Which sites to mend; without any, all where something does not hold that I plan."""

    sites: Annotated[list[str], Meta(max_length=1000)] = []
    seed: Annotated[int, Meta(ge=0, lt=2**31)] = 1


class RepairApply(Struct, frozen=True, forbid_unknown_fields=True):
    """The repair that was shown: as it answered, so that nothing else is applied."""

    base: UUID
    sites: Annotated[list[str], Meta(max_length=1000)]
    seed: Annotated[int, Meta(ge=0, lt=2**31)]
    fingerprint: Annotated[str, Meta(max_length=64)]


class PersonChange(Struct, frozen=True):
    """Somebody for whom the plan says something else now; `why` for who stays."""

    person: UUID
    name: str
    site: str
    team: str | None
    why: Why | None


class RepairProposal(Struct, frozen=True):
    """What a repair of the published plan `base` would change; `fingerprint` stands for all of it."""

    base: UUID
    sites: list[str]
    seed: int
    fingerprint: str
    revoked: list[PersonChange]
    """Released already, and must come back."""
    dropped: list[PersonChange]
    """Planned to go but not answered yet, and stay."""
    added: list[PersonChange]
    """Did not go, and do now."""
    steps_in: list[CoverMove]
    steps_back: list[CoverMove]
    people: int
    """How many people are told something new."""
    seconds: float
