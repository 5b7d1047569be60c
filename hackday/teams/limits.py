"""The mix of a team: so many of one department at most, from so many sites at least.

The trigger `membership_mix` keeps it under the lock of the team's row, whichever way somebody comes in; what it
refuses gets its name here. A team's own limit goes before its challenge's, and that before the day's.
"""

from collections import Counter
from collections.abc import Sequence

import asyncpg
import msgspec
from msgspec import UNSET

from hackday.errors import Conflict, Invalid
from hackday.teams.schemas import Details, Member, Team, TeamChange, TeamLimits


class DepartmentIsFull(Conflict):
    """`most` of the joiner's department are in the team already."""

    code = "department_is_full"

    def __init__(self, team: str, most: int, department: str) -> None:
        super().__init__(
            f"“{team}” takes at most {most} of one department and has them from {department}. Choose another team."
        )


class TooFewSites(Conflict):
    """With one more from this site the places left could not bring the sites that are asked for."""

    code = "too_few_sites"

    def __init__(self, team: str, least: int, site: str) -> None:
        super().__init__(
            f"“{team}” must come from at least {least} sites: the places left are for people from elsewhere than "
            f"{site}. Choose another team."
        )


_NAMED: dict[str, type[DepartmentIsFull | TooFewSites]] = {
    "team_department_most": DepartmentIsFull,
    "team_sites_least": TooFewSites,
}


def columns_of(
    change: TeamChange, team: Team, details: Details, members: Sequence[Member], *, is_free: bool
) -> dict[str, int | None]:
    """The limits that a change sets, with the team held. Raises Invalid that names the field.

    A team is smaller and more mixed than its challenge says, never the reverse, unless the actor `is_free` to. What
    holds for it must hold for those who are in it.
    """
    asked = {name: value for name in TeamLimits.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    if not asked:
        return {}
    usual = details.usual
    largest = asked.get("max_size", team.max_size) or usual.max_size or team.max_size
    smallest = asked.get("min_size", team.min_size) or min(usual.min_size or 1, largest)
    most = asked.get("department_most", details.own.department_most)
    least = asked.get("sites_least", details.own.sites_least)
    _check_sizes(smallest, largest, usual, inside=len(members), is_free=is_free)
    department, fellows = max(Counter(m.department for m in members).items(), key=lambda c: c[1], default=("", 0))
    if most is not None and usual.department_most is not None and most > usual.department_most and not is_free:
        raise Invalid(f"Here at most {usual.department_most} may be of one department.", pointer="/department_most")
    if most is not None and department and fellows > most:
        raise Invalid(f"{fellows} members are from {department} already.", pointer="/department_most")
    if least is not None and usual.sites_least is not None and least < min(usual.sites_least, largest) and not is_free:
        raise Invalid(f"Here a full team comes from at least {usual.sites_least} sites.", pointer="/sites_least")
    reachable = len({m.site for m in members}) + largest - len(members)
    if least is not None and least > reachable:
        raise Invalid(f"With its members and free places the team can reach {reachable} sites.", pointer="/sites_least")
    sizes = {"min_size": smallest, "max_size": largest}
    return {name: sizes.get(name, value) for name, value in asked.items()}


def _check_sizes(smallest: int, largest: int, usual: TeamLimits, *, inside: int, is_free: bool) -> None:
    if largest < inside:
        raise Invalid(f"The team has {inside} members. Choose at least {inside}, or remove one.", pointer="/max_size")
    if largest > (usual.max_size or largest) and not is_free:
        raise Invalid(f"Here a team has at most {usual.max_size} members.", pointer="/max_size")
    if smallest > largest:
        raise Invalid("At least must not be more than at most.", pointer="/min_size")
    if smallest < min(usual.min_size or 1, largest) and not is_free:
        raise Invalid(f"Here a team has at least {usual.min_size} members.", pointer="/min_size")


def refusal(error: asyncpg.CheckViolationError) -> Conflict | None:
    """What the trigger meant; None for any other check."""
    named = _NAMED.get(error.constraint_name or "")
    return named(**msgspec.json.decode(error.detail)) if named else None
