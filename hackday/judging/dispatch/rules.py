"""The next visit of a judge who is free. Pure.

First every project gets its minimum, the least visited before the others. Then visits go where they can still change
the first places: every merit is drawn from what the marks say of it, and of the best draws the least visited is next
(Thompson, "On the likelihood that one unknown probability exceeds another", Biometrika 25, 1933), up to a cap.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np

from hackday.errors import Conflict
from hackday.judging.calibration.model import Marks, fit
from hackday.judging.calibration.sample import off

MINIMUM, CAP, CONTENDERS = 2, 8, 10
_PLACE = re.compile(r"(.*?)(\d+)\D*$")
FAR = 10_000
"""Between halls; within one, tables are as far apart as their numbers."""


class NothingLeft(Conflict):
    code = "nothing_left"

    def __init__(self) -> None:
        super().__init__("There is no project left that you may visit. Thank you.")


class Candidate(NamedTuple):
    project: UUID
    visits: int
    """Sheets that count, and judges on their way."""
    is_busy: bool
    """A judge is there right now."""
    site: str
    place: str


class Here(NamedTuple):
    """Where the judge is: after their last visit, else at their own site."""

    site: str
    place: str


def choose(candidates: Sequence[Candidate], here: Here, contenders: Collection[UUID]) -> UUID | None:
    """The next project; None when all are at the cap. Short ways decide between equals, then the id."""
    free = [one for one in candidates if not one.is_busy] or list(candidates)
    below = [one for one in free if one.visits < MINIMUM]
    if not below:
        likely = [one for one in free if one.visits < CAP and one.project in contenders]
        below = likely or [one for one in free if one.visits < CAP]
    return min(below, key=lambda one: (one.visits, way(here, one), one.project)).project if below else None


def way(here: Here, there: Candidate) -> tuple[bool, int]:
    """Another site first of all; then the walk."""
    mine, theirs = _PLACE.match(here.place), _PLACE.match(there.place)
    apart = FAR
    if mine and theirs and mine[1].casefold() == theirs[1].casefold():
        apart = min(FAR, abs(int(mine[2]) - int(theirs[2])))
    return (here.site != there.site, apart)


def contenders(marks: Marks, *, seed: int) -> list[str]:
    """The projects of the best draws from what the marks say; all of them while they say too little."""
    if off(marks) is not None:
        return list(marks.projects)
    known, n = fit(marks), len(marks.projects)
    root = np.linalg.cholesky(known.covariance[:n, :n] + 1e-12 * np.eye(n))
    drawn = known.projects(marks) + known.sigma * root @ np.random.default_rng(seed).standard_normal(n)
    return [marks.projects[at] for at in np.argsort(-drawn, kind="stable")[:CONTENDERS]]
