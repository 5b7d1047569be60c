"""The matching as an integer program, solved by HiGHS over the columns that matter, with a bound over all of them.

A unit is a person, or a bundle of people who come as one. A row belongs to a slot and counts one feature of the people
in it: heads, a department, a skill, or who is not of a site. So the prices of the rows price every pair of unit and
slot at once, whether it is a column or not: `bound` is weak duality over all pairs, and holds whatever the solver
answered. Teams that a challenge may found are one slot with a count: no two teams can be swapped for each other, and
whoever is chosen can be dealt out (`dealing`).
"""

from collections import Counter
from typing import Any, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

from hackday.teams.matching import worth
from hackday.teams.matching.schemas import Candidate
from hackday.teams.matching.slots import Slot

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
BREAKS_LOCKS = 1000.0
"""For each head below the smallest size of a kept team: more than any wish is worth."""
PRESOLVE = "off"
"""HiGHS 1.16's presolve calls some small programs infeasible that are not: tests/release/test_solver.py."""
SITES_MOST = 2
"""Rows of `sites_least` for so many of the commonest sites; fewer rows make the bound weaker, never wrong."""


class SolverFailed(RuntimeError):
    """HiGHS ended in a state that is neither an optimum nor a limit that was asked for."""


class Extra(NamedTuple):
    """A column that is no pair: how many teams are open, or something that a team lacks."""

    cost: float
    lower: float
    upper: float
    rows: list[int]
    values: list[float]
    whole: bool


class Answer(NamedTuple):
    values: Floats | None
    """Of the pairs, then of the extras; None: nothing sound before the time was over."""
    prices: Floats
    """Of the slots' rows; never negative."""


class Program:
    """Maximise gain of pairs and cost of extras; every row is `<=`."""

    def __init__(self, people: list[Candidate], slots: list[Slot], bundles: list[list[int]]) -> None:
        sites = [site for site, _ in Counter(p.site for p in people).most_common(SITES_MOST)]
        features = {("size", "")} | {f for p in people for f in _features(p, sites)}
        self.number = {name: at for at, name in enumerate(sorted(features))}
        self.departments = sorted(name for kind, name in features if kind == "department")
        self.sites = sorted(sites)
        self.features = np.zeros((len(people), len(self.number)))
        for row, person in enumerate(people):
            self.features[row, [self.number[f] for f in _features(person, sites)]] = 1
        self.people = len(people)
        self.bundles = bundles
        """Of each: the people who come as one. As units they stand behind the people."""
        self.features = np.vstack([self.features, *(self.features[bundle].sum(axis=0) for bundle in bundles)])
        self.rows: list[list[tuple[int, int, float]]] = []
        """Of each slot: row, feature, sign."""
        self.limit: list[float] = []
        self.extras: list[Extra] = []
        self.opened: list[int] = []
        """Of each slot: the extra that counts its open teams."""
        for slot in slots:
            self._add(slot)

    def _row(self, limit: float, feature: tuple[str, str], sign: float = 1.0) -> int:
        self.limit.append(limit)
        if feature in self.number:
            self.rows[-1].append((len(self.limit) - 1, self.number[feature], sign))
        return len(self.limit) - 1

    def _lack(self, cost: float, upper: float, *rows: int) -> None:
        self.extras.append(Extra(-cost, 0.0, upper, [*rows], [-1.0] * len(rows), whole=False))

    def _add(self, slot: Slot) -> None:
        self.rows.append([])
        self.opened.append(len(self.extras))
        rows: list[int] = []
        values: list[float] = []
        is_kept = slot.team is not None
        self.extras.append(Extra(0.0, float(is_kept), float(slot.most), rows, values, whole=not is_kept))

        def row(limit: float, feature: tuple[str, str], sign: float, open_teams: float) -> int:
            rows.append(self._row(limit, feature, sign))
            values.append(open_teams)
            return rows[-1]

        limits, have = slot.limits, len(slot.members)
        row(-min(have, limits.largest), ("size", ""), 1.0, -limits.largest)
        smallest = row(have, ("size", ""), -1.0, limits.smallest)
        if is_kept:
            self._lack(BREAKS_LOCKS if slot.must_fill else worth.MISSING_PERSON, limits.smallest, smallest)
        if (most := limits.department_most) is not None:
            for name in self.departments:
                has = sum(p.department == name for p in slot.members)
                row(-min(has, most), ("department", name), 1.0, -most)
        for skill in sorted(set(slot.skills)):
            if not any(skill in p.skills for p in slot.members):
                self._lack(worth.MISSING_SKILL, slot.most, row(0.0, ("skill", skill), -1.0, 1.0))
        if (least := limits.sites_least or 1) > 1:
            # Of a team from so many sites, all but one are not of any given site.
            others = [
                row(sum(p.site != site for p in slot.members), ("not site", site), -1.0, least - 1.0)
                for site in self.sites
            ]
            self._lack(worth.MISSING_SITE, slot.most * least, *others)

    def charges(self, prices: Floats) -> Floats:
        """What the rows charge for each pair: units by slots."""
        charge = np.zeros((len(self.number), len(self.rows)))
        for slot, rows in enumerate(self.rows):
            for row, feature, sign in rows:
                charge[feature, slot] += sign * prices[row]
        return np.asarray(self.features @ charge)

    def bound(self, gain: Floats, prices: Floats) -> float:
        """What no choice of pairs exceeds, for any prices that are not negative (weak duality)."""
        total = float(prices @ np.array(self.limit))
        for extra in self.extras:
            left = extra.cost - sum(prices[r] * v for r, v in zip(extra.rows, extra.values, strict=True))
            total += max(left * extra.lower, left * extra.upper)
        if gain.size:
            worth = np.maximum((gain - self.charges(prices)).max(axis=1), 0.0)
            total += float(worth[: self.people].sum())
            for bundle, together in zip(self.bundles, worth[self.people :], strict=True):
                total += max(0.0, float(together - worth[bundle].sum()))
        return total

    def solve(
        self, gain: Floats, pairs: Ints, *, whole: bool, seconds: float, seed: int, first: Floats | None = None
    ) -> Answer:
        """Over these pairs (unit, slot) alone, `first` a sound answer to start from. Raises SolverFailed."""
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        settings: dict[str, Any] = {
            "output_flag": False, "threads": 1, "presolve": PRESOLVE, "random_seed": seed % 2**31,
            "time_limit": max(seconds, 0.1), "mip_rel_gap": GAP,
        }  # fmt: skip
        for name, value in settings.items():
            if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
                raise SolverFailed(f"HiGHS refused the option {name}={value}")
        if highs.passModel(self._model(gain, pairs, whole=whole)) != highspy.HighsStatus.kOk:
            raise SolverFailed("HiGHS refused the model")
        if first is not None:
            solution = highspy.HighsSolution()
            solution.col_value = first
            highs.setSolution(solution)
        highs.run()
        known, status, info = highspy.HighsModelStatus, highs.getModelStatus(), highs.getInfo()
        if status not in (known.kOptimal, known.kTimeLimit):
            raise SolverFailed(f"HiGHS ended with: {highs.modelStatusToString(status)}")
        sound = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        found = highs.getSolution()
        prices = np.array(found.row_dual)[: len(self.limit)].clip(0) if found.dual_valid else np.zeros(len(self.limit))
        return Answer(np.array(found.col_value) if sound else None, prices)

    def _model(self, gain: Floats, pairs: Ints, *, whole: bool) -> highspy.HighsLp:
        unit, slot = pairs[:, 0], pairs[:, 1]
        members = [*([person] for person in range(self.people)), *self.bundles]
        sizes = np.array([len(members[one]) for one in unit], dtype=np.int64)
        rows = [len(self.limit) + np.array([person for one in unit for person in members[one]], dtype=np.int64)]
        columns, values = [np.repeat(np.arange(len(pairs)), sizes)], [np.ones(int(sizes.sum()))]
        for at, own in enumerate(self.rows):
            mine = np.flatnonzero(slot == at)
            for row, feature, sign in own:
                counts = self.features[unit[mine], feature]
                some = np.flatnonzero(counts)
                rows.append(np.full(len(some), row))
                columns.append(mine[some])
                values.append(sign * counts[some])
        for at, extra in enumerate(self.extras, len(pairs)):
            rows.append(np.array(extra.rows, dtype=np.int64))
            columns.append(np.full(len(extra.rows), at))
            values.append(np.array(extra.values))
        indices, column, value = np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
        order = np.lexsort((indices, column))
        lp = highspy.HighsLp()
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.num_col_, lp.num_row_ = len(pairs) + len(self.extras), len(self.limit) + self.people
        lp.col_cost_ = np.r_[gain[unit, slot], [e.cost for e in self.extras]]
        lp.col_lower_ = np.r_[np.zeros(len(pairs)), [e.lower for e in self.extras]]
        lp.col_upper_ = np.r_[np.ones(len(pairs)), [e.upper for e in self.extras]]
        lp.row_lower_ = np.full(lp.num_row_, -highspy.kHighsInf)
        lp.row_upper_ = np.r_[self.limit, np.ones(self.people)]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
        lp.a_matrix_.start_ = np.r_[0, np.cumsum(np.bincount(column, minlength=lp.num_col_))]
        lp.a_matrix_.index_, lp.a_matrix_.value_ = indices[order], value[order]
        if whole:
            kinds = highspy.HighsVarType
            lp.integrality_ = [kinds.kInteger] * len(pairs) + [
                kinds.kInteger if e.whole else kinds.kContinuous for e in self.extras
            ]
        return lp


GAP = 0.002
"""Of the best answer to the solver's own bound: then it ends."""


def version() -> str:
    return f"HiGHS {highspy.Highs().version()}"  # type: ignore[no-untyped-call]


def _features(person: Candidate, sites: list[str]) -> list[tuple[str, str]]:
    return [
        ("size", ""),
        ("department", person.department),
        *(("skill", skill) for skill in dict.fromkeys(person.skills)),
        *(("not site", site) for site in sites if site != person.site),
    ]
