"""The mix of a team: so many of one department at most, from so many sites at least.

The trigger `membership_mix` keeps it under the lock of the team's row, whichever way somebody comes in; what it
refuses gets its name here. A team's own limit goes before its challenge's, and that before the day's.
"""

import asyncpg
import msgspec

from hackday.errors import Conflict


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


def refusal(error: asyncpg.CheckViolationError) -> Conflict | None:
    """What the trigger meant; None for any other check."""
    named = _NAMED.get(error.constraint_name or "")
    return named(**msgspec.json.decode(error.detail)) if named else None
