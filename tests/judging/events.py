"""Simulated judging, for tests and benchmarks: merit, leniency, scale and rogues."""

from typing import NamedTuple

import numpy as np

from hackday.judging.calibration.model import Floats, Marks

SD, MIDDLE = 12.0, 55.0
"""Marks for one standard deviation of merit, and the mark of a middling project."""


class Event(NamedTuple):
    marks: Marks
    merit: Floats
    """By project, in standard deviations."""
    leniency: Floats


def simulated(
    seed: int,
    *,
    projects: int = 200,
    judges: int = 40,
    each: int = 4,
    leniency: float = 0.7,
    scale: float = 0.25,
    noise: float = 0.8,
    rogues: int = 0,
    rogue: str = "random",
) -> Event:
    """`each` judges a project with equal loads. All spreads are in standard deviations of merit.

    A "random" rogue marks by chance, a "reversed" one upside down, a "friend" lifts one project by 3.
    """
    rng = np.random.default_rng(seed)
    merit, own, widths = (
        rng.normal(size=projects),
        rng.normal(0, leniency, judges),
        np.exp(rng.normal(0, scale, judges)),
    )
    rows = []
    for project, seated in enumerate(dealt(rng, projects, judges, each)):
        for judge in seated:
            told = widths[judge] * (merit[project] + rng.normal(0, noise)) + own[judge]
            if judge < rogues:
                told = {
                    "random": own[judge] + rng.normal(),
                    "reversed": own[judge] - (told - own[judge]),
                    "friend": told + 3 * (project % judges == judge),
                }[rogue]
            rows.append((f"p{project:04}", f"j{judge:03}", MIDDLE + SD * float(told)))
    return Event(Marks.of(rows), merit, own)


def dealt(rng: np.random.Generator, projects: int, judges: int, each: int) -> list[list[int]]:
    """`each` different judges a project, loads within one."""
    loads, out = np.zeros(judges), []
    for _ in range(projects):
        seated = np.lexsort((rng.random(judges), loads))[:each]
        loads[seated] += 1
        out.append([int(judge) for judge in seated])
    return out


def tau(one: Floats, other: Floats) -> float:
    """Kendall's rank correlation of two columns without ties."""
    n = len(one)
    same = np.sign(one[:, None] - one[None, :]) * np.sign(other[:, None] - other[None, :])
    return float(same.sum() / (n * (n - 1)))
