"""The floor of each site: how many of its volunteers should go, and where fewer do."""

from collections import Counter
from collections.abc import Collection

from hackday.release.schemas import FloorMissed, Planning


def wanted(planning: Planning) -> dict[str, int]:
    """Site -> the people who should go from it: the floor's share of its volunteers, rounded up; none without one."""
    volunteers = Counter(person.site for person in planning.people if person.wants_to_go)
    least = {site: -(-planning.site_floor * number // 100) for site, number in sorted(volunteers.items())}
    return {site: number for site, number in least.items() if number}


def floors_missed(planning: Planning, goes: Collection[str]) -> tuple[FloorMissed, ...]:
    """The sites from which fewer go than wanted, by name."""
    going = Counter(person.site for person in planning.people if person.id in goes)
    return tuple(FloorMissed(site, n, going[site]) for site, n in wanted(planning).items() if going[site] < n)
