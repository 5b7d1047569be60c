"""The mix of a team: so many of one department at most, from so many sites at least.

The trigger `membership_mix` keeps it under the lock of the team's row, whichever way somebody comes in; what it
refuses gets its name here. A team's own limit goes before its challenge's, and that before the day's.
"""

from collections import Counter
from collections.abc import Collection, Sequence

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
    holds for it must hold for those who are in it. What stays as it was is not looked at again: the day may have become
    stricter since, and a new pitch must pass all the same.
    """
    own, usual = details.own, details.usual
    changed = {
        name: value
        for name in TeamLimits.__struct_fields__
        if (value := getattr(change, name)) not in (UNSET, getattr(own, name))
    }
    if not changed:
        return {}
    after = msgspec.structs.replace(own, **changed)
    columns: dict[str, int | None] = {n: changed[n] for n in ("department_most", "sites_least") if n in changed}
    largest = (after.max_size or usual.max_size or team.max_size) if "max_size" in changed else team.max_size
    if changed.keys() & {"min_size", "max_size"}:
        least_usual = min(usual.min_size or 1, largest)
        columns |= {"max_size": largest, "min_size": after.min_size or least_usual}
        _check_sizes(columns["min_size"] or 1, largest, changed, usual, inside=len(members), is_free=is_free)
    if "department_most" in changed:
        _check_departments(after.department_most, usual.department_most, members, is_free=is_free)
    if changed.keys() & {"sites_least", "max_size"}:
        pointer = "/sites_least" if "sites_least" in changed else "/max_size"
        least = min(usual.sites_least or 1, largest) if after.sites_least is None else after.sites_least
        if "sites_least" in changed and least < min(usual.sites_least or 1, largest) and not is_free:
            raise Invalid(f"Here a full team comes from at least {usual.sites_least} sites.", pointer=pointer)
        reachable = len({m.site for m in members}) + largest - len(members)
        if least > reachable:
            raise Invalid(f"With its members and free places the team can reach {reachable} sites.", pointer=pointer)
    return columns


def _check_sizes(
    smallest: int, largest: int, changed: Collection[str], usual: TeamLimits, *, inside: int, is_free: bool
) -> None:
    if "max_size" in changed and largest < inside:
        raise Invalid(f"The team has {inside} members. Choose at least {inside}, or remove one.", pointer="/max_size")
    if "max_size" in changed and largest > (usual.max_size or largest) and not is_free:
        raise Invalid(f"Here a team has at most {usual.max_size} members.", pointer="/max_size")
    if smallest > largest:
        raise Invalid("At least must not be more than at most.", pointer="/min_size")
    if "min_size" in changed and smallest < min(usual.min_size or 1, largest) and not is_free:
        raise Invalid(f"Here a team has at least {usual.min_size} members.", pointer="/min_size")


def _check_departments(own: int | None, usual: int | None, members: Sequence[Member], *, is_free: bool) -> None:
    if own is not None and usual is not None and own > usual and not is_free:
        raise Invalid(f"Here at most {usual} may be of one department.", pointer="/department_most")
    named = Counter(m.department for m in members if m.department)
    department, fellows = max(named.items(), key=lambda c: c[1], default=("", 0))
    most = usual if own is None else own
    if most is not None and fellows > most:
        raise Invalid(f"{fellows} members are from {department} already.", pointer="/department_most")


def refusal(error: asyncpg.CheckViolationError) -> Conflict | None:
    """What the trigger meant; None for any other check."""
    named = _NAMED.get(error.constraint_name or "")
    return named(**msgspec.json.decode(error.detail)) if named else None
