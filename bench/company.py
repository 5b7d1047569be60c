"""Invented companies of any size: who works when, who wants to go with whom, and what must stay covered.

Sites sized by Zipf's law, four roles, 30% with a second one, 40% want to go, 60% of those in teams of 3 to 6 (40%
of the teams across sites), minimum cover four fifths of what is scheduled (rounded up), half willing to cover.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from math import ceil
from random import Random
from typing import Any

from hackday.release.schemas import Cover, Person, Pin, Planning, Shift, Team, Window

FIRST_DAY = datetime(2027, 3, 10, tzinfo=UTC)
"""A Wednesday; the hack day takes it and the next day."""
ROLES = ("service-desk", "network-operations", "field-engineering", "duty-management")
ROLE_WEIGHTS = (55, 22, 14, 9)
STARTS = (6, 14, 22)
"""Local hours at which the early, late and night shifts of eight hours begin."""
OFFSETS = (0, 1, 1, 1, 0, 0, 1, -5, 5.5, 9)
"""Hours from UTC of the sites in turn."""
PINS_PER_THOUSAND = 2
VARIANTS: dict[str, dict[str, Any]] = {
    "usual": {},
    "cover slack 10%": {"slack": 0.1},
    "90% in teams, 80% of them across sites": {"in_teams": 0.9, "crossing": 0.8},
    "the same, all or nobody of a team": {"in_teams": 0.9, "crossing": 0.8, "whole_teams": True},
    "60% volunteers, slack 10%, 20% willing": {"volunteers": 0.6, "slack": 0.1, "willing": 0.2},
}
"""Harder and harder: less room, teams that tie the sites together, few who cover for many."""


def company(
    people: int,
    *,
    sites: int,
    seed: int = 1,
    slack: float = 0.2,
    volunteers: float = 0.4,
    in_teams: float = 0.6,
    crossing: float = 0.4,
    willing: float = 0.5,
    whole_teams: bool = False,
    site_floor: int = 0,
) -> Planning:
    """One company; `slack` is the share of scheduled people above minimum cover, `whole_teams` all or nobody."""
    rng = Random(seed)
    names = [f"site-{number:03}" for number in range(sites)]
    zones = {name: timezone(timedelta(hours=OFFSETS[i % len(OFFSETS)])) for i, name in enumerate(names)}
    homes = rng.choices(names, weights=[1 / (rank + 1) for rank in range(sites)], k=people)
    staff = [_person(rng, number, home, volunteers, willing) for number, home in enumerate(homes)]
    shifts = [shift for person in staff for shift in _week(rng, person, zones[person.site])]
    windows = {
        site: Window(site, at := FIRST_DAY.replace(tzinfo=zone), at + timedelta(days=2)) for site, zone in zones.items()
    }
    scheduled = Counter(
        (s.site, s.role, s.starts_at, s.ends_at)
        for s in shifts
        if s.starts_at < windows[s.site].ends_at and s.ends_at > windows[s.site].starts_at
    )
    cover = tuple(Cover(*cell, minimum=ceil((1 - slack) * n - 1e-9)) for cell, n in scheduled.items())
    teams = tuple(_teams(rng, [p for p in staff if p.wants_to_go], in_teams, crossing, whole_teams))
    return Planning(tuple(staff), tuple(shifts), cover, teams, tuple(windows.values()), site_floor=site_floor)


def _person(rng: Random, number: int, home: str, volunteers: float, willing: float) -> Person:
    roles = {rng.choices(ROLES, ROLE_WEIGHTS)[0]}
    if rng.random() < 0.3:
        roles.add(rng.choice([role for role in ROLES if role not in roles]))
    wants = rng.random() < volunteers
    pin = rng.choice(list(Pin)) if wants and rng.random() < PINS_PER_THOUSAND / 1000 else None
    return Person(
        id=f"E{number:06}",
        site=home,
        roles=frozenset(roles),
        wants_to_go=wants,
        weight=2 if rng.random() < 0.25 else 1,
        pin=pin,
        extra_shifts=rng.choice((1, 2, 2, 2)) if rng.random() < willing else 0,
    )


def _week(rng: Random, person: Person, zone: timezone) -> list[Shift]:
    """Four shifts of the same kind from Monday to Saturday; people work in their scarcer role first."""
    start = rng.choice(STARTS)
    role = max(person.roles, key=ROLES.index)
    midnight = FIRST_DAY.replace(tzinfo=zone)
    begins = [
        (midnight + timedelta(days=day, hours=start)).astimezone(UTC) for day in sorted(rng.sample(range(-2, 4), 4))
    ]
    return [Shift(person.id, person.site, role, at, at + timedelta(hours=8)) for at in begins]


def _teams(rng: Random, keen: list[Person], in_teams: float, crossing: float, whole: bool) -> list[Team]:
    chosen = rng.sample(keen, round(in_teams * len(keen)))
    teams: list[Team] = []
    while len(chosen) >= 3:
        size = rng.randint(3, 6)
        first = chosen.pop()
        near = [p for p in chosen if p.site == first.site]
        pool = chosen if rng.random() < crossing or len(near) < size - 1 else near
        members = [first, *rng.sample(pool, min(size - 1, len(pool)))]
        chosen = [p for p in chosen if p not in members]
        smallest = len(members) if whole else rng.randint(2, len(members))
        teams.append(Team(f"T{len(teams):04}", tuple(p.id for p in members), max(2, smallest)))
    return teams
