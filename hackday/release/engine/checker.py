"""Checks a plan against its planning from first principles, with nothing from the planner that made it.

Cover is checked by actually giving every demanded place to a different qualified person (augmenting paths), not by
the inequalities that the planner uses; rest and hours are recounted from the shifts that people would work.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import chain, combinations
from math import ceil

from hackday.release.schemas import Breach, Move, Person, Pin, Plan, Planning, Reason, Shift, Window

Cell = tuple[str, datetime, datetime]


def check(planning: Planning, plan: Plan) -> list[Breach]:
    """Every promise that the plan breaks; empty for a sound plan."""
    of_everybody = _people(planning, plan), _teams(planning, plan), _floors(planning, plan)
    return list(chain(*of_everybody, _staff(planning, plan), _cover(planning, plan)))


def _people(planning: Planning, plan: Plan) -> Iterator[Breach]:
    people = {person.id: person for person in planning.people}
    goes = set(plan.goes)
    stays = {stay.person for stay in plan.stays}
    for person_id, times in Counter(plan.goes).items():
        if person_id not in people or times > 1:
            yield Breach("unknown_or_doubled_person", person_id)
    for person in planning.people:
        if person.id in goes:
            if not person.wants_to_go:
                yield Breach("goes_unwillingly", person.id)
            if person.pin == Pin.MUST_STAY:
                yield Breach("pin", person.id)
        elif person.wants_to_go and person.id not in stays:
            yield Breach("refusal_without_reason", person.id)
        if (person.pin == Pin.MUST_GO and person.id not in goes) != (person.id in plan.pins_not_kept):
            yield Breach("pin_not_reported", person.id)
    for stay in plan.stays:
        if stay.person in goes:
            yield Breach("goes_and_stays", stay.person)
        if stay.reason == Reason.COVER and not stay.blocks:
            yield Breach("refusal_without_reason", stay.person)


def _teams(planning: Planning, plan: Plan) -> Iterator[Breach]:
    for team in planning.teams:
        going = len(set(team.members) & set(plan.goes))
        if 0 < going < team.smallest:
            yield Breach("team_half_released", f"{team.id}: {going} of at least {team.smallest}")


def _floors(planning: Planning, plan: Plan) -> Iterator[Breach]:
    """A floor may be missed, but not in silence."""
    goes = set(plan.goes)
    told = {(missed.site, missed.wanted, missed.goes) for missed in plan.floors_missed}
    for site in sorted({person.site for person in planning.people} | {site for site, _, _ in told}):
        keen = [person.id for person in planning.people if person.site == site and person.wants_to_go]
        going = sum(person in goes for person in keen)
        wanted = ceil(Fraction(planning.site_floor * len(keen), 100))
        short = {(site, wanted, going)} if going < wanted else set()
        if short != {missed for missed in told if missed[0] == site}:
            yield Breach("floor_not_reported", f"{site}: {going} of {wanted}")


def _given_up(windows: Iterable[Window], shift: Shift) -> bool:
    return any(shift.starts_at < w.ends_at and shift.ends_at > w.starts_at for w in windows)


def _staff(planning: Planning, plan: Plan) -> Iterator[Breach]:
    people = {person.id: person for person in planning.people}
    demanded = {(c.site, c.starts_at, c.ends_at) for c in planning.cover}
    goes = set(plan.goes)
    shifts: dict[str, list[Shift]] = defaultdict(list)
    for shift in planning.shifts:
        shifts[shift.person].append(shift)
    stepping: dict[str, list[Move]] = defaultdict(list)
    for move in plan.moves:
        stepping[move.person].append(move)
    for person_id, moves in stepping.items():
        person = people.get(person_id)
        if person is None:
            yield Breach("unknown_or_doubled_person", person_id)
            continue
        if person_id in goes:
            yield Breach("released_and_covering", person_id)
        if len(moves) > person.extra_shifts:
            yield Breach("more_extra_shifts_than_offered", person_id)
        for move in moves:
            if move.role not in person.roles or move.site != person.site:
                yield Breach("not_qualified", f"{person_id}: {move.role} at {move.site}")
            if (move.site, move.starts_at, move.ends_at) not in demanded:
                yield Breach("move_to_nowhere", f"{person_id}: {move.starts_at.isoformat()}")
        yield from _rest_and_hours(planning, person, shifts[person_id], moves)


def _rest_and_hours(planning: Planning, person: Person, shifts: list[Shift], moves: list[Move]) -> Iterator[Breach]:
    """Only what a move brings about: a rota that was too tight before is not the plan's doing."""
    work = sorted([(s.starts_at, s.ends_at, False) for s in shifts] + [(m.starts_at, m.ends_at, True) for m in moves])
    rest = timedelta(hours=planning.rest_hours)
    for i, (start, end, moved) in enumerate(work):
        for other_start, other_end, other_moved in work[i + 1 :]:
            if (moved or other_moved) and other_start < end + rest and start < other_end + rest:
                yield Breach("rest", f"{person.id}: {end.isoformat()} to {other_start.isoformat()}")
    hours: dict[tuple[int, int], timedelta] = defaultdict(timedelta)
    for start, end, _ in work:
        hours[_week(start)] += end - start
    touched = {_week(move.starts_at) for move in moves}
    for in_week in touched:
        if hours[in_week] > timedelta(hours=planning.week_hours):
            yield Breach("hours", f"{person.id}: {hours[in_week]} in week {in_week[1]}")


def _week(start: datetime) -> tuple[int, int]:
    """Year and number of the ISO week of a shift, by its start in UTC."""
    return start.astimezone(UTC).isocalendar()[:2]


def _cover(planning: Planning, plan: Plan) -> Iterator[Breach]:
    people = {person.id: person for person in planning.people}
    goes = set(plan.goes)
    demand: dict[Cell, dict[str, int]] = defaultdict(dict)
    for cover in planning.cover:
        roles = demand[cover.site, cover.starts_at, cover.ends_at]
        roles[cover.role] = max(cover.minimum, roles.get(cover.role, 0))
    shifts: dict[str, list[Shift]] = defaultdict(list)
    for shift in planning.shifts:
        shifts[shift.site].append(shift)
    moves: dict[str, list[Move]] = defaultdict(list)
    for move in plan.moves:
        if move.person in people:
            moves[move.site].append(move)
    windows: dict[str, list[Window]] = defaultdict(list)
    for window in planning.windows:
        windows[window.site].append(window)
    for cell, roles in demand.items():
        site, start, end = cell
        before: dict[str, set[str]] = defaultdict(set)
        after: dict[str, set[str]] = defaultdict(set)
        for shift in shifts[site]:
            if shift.starts_at <= start and shift.ends_at >= end:
                before[shift.person] |= {shift.role, *people[shift.person].roles}
                if shift.person not in goes or not _given_up(windows[site], shift):
                    after[shift.person] |= before[shift.person]
        labelled = {person: set(skills) for person, skills in after.items()}
        for move in moves[site]:
            if move.starts_at <= start and move.ends_at >= end:
                after[move.person] |= people[move.person].roles
                exact = (move.starts_at, move.ends_at) == (start, end)
                labelled[move.person] = {move.role} if exact else set(people[move.person].roles)
        yield from _short(cell, roles, before, after, labelled)


def _short(
    cell: Cell,
    demand: Mapping[str, int],
    before: Mapping[str, set[str]],
    after: Mapping[str, set[str]],
    labelled: Mapping[str, set[str]],
) -> Iterator[Breach]:
    """A whole cell stays whole, each mover in the role named; a short one keeps what every set of roles has."""
    where = f"{cell[0]} {cell[1].isoformat()}"
    needed = sum(demand.values())
    if filled(demand, before.values()) == needed:
        if filled(demand, labelled.values()) < needed:
            yield Breach("cover", f"{where}: {filled(demand, labelled.values())} of {needed} places")
        return
    for size in range(1, len(demand) + 1):
        for chosen in combinations(sorted(demand), size):
            part = {role: demand[role] for role in chosen}
            was, now = filled(part, before.values()), filled(part, after.values())
            if now < was:
                yield Breach("cover", f"{where}: {now} of {was} places filled today for {', '.join(chosen)}")


def filled(demand: Mapping[str, int], people: Iterable[set[str]]) -> int:
    """The most demanded places that different people can fill.

    A largest flow by shortest augmenting paths (Edmonds and Karp, 1972) from people, counted by what they can do,
    to roles: path by path, whoever stands in a role may make room by filling another.
    """
    idle = Counter(frozenset(skills & demand.keys()) for skills in people)
    free = dict(demand)
    doing: Counter[tuple[frozenset[str], str]] = Counter()
    total = 0
    while path := _path(idle, free, doing):
        for i, (skills, role) in enumerate(path):
            doing[skills, role] += 1
            if i:
                doing[skills, path[i - 1][1]] -= 1
        idle[path[0][0]] -= 1
        free[path[-1][1]] -= 1
        total += 1
    return total


def _path(
    idle: Counter[frozenset[str]], free: Mapping[str, int], doing: Counter[tuple[frozenset[str], str]]
) -> list[tuple[frozenset[str], str]]:
    """Somebody idle takes a role, who held it takes the next, until a role with a free place is reached."""
    queue = [[(skills, role)] for skills, count in idle.items() if count for role in sorted(skills)]
    seen = {path[0][1] for path in queue}
    for path in queue:
        held = path[-1][1]
        if free[held] > 0:
            return path
        for (skills, role), count in doing.items():
            if role == held and count:
                for other in sorted(skills - seen):
                    seen.add(other)
                    queue.append([*path, (skills, other)])
    return []
