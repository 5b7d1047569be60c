"""The best of a 0/1 program by branching, each cut justified by arithmetic alone and not by the solver's word."""

import numpy as np

from hackday.release.engine.solver import Program, answer, certified_bound, loaded

PRICE = 1e4
"""Of a broken row: above any release, so that the relaxation always has an answer and its prices always a meaning."""


def proven_best(program: Program) -> float:
    """Depth first from nobody leaving; a branch is left when the prices of its rows show that it holds nothing better.

    The prices come from HiGHS's simplex, but `certified_bound` is right for any prices; costs are whole numbers.
    """
    assert (program.limit >= 0).all(), "nobody leaves: that must be an answer"
    columns, rows = len(program.cost), len(program.limit)
    elastic = Program(
        cost=np.append(program.cost, np.full(rows, -PRICE)),
        lower=np.zeros(columns + rows),
        upper=np.append(program.upper, np.full(rows, np.inf)),
        start=program.start + np.arange(rows + 1),
        column=np.insert(program.column, program.start[1:], columns + np.arange(rows)),
        value=np.insert(program.value, program.start[1:], -1.0),
        limit=program.limit,
    )
    highs = loaded(elastic, integral=False, seed=1)
    best, open_ = 0.0, [(program.lower, program.upper)]
    while open_:
        lower, upper = open_.pop()
        highs.changeColsBounds(columns, np.arange(columns, dtype=np.int32), lower, upper)
        found = answer(highs, integral=False).values
        assert found is not None
        prices = np.array(highs.getSolution().row_dual)
        if certified_bound(program._replace(lower=lower, upper=upper), prices) < best + 1 - 1e-6:
            continue
        values = found[:columns]
        split = int(np.abs(values - np.rint(values)).argmax())
        if abs(values[split] - round(values[split])) < 1e-6 and is_sound(program, np.rint(values)):
            best = max(best, float(program.cost @ np.rint(values)))
            if certified_bound(program._replace(lower=lower, upper=upper), prices) < best + 1 - 1e-6:
                continue
        if lower[split] == upper[split]:
            split = int((upper - lower).argmax())
            if lower[split] == upper[split]:
                continue  # one answer is left, and it breaks a row or was counted
        up, down = lower.copy(), upper.copy()
        up[split], down[split] = 1.0, 0.0
        open_ += [(lower, down), (up, upper)]
    return best


def is_sound(program: Program, values: np.ndarray) -> bool:
    taken = np.add.reduceat(program.value * values[program.column], program.start[:-1])
    return bool((taken <= program.limit + 1e-9).all())
