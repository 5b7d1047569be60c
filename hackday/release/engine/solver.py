"""HiGHS behind one function: arrays in, a sound answer with its bound out, or a named failure."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from time import monotonic
from typing import Any, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class SolverFailed(RuntimeError):
    """HiGHS ended in a state that is neither an optimum nor a sound answer at a limit."""


class Infeasible(SolverFailed):
    """No answer keeps every row: a mistake in a whole company, where nobody need go, but not once some are fixed."""


class Answer(NamedTuple):
    """`values` is None when a limit came before the first sound answer; `ended` when no limit was hit."""

    values: Floats | None
    objective: float
    bound: float
    ended: bool


class Program(NamedTuple):
    """Maximise cost·v with rows·v <= limit and lower <= v <= upper; rows in compressed form."""

    cost: Floats
    lower: Floats
    upper: Floats
    start: Ints
    column: Ints
    value: Floats
    limit: Floats


PRESOLVE = "off"
"""HiGHS 1.16's presolve calls some small programs infeasible that are not, and others solved that are not.

Without it plans are as good, and at 5,000 and 20,000 people found sooner: tests/release/test_solver.py.
"""


PATIENCE = 0.1
"""Seconds that HiGHS gets to notice that it should end. Within a large relaxation it may look up only after some."""


def version() -> str:
    return f"HiGHS {highspy.Highs().version()}"  # type: ignore[no-untyped-call]


def loaded(program: Program, *, integral: bool, seed: int, options: dict[str, Any] | None = None) -> highspy.Highs:
    """A solver instance that holds the program. One thread: HiGHS cannot change that within a process."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    settings: dict[str, Any] = {"output_flag": False, "threads": 1, "presolve": PRESOLVE, "random_seed": seed % 2**31}
    settings |= options or {}
    for name, value in settings.items():
        if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise SolverFailed(f"HiGHS refused the option {name}={value}")
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.cost), len(program.limit)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.cost, program.lower, program.upper
    lp.row_lower_ = np.full(len(program.limit), -highspy.kHighsInf)
    lp.row_upper_ = program.limit
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = program.start, program.column, program.value
    if integral:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    if highs.passModel(lp) != highspy.HighsStatus.kOk:
        raise SolverFailed("HiGHS refused the model")
    return highs


def answer(highs: highspy.Highs, *, integral: bool) -> Answer:
    """Run and read: anything but an optimum, or a limit that was asked for, is a failure."""
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    known = highspy.HighsModelStatus
    if status == known.kInfeasible:
        raise Infeasible("HiGHS ended with: Infeasible")
    if status not in (known.kOptimal, known.kTimeLimit, known.kInterrupt):
        raise SolverFailed(f"HiGHS ended with: {highs.modelStatusToString(status)}")
    ended = status == known.kOptimal
    sound = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if ended and not sound:
        raise SolverFailed("HiGHS called a plan optimal that is not feasible")
    values = np.array(highs.getSolution().col_value) if sound else None
    relaxed = info.objective_function_value if ended else highspy.kHighsInf
    bound = info.mip_dual_bound if integral else relaxed
    return Answer(values, info.objective_function_value, bound, ended)


def solved(
    program: Program,
    *,
    integral: bool,
    seconds: float,
    seed: int,
    gap: float = 0.0,
    first: Floats | None = None,
    on_better: Callable[[float, float], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Solve once. `first` is a known sound answer to start from; `on_better` gets (objective, bound)."""
    if not len(program.cost):  # which HiGHS calls neither solved nor infeasible, but empty
        if (program.limit < 0).any():
            raise Infeasible("Nothing to decide, and a row is broken")
        return Answer(np.zeros(0), 0.0, 0.0, ended=True)
    limits = {"time_limit": max(seconds, 0.0), "mip_rel_gap": gap}
    highs = loaded(program, integral=integral, seed=seed, options=limits)
    if first is not None:
        solution = highspy.HighsSolution()
        solution.col_value = first
        highs.setSolution(solution)

    deadline = monotonic() + limits["time_limit"]
    so_far = Answer(None, -highspy.kHighsInf, highspy.kHighsInf, ended=False)

    def interrupt(event: Any) -> None:
        if stop():
            event.interrupt()

    def better(event: Any) -> None:
        nonlocal so_far
        so_far = so_far._replace(bound=event.data_out.mip_dual_bound)
        if on_better is not None:
            on_better(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    def improved(event: Any) -> None:
        nonlocal so_far
        values = np.array(event.data_out.mip_solution)
        so_far = so_far._replace(values=values, objective=event.data_out.objective_function_value)

    if integral:
        highs.cbMipInterrupt.subscribe(interrupt)
        highs.cbMipLogging.subscribe(better)
        highs.cbMipImprovingSolution.subscribe(improved)
    else:
        highs.cbSimplexInterrupt.subscribe(interrupt)
    found = _in_time(lambda: answer(highs, integral=integral), lambda: stop() or monotonic() > deadline)
    if found is None:
        found = so_far
    elif not integral and found.ended:
        return found._replace(bound=certified_bound(program, np.array(highs.getSolution().row_dual)))
    if integral and found.values is not None:
        found = found._replace(values=np.rint(found.values))
    return found


def _in_time(work: Callable[[], Answer], over: Callable[[], bool]) -> Answer | None:
    """What the work gives, or None if it goes on after its end; a thread left behind ends when HiGHS looks up."""
    done: Future[Answer] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    Thread(target=run).start()
    late = None
    while True:
        try:
            return done.result(PATIENCE / 4)
        except TimeoutError:
            if late is None and over():
                late = monotonic()
            if late is not None and monotonic() - late > PATIENCE:
                return None


def certified_bound(program: Program, prices: Floats) -> float:
    """What no answer exceeds, by weak duality: prices of rows that are not negative prove it, whoever found them.

    So a wrong optimum of the solver can make the bound too weak, never too good (Neumaier and Shcherbina, 2004).
    """
    prices = prices.clip(0)
    paid = np.repeat(prices, np.diff(program.start)) * program.value
    left = program.cost - np.bincount(program.column, weights=paid, minlength=len(program.cost))
    return float(prices @ program.limit + np.maximum(left * program.lower, left * program.upper).sum())
