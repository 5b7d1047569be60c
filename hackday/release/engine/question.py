"""May some more leave a site, under one change after the other? What is missing, and how colleagues step in.

Who goes is fixed here, so only step-ins are variables: with z the missing places of a Hall row (`cover.py`),

    min sum z   so that   steps in + z >= places filled as rostered - places that who stays can fill,   rest, hours.

Zero means that all may leave. A change adds to limits and opens or closes columns. Each answer leaves a proof that
often settles the next change by arithmetic alone: step-ins that fit, or prices by which no step-ins can fit (weak
duality, as in `solver.certified_bound`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from math import ceil
from typing import NamedTuple

import highspy
import numpy as np

from hackday.release.engine.model import Floats, Rows
from hackday.release.engine.offers import Offers
from hackday.release.engine.rota import Span
from hackday.release.engine.solver import Program, SolverFailed, answer, loaded
from hackday.release.engine.standing import Cell, Standing

ROLE_PRICE = 0.001
"""Above 1 for a missing place, so that of two equal explanations the one with fewer roles is given."""
NOTHING = 1e-6
PRIMAL = 4
"""HiGHS' primal simplex: from one change to the next it takes half the steps of the dual one."""
SOLVES_AT_MOST = 8
"""For changes that are one of many of their kind, so that an answer takes no longer than a click."""


class Change(NamedTuple):
    """What is added to the limits of rows, and columns that are open to one person fewer, or to one more."""

    limits: tuple[tuple[int, int], ...] = ()
    closed: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()


class Question:
    """May these people leave too? Under one change after the other."""

    def __init__(self, standing: Standing, leaving: Collection[str]) -> None:
        self.standing, self.leaving = standing, frozenset(leaving)
        self.leaves = missing = Counter(row for person in sorted(self.leaving) for row in standing.places(person))
        now = {row: filled - standing.staying[row] for row, filled in standing.filled.items()}
        self.cover = [row for row, short in now.items() if short + missing[row] > 0]
        self.rows_at: dict[Span, list[tuple[int, frozenset[str]]]] = defaultdict(list)
        for i, (cell, roles) in enumerate(self.cover):
            self.rows_at[cell].append((i, roles))
        self._helped: dict[tuple[frozenset[str], Span], list[int]] = {}
        self.useful = self._useful()
        self.offers = Offers(standing, self.leaving, self.useful, self.helped, len(self.cover))
        self.columns = self.offers.columns
        self.rows = Rows()
        self._add_rows(now)
        self.upper = np.array(self.offers.open)
        self.limit = np.array(self.rows.upper)
        self._load()
        self.fits: list[tuple[Floats, list[int], set[int], set[int]]] = []
        self.solves = 0
        self.prices: list[tuple[float, Floats, Floats]] = []
        self.known: dict[Change, bool] = {}
        self._forgive(missing)
        self.base = self.whole(self.relaxed())
        self.blocked = {self.cover[i][0] for i in np.flatnonzero(self.base[len(self.columns) :])}
        self.known[Change()] = not self.blocked

    def _useful(self) -> dict[Span, frozenset[str]]:
        """Where a step-in helps, and the roles of which it needs one."""
        rota = self.standing.rota
        wanted: dict[Span, set[str]] = defaultdict(set)
        for cell, roles in self.cover:
            wanted[cell] |= roles
        return {
            cell: roles
            for cell in rota.demand
            if (roles := frozenset[str]().union(*(wanted[inner] for inner in rota.inside(cell) if inner in wanted)))
        }

    def helped(self, roles: frozenset[str], at: Span) -> list[int]:
        """The rows that somebody with these roles helps who steps in there."""
        if (roles, at) not in self._helped:
            rows = [row for cell in self.standing.rota.inside(at) for row in self.rows_at.get(cell, ())]
            self._helped[roles, at] = [i for i, wanted in rows if roles & wanted]
        return self._helped[roles, at]

    def missed_in(self, person: str) -> list[int]:
        """The rows in which somebody is missed who leaves."""
        rota = self.standing.rota
        missed = set[int]()
        for at in rota.shifts[person]:
            for cell in rota.inside(at):
                if cell in self.rows_at and (cell, person) not in rota.kept:
                    skills = rota.rostered[cell][person]
                    missed.update(i for i, roles in self.rows_at[cell] if not roles.isdisjoint(skills))
        return sorted(missed)

    def _add_rows(self, now: dict[Cell, int]) -> None:
        helping: list[list[int]] = [[] for _ in self.cover]
        for column, rows in enumerate(self.columns):
            for i in rows:
                helping[i].append(column)
        for i, row in enumerate(self.cover):
            columns = [*helping[i], len(self.columns) + i]
            self.rows.add(columns, [-1.0] * len(columns), float(-now[row]))
        for i, limit in enumerate(self.offers.rows.upper):
            self.rows.add(*self.offers.rows.of(i), limit)

    def _load(self) -> None:
        steps, rows = len(self.columns), len(self.cover)
        self.cost = np.zeros(steps + rows)
        self.cost[steps:] = [-1.0 - ROLE_PRICE * len(roles) for _, roles in self.cover]
        top = np.append(self.upper, np.full(rows, highspy.kHighsInf))
        start, index = np.array(self.rows.start), np.array(self.rows.index, dtype=np.int64)
        self.row_index = np.repeat(np.arange(len(self.limit)), np.diff(start))
        self.col_index, self.value = index, np.array(self.rows.value)
        self.highs = loaded(
            Program(self.cost, np.zeros(steps + rows), top, start, index, self.value, self.limit),
            integral=False,
            seed=0,
            options={"simplex_strategy": PRIMAL},
        )

    def _forgive(self, missing: Counter[Cell]) -> None:
        """Before anybody else leaves: what is missing already stays allowed. Then let them leave."""
        steps = len(self.columns)
        already = np.zeros(len(self.cover))
        if (self.limit[: len(self.cover)] < 0).any():
            already = self.whole(self._answer())[steps:]
        self.already = {row: int(already[i]) for i, row in enumerate(self.cover)}
        for i, row in enumerate(self.cover):
            self.limit[i] += already[i] - missing[row]
            self.highs.changeRowBounds(i, -highspy.kHighsInf, self.limit[i])
        for person in self.leaving:
            for _, column in self.offers.options.get(person, ()):
                self.upper[column] -= 1.0
                self.highs.changeColBounds(column, 0.0, self.upper[column])

    def relaxed(self) -> Floats:
        """The LP's step-ins, then what is missing in each row; its prices are kept where they prove something."""
        found = self._answer()
        if -float(self.cost @ found) > NOTHING:
            self._keep_prices(np.array(self.highs.getSolution().row_dual))
        return found

    def whole(self, found: Floats) -> Floats:
        """The same with whole step-ins, for the rare LP that splits one."""
        steps = len(self.columns)
        if steps and np.abs(found - found.round()).max() > NOTHING:
            columns = np.arange(steps, dtype=np.int32)
            kinds = np.ones(steps, dtype=np.uint8)  # 1 is HiGHS's kInteger, 0 its kContinuous
            self.highs.changeColsIntegrality(steps, columns, kinds)
            found = self._answer()
            self.highs.changeColsIntegrality(steps, columns, kinds * 0)
        return found.round()

    def _answer(self) -> Floats:
        if not self.cover:
            return np.zeros(len(self.columns))  # HiGHS gives no optimum of nothing
        found = answer(self.highs, integral=False).values
        if found is None:
            raise SolverFailed("HiGHS gave no explanation of a refusal")
        return found

    def short(self) -> list[tuple[Cell, int]]:
        """Of each cell that falls short the smallest row in which it does, and how many stay who can fill it."""
        steps, helping = len(self.columns), self.base[: len(self.columns)]
        smallest: dict[Span, tuple[int, list[str], int]] = {}
        for i in np.flatnonzero(self.base[steps:]).tolist():
            cell, roles = self.cover[i]
            found = (len(roles), sorted(roles), i)
            smallest[cell] = min(found, smallest.get(cell, found))
        rows = []
        for _, _, i in (smallest[cell] for cell in sorted(smallest)):
            columns, _ = self.rows.of(i)
            stepping_in = sum(int(helping[c]) for c in columns if c < steps)
            row = self.cover[i]
            rows.append((row, self.standing.staying[row] - self.leaves[row] + stepping_in))
        return rows

    @property
    def is_cut(self) -> bool:
        """Whether some of many were left unsolved, and so count as no."""
        return self.solves > SOLVES_AT_MOST

    def holds(self, change: Change, *, of_many: bool = False) -> bool:
        """Whether under this change all of them may leave, and nothing else falls short."""
        if change not in self.known:
            self.known[change] = self._proven(change, of_many=of_many)
        return self.known[change]

    def refuted(self, change: Change) -> bool:
        """Whether prices found before show that the change is not enough."""
        return any(self._worth(price, change) < -NOTHING for price in self.prices)

    def fewest(self, changes: Collection[Change]) -> int:
        """At least so many of these changes are needed together, by the prices."""
        least = 1
        for price in self.prices:
            most = max((self._worth(price, change) - price[0] for change in changes), default=0.0)
            least = max(least, 99 if most <= NOTHING else ceil(-price[0] / most - NOTHING))
        return least

    def _worth(self, price: tuple[float, Floats, Floats], change: Change) -> float:
        bound, prices, gain = price
        more = sum(prices[row] * more for row, more in change.limits)
        opened = sum(gain[column] for column in change.opened) - sum(gain[column] for column in change.closed)
        return float(bound + more + opened)

    def _proven(self, change: Change, *, of_many: bool) -> bool:
        if self.refuted(change):
            return False
        if any(self._fits(fit, change) for fit in self.fits):
            return True
        self.solves += of_many
        if of_many and self.is_cut:
            return False
        found = self._solved_under(change)
        if found is None:
            return False
        steps, all_ = found[: len(self.columns)], np.append(found[: len(self.columns)], np.zeros(len(self.cover)))
        used = np.bincount(self.row_index, self.value * all_[self.col_index], minlength=len(self.limit))
        slack: Floats = np.asarray(self.limit - used, dtype=np.float64)
        short = np.flatnonzero(slack < -NOTHING).tolist()
        full, over = np.flatnonzero(steps > self.upper - 1.0 + NOTHING), np.flatnonzero(steps > self.upper + NOTHING)
        fit = (slack, short, set(full.tolist()), set(over.tolist()))
        if not self._fits(fit, change):
            raise SolverFailed("HiGHS called step-ins sound that are not")
        self.fits.insert(0, fit)
        return True

    @staticmethod
    def _fits(fit: tuple[Floats, list[int], set[int], set[int]], change: Change) -> bool:
        """Whether step-ins found before, with their slack, short rows, full columns and overfull ones, will do."""
        slack, short, full, over = fit
        more = dict(change.limits)
        return (
            all(slack[row] + more.get(row, 0) > -NOTHING for row in short)
            and all(slack[row] + by > -NOTHING for row, by in change.limits if by < 0)
            and full.isdisjoint(change.closed)
            and over <= set(change.opened)
        )

    def _solved_under(self, change: Change) -> Floats | None:
        """Whole step-ins with which nothing is missing, if there are."""
        for row, more in change.limits:
            self.highs.changeRowBounds(row, -highspy.kHighsInf, self.limit[row] + more)
        for column in change.closed:
            self.highs.changeColBounds(column, 0.0, self.upper[column] - 1.0)
        for column in change.opened:
            self.highs.changeColBounds(column, 0.0, self.upper[column] + 1.0)
        try:
            found = self.relaxed()
            if -float(self.cost @ found) <= NOTHING:
                found = self.whole(found)
            return found if -float(self.cost @ found) <= NOTHING else None
        finally:
            for row, _ in change.limits:
                self.highs.changeRowBounds(row, -highspy.kHighsInf, self.limit[row])
            for column in (*change.closed, *change.opened):
                self.highs.changeColBounds(column, 0.0, self.upper[column])

    def _keep_prices(self, found: Floats) -> None:
        """As a bound on what any step-ins could reach, were nothing changed."""
        prices, steps, rows = found.clip(0), len(self.columns), len(self.cover)
        prices[:rows] = np.minimum(prices[:rows], -self.cost[steps:])
        paid = np.bincount(self.col_index, self.value * prices[self.row_index], minlength=steps + rows)
        gain = np.maximum(-paid[:steps], 0.0)
        self.prices.append((float(prices @ self.limit + gain @ self.upper), prices, gain))
