"""The rota as the planner sees it: who stands in which cell, what they would give up, and where they could step in.

A cell is one site and one interval of minimum cover. A person stands in it only when one of their shifts there
contains the whole interval, so that a shift which overlaps it in part never counts as cover.
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import NamedTuple

from hackday.release.schemas import Person, Pin, Planning

HOUR = 3600
DAY = 24 * HOUR


class PlanningInvalid(ValueError):
    """The question contradicts itself: an unknown person, a shift that ends before it starts, a naive time."""


class Span(NamedTuple):
    """An interval in seconds since 1970, UTC, at a site."""

    site: str
    start: int
    end: int


def span(site: str, starts_at: datetime, ends_at: datetime) -> Span:
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise PlanningInvalid(f"A time without a zone at {site}: {starts_at.isoformat()}")
    if ends_at <= starts_at:
        raise PlanningInvalid(f"{site}: an interval ends at {ends_at.isoformat()}, before it starts")
    return Span(site, int(starts_at.timestamp()), int(ends_at.timestamp()))


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def week(seconds: int) -> int:
    """The ISO week of an instant, counted in UTC; a shift belongs whole to the week in which it starts."""
    return (seconds // DAY + 3) // 7


class Rota:
    """Look-ups over one Planning; nothing here decides."""

    def __init__(self, planning: Planning) -> None:
        self.planning = planning
        self.people = {person.id: person for person in planning.people}
        if len(self.people) != len(planning.people):
            raise PlanningInvalid("A person is listed twice")
        self.windows: dict[str, list[Span]] = defaultdict(list)
        for window in planning.windows:
            self.windows[window.site].append(span(window.site, window.starts_at, window.ends_at))
        self.demand: dict[Span, dict[str, int]] = defaultdict(dict)
        for cover in planning.cover:
            cell = span(cover.site, cover.starts_at, cover.ends_at)
            self.demand[cell][cover.role] = max(cover.minimum, self.demand[cell].get(cover.role, 0))
        self.cells: dict[str, list[Span]] = defaultdict(list)
        for cell in sorted(self.demand):
            self.cells[cell.site].append(cell)
        self._inside: dict[Span, list[Span]] = {}
        self._in_window: dict[Span, bool] = {}
        self.shifts: dict[str, list[Span]] = defaultdict(list)
        self.rostered: dict[Span, dict[str, set[str]]] = defaultdict(dict)
        self._worked: dict[str, dict[int, int]] = {}
        self.kept: set[tuple[Span, str]] = set()
        """Who stands in a cell even when released, since the shift lies outside the window."""
        self._read_shifts()

    def _read_shifts(self) -> None:
        known: dict[tuple[str, datetime, datetime], tuple[Span, list[dict[str, set[str]]]]] = {}
        for shift in self.planning.shifts:
            person = self.people.get(shift.person)
            if person is None:
                raise PlanningInvalid(f"A shift of an unknown person: {shift.person}")
            times = (shift.site, shift.starts_at, shift.ends_at)
            if times not in known:  # many people work the same hours
                at = span(*times)
                known[times] = at, [self.rostered[cell] for cell in self.inside(at)]
            at, standing = known[times]
            self.shifts[shift.person].append(at)
            for people in standing:
                if shift.person not in people:
                    people[shift.person] = {*person.roles, shift.role}
                else:
                    people[shift.person].add(shift.role)
            if standing and not self.in_window(at):
                self.kept.update((cell, shift.person) for cell in self.inside(at))

    def inside(self, at: Span) -> list[Span]:
        """The cells that a shift fills."""
        if at not in self._inside:
            self._inside[at] = [c for c in self.cells[at.site] if at.start <= c.start and c.end <= at.end]
        return self._inside[at]

    def in_window(self, at: Span) -> bool:
        if at not in self._in_window:
            self._in_window[at] = any(at.start < w.end and w.start < at.end for w in self.windows[at.site])
        return self._in_window[at]

    def minutes_left(self, person: Person, in_week: int) -> int:
        worked = self._worked.get(person.id)
        if worked is None:
            worked = self._worked[person.id] = defaultdict(int)
            for _, start, end in self.shifts[person.id]:
                worked[week(start)] += end - start
        return (self.planning.week_hours * HOUR - worked.get(in_week, 0)) // 60

    def may_step_in(self, person: Person, cell: Span) -> bool:
        """Willing, and with rest on both sides of every rostered shift and hours left in that week."""
        if person.extra_shifts < 1 or person.site != cell.site:
            return False
        rest = self.planning.rest_hours * HOUR
        since, until = cell.start - rest, cell.end + rest
        for _, start, end in self.shifts[person.id]:
            if start < until and since < end:
                return False
        return (cell.end - cell.start) // 60 <= self.minutes_left(person, week(cell.start))

    def candidates(self) -> tuple[list[str], dict[str, list[str]]]:
        """Who could go at all, and each team's candidates; a team that cannot reach its smallest size has none."""
        could = {p.id for p in self.planning.people if p.wants_to_go and p.pin != Pin.MUST_STAY}
        teams = {team.id: [m for m in team.members if m in could] for team in self.planning.teams}
        smallest = {team.id: team.smallest for team in self.planning.teams}
        while short := [t for t, members in teams.items() if members and len(members) < smallest[t]]:
            for team in short:
                could -= set(teams[team])
            teams = {t: [m for m in members if m in could] for t, members in teams.items()}
        return sorted(could), teams
