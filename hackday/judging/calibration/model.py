"""Merits of projects and leniency of judges from their marks. Pure.

The additive mixed model y = mu + a(project) + b(judge) + noise, with normal a, b and noise, solved for the best linear
unbiased prediction (Henderson, "Best linear unbiased estimation and prediction under a selection model", Biometrics
31, 1975). Marks run from 0 to 100. With few marks a project an estimate is drawn towards the mean of all: so little is
known of it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


class Marks(NamedTuple):
    """One mark a row, ordered by project and judge, so that the order of the input changes no bit."""

    project: Ints
    judge: Ints
    y: Floats
    projects: tuple[str, ...]
    judges: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[tuple[str, str, float]]) -> Self:
        """From (project, judge, mark from 0 to 100), each pair once."""
        rows = sorted(rows)
        projects, judges = sorted({row[0] for row in rows}), sorted({row[1] for row in rows})
        at_project, at_judge = ({name: n for n, name in enumerate(names)} for names in (projects, judges))
        return cls(
            np.array([at_project[row[0]] for row in rows], dtype=np.intp),
            np.array([at_judge[row[1]] for row in rows], dtype=np.intp),
            np.array([row[2] for row in rows], dtype=np.float64),
            tuple(projects),
            tuple(judges),
        )

    def table(self, weights: Floats) -> Floats:
        """Projects by judges: the weight of each pair's mark, 0 where there is none."""
        table = np.zeros((len(self.projects), len(self.judges)))
        table[self.project, self.judge] = weights
        return table


class Ratios(NamedTuple):
    """Variance of the noise over that of merits and over that of leniency: how strongly each is drawn to 0."""

    project: float
    judge: float


class Fit(NamedTuple):
    """What the marks say. `effects` and `covariance` hold the projects first, then the judges."""

    mean: float
    effects: Floats
    covariance: Floats
    """Over the variance of the noise."""
    sigma: float
    """Standard deviation of the noise, in marks."""
    ratios: Ratios

    def projects(self, marks: Marks) -> Floats:
        """The calibrated mark of each project."""
        return self.mean + self.effects[: len(marks.projects)]

    def judges(self, marks: Marks) -> Floats:
        """How many marks each judge gives above the others; below 0: strict."""
        return self.effects[len(marks.projects) :]


def fit(marks: Marks, ratios: Ratios | None = None, weights: Floats | None = None) -> Fit:
    """Solve the model; without `ratios`, these are estimated from the marks first.

    `weights` over the marks: 0 leaves one out, and 1, the usual, takes it as it is.
    """
    weights = np.ones(len(marks.y)) if weights is None else weights
    ratios = ratios or variance_ratios(marks, weights)
    mean = float(np.average(marks.y, weights=weights))
    n, projects = len(marks.projects) + len(marks.judges), len(marks.projects)
    table, rest = marks.table(weights), weights * (marks.y - mean)
    system = np.zeros((n, n))
    system[:projects, projects:], system[projects:, :projects] = table, table.T
    system[np.diag_indices(n)] = np.r_[table.sum(1) + ratios.project, table.sum(0) + ratios.judge]
    right = np.bincount(marks.project, rest, n) + np.bincount(marks.judge + projects, rest, n)
    covariance = np.linalg.inv(system)
    effects = covariance @ right
    left = max(float(rest @ (marks.y - mean)) - float(effects @ right), 1e-9)
    sigma = float(np.sqrt(left / max(weights.sum() - 1, 1)))
    return Fit(mean, effects, (covariance + covariance.T) / 2, sigma, ratios)


def updated(known: Fit, marks: Marks, project: int, judge: int, y: float, *, sign: int = 1) -> Fit:
    """`known` with one mark more (sign 1) or less (sign -1), its mean, noise and ratios unchanged.

    Sherman and Morrison's formula on the one row that changes: the same as solving anew, at a fraction of the time.
    """
    at = len(marks.projects) + judge
    column = known.covariance[:, project] + known.covariance[:, at]
    size = sign + column[project] + column[at]
    surprise = y - known.mean - known.effects[project] - known.effects[at]
    return known._replace(
        effects=known.effects + column * (surprise / size),
        covariance=known.covariance - np.outer(column, column) / size,
    )


LEAST, MOST = np.array([-4.0, -3.0]), np.array([5.0, 9.0])
"""Of the logarithms of both ratios."""
GRID = [(a, b) for a in (-3.0, -1.5, 0.0, 1.5, 3.0) for b in (-2.0, 0.0, 2.0, 4.0, 6.0, 8.0)]
USUAL_LENIENCY, DOUBT_LENIENCY, DOUBT_NOISE = 0.1, 1.5, 2.0
"""Weak beliefs for small days: leniency varies a tenth as much as merit, noise about as much as merit."""


def variance_ratios(marks: Marks, weights: Floats | None = None) -> Ratios:
    """The ratios that make the marks likeliest (restricted likelihood with the plain mean, and weak beliefs)."""
    weights = np.ones(len(marks.y)) if weights is None else weights
    table, rest = marks.table(weights), weights * (marks.y - np.average(marks.y, weights=weights))
    by_project = np.bincount(marks.project, rest, len(marks.projects))
    by_judge = np.bincount(marks.judge, rest, len(marks.judges))
    square = float(rest @ (marks.y - np.average(marks.y, weights=weights)))
    counts, per_judge, n = table.sum(1), table.sum(0), float(weights.sum())

    def loss(at: Floats) -> float:
        at = np.clip(at, LEAST, MOST)
        project, judge = np.exp(at)
        kept = counts + project
        scaled = table / kept[:, None]
        inner = np.diag(per_judge + judge) - table.T @ scaled
        root = np.linalg.cholesky(inner)
        b = np.linalg.solve(inner, by_judge - scaled.T @ by_project)
        a = (by_project - table @ b) / kept
        left = max(square - float(a @ by_project + b @ by_judge), 1e-9)
        size = float(np.log(kept).sum()) + 2 * float(np.log(np.diag(root)).sum())
        beliefs = ((at[0] - at[1] - np.log(USUAL_LENIENCY)) / DOUBT_LENIENCY) ** 2 + (at[0] / DOUBT_NOISE) ** 2
        noise = (n - 1) * np.log(left / max(n - 1, 1))
        return float(noise + size - len(counts) * at[0] - len(per_judge) * at[1] + beliefs)

    start = min(GRID, key=lambda at: loss(np.array(at)))
    best = np.exp(np.clip(_simplex(loss, np.array(start)), LEAST, MOST))
    return Ratios(float(best[0]), float(best[1]))


def _simplex(loss: Callable[[Floats], float], start: Floats, *, step: float = 0.5, rounds: int = 60) -> Floats:
    """The least of `loss` near `start` (Nelder and Mead, "A simplex method for function minimization", 1965)."""
    corners = [start, start + np.array([step, 0]), start + np.array([0, step])]
    values = [loss(corner) for corner in corners]
    for _ in range(rounds):
        order = np.argsort(values, kind="stable")
        corners, values = [corners[at] for at in order], [values[at] for at in order]
        if values[2] - values[0] < 1e-6:
            break
        middle = (corners[0] + corners[1]) / 2
        across = middle + (middle - corners[2])
        found = loss(across)
        if found < values[0]:
            far = middle + 2 * (middle - corners[2])
            reached = loss(far)
            corners[2], values[2] = (far, reached) if reached < found else (across, found)
        elif found < values[1]:
            corners[2], values[2] = across, found
        else:
            near = middle + (0.5 if found < values[2] else -0.5) * (middle - corners[2])
            reached = loss(near)
            if reached < min(found, values[2]):
                corners[2], values[2] = near, reached
            else:
                corners = [corners[0], *((corner + corners[0]) / 2 for corner in corners[1:])]
                values = [values[0], *(loss(corner) for corner in corners[1:])]
    found_at: Floats = corners[int(np.argmin(values))]
    return found_at
