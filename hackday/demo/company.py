"""Invents a company as the four files that real ones hand over: people, rota, minimum cover and sign-ups. Pure.

Sites are sized as by Zipf's law, every manager has about eight people, four roles of the rota of which 30% hold a
second, minimum cover four fifths of what is scheduled, two in five want to go, 60% of those in groups of 3 to 6.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from math import ceil
from random import Random
from typing import Any, NamedTuple

from hackday.demo.staff import CAPTAIN, JUDGE, LEAST_PEOPLE, MANAGER, ORGANISER, PLANNER, Named, Person, invented_staff


class Files(NamedTuple):
    """What the imports take, as text."""

    people: str
    rota: str
    cover: str
    signups: str


STARTS = (6, 14, 22)
"""Local hours at which the early, late and night shifts of eight hours begin."""
OFFICE = 0.3
"""Share of the people who keep office hours and stand in no rota."""
SLACK = 0.2
"""Share of the scheduled people above minimum cover."""


class _Shift(NamedTuple):
    person: Person
    role: str
    starts_at: datetime
    ends_at: datetime


def make_company(seed: int, people: int = 500, *, today: date, sponsors: Sequence[Named] = ()) -> Files:
    """The files of an invented company whose two-day hack day ends `today`.

    The same arguments give the same text. The named roles and `sponsors` are among the people.
    """
    if people < LEAST_PEOPLE + len(sponsors):
        raise ValueError(f"A company takes at least {LEAST_PEOPLE + len(sponsors)} people.")
    chance = Random(seed)  # noqa: S311
    staff = invented_staff(chance, people, sponsors)
    first = today - timedelta(days=1)
    shifts = [shift for person in staff for shift in _week(chance, person, first)]
    return Files(
        _table(
            "employee_no,name,email,site,time_zone,department,manager_email,roles,skills,locale",
            (
                (p.number, p.name, p.email, p.site.name, p.site.zone, p.department, p.manager, ";".join(p.roles),
                 ";".join(p.skills), p.site.locale if p.is_local else "en")
                for p in staff
            ),
        ),
        _table(
            "employee_no,site,role,starts_at,ends_at",
            (
                (s.person.number, s.person.site.name, s.role, s.starts_at.isoformat(), s.ends_at.isoformat())
                for s in shifts
            ),
        ),
        _table("site,role,starts_at,ends_at,minimum", _cover(shifts, first)),
        _table(
            "employee_no,wants_to_take_part,willing_to_cover,extra_shifts_at_most,refused_last_time,pin,group",
            _sign_ups(chance, staff),
        ),
    )  # fmt: skip


def _table(header: str, rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue()


def _week(chance: Random, person: Person, first: date) -> list[_Shift]:
    """Four shifts around the hack day, in the scarcer role of two; some turn from early to late or to night once."""
    if chance.random() < OFFICE or person.email == CAPTAIN.email:
        return []
    kind, turns_on = chance.randrange(len(STARTS)), chance.choice((0, 1, 2, *[9] * 9))
    shifts = []
    for day in sorted(chance.sample(range(-2, 4), 4)):
        # Only forwards: a later start than the day before leaves more than the eleven hours of rest.
        hour = STARTS[min(kind + (day >= turns_on), len(STARTS) - 1)]
        starts = datetime.combine(first + timedelta(days=day), time(hour), person.zone)
        shifts.append(_Shift(person, person.roles[-1], starts, starts + timedelta(hours=8)))
    return shifts


def _cover(shifts: Iterable[_Shift], first: date) -> Iterable[tuple[str, str, str, str, int]]:
    """Four fifths of the scheduled, rounded up, for every shift that touches the two days."""
    scheduled: Counter[tuple[str, str, str, str]] = Counter()
    for shift in shifts:
        opens = datetime.combine(first, time(), shift.person.zone)
        if shift.starts_at < opens + timedelta(days=2) and shift.ends_at > opens:
            scheduled[shift.person.site.name, shift.role, shift.starts_at.isoformat(), shift.ends_at.isoformat()] += 1
    return ((*cell, ceil((1 - SLACK) * number - 1e-9)) for cell, number in sorted(scheduled.items()))


def _sign_ups(chance: Random, staff: Sequence[Person]) -> Iterable[tuple[str, int, int, int, int, str, str]]:
    """Nearly three in five stand in the file: two in five want to go, the others would only step in."""
    stay_here = {person.email for person in (ORGANISER, PLANNER, MANAGER, JUDGE)}
    keen: list[Person] = []
    rest: list[Person] = []
    for person in staff:
        draw = 0.0 if person.email == CAPTAIN.email else 1.0 if person.email in stay_here else chance.random()
        (keen if draw < 0.42 else rest).append(person)
    groups, wanting = _groups(chance, keen), {person.number for person in keen}
    helping = {person.number for person in chance.sample(rest, len(rest) // 4)}
    for person in staff:
        wants = person.number in wanting
        if not wants and person.number not in helping:
            continue
        pin = ""
        if wants and person.email != CAPTAIN.email and chance.random() < 0.02:
            pin = chance.choice(("must-go", "must-stay"))
        willing = not wants or chance.random() < 0.3
        yield (
            person.number, int(wants), int(willing), chance.choice((1, 2, 2, 2)), int(chance.random() < 0.25), pin,
            groups.get(person.number, ""),
        )  # fmt: skip


def _groups(chance: Random, keen: Sequence[Person]) -> dict[str, str]:
    """Groups of 3 to 6, four in ten of them across sites; the captain's is the first."""
    loose = [person for person in keen if person.email != CAPTAIN.email]
    chance.shuffle(loose)
    near: defaultdict[str, list[Person]] = defaultdict(list)
    for person in loose:
        near[person.site.name].append(person)
    heads = [person for person in keen if person.email == CAPTAIN.email]
    goal, groups = round(0.6 * len(keen)), dict[str, str]()
    number = 0
    while len(groups) < goal and loose:
        size = 6 if heads else chance.randint(3, 6)
        first = heads.pop() if heads else loose[0]
        others = [person for person in near[first.site.name] if person != first]
        if chance.random() < 0.4 or len(others) < size - 1:
            others = [person for person in loose if person != first]
        members = [first, *others[: size - 1]]
        if len(members) < 3:
            break
        for person in members:
            groups[person.number] = f"T{number:04}"
            if person in loose:
                loose.remove(person)
                near[person.site.name].remove(person)
        number += 1
    return groups
