"""A day of roving judges, played: sent evenly, or to the minimum and then to contenders."""

from collections.abc import Iterable
from uuid import UUID

import numpy as np

from hackday.judging.calibration.alarms import best
from hackday.judging.calibration.model import Marks, fit
from hackday.judging.dispatch.rules import MINIMUM, Candidate, Here, choose, contenders

PROJECTS, JUDGES, VISITS = 60, 15, 240
EVERY = 15
"""Visits between two draws of contenders; the day draws at each, which is slower and no worse."""


def share_found(seeds: Iterable[int], *, evenly: bool) -> float:
    """The share of the true top three among the calibrated top three."""
    return float(np.mean([_day(seed, evenly=evenly) for seed in seeds]))


def _day(seed: int, *, evenly: bool) -> float:
    rng = np.random.default_rng(seed)
    merit, own = rng.normal(size=PROJECTS), rng.normal(0, 0.7, JUDGES)
    visits, seen = np.zeros(PROJECTS, dtype=int), {judge: set() for judge in range(JUDGES)}
    rows: list[tuple[str, str, float]] = []
    likely: set[UUID] = set()
    for turn in range(VISITS):
        judge = turn % JUDGES
        free = [Candidate(UUID(int=n), int(visits[n]), False, "", "") for n in range(PROJECTS) if n not in seen[judge]]
        if evenly:
            chosen = min(free, key=lambda one: (one.visits, rng.random())).project.int
        else:
            if turn % EVERY == 0 and visits.min() >= MINIMUM:
                likely = {UUID(int=int(name)) for name in contenders(Marks.of(rows), seed=turn)}
            found = choose(free, Here("", ""), likely)
            assert found is not None
            chosen = found.int
        visits[chosen] += 1
        seen[judge].add(chosen)
        rows.append((str(chosen), str(judge), 50 + 12 * float(merit[chosen] + own[judge] + rng.normal(0, 0.8))))
    marks = Marks.of(rows)
    top = {int(marks.projects[at]) for at in best(fit(marks).projects(marks), 3)}
    return len(top & set(best(merit, 3))) / 3
