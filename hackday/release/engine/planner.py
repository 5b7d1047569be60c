"""Finds the most people who can leave the rota while cover, rest, hours, pins and whole teams are kept.

A mixed-integer program with Hall rows (`cover.py`). The LP of the whole gives the bound; with cross-site teams
decided from it the program falls apart into sites, which are solved one by one; the full program, started from
that plan, closes the rest of the gap. Pure: the same planning and seed give the same plan, unless the time ran out.
"""

from collections.abc import Callable
from time import monotonic

import numpy as np

from hackday.release.engine.explanation import explained
from hackday.release.engine.model import Floats, Ints, Model
from hackday.release.engine.moves import moves
from hackday.release.engine.parts import Part, cut, parts, whole
from hackday.release.engine.rota import Rota
from hackday.release.engine.solver import SolverFailed, solved, version
from hackday.release.schemas import Pin, Plan, Planning, Progress, Status

GAP = 1e-3
"""Proven within 0.1% of the best: finer than the difference that one more sign-up makes."""
SITE_GAP = 1e-4
TEAM_BONUS = 300.0
"""Points for each place of a cross-site team that the LP wants: three releases, so that its sites agree on it."""
LEAST_SHARE = 0.1
"""Of the time left, what even the smallest site may take."""


def plan(
    planning: Planning,
    *,
    seconds: float,
    seed: int,
    gap: float = GAP,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    stop: Callable[[], bool] = lambda: False,
) -> Plan:
    """The best plan found in `seconds` of search (reading and explaining come on top), or until `stop()`.

    Raises PlanningInvalid, TooManyRoles or SolverFailed. Nobody goes in the worst plan, so there always is one.
    """
    search = _Search(planning, seconds=seconds, seed=seed, gap=gap, on_progress=on_progress, stop=stop)
    search.run()
    return search.result()


class _Search:
    """The best plan so far, and what is proven about it."""

    def __init__(
        self,
        planning: Planning,
        *,
        seconds: float,
        seed: int,
        gap: float,
        on_progress: Callable[[Progress], None],
        stop: Callable[[], bool],
    ) -> None:
        self.started = monotonic()
        self.seed, self.goal, self.on_progress, self.stop = seed, gap, on_progress, stop
        self.model = Model(Rota(planning), seed)
        self.program = whole(self.model)
        self.deadline = monotonic() + seconds
        self.best: Floats = np.zeros(self.model.columns)
        self.bound = float(self.program.cost.clip(0).sum())
        self.tell("reading")

    def left(self) -> float:
        return self.deadline - monotonic()

    def over(self) -> bool:
        return self.stop() or self.left() <= 0

    def objective(self) -> float:
        return float(self.program.cost @ self.best)

    def gap(self, objective: float | None = None) -> float:
        """Relative to the objective without the bonus for pins, which would flatter it; at most 1."""
        objective = self.objective() if objective is None else objective
        missing = max(self.bound - objective, 0.0)
        return min(missing / max(objective - self.model.bonus(self.best), 1.0), 1.0)

    def tell(self, phase: str, best: float = 0.0) -> None:
        best = max(best, self.objective())
        seconds = monotonic() - self.started
        self.on_progress(Progress(phase, best, self.bound, self.gap(best), seconds))

    def proven(self, bound: float) -> None:
        """Every cost is a whole number, so the bound may be rounded down. One below a sound plan refutes itself."""
        if bound >= self.objective() - 0.5:
            self.bound = min(self.bound, float(np.floor(bound + 1e-6)))

    def run(self) -> None:
        if not self.model.columns:
            return
        relaxed = solved(self.program, integral=False, seconds=self.left(), seed=self.seed, stop=self.stop)
        self.proven(relaxed.bound)
        self.tell("bound")
        if relaxed.values is None or not relaxed.ended:
            return
        self.solve_sites(relaxed.values)
        if self.gap() > self.goal and not self.over():
            self.polish()

    def solve_sites(self, relaxed: Floats) -> None:
        """First answer: cross-site teams decided from the LP, then each site by itself."""
        model, program = self.model, self.program
        crossing = [
            team
            for team, members in model.teams.items()
            if len({model.rota.people[member].site for member in members}) > 1
        ]
        cost, upper = program.cost.copy(), program.upper.copy()
        for team in crossing:
            columns, smallest = self.places(team), model.smallest[team]
            if relaxed[model.t[team]] >= 0.5 and relaxed[columns].sum() >= smallest - 0.5:
                cost[columns[np.argsort(-relaxed[columns], kind="stable")[:smallest]]] += TEAM_BONUS
            else:
                upper[columns] = 0
        dropped = {row for team in crossing for row in model.team_rows[team]}
        pieces = list(parts(program, (row for row in range(len(program.limit)) if row not in dropped)))
        bare = np.ones(model.columns, dtype=bool)
        for piece in pieces:
            bare[piece.columns] = False
        values: Floats = np.where(bare & (cost > 0), upper, 0.0)
        self.solve_pieces(pieces, values, cost, upper)
        if short := self.short(crossing, values):
            for team in short:
                upper[self.places(team)] = 0
            closed = np.concatenate([self.places(team) for team in short])
            values[closed] = 0
            touched = [piece for piece in pieces if np.isin(closed, piece.columns).any()]
            self.solve_pieces(touched, values, cost, upper)
        self.best = self.sound(crossing, values)
        self.tell("sites")

    def places(self, team: str) -> Ints:
        return np.array([self.model.x[member] for member in self.model.teams[team]])

    def short(self, teams: list[str], values: Floats) -> list[str]:
        goes = {team: values[self.places(team)].sum() for team in teams}
        return [team for team in teams if 0.5 < goes[team] < self.model.smallest[team] - 0.5]

    def sound(self, crossing: list[str], values: Floats) -> Floats:
        """A copy in which no cross-site team is half released."""
        values = values.copy()
        for team in self.short(crossing, values):
            values[self.places(team)] = 0
        for team in crossing:
            values[self.model.t[team]] = float(values[self.places(team)].any())
        return values

    def solve_pieces(self, pieces: list[Part], values: Floats, cost: Floats, upper: Floats) -> None:
        """Fill in the best values of each piece; a stubborn one gets its share of the time left, no more."""
        program = self.program._replace(cost=cost, upper=upper)
        waiting = sum(len(piece.columns) for piece in pieces)
        for piece in sorted(pieces, key=lambda p: -len(p.columns)):
            if self.over():
                return
            share = max(len(piece.columns) / waiting, LEAST_SHARE)
            waiting -= len(piece.columns)
            found = solved(
                cut(program, piece),
                integral=True,
                seconds=share * self.left(),
                seed=self.seed,
                gap=min(SITE_GAP, self.goal),
                stop=self.stop,
            )
            if found.values is not None:
                values[piece.columns] = found.values

    def polish(self) -> None:
        """The full program, started from the plan of the sites."""
        program, told = self.program, 0.0

        def better(objective: float, bound: float) -> None:
            nonlocal told
            self.proven(bound)
            if monotonic() - told > 0.2:
                told = monotonic()
                self.tell("polish", objective)

        # HiGHS counts the pins' bonus in its gap, this planner does not: ask for as much less.
        share = 1 - self.model.bonus(self.best) / max(self.objective(), 1.0)
        found = solved(
            program,
            integral=True,
            seconds=self.left(),
            seed=self.seed,
            gap=0.99 * share * self.goal,
            first=self.best,
            on_better=better,
            stop=self.stop,
        )
        if found.values is not None and program.cost @ found.values > self.objective():
            self.best = found.values
        self.proven(found.bound)
        self.tell("polish")

    def result(self) -> Plan:
        model, rota = self.model, self.model.rota
        stopped = self.stop()
        self.best, stays = explained(model, self.program, self.best, self.seed)
        if (model.excess(self.best) > 1e-6).any():
            raise SolverFailed("The solver's plan breaks its own rows")
        gone = {person for person in model.goers if self.best[model.x[person]] > 0.5}
        steps = moves(model, self.best)
        status = Status.PROVEN if self.gap() <= self.goal else Status.STOPPED if stopped else Status.OUT_OF_TIME
        pinned = [p.id for p in rota.planning.people if p.pin == Pin.MUST_GO and p.id not in gone]
        self.tell("explained")
        return Plan(
            status=status,
            objective=self.objective(),
            bound=self.bound,
            gap=self.gap(),
            seconds=monotonic() - self.started,
            seed=self.seed,
            solver=version(),
            goes=tuple(person.id for person in rota.planning.people if person.id in gone),
            stays=stays,
            moves=steps,
            pins_not_kept=tuple(pinned),
        )
