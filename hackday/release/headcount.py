"""Cover of the sites once some have left and colleagues have stepped in: may one more go? Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from hackday.release.engine.cover import cover_rows
from hackday.release.engine.rota import Rota, Span, moment, span
from hackday.release.schemas import Move, Planning
from hackday.release.wire import ShiftCover, Shortage


class Headcount:
    """Who stands where. `leaving` grows as people are approved."""

    def __init__(
        self, planning: Planning, leaving: Collection[str], moves: Iterable[Move], zones: Mapping[str, str]
    ) -> None:
        self.rota = Rota(planning)
        self.zones = zones
        self.leaving = set(leaving)
        self.shifts = defaultdict(list)
        for shift in planning.shifts:
            self.shifts[shift.person].append(shift)
        self.stepping: dict[Span, set[str]] = defaultdict(set)
        for move in moves:
            if move.person in self.rota.people:
                for cell in self.rota.inside(span(move.site, move.starts_at, move.ends_at)):
                    self.stepping[cell].add(move.person)

    def shortage(self, person: str) -> Shortage | None:
        """What falls short if this person leaves beside all who leave already; None if they may go."""
        for cell in sorted(set(self._cells(person))):
            demand, rostered = self.rota.demand[cell], self.rota.rostered[cell]
            gone = self.leaving | {person}
            leavers = {p for p in rostered if p in gone and (cell, p) not in self.rota.kept}
            stepping = [self.rota.people[p].roles for p in self.stepping[cell] - gone]
            own = rostered.get(person, self.rota.people[person].roles)
            for row in cover_rows(demand, rostered, leavers, set(stepping)):
                helping = sum(bool(roles & row.roles) for roles in stepping)
                if len(row.leaving) - helping > row.slack and own & row.roles:
                    able = sum(bool(skills & row.roles) for skills in rostered.values())
                    return Shortage(
                        cell.site, self.zones[cell.site], moment(cell.start), moment(cell.end), sorted(row.roles),
                        sum(demand[role] for role in row.roles), able - len(row.leaving) + helping,
                    )  # fmt: skip
        return None

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
        gone = self.leaving | {person}
        able = [p for p, skills in self.rota.rostered[cell].items() if role in skills]
        staying = sum(p not in gone or (cell, p) in self.rota.kept for p in able)
        helping = sum(role in self.rota.people[p].roles for p in self.stepping[cell] - gone)
        return len(able), staying + helping, self.rota.demand[cell].get(role)
