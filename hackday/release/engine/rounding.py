"""A whole plan out of the relaxed one: what the LP decides is kept, the few columns that it splits are solved.

The relaxation-enforced neighbourhood of Berthold (2014): of 20,000 columns some hundreds are left, in small parts.
"""

import numpy as np

from hackday.release.engine.model import Floats, Model
from hackday.release.engine.parts import parts, settled
from hackday.release.engine.pieces import Limits, solve_pieces
from hackday.release.engine.solver import Infeasible, Program

WHOLE = 1e-6


def rounded(model: Model, program: Program, relaxed: Floats, limits: Limits, gap: float) -> Floats | None:
    """A sound plan near the relaxed one, or None when time ran out.

    Where the kept columns leave no answer, only who does not go or step in at all is kept: then nobody is one.
    """
    near: Floats = np.rint(relaxed)
    whole = np.abs(relaxed - near) < WHOLE
    whole[list(model.f.values())] = False
    for kept in (whole, whole & (near < 0.5)):
        try:
            values = _solved(program, np.where(kept, near, np.nan), limits, gap)
        except Infeasible:
            continue
        if values is None or (model.excess(values) <= WHOLE).all():
            return values
    return None


def _solved(program: Program, known: Floats, limits: Limits, gap: float) -> Floats | None:
    small, left = settled(program, known)
    found = solve_pieces(small, list(parts(small, range(len(small.limit)))), limits, gap=gap)
    if found is None:
        return None
    values = known.copy()
    values[left] = found
    return values
