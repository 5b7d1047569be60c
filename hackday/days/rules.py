"""What may happen when, and who may do it."""

from hackday.days.schemas import Day, Entry, Phase, Role
from hackday.errors import Conflict, Forbidden, NotFound
from hackday.people.schemas import Actor


class NoSuchDay(NotFound):
    code = "no_such_day"

    def __init__(self) -> None:
        super().__init__("day")


class WrongPhase(Conflict):
    """An action outside its phase. The sentence names the phase that it is, and those it would need."""

    code = "wrong_phase"

    def __init__(self, day: Day, wanted: tuple[Phase, ...]) -> None:
        names = " or ".join(f"“{phase}”" for phase in wanted)
        super().__init__(f"This can be done while the day is {names}; {day.name} is “{day.phase}” now.")


class RoleNeeded(Forbidden):
    code = "role_needed"

    def __init__(self, roles: tuple[Role, ...]) -> None:
        super().__init__(f"Only a person with the role {' or '.join(roles)} of this day may do this.")


def check_phase(day: Day, *wanted: Phase) -> None:
    """Raise WrongPhase unless the day is in one of these phases."""
    if day.phase not in wanted:
        raise WrongPhase(day, wanted)


def check_role(entry: Entry, *roles: Role) -> None:
    """Raise RoleNeeded unless the person has one of these roles; an organiser has them all but judge's."""
    if entry.roles.isdisjoint(roles):
        raise RoleNeeded(roles)


def effective_roles(actor: Actor | None, granted: frozenset[Role]) -> frozenset[Role]:
    """Administrators organise every day; organisers may do what planners do."""
    roles = set(granted)
    if actor is not None and actor.is_admin:
        roles.add(Role.ORGANISER)
    if Role.ORGANISER in roles:
        roles.add(Role.PLANNER)
    return frozenset(roles)


def check_visible(day: Day, roles: frozenset[Role]) -> None:
    """A draft is hidden from all but those who prepare it."""
    if day.phase is Phase.DRAFT and not roles:
        raise NoSuchDay
