"""The release as an integer program: rows `sum <= upper` over whole columns.

x (goes), t (team goes), y (steps in) are 0 or 1; f is how many places of a site's floor are filled.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import gcd

import numpy as np
from numpy.typing import NDArray

from hackday.release.engine.cover import CoverRow, cover_rows
from hackday.release.engine.floors import wanted
from hackday.release.engine.rota import Rota, Span, week
from hackday.release.schemas import Person, Pin

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RELEASE = 100.0
"""Points for one release; a cover move costs one, so moves decide only between equal releases."""
MUST_GO = 20.0
"""A must-go pin counts as so many releases: near certain, and yet never makes the whole company infeasible."""
FLOOR_PLACE = 10
"""A place of a site's floor counts as so many releases: more than any team in its way, less than a must-go pin."""


def ticket(seed: int, person: str) -> str:
    """A person's ticket in the lottery among equals: SHA-256, in hex, of seed and id. The lowest goes first."""
    return sha256(f"{seed}:{person}".encode()).hexdigest()


@dataclass
class Rows:
    """Rows in compressed form, built one by one."""

    start: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, columns: Iterable[int], values: Iterable[float], upper: float) -> None:
        self.index.extend(columns)
        self.value.extend(values)
        self.start.append(len(self.index))
        self.upper.append(upper)

    def of(self, row: int) -> tuple[list[int], list[float]]:
        part = slice(self.start[row], self.start[row + 1])
        return self.index[part], self.value[part]


class Model:
    """All columns and rows of one company. Rows stand in the order cover, staff (rest, count, hours), team, floor."""

    def __init__(self, rota: Rota, seed: int) -> None:
        self.rota = rota
        goers, members = rota.candidates()
        # The order of columns breaks ties between equals: by ticket, not by the staff list.
        goers.sort(key=lambda person: ticket(seed, person))
        self.goers = goers
        self.x = {person: column for column, person in enumerate(goers)}
        smallest = {team.id: team.smallest for team in rota.planning.teams}
        self.teams = {t: m for t, m in members.items() if m and smallest[t] > 1}
        self.smallest = {t: smallest[t] for t in self.teams}
        self.t = {team: len(goers) + i for i, team in enumerate(self.teams)}
        self.rows = Rows()
        self.cover: list[tuple[Span, CoverRow]] = list(self._binding_rows())
        self.moves = self._moves()
        first = len(goers) + len(self.t)
        self.y = {move: first + i for i, move in enumerate(self.moves)}
        self._floors(first + len(self.moves))
        self.columns = first + len(self.moves) + len(self.f)
        self._add_cover()
        self._add_staff()
        self.staff_end = len(self.rows.upper)
        self._add_teams()
        self._add_floors()
        self.upper: Floats = np.ones(self.columns)
        self.upper[list(self.f.values())] = [self.wanted[site] for site in self.f]
        self.cost: Floats = np.zeros(self.columns)
        self.cost[: len(goers)] = [self._points(rota.people[p]) for p in goers]
        self.cost[list(self.y.values())] = -1.0
        self.cost[list(self.f.values())] = RELEASE * FLOOR_PLACE

    @staticmethod
    def _points(person: Person) -> float:
        return RELEASE * person.weight * (MUST_GO if person.pin == Pin.MUST_GO else 1.0)

    def bonus(self, values: Floats) -> float:
        """The part of the objective that comes from must-go pins and floors and would flatter a relative gap."""
        pinned = [p for p in self.goers if self.rota.people[p].pin == Pin.MUST_GO and values[self.x[p]] > 0.5]
        floors = float(self.cost[list(self.f.values())] @ values[list(self.f.values())])
        return floors + sum(RELEASE * self.rota.people[p].weight * (MUST_GO - 1.0) for p in pinned)

    def _floors(self, first: int) -> None:
        self.wanted = wanted(self.rota.planning)
        self.volunteers: dict[str, list[int]] = {site: [] for site in self.wanted}
        for person, column in self.x.items():
            if (site := self.rota.people[person].site) in self.wanted:
                self.volunteers[site].append(column)
        sites = [site for site, columns in self.volunteers.items() if columns]
        self.f = {site: first + i for i, site in enumerate(sites)}

    def filled(self, values: Floats) -> Floats:
        """A copy in which every floor counts as many places as people go."""
        values = values.copy()
        for site, column in self.f.items():
            values[column] = min(self.upper[column], values[self.volunteers[site]].sum())
        return values

    def _binding_rows(self) -> Iterable[tuple[Span, CoverRow]]:
        rota = self.rota
        roles_at: dict[str, set[frozenset[str]]] = defaultdict(set)
        for person in rota.planning.people:
            if person.extra_shifts:
                roles_at[person.site].add(person.roles)
        for cell, demand in rota.demand.items():
            rostered = rota.rostered[cell]
            leavers = {p for p in rostered if p in self.x and (cell, p) not in rota.kept}
            for row in cover_rows(demand, rostered, leavers, roles_at[cell.site]):
                yield cell, row

    def _moves(self) -> list[tuple[str, Span]]:
        """Every step-in that could relax a row, by person and cell."""
        wanted: dict[Span, set[str]] = defaultdict(set)
        for cell, row in self.cover:
            wanted[cell] |= row.roles
        useful = {
            cell: set().union(*(wanted[inner] for inner in self.rota.inside(cell) if inner in wanted))
            for cell in self.rota.demand
        }
        return [
            (person.id, cell)
            for person in sorted(self.rota.planning.people, key=lambda p: p.id)
            if person.extra_shifts
            for cell in self.rota.cells[person.site]
            if person.roles & useful[cell] and self.rota.may_step_in(person, cell)
        ]

    def _add_cover(self) -> None:
        steps: dict[Span, list[tuple[str, int]]] = defaultdict(list)
        for (person, at), column in self.y.items():
            for cell in self.rota.inside(at):
                steps[cell].append((person, column))
        for cell, row in self.cover:
            leaving = [self.x[p] for p in row.leaving]
            covering = [c for p, c in steps[cell] if self.rota.people[p].roles & row.roles]
            self.rows.add(leaving + covering, [1.0] * len(leaving) + [-1.0] * len(covering), float(row.slack))

    def _add_staff(self) -> None:
        steps: dict[str, list[tuple[Span, int]]] = defaultdict(list)
        for (person, cell), column in self.y.items():
            steps[person].append((cell, column))
        rest = self.rota.planning.rest_hours * 3600
        for person, options in steps.items():
            x = [self.x[person]] if person in self.x else []
            for clique in too_close(options, rest):
                if len(clique) + len(x) > 1:
                    self.rows.add(x + clique, [1.0] * (len(x) + len(clique)), 1.0)
            weeks: dict[int, list[tuple[int, int]]] = defaultdict(list)
            for cell, column in options:
                weeks[week(cell.start)].append(((cell.end - cell.start) // 60, column))
            most = 0
            for number, entries in weeks.items():
                left = self.rota.minutes_left(self.rota.people[person], number)
                unit = gcd(*(minutes for minutes, _ in entries))
                most += left // min(minutes for minutes, _ in entries)
                if sum(minutes for minutes, _ in entries) > left:
                    self.rows.add(
                        [column for _, column in entries],
                        [float(minutes // unit) for minutes, _ in entries],
                        float(left // unit),
                    )
            most = min(most, self.rota.people[person].extra_shifts)
            if len(options) > most or x:
                columns = [column for _, column in options]
                self.rows.add(x + columns, [float(most)] * len(x) + [1.0] * len(columns), float(most))

    def _add_teams(self) -> None:
        self.team_rows: dict[str, range] = {}
        for team, members in self.teams.items():
            first, t = len(self.rows.upper), self.t[team]
            for member in members:
                self.rows.add([self.x[member], t], [1.0, -1.0], 0.0)
            self.rows.add([t, *(self.x[m] for m in members)], [float(self.smallest[team])] + [-1.0] * len(members), 0.0)
            self.team_rows[team] = range(first, len(self.rows.upper))

    def _add_floors(self) -> None:
        for site, column in self.f.items():
            leaving = self.volunteers[site]
            self.rows.add([column, *leaving], [1.0] + [-1.0] * len(leaving), 0.0)

    def excess(self, values: Floats) -> Floats:
        """How far each row is over its upper limit; at most 0 everywhere for a sound plan."""
        if not self.rows.upper:
            return np.zeros(0)
        terms = np.array(self.rows.value) * values[self.rows.index]
        over: Floats = np.add.reduceat(terms, self.rows.start[:-1]) - np.array(self.rows.upper)
        return over


def too_close(options: Sequence[tuple[Span, int]], rest: int) -> list[list[int]]:
    """The maximal sets of intervals of which any two leave less than the rest between them."""
    cliques: list[list[int]] = []
    active: list[tuple[int, int]] = []
    for at, column in sorted(options):
        still = [(end, c) for end, c in active if end > at.start]
        if len(still) < len(active):
            cliques.append([c for _, c in active])
        active = [*still, (at.end + rest, column)]
    return [*cliques, [column for _, column in active]]
