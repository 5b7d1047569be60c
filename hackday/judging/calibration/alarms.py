"""Whether the result hangs on one judge. Pure. An alarm asks a person to look; it changes nothing."""

from typing import NamedTuple

import numpy as np

from hackday.judging.calibration.model import Fit, Floats, Marks, fit

LOOK_BELOW = 0.2
"""Correlation of a judge's marks with what all others say of the same projects."""
LEAST_MARKS = 8
"""Fewer say nothing about a judge."""
ROUNDS, FREEDOM, PRIOR = 6, 4, 6


class LeftOut(NamedTuple):
    """The result without one judge."""

    judge: int
    top: tuple[int, ...]
    """Projects in the first places then, best first."""
    agreement: float | None
    """Correlation of the judge's marks with the estimate without them; None: too few, or all the same."""


def best(values: Floats, places: int) -> tuple[int, ...]:
    """Places of the highest values, best first; of equal ones the first."""
    return tuple(int(at) for at in np.argsort(-values, kind="stable")[:places])


def without_each(known: Fit, marks: Marks, *, places: int) -> list[LeftOut]:
    """The result without each judge in turn, with the same variance ratios."""
    out = []
    for judge in range(len(marks.judges)):
        own = marks.judge == judge
        rest = fit(marks, known.ratios, np.where(own, 0.0, 1.0))
        seen = np.bincount(marks.project[~own], minlength=len(marks.projects)) > 0
        estimate = np.where(seen, rest.projects(marks), -np.inf)
        shared = own & seen[marks.project]
        told, others = marks.y[shared], estimate[marks.project[shared]]
        agreement = None
        if len(told) >= LEAST_MARKS and told.std() > 0 and others.std() > 0:
            agreement = float(np.corrcoef(told, others)[0, 1])
        out.append(LeftOut(judge, best(estimate, places), agreement))
    return out


def robust(known: Fit, marks: Marks) -> Fit:
    """A fit that trusts judges less whose marks stray: a second opinion, never the result.

    Weights by Student's t with judges' own noise, six rounds of reweighted least squares.
    """
    weights, n = np.ones(len(marks.y)), len(marks.projects)
    now = known
    for _ in range(ROUNDS):
        at = n + marks.judge
        error = marks.y - now.mean - now.effects[marks.project] - now.effects[at]
        c = now.covariance
        leverage = 1 - weights * (c[marks.project, marks.project] + c[at, at] + 2 * c[marks.project, at])
        square = error**2 / np.maximum(leverage, 0.2)
        counts = np.bincount(marks.judge, minlength=len(marks.judges))
        own = (np.bincount(marks.judge, square, len(marks.judges)) + PRIOR * now.sigma**2) / (counts + PRIOR)
        weights = (FREEDOM + 1) / (FREEDOM + square / own[marks.judge]) * now.sigma**2 / own[marks.judge]
        weights /= weights.mean()
        now = fit(marks, known.ratios, weights)
    return now
