"""Which judge visits which project: a minimum-cost flow, solved as a linear program. Pure.

Each project sends units to judges, some of them to experts and some to judges from outside its track; a judge takes
one more at a cost that grows with the load. The sets of a project nest and those of a judge do too, so the matrix is
totally unimodular (Edmonds, "Submodular functions, matroids, and certain polyhedra", 1970): every corner of the program
is a whole assignment, and the simplex method ends in a corner.
"""

from typing import NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.bool_]
"""Projects by judges."""
EXPERT, OUTSIDE = 1, 2
"""What a judge is to a project, beside 0: neither."""
BALANCE, STAY, LEVELS = 10_000, 1_000, 12
"""The price of an unequal load when all is planned anew; of moving a visit when little is to move; and how many loads
above the mean have a price of their own."""
SOFT_BALANCE = 6
"""The price of an unequal load when little is to move."""


class Question(NamedTuple):
    kind: NDArray[np.int8]
    """0, EXPERT or OUTSIDE."""
    barred: Table
    """Conflicts of interest."""
    fixed: Table
    """Visits that were made; they stay and count."""
    planned: Table
    """Visits of the present plan. Where there are any, only what must change does."""
    liking: NDArray[np.int64]
    """How well a judge fits a project; more is better, all far below the prices above."""
    each: NDArray[np.int64]
    """Judges still wanted for each project; who scored it and judges no more is not counted here."""
    experts: int
    outside: int
    """At least so many of either kind, as far as there are any who may and there is room for them."""


def assign(asked: Question) -> Table:
    """The best visits, `fixed` ones included. A project with too few eligible judges gets all there are."""
    projects, judges = asked.barred.shape
    free = ~asked.barred | asked.fixed
    at_project, at_judge = np.nonzero(free)
    kind = asked.kind[at_project, at_judge].astype(np.int64)
    keeps = bool(asked.planned.any())
    cost = -asked.liking - STAY * asked.planned if keeps else -asked.liking
    wanted = np.clip(np.maximum(asked.each, asked.fixed.sum(1)), 0, free.sum(1))
    kept = asked.planned & free & ~asked.fixed  # nothing moves for the sake of an expert
    least, room = [], np.maximum(0, wanted - (asked.fixed | kept).sum(1))
    for which, most in ((EXPERT, asked.experts), (OUTSIDE, asked.outside)):  # where both do not fit, experts
        of_kind = asked.kind == which
        made, stays = (asked.fixed & of_kind).sum(1), (kept & of_kind).sum(1)
        new = np.clip(np.minimum(most, (free & of_kind).sum(1)) - made - stays, 0, room)
        least.append(made + np.where(new > 0, stays + new, 0))
        room = room - new
    most_load = int(np.ceil(wanted.sum() / max(judges, 1))) + LEVELS
    steps = np.arange(most_load)
    price = BALANCE * (2 * steps + 1)
    if keeps:  # loads up to one above the mean are free, so that nothing moves for their sake
        over = np.maximum(0, steps - np.ceil(wanted.sum() / max(judges, 1)))
        price = SOFT_BALANCE * (2 * over + 1) * (over > 0)
    program = highspy.HighsLp()
    visits, loads = len(at_project), judges * (most_load + 1)
    program.num_col_, program.num_row_ = visits + loads, 3 * projects + judges
    last = price[-1] + BALANCE  # whoever must carry still more
    program.col_cost_ = np.r_[cost[at_project, at_judge], np.tile(np.r_[price, last], judges)].astype(float)
    program.col_lower_ = np.r_[asked.fixed[at_project, at_judge], np.zeros(loads)].astype(float)
    program.col_upper_ = np.r_[np.ones(visits), np.tile(np.r_[np.ones(most_load), projects], judges)].astype(float)
    never = np.full(2 * projects, highspy.kHighsInf)
    program.row_lower_ = np.r_[wanted, *least, np.zeros(judges)].astype(float)
    program.row_upper_ = np.r_[wanted, never, np.zeros(judges)].astype(float)
    # Each visit counts for its project, for the expert or outside row where it is one, and for its judge's load.
    rows = np.stack([at_project, np.where(kind > 0, projects * kind + at_project, -1), 3 * projects + at_judge], axis=1)
    kept = rows >= 0
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.r_[0, np.cumsum(np.r_[kept.sum(1), np.ones(loads, dtype=int)])]
    program.a_matrix_.index_ = np.r_[rows[kept], np.repeat(3 * projects + np.arange(judges), most_load + 1)]
    program.a_matrix_.value_ = np.r_[np.ones(int(kept.sum())), -np.ones(loads)]
    chosen = _solved(program)[:visits] > 0.5
    out = np.zeros_like(asked.barred)
    out[at_project[chosen], at_judge[chosen]] = True
    return out


def _solved(program: highspy.HighsLp) -> NDArray[np.float64]:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", 1), ("solver", "simplex"), ("presolve", "off")):
        solver.setOptionValue(name, value)
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"judges could not be assigned: {solver.modelStatusToString(solver.getModelStatus())}")
    found = np.array(solver.getSolution().col_value)
    assert np.abs(found - found.round()).max(initial=0) < 1e-6, "a corner of the program is whole"
    return found
