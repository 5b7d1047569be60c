"""Cover of the sites once some have left and colleagues have stepped in: may one more go? Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from hackday.release.engine.cover import CoverRow, cover_rows
from hackday.release.engine.rota import Rota, Span, moment, span
from hackday.release.schemas import Move, Planning
from hackday.release.wire import ShiftCover, Shortage


class Gap(NamedTuple):
    """A stretch that one colleague could take over, and the roles that would help, the shift's own first."""

    site: str
    starts_at: datetime
    ends_at: datetime
    roles: list[str]


class Headcount:
    """Who stands where. `leaving` grows as people are approved.

    `overridden` are those released below the minimum: their places count as filled, since that shortfall was accepted,
    so that it costs nobody else their release; the numbers that people read leave them out.
    """

    def __init__(
        self,
        planning: Planning,
        leaving: Collection[str],
        moves: Iterable[Move],
        zones: Mapping[str, str],
        overridden: Collection[str] = (),
    ) -> None:
        self.rota = Rota(planning)
        self.zones = zones
        self.leaving = set(leaving)
        self.overridden = set(overridden)
        self.shifts = defaultdict(list)
        for shift in planning.shifts:
            self.shifts[shift.person].append(shift)
        self.stepping: dict[Span, set[str]] = defaultdict(set)
        for move in moves:
            if move.person in self.rota.people:
                for cell in self.rota.inside(span(move.site, move.starts_at, move.ends_at)):
                    if move.person not in self.rota.rostered[cell]:
                        self.stepping[cell].add(move.person)

    def shortage(self, person: str) -> Shortage | None:
        """What falls short if this person leaves beside all who leave already; None if they may go."""
        return next(self.shortages_of(person), None)

    def shortages_of(self, person: str, joining: Mapping[Span, Set[str]] | None = None) -> Iterator[Shortage]:
        """The first row that falls short in each cell; `joining` is who would stand there too, by their roles."""
        gone = self.leaving | {person}
        for cell in sorted(set(self._cells(person))):
            own = self.rota.rostered[cell].get(person, self.rota.people[person].roles)
            rostered: dict[str, Set[str]] = dict(self.rota.rostered[cell])
            if joining and cell in joining:
                rostered[""] = joining[cell]
            yield from islice((s for row, s in self._short(cell, gone, rostered, person) if own & row.roles), 1)

    def gaps(self, person: str) -> list[Gap]:
        """What a colleague would have to take over: of each shift the stretch from its first short cell to its last."""
        short = {span(s.site, s.starts_at, s.ends_at): s.roles for s in self.shortages_of(person)}
        found, filled = [], set()
        for shift in sorted(self.shifts[person], key=lambda s: s.starts_at):
            at = span(shift.site, shift.starts_at, shift.ends_at)
            cells = [cell for cell in self.rota.inside(at) if cell in short] if self.rota.in_window(at) else []
            if cells:
                roles = {role for cell in cells for role in short[cell]}
                start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
                found.append(
                    Gap(shift.site, moment(start), moment(end), sorted(roles, key=lambda r: (r != shift.role, r)))
                )
                filled.update(cells)
        return found + [Gap(c.site, moment(c.start), moment(c.end), short[c]) for c in short if c not in filled]

    def holds_with(self, person: str, gaps: Iterable[Gap], roles: Set[str]) -> bool:
        """Whether cover holds once this person leaves and a colleague with these roles takes over these stretches."""
        joining = {cell: roles for gap in gaps for cell in self.rota.inside(span(gap.site, gap.starts_at, gap.ends_at))}
        return not any(self.shortages_of(person, joining))

    def away(self, person: str) -> set[str]:
        """Who else leaves, or is to leave, of those who stand in the cells of this person's shifts."""
        return {
            p
            for cell in self._cells(person)
            for p in self.rota.rostered[cell]
            if p in self.leaving and p != person and (cell, p) not in self.rota.kept
        }

    def shortages(self) -> dict[str, Shortage]:
        """Who leaves although a cell where they are missed falls short, and the first such cell of each."""
        found: dict[str, Shortage] = {}
        for cell in sorted(self.rota.demand):
            rostered = self.rota.rostered[cell]
            missed = [
                p
                for p in rostered
                if p in self.leaving and p not in self.overridden and (cell, p) not in self.rota.kept
            ]
            for row, shortage in self._short(cell, self.leaving, rostered) if missed else ():
                for person in missed:
                    if rostered[person] & row.roles:
                        found.setdefault(person, shortage)
        return found

    def _short(
        self, cell: Span, gone: Set[str], rostered: Mapping[str, Set[str]], asked: str | None = None
    ) -> Iterator[tuple[CoverRow, Shortage]]:
        """The rows of a cell that break when these people are gone; `asked` leaves even if overridden."""
        demand = self.rota.demand[cell]
        absent = {p for p in rostered if p in gone | self.overridden and (cell, p) not in self.rota.kept}
        filled = self.overridden - {asked}
        leavers = absent - filled
        stepping = {p: self.rota.people[p].roles for p in self.stepping[cell] - (gone - filled)}
        for row in cover_rows(demand, rostered, leavers, set(stepping.values())):
            helping = sum(bool(roles & row.roles) for roles in stepping.values())
            if len(row.leaving) - helping > row.slack:
                there = [skills for p, skills in {**rostered, **stepping}.items() if p not in absent | filled]
                staying = sum(bool(skills & row.roles) for skills in there)
                yield (
                    row,
                    Shortage(
                        cell.site, self.zones[cell.site], moment(cell.start), moment(cell.end), sorted(row.roles),
                        sum(demand[role] for role in row.roles), staying,
                    ),
                )  # fmt: skip

    def standing(self, person: str) -> list[ShiftCover]:
        """Each shift that this person would give up; where a shift fills several cells, the tightest."""
        found = []
        for shift in sorted(self.shifts[person], key=lambda s: s.starts_at):
            at = span(shift.site, shift.starts_at, shift.ends_at)
            if not self.rota.in_window(at):
                continue
            counts = [self._count(person, cell, shift.role) for cell in self.rota.inside(at)]
            asked = [c for c in counts if c[2] is not None]
            before, after, minimum = min(asked, key=lambda c: c[1] - (c[2] or 0)) if asked else (0, 0, None)
            found.append(
                ShiftCover(
                    shift.site,
                    self.zones[shift.site],
                    shift.role,
                    shift.starts_at,
                    shift.ends_at,
                    before,
                    after,
                    minimum,
                )
            )
        return found

    def _cells(self, person: str) -> Iterator[Span]:
        """Where this person is missing if they leave."""
        for shift in self.shifts[person]:
            at = span(shift.site, shift.starts_at, shift.ends_at)
            if self.rota.in_window(at):
                yield from self.rota.inside(at)
        yield from (cell for cell, stepping in self.stepping.items() if person in stepping)

    def _count(self, person: str, cell: Span, role: str) -> tuple[int, int, int | None]:
        gone = self.leaving | self.overridden | {person}
        able = [p for p, skills in self.rota.rostered[cell].items() if role in skills]
        staying = sum(p not in gone or (cell, p) in self.rota.kept for p in able)
        helping = sum(role in self.rota.people[p].roles for p in self.stepping[cell] - gone)
        return len(able), staying + helping, self.rota.demand[cell].get(role)
