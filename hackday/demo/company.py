"""Invents a company as the four files that real ones hand over: people, rota, minimum cover and sign-ups. Pure.

Sites are sized as by Zipf's law, every manager has about eight people, four roles of the rota of which 30% hold a
second, minimum cover four fifths of what is scheduled, two in five want to go, 60% of those in groups of 3 to 6.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hackday.demo.names import CULTURES, invented_name


class Site(NamedTuple):
    name: str
    zone: str
    locale: str
    weight: int
    culture: str
    """Of three in five of its people; the others come from anywhere."""


class Files(NamedTuple):
    """What the imports take, as text."""

    people: str
    rota: str
    cover: str
    signups: str


class Named(NamedTuple):
    name: str
    email: str


DOMAIN = "corp.example"
ORGANISER = Named("Orla Byrne", f"organiser@{DOMAIN}")
PLANNER = Named("Piotr Żurawik", f"planner@{DOMAIN}")
MANAGER = Named("Mei Tanaka", f"manager@{DOMAIN}")
JUDGE = Named("Júlia Nogueira", f"judge@{DOMAIN}")
CAPTAIN = Named("Chidi Okafor", f"captain@{DOMAIN}")
"""Keeps office hours and wants to go; stands first in the first group, which is large: their team will go."""

SITES = (
    Site("Hursley", "Europe/London", "en", 111, "english"),
    Site("Böblingen", "Europe/Berlin", "de", 61, "german"),
    Site("Amsterdam", "Europe/Amsterdam", "nl", 59, "dutch"),
    Site("Kraków", "Europe/Warsaw", "pl", 55, "polish"),
    Site("Lisboa", "Europe/Lisbon", "pt", 46, "portuguese"),
    Site("Kawasaki", "Asia/Tokyo", "ja", 43, "japanese"),
    Site("Poughkeepsie", "America/New_York", "en", 36, "english"),
    Site("Bengaluru", "Asia/Kolkata", "en", 34, "hindi"),
    Site("Dublin", "Europe/Dublin", "en", 30, "irish"),
    Site("Zürich", "Europe/Zurich", "de", 25, "french"),
)
PEOPLE_PER_SITE = 20
"""A company of fewer people has fewer sites."""
LEAST_PEOPLE = 40
SPAN = 8
"""People who report to one manager."""
DEPARTMENTS = ("Customer Care", "Infrastructure", "Security", "Cloud", "Finance IT", "Operations")
ROLES = ("service-desk", "network-operations", "field-engineering", "duty-management")
ROLE_WEIGHTS = (55, 22, 14, 9)
SKILLS = (
    "data",
    "design",
    "facilitation",
    "iot",
    "ml",
    "mobile",
    "python",
    "react",
    "security",
    "sql",
    "sre",
    "writing",
)
STARTS = (6, 14, 22)
"""Local hours at which the early, late and night shifts of eight hours begin."""
OFFICE = 0.3
"""Share of the people who keep office hours and stand in no rota."""
SLACK = 0.2
"""Share of the scheduled people above minimum cover."""


class _Person(NamedTuple):
    number: str
    name: str
    email: str
    site: Site
    department: str
    manager: str
    """E-mail, or ""."""
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    is_local: bool
    """Reads the site's language."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.site.zone)


class _Shift(NamedTuple):
    person: _Person
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
    staff = _staff(chance, people, sponsors)
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


def _staff(chance: Random, people: int, sponsors: Sequence[Named]) -> list[_Person]:
    """Site by site; at each the managers stand first, as in a heap: the person at i reports to (i - 1) // SPAN."""
    sites = SITES[: max(1, min(len(SITES), people // PEOPLE_PER_SITE))]
    sizes = _shares(people, [site.weight for site in sites])
    named = _named_places(sizes, sponsors)
    taken = {person.email for person in named.values()}
    staff: list[_Person] = []
    for place, (site, size) in enumerate(zip(sites, sizes, strict=True)):
        here = len(staff)
        for i in range(size):
            known = named.get((place, i)) or _newcomer(chance, site, taken)
            boss = staff[here + (i - 1) // SPAN] if i else staff[0] if staff else None
            inherits = i > SPAN and boss is not None
            staff.append(
                _Person(
                    number=f"E{len(staff):06}",
                    name=known.name,
                    email=known.email,
                    site=site,
                    department=boss.department if inherits and boss else chance.choice(DEPARTMENTS),
                    manager=boss.email if boss else "",
                    roles=_roles(chance),
                    skills=tuple(sorted(chance.sample(SKILLS, chance.choice((1, 2, 3, 3, 4))))),
                    is_local=chance.random() < 0.85,
                )
            )
    return staff


def _shares(people: int, weights: Sequence[int]) -> list[int]:
    """Whole numbers in these proportions that sum up to `people`."""
    edges = [people * sum(weights[:i]) // sum(weights) for i in range(len(weights) + 1)]
    return [after - before for before, after in pairwise(edges)]


def _named_places(sizes: Sequence[int], sponsors: Sequence[Named]) -> dict[tuple[int, int], Named]:
    """Where the named people stand: the manager high up at the first site, the others last at each site in turn."""
    places = {(0, 1): MANAGER}
    for turn, person in enumerate((CAPTAIN, ORGANISER, PLANNER, JUDGE, *sponsors)):
        site = turn % len(sizes)
        places[site, sizes[site] - 1 - turn // len(sizes)] = person
    return places


def _newcomer(chance: Random, site: Site, taken: set[str]) -> Named:
    culture = site.culture if chance.random() < 0.6 else chance.choice(list(CULTURES))
    name, stem = invented_name(chance, culture)
    email, again = f"{stem}@{DOMAIN}", 2
    while email in taken:
        email, again = f"{stem}{again}@{DOMAIN}", again + 1
    taken.add(email)
    return Named(name, email)


def _roles(chance: Random) -> tuple[str, ...]:
    first = chance.choices(ROLES, ROLE_WEIGHTS)[0]
    others = [role for role in ROLES if role != first]
    return tuple(sorted([first, *chance.sample(others, chance.random() < 0.3)], key=ROLES.index))


def _week(chance: Random, person: _Person, first: date) -> list[_Shift]:
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


def _sign_ups(chance: Random, staff: Sequence[_Person]) -> Iterable[tuple[str, int, int, int, int, str, str]]:
    """Nearly three in five stand in the file: two in five want to go, the others would only step in."""
    stay_here = {person.email for person in (ORGANISER, PLANNER, MANAGER, JUDGE)}
    keen: list[_Person] = []
    rest: list[_Person] = []
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


def _groups(chance: Random, keen: Sequence[_Person]) -> dict[str, str]:
    """Groups of 3 to 6, four in ten of them across sites; the captain's is the first."""
    loose = [person for person in keen if person.email != CAPTAIN.email]
    chance.shuffle(loose)
    near: defaultdict[str, list[_Person]] = defaultdict(list)
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
