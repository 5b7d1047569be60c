"""A day as its files hold it."""

from datetime import date, datetime

import msgspec

from hackday.challenges.brief import Brief
from hackday.challenges.schemas import ChallengeState
from hackday.days.schemas import Phase
from hackday.judging.rubrics.schemas import RubricDraft
from hackday.people.schemas import Site


class Limits(msgspec.Struct, frozen=True):
    """Of teams. None: any number, and of a challenge: as the day has it. A day always has both sizes."""

    team_min_size: int | None = None
    team_max_size: int | None = None
    department_most: int | None = None
    sites_least: int | None = None


class Terms(msgspec.Struct, frozen=True):
    """What holds for a challenge beside its brief."""

    state: ChallengeState = ChallengeState.PUBLISHED
    publish_at: datetime | None = None
    limits: Limits = Limits()


class ChallengeFiles(msgspec.Struct, frozen=True):
    brief: Brief
    terms: Terms = Terms()


class DayFiles(msgspec.Struct, frozen=True):
    """Times are aware and in UTC. No sites: every site takes part. Challenges are in the order of their slugs."""

    slug: str
    name: str
    starts_on: date
    ends_on: date
    time_zone: str
    limits: Limits
    about: str = ""
    phases: tuple[tuple[Phase, datetime], ...] = ()
    sites: tuple[Site, ...] = ()
    rubric: RubricDraft | None = None
    challenges: tuple[ChallengeFiles, ...] = ()


class Differences(msgspec.Struct, frozen=True):
    """What it takes to come from one set of files to another: paths in their order."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.removed)
