"""What a fit says about the order of projects, and how sure that is. Pure."""

from math import erf, sqrt
from typing import NamedTuple

import numpy as np

from hackday.judging.calibration.model import Fit, Floats, Ints, Marks

DRAWS = 2_000
Z90 = 1.6449
"""Half the width of the middle 90 % of a normal distribution, in standard deviations."""
TIE = 0.05
"""A chance to be the better one within so much of a half says nothing about who is."""


class Ranking(NamedTuple):
    """By project, in the order of `Marks.projects`."""

    calibrated: Floats
    low: Floats
    """Ends of the 90 % interval."""
    high: Floats
    first: Ints
    """Best and worst rank of the 90 % interval."""
    last: Ints
    top: Floats
    """Chance to be among the first `places`."""


def ranking(known: Fit, marks: Marks, *, places: int, seed: int) -> Ranking:
    """Draw whole orders from what is known: the same seed gives the same answer."""
    n = len(marks.projects)
    mean, spread = known.projects(marks), known.sigma * np.sqrt(np.diag(known.covariance)[:n])
    root = np.linalg.cholesky(known.covariance[:n, :n] + 1e-12 * np.eye(n))
    drawn = mean + known.sigma * np.random.default_rng(seed).standard_normal((DRAWS, n)) @ root.T
    ranks = np.empty((DRAWS, n), dtype=np.intp)
    np.put_along_axis(ranks, np.argsort(-drawn, axis=1), np.arange(1, n + 1)[None, :], axis=1)
    first, last = np.quantile(ranks, (0.05, 0.95), axis=0, method="nearest")
    top = (ranks <= places).mean(axis=0)
    return Ranking(mean, mean - Z90 * spread, mean + Z90 * spread, first.astype(np.intp), last.astype(np.intp), top)


def beats(known: Fit, one: int, other: int) -> float:
    """The chance that project `one` is truly better than `other`."""
    c = known.covariance
    spread = known.sigma * sqrt(max(c[one, one] + c[other, other] - 2 * c[one, other], 1e-12))
    return (1 + erf((known.effects[one] - known.effects[other]) / spread / sqrt(2))) / 2


def is_tie(chance: float) -> bool:
    """Whether a chance to be the better one means nothing."""
    return abs(chance - 0.5) <= TIE
