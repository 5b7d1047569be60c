"""At full size: the same plan whatever the scheduling, near the best, and an end within a moment."""

import time

import pytest
from msgspec.structs import replace

from bench.company import VARIANTS
from bench.company import company as invented
from hackday.release.engine import pieces, planner, rounding, solver
from hackday.release.engine.checker import check
from hackday.release.engine.planner import plan
from hackday.release.engine.solver import Answer, Infeasible
from hackday.release.schemas import Planning, Progress, Status
from tests.release.oracle import company, person

HARDEST = "the same, all or nobody of a team"
HARD = invented(3000, sites=25, seed=2, **VARIANTS[HARDEST])
MOMENT = 0.3


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_large_company_is_proven_within_a_hundredth(variant: str) -> None:
    planning = invented(1500, sites=15, seed=3, **VARIANTS[variant])
    made = plan(planning, seconds=30, seed=3, gap=0.01)
    assert check(planning, made) == []
    assert made.status == Status.PROVEN
    assert made.gap <= 0.01


def test_the_plan_does_not_depend_on_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    planning = invented(1500, sites=15, seed=6)
    made = []
    for threads in (1, 2, 5, 2):
        monkeypatch.setattr(pieces, "THREADS", threads)
        made.append(replace(plan(planning, seconds=60, seed=6), seconds=0))
    assert made[0] == made[1] == made[2] == made[3]


@pytest.mark.parametrize("phase", ["reading", "bound", "rounded", "sites", "polish"])
def test_stopped_in_any_phase_the_search_ends_in_a_moment(phase: str) -> None:
    stopped: list[float] = []

    def see(at: Progress) -> None:
        if at.phase == phase and not stopped:
            stopped.append(time.monotonic())

    search = planner._Search(HARD, seconds=60, seed=1, gap=1e-4, on_progress=see, stop=lambda: bool(stopped))
    search.run()
    assert stopped
    assert time.monotonic() - stopped[0] < MOMENT
    assert (search.model.excess(search.best) <= 1e-6).all()
    if phase in ("rounded", "sites", "polish"):
        assert search.gap() < 0.03


def slow() -> Answer:
    time.sleep(2 * MOMENT)
    return Answer(None, 0.0, 0.0, ended=False)


def test_a_solver_that_does_not_look_up_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started = time.monotonic()
    assert solver._in_time(slow, lambda: True) is None
    assert time.monotonic() - started < MOMENT
    monkeypatch.setattr(solver, "PATIENCE", 10)  # the falsifier
    assert solver._in_time(slow, lambda: True) is not None
    assert time.monotonic() - started > 2 * MOMENT


def test_progress_tells_how_much_of_a_phase_is_done() -> None:
    seen: list[Progress] = []
    search = planner._Search(HARD, seconds=60, seed=1, gap=1e-9, on_progress=seen.append, stop=lambda: False)
    search.solve_sites(search.best)
    shares = [at.done for at in seen if at.phase == "sites"]
    assert len(shares) > 5
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_rounding_without_an_answer_keeps_only_who_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = rounding._solved

    def first_infeasible(*given: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            raise Infeasible("none")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(rounding, "_solved", first_infeasible)
    planning = invented(500, sites=10, seed=2)
    made = plan(planning, seconds=20, seed=1, gap=0.01)
    assert len(calls) == 2
    assert made.gap <= 0.01
    assert check(planning, made) == []


def test_out_of_time_within_the_relaxation_there_is_a_plan() -> None:
    made = plan(HARD, seconds=0.02, seed=1)
    assert made.status == Status.OUT_OF_TIME
    assert check(HARD, made) == []
    assert made.objective <= made.bound


def test_without_sites_or_cover_everybody_goes() -> None:
    assert plan(Planning((), (), (), (), ()), seconds=5, seed=1).goes == ()
    free = company([person("ada"), person("bo", site="zürich")], [], [])
    assert plan(free, seconds=5, seed=1).goes == ("ada", "bo")
    assert plan(replace(free, windows=(), site_floor=100), seconds=5, seed=1).goes == ("ada", "bo")
