"""Parts of a program solved side by side: each alone on one thread, so that neither order nor load changes a plan."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from time import monotonic
from typing import NamedTuple

import numpy as np

from hackday.release.engine.model import Floats
from hackday.release.engine.parts import Part, cut
from hackday.release.engine.solver import Answer, Program, solved

LEAST_SHARE = 0.1
"""Of the time left, what even the smallest part may take."""
THREADS = min(os.cpu_count() or 1, 8)
"""HiGHS lets go of the interpreter while it solves, so threads are enough."""


class Limits(NamedTuple):
    """When to end: `deadline` on the monotonic clock, `stop` as soon as it says so."""

    deadline: float
    seed: int
    stop: Callable[[], bool]

    def left(self) -> float:
        return self.deadline - monotonic()

    def over(self) -> bool:
        return self.stop() or self.left() <= 0


def solve_pieces(
    program: Program,
    pieces: Sequence[Part],
    limits: Limits,
    *,
    gap: float,
    first: Floats | None = None,
    on_done: Callable[[float], None] = lambda share: None,
) -> Floats | None:
    """The best values of every column, each part within `gap`; those in no part at their better end.

    None when a part has no answer in time; with `first`, a sound answer of the whole, it keeps that. A stubborn
    part gets its share of the time left, no more. Raises Infeasible.
    """
    values = np.where(program.cost > 0, program.upper, program.lower)
    order = sorted(pieces, key=lambda piece: -len(piece.columns))
    waiting = dict(zip(map(id, order), np.cumsum([len(p.columns) for p in order[::-1]])[::-1], strict=True))

    def solve(piece: Part) -> Answer | None:
        if limits.over():
            return None
        share = min(max(THREADS * len(piece.columns) / waiting[id(piece)], LEAST_SHARE), 1.0)
        return solved(
            cut(program, piece),
            integral=True,
            seconds=share * limits.left(),
            seed=limits.seed,
            gap=gap,
            first=None if first is None else first[piece.columns],
            stop=limits.stop,
        )

    missing, done, total = False, 0, max(sum(len(piece.columns) for piece in pieces), 1)
    with ThreadPoolExecutor(THREADS) as threads:
        running = {threads.submit(solve, piece): piece for piece in order}
        for future in as_completed(running):
            piece, found = running[future], future.result()
            if found is not None and found.values is not None:
                values[piece.columns] = found.values
            elif first is not None:
                values[piece.columns] = first[piece.columns]
            else:
                missing = True
            done += len(piece.columns)
            on_done(done / total)
    return None if missing else values
