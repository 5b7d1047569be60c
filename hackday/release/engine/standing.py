"""A site once everybody who goes has left: the places that are filled as rostered, and by who stays."""

from collections import Counter, defaultdict
from collections.abc import Collection

from hackday.release.engine.cover import filled_places
from hackday.release.engine.rota import Rota, Span, week
from hackday.release.schemas import Person, Planning

Cell = tuple[Span, frozenset[str]]
"""A stretch of cover and a set of roles: one Hall row (`cover.py`)."""


class Standing:
    """Places that are filled as rostered, and by who stays when everybody in `goes` has left."""

    def __init__(self, planning: Planning, goes: Collection[str]) -> None:
        self.rota = rota = Rota(planning)
        self.goes = frozenset(goes) & rota.people.keys()
        self.roles_at: dict[str, set[frozenset[str]]] = defaultdict(set)
        for person in planning.people:
            self.roles_at[person.site].add(person.roles)
        self.filled: dict[Cell, int] = {}
        self.staying: dict[Cell, int] = {}
        self.rows_of: dict[Span, list[frozenset[str]]] = defaultdict(list)
        for cell in rota.demand:
            rostered = rota.rostered[cell]
            able = Counter(map(frozenset, rostered.values()))
            left = Counter(frozenset(skills) for person, skills in rostered.items() if self.stays(cell, person))
            for roles, _, filled in filled_places(rota.demand[cell], able, self.roles_at[cell.site]):
                self.rows_of[cell].append(roles)
                self.filled[cell, roles] = filled
                self.staying[cell, roles] = sum(people for skills, people in left.items() if skills & roles)

    def stays(self, cell: Span, person: str) -> bool:
        return person not in self.goes or (cell, person) in self.rota.kept

    def places(self, person: str) -> list[Cell]:
        """The rows in which this person would be missing, if they leave."""
        cells = {
            cell
            for at in self.rota.shifts[person]
            for cell in self.rota.inside(at)
            if (cell, person) not in self.rota.kept
        }
        return [
            (cell, roles)
            for cell in sorted(cells)
            for roles in self.rows_of[cell]
            if self.rota.rostered[cell][person] & roles
        ]

    def rest_left(self, person: Person, cell: Span) -> int:
        """Seconds between a step-in and the nearest rostered shift; negative where they overlap."""
        _, since, until = cell
        left = 1 << 40
        for _, start, end in self.rota.shifts[person.id]:
            left = min(left, start - until if start > since else since - end)
        return left

    def minutes_over(self, person: Person, cell: Span) -> int:
        """By how much a step-in would exceed the hours of the week; at most 0 where it does not."""
        return (cell.end - cell.start) // 60 - self.rota.minutes_left(person, week(cell.start))

    def lowered(self, cell: Span, role: str) -> dict[frozenset[str], int]:
        """Filled places that the rows of a cell ask for, were the minimum of this role lower by one."""
        demand = self.rota.demand[cell] | {role: self.rota.demand[cell][role] - 1}
        able = Counter(map(frozenset, self.rota.rostered[cell].values()))
        return {roles: filled for roles, _, filled in filled_places(demand, able, self.roles_at[cell.site])}
