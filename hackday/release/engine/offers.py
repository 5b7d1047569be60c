"""Step-ins that colleagues offered, in few columns and rows: who could stand in for one another is counted once.

A colleague with one place to step in shares its column with all who help the same rows there, and needs no row.
Others have columns of their own, and rows where something could bind once one of their shifts is spent elsewhere.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from math import gcd
from typing import NamedTuple

from hackday.release.engine.model import Rows, too_close
from hackday.release.engine.rota import Span, week
from hackday.release.engine.standing import Standing

Helped = tuple[int, ...]
"""The cover rows that a step-in helps."""
Places = tuple[tuple[Span, Helped], ...]


class Offer(NamedTuple):
    """All that the program knows of a colleague: people with equal ones are interchangeable in every answer."""

    places: Places
    shifts: tuple[Span, ...]
    extra_shifts: int
    goes: bool
    leaving: str
    """The person's id, if it is asked whether they may leave: nobody else's columns close then."""


class Offers:
    """Columns, how many people each is open to, their rows, and where each person's options stand among them.

    useful  cells where a step-in helps -> the roles of which one helps there
    helped  the cover rows that somebody with these roles helps in a cell
    first   number of the first row, after those of cover
    """

    def __init__(
        self,
        standing: Standing,
        leaving: Collection[str],
        useful: Mapping[Span, frozenset[str]],
        helped: Callable[[frozenset[str], Span], Iterable[int]],
        first: int,
    ) -> None:
        self.standing, self.rota, self.first = standing, standing.rota, first
        self.columns: list[Helped] = []
        self.open: list[float] = []
        self.rows = Rows()
        self.options: dict[str, list[tuple[Span, int]]] = {}
        """Where somebody could step in, and the column: of people alike, that of the first of them."""
        self.hours: dict[tuple[str, int], tuple[int, int, int]] = {}
        """Of a person and a week: the row, the minutes left, and how many of them count as one in the row."""
        self.count: dict[str, int] = {}
        """The row that keeps somebody to as many shifts as they offered."""
        self.longest = max(((cell.end - cell.start) // 60 for cell in self.rota.demand), default=0)
        shared: dict[Helped, int] = {}
        for offer, people in self._alike(leaving, useful, helped).items():
            if len(offer.places) == 1:
                (cell, rows) = offer.places[0]
                if rows not in shared:
                    shared[rows] = self._column(rows)
                self.open[shared[rows]] += 0 if offer.goes else len(people)
                options = [(cell, shared[rows])]
            else:  # of people who go one is enough, since no change asks more than one of them back
                options, *_ = [self._own(offer, people) for _ in (people[:1] if offer.goes else people)]
            for person in people:
                self.options[person] = options

    def _alike(
        self,
        leaving: Collection[str],
        useful: Mapping[Span, frozenset[str]],
        helped: Callable[[frozenset[str], Span], Iterable[int]],
    ) -> dict[Offer, list[str]]:
        rota = self.rota
        rested: dict[tuple[str, tuple[Span, ...]], list[Span]] = {}
        places: dict[tuple[str, tuple[Span, ...], frozenset[str]], Places] = {}
        alike: dict[Offer, list[str]] = defaultdict(list)
        for person in rota.planning.people:
            if not person.extra_shifts:
                continue
            shifts = tuple(rota.shifts[person.id])
            when, key = (person.site, shifts), (person.site, shifts, person.roles)
            if when not in rested:  # many people work the same hours
                cells = [cell for cell in rota.cells[person.site] if cell in useful]
                rested[when] = [cell for cell in cells if rota.may_step_in(person, cell)]
            if key not in places:
                places[key] = tuple(
                    (cell, tuple(helped(person.roles, cell))) for cell in rested[when] if person.roles & useful[cell]
                )
            if places[key]:
                mine = person.id if person.id in leaving else ""
                goes = person.id in self.standing.goes
                alike[Offer(places[key], shifts, person.extra_shifts, goes, mine)].append(person.id)
        return alike

    def _column(self, rows: Helped) -> int:
        self.columns.append(rows)
        self.open.append(0.0)
        return len(self.columns) - 1

    def _own(self, offer: Offer, people: list[str]) -> list[tuple[Span, int]]:
        """Columns of one of these people, with rows for rest, hours of a week and the shifts offered.

        A row is left out that cannot bind, even with one shift or the longest stretch taken from its limit.
        """
        options = [(cell, self._column(rows)) for cell, rows in offer.places]
        for _, column in options:
            self.open[column] = float(not offer.goes)
        one = self.rota.people[people[0]]
        if offer.extra_shifts > 1:
            for clique in too_close(options, self.rota.planning.rest_hours * 3600):
                if len(clique) > 1:
                    self._row(clique, [1.0] * len(clique), 1.0)
        weeks: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for cell, column in options:
            weeks[week(cell.start)].append(((cell.end - cell.start) // 60, column))
        for number, entries in weeks.items():
            left = self.rota.minutes_left(one, number)
            if len(entries) > 1 and sum(minutes for minutes, _ in entries) > left - self.longest:
                unit = gcd(*(minutes for minutes, _ in entries))
                row = self._row([c for _, c in entries], [float(m // unit) for m, _ in entries], float(left // unit))
                for person in people:
                    self.hours.setdefault((person, number), (row, left, unit))
        if len(options) >= offer.extra_shifts:
            row = self._row([column for _, column in options], [1.0] * len(options), float(offer.extra_shifts))
            for person in people:
                self.count.setdefault(person, row)
        return options

    def _row(self, columns: list[int], values: list[float], upper: float) -> int:
        self.rows.add(columns, values, upper)
        return self.first + len(self.rows.upper) - 1
