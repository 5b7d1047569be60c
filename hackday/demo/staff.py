"""The people of an invented company: where they work, who leads them, what they can do. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hackday.demo.names import CULTURES, invented_name


class Site(NamedTuple):
    name: str
    zone: str
    locale: str
    weight: int
    culture: str
    """Of three in five of its people; the others come from anywhere."""


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


class Person(NamedTuple):
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


def invented_staff(chance: Random, people: int, sponsors: Sequence[Named]) -> list[Person]:
    """Site by site; at each the managers stand first, as in a heap: the person at i reports to (i - 1) // SPAN."""
    sites = SITES[: max(1, min(len(SITES), people // PEOPLE_PER_SITE))]
    sizes = _shares(people, [site.weight for site in sites])
    named = _named_places(sizes, sponsors)
    taken = {person.email for person in named.values()}
    staff: list[Person] = []
    for place, (site, size) in enumerate(zip(sites, sizes, strict=True)):
        here = len(staff)
        for i in range(size):
            known = named.get((place, i)) or _newcomer(chance, site, taken)
            boss = staff[here + (i - 1) // SPAN] if i else staff[0] if staff else None
            inherits = i > SPAN and boss is not None
            staff.append(
                Person(
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
