"""Finds the most people who can leave the rota while cover, rest, hours, pins and whole teams are kept.

A mixed-integer program with Hall rows (`cover.py`). The LP of the whole gives the bound; what it leaves split is
rounded to a first plan; with that plan's cross-site teams the program falls apart into sites, which are solved side
by side; the full program, started from there, closes the rest of the gap. Among equals a lottery decides. Pure: the
same planning and seed give the same plan, unless the time ran out.
"""

from collections.abc import Callable
from functools import cached_property
from time import monotonic

import numpy as np

from hackday.release.engine.explanation import explained
from hackday.release.engine.floors import floors_missed
from hackday.release.engine.lottery import drawn, draws
from hackday.release.engine.model import Floats, Model
from hackday.release.engine.moves import moves
from hackday.release.engine.parts import Part, cut, merged, parts, tied, whole
from hackday.release.engine.pieces import Limits, solve_pieces
from hackday.release.engine.rota import Rota
from hackday.release.engine.rounding import rounded
from hackday.release.engine.solver import Program, SolverFailed, solved, version
from hackday.release.schemas import Pin, Plan, Planning, Progress, Status

GAP = 1e-3
"""Proven within 0.1% of the best: finer than the difference that one more sign-up makes."""
SITE_GAP = 1e-4
RELAXING = 0.75
"""Of the time, what the LP may take: without it the sites alone give a plan, with no team across them."""


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
        self.limits = Limits(monotonic() + seconds, seed, stop)
        self.best: Floats = np.zeros(self.model.columns)
        self.bound = float(self.program.cost.clip(0) @ self.program.upper)
        self.tell("reading")

    def objective(self) -> float:
        return float(self.program.cost @ self.best)

    def gap(self, objective: float | None = None) -> float:
        """Relative to the objective without the bonus for pins and floors, which would flatter it; at most 1."""
        objective = self.objective() if objective is None else objective
        missing = max(self.bound - objective, 0.0)
        return min(missing / max(objective - self.model.bonus(self.best), 1.0), 1.0)

    def tell(self, phase: str, best: float = 0.0, done: float = 0.0) -> None:
        best = max(best, self.objective())
        seconds = monotonic() - self.started
        self.on_progress(Progress(phase, best, self.bound, self.gap(best), seconds, done))

    def proven(self, bound: float) -> None:
        """Every cost is a whole number, so the bound may be rounded down. One below a sound plan refutes itself."""
        if bound >= self.objective() - 0.5:
            self.bound = min(self.bound, float(np.floor(bound + 1e-6)))

    def run(self) -> None:
        if not self.model.columns:
            return
        relaxed = self.relaxed()
        if relaxed is not None:
            self.take(rounded(self.model, self.program, relaxed, self.limits, self.goal))
            self.tell("rounded")
        if self.goes_on():
            self.solve_sites(self.best if relaxed is None else relaxed)
        if self.goes_on():
            self.polish()

    def goes_on(self) -> bool:
        return self.gap() > self.goal and not self.limits.over()

    def take(self, values: Floats | None) -> None:
        """Keep this plan if it is sound and better."""
        if values is not None and (self.model.excess(values) <= 1e-6).all():
            values = self.model.filled(values)
            if self.program.cost @ values > self.objective():
                self.best = values

    def relaxed(self) -> Floats | None:
        """The best of the LP, with what it proves; None when a limit came first."""
        found = self.relax()
        if found is not None and self.lower_floors(found):
            found = self.relax()
        self.tell("bound")
        return found

    def relax(self) -> Floats | None:
        limits = self.limits
        program, places = merged(self.program, tied(self.model))
        found = solved(program, integral=False, seconds=RELAXING * limits.left(), seed=self.seed, stop=limits.stop)
        self.proven(found.bound)
        return found.values[places] if found.ended and found.values is not None else None

    def lower_floors(self, relaxed: Floats) -> bool:
        """Take from each floor that the LP misses the places that its site cannot fill whatever the others do.

        Else the bound would be off by the price of a place for each site in which whole people fill one fewer.
        """
        model, program = self.model, self.program
        missed = {site for site, f in model.f.items() if relaxed[f] < program.upper[f] - 1e-6}
        if not missed:
            return False
        upper = program.upper.copy()
        for piece in self.pieces:
            for site in sorted(missed):
                if model.f[site] in piece.columns:
                    most = np.isin(piece.columns, model.volunteers[site]).astype(float)
                    alone = cut(program, piece)._replace(cost=most)
                    upper[model.f[site]] = min(upper[model.f[site]], self.most(alone))
        self.program = program._replace(upper=upper)
        return True

    def most(self, program: Program) -> float:
        limits = self.limits
        found = solved(program, integral=False, seconds=limits.left(), seed=self.seed, stop=limits.stop)
        return float(np.floor(found.bound + 1e-6))

    @cached_property
    def crossing(self) -> list[str]:
        """The teams with members at several sites."""
        site = {person.id: person.site for person in self.model.rota.planning.people}
        return [team for team, members in self.model.teams.items() if len({site[member] for member in members}) > 1]

    @cached_property
    def pieces(self) -> list[Part]:
        """Roughly the sites: what is left together when nothing holds cross-site teams together."""
        dropped = {row for team in self.crossing for row in self.model.team_rows[team]}
        return list(parts(self.program, (row for row in range(len(self.program.limit)) if row not in dropped)))

    def solve_sites(self, relaxed: Floats) -> None:
        """Each site by itself, with the cross-site teams as the best plan so far has them."""
        model, program, best = self.model, self.program, self.best
        lower, upper = program.lower.copy(), program.upper.copy()
        for team in self.crossing:
            columns = np.array([model.x[member] for member in model.teams[team]])
            if best[model.t[team]] < 0.5:
                upper[columns] = 0
            else:
                going = columns[best[columns] > 0.5]
                lower[going[np.argsort(-relaxed[going], kind="stable")[: model.smallest[team]]]] = 1
            lower[model.t[team]] = upper[model.t[team]] = best[model.t[team]]
        found = solve_pieces(
            program._replace(lower=lower, upper=upper),
            self.pieces,
            self.limits,
            gap=min(SITE_GAP, self.goal),
            first=best,
            on_done=lambda share: self.tell("sites", done=share),
        )
        self.take(found)
        self.tell("sites", done=1.0)

    def polish(self) -> None:
        """The full program, started from the plan of the sites."""
        program, places = merged(self.program, tied(self.model))
        first = np.zeros(len(program.cost))
        first[places] = self.best
        told = 0.0

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
            seconds=self.limits.left(),
            seed=self.seed,
            gap=0.99 * share * self.goal,
            first=first,
            on_better=better,
            stop=self.stop,
        )
        self.take(None if found.values is None else found.values[places])
        self.proven(found.bound)
        self.tell("polish")

    def result(self) -> Plan:
        model, rota = self.model, self.model.rota
        stopped = self.stop()
        self.best = drawn(model, self.best)
        self.best, stays = explained(model, self.program, self.best, self.seed)
        # Who goes after all may be one of equals, too: the lottery has the last word.
        while ((after := drawn(model, self.best)) != self.best).any():
            self.best, stays = explained(model, self.program, after, self.seed)
        self.best = model.filled(self.best)
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
            floors_missed=floors_missed(rota.planning, gone),
            draws=draws(model, self.best),
        )
