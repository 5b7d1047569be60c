"""The slow truth on tiny companies: every set of releases and step-ins, tried one by one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations, product

from hackday.release.schemas import Cover, Person, Pin, Planning, Shift, Team, Window

DAY = datetime(2027, 3, 10, tzinfo=UTC)
EARLY, LATE, NIGHT = 6, 14, 22


def person(id: str, *roles: str, wants: bool = True, **more: object) -> Person:
    return Person(
        id=id, site=str(more.pop("site", "leeds")), roles=frozenset(roles or ("desk",)), wants_to_go=wants, **more
    )  # type: ignore[arg-type]


def at(hour: int, day: int = 0, hours: int = 8) -> tuple[datetime, datetime]:
    start = DAY + timedelta(days=day, hours=hour)
    return start, start + timedelta(hours=hours)


def shift(who: Person, hour: int, day: int = 0, hours: int = 8) -> Shift:
    return Shift(who.id, who.site, min(who.roles), *at(hour, day, hours))


def cover(role: str, hour: int, minimum: int, day: int = 0, site: str = "leeds", hours: int = 8) -> Cover:
    return Cover(site, role, *at(hour, day, hours), minimum)


def company(people: list[Person], shifts: list[Shift], cover: list[Cover], teams: list[Team] | None = None) -> Planning:
    sites = sorted({p.site for p in people} | {c.site for c in cover})
    windows = tuple(Window(site, DAY, DAY + timedelta(days=2)) for site in sites)
    return Planning(tuple(people), tuple(shifts), tuple(cover), tuple(teams or ()), windows)


def best(planning: Planning) -> int:
    """The objective of the best plan, by trying all of them."""
    wanting = [p.id for p in planning.people if p.wants_to_go and p.pin != Pin.MUST_STAY]
    points = {p.id: 100 * p.weight * (20 if p.pin == Pin.MUST_GO else 1) for p in planning.people}
    top = 0
    for goes in _subsets(wanting):
        if any(0 < len(set(t.members) & goes) < t.smallest for t in planning.teams):
            continue
        worth = sum(points[p] for p in goes) + floor_points(planning, goes)
        moves = fewest_moves(planning, goes) if worth > top else None
        if moves is not None:
            top = max(top, worth - moves)
    return top


def floor_points(planning: Planning, goes: set[str]) -> int:
    """A thousand for each place of a site's floor that is filled."""
    points = 0
    for site in {p.site for p in planning.people}:
        keen = {p.id for p in planning.people if p.site == site and p.wants_to_go}
        wanted = next(n for n in range(len(keen) + 1) if 100 * n >= planning.site_floor * len(keen))
        points += 1000 * min(wanted, len(keen & goes))
    return points


def fewest_moves(planning: Planning, goes: set[str]) -> int | None:
    """How many step-ins these releases need; None if no set of them is enough. Teams are not looked at."""
    cells = sorted({(c.site, c.starts_at, c.ends_at) for c in planning.cover})
    options = [
        (p.id, c)
        for p in planning.people
        for c in cells
        if p.extra_shifts and p.id not in goes and _may(planning, p, c)
    ]
    for size in range(len(options) + 1):
        for moves in combinations(options, size):
            if _staff_holds(planning, list(moves)) and _cover_holds(planning, cells, goes, list(moves)):
                return size
    return None


def _subsets(items: list[str]) -> Iterator[set[str]]:
    for keep in product((True, False), repeat=len(items)):
        yield {item for item, kept in zip(items, keep, strict=True) if kept}


def _apart(a: tuple[datetime, datetime], b: tuple[datetime, datetime], hours: int) -> bool:
    rest = timedelta(hours=hours)
    return a[1] + rest <= b[0] or b[1] + rest <= a[0]


def _may(planning: Planning, who: Person, cell: tuple[str, datetime, datetime]) -> bool:
    mine = [(s.starts_at, s.ends_at) for s in planning.shifts if s.person == who.id]
    return who.site == cell[0] and all(_apart(s, cell[1:], planning.rest_hours) for s in mine)


def _staff_holds(planning: Planning, moves: list[tuple[str, tuple[str, datetime, datetime]]]) -> bool:
    for who in planning.people:
        mine = [cell[1:] for p, cell in moves if p == who.id]
        if len(mine) > who.extra_shifts:
            return False
        if not all(_apart(a, b, planning.rest_hours) for a, b in combinations(mine, 2)):
            return False
        rostered = [(s.starts_at, s.ends_at) for s in planning.shifts if s.person == who.id]
        for week in {start.isocalendar()[:2] for start, _ in mine}:
            worked = [end - start for start, end in rostered + mine if start.isocalendar()[:2] == week]
            if sum(worked, timedelta()) > timedelta(hours=planning.week_hours):
                return False
    return True


def _cover_holds(
    planning: Planning,
    cells: list[tuple[str, datetime, datetime]],
    goes: set[str],
    moves: list[tuple[str, tuple[str, datetime, datetime]]],
) -> bool:
    roles = {p.id: set(p.roles) for p in planning.people}
    for site, start, end in cells:
        demand = {c.role: c.minimum for c in planning.cover if (c.site, c.starts_at, c.ends_at) == (site, start, end)}
        here = [s for s in planning.shifts if s.site == site and s.starts_at <= start and end <= s.ends_at]
        before = {s.person: roles[s.person] | {s.role} for s in here}
        after = {p: skills for p, skills in before.items() if p not in goes}
        after |= {p: roles[p] for p, c in moves if c[0] == site and c[1] <= start and end <= c[2]}
        if not holds(demand, list(before.values()), list(after.values())):
            return False
    return True


def holds(demand: dict[str, int], before: list[set[str]], after: list[set[str]]) -> bool:
    """Every set of roles can fill as many of its places as before, or all of them."""
    return all(
        places([r for r in chosen for _ in range(demand[r])], after)
        >= places([r for r in chosen for _ in range(demand[r])], before)
        for size in range(1, len(demand) + 1)
        for chosen in combinations(sorted(demand), size)
    )


def places(seats: list[str], people: list[set[str]]) -> int:
    """The most seats that different people can fill, by trying everyone on each."""
    if not seats:
        return 0
    first, rest = seats[0], seats[1:]
    filled = [1 + places(rest, people[:i] + people[i + 1 :]) for i, skills in enumerate(people) if first in skills]
    return max([places(rest, people), *filled])
