"""What may happen when, and who may do it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

from hackday.days.schemas import Day, Entry, Phase, PhaseTime, Role
from hackday.errors import Conflict, Forbidden, Invalid, NotFound
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
    """Raise RoleNeeded unless the person has one of these roles; an organiser has a planner's as well."""
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


SIGN_UP_PHASES = (Phase.PUBLISHED, Phase.FORMING)
"""Later the rota is settled; who cannot come any more may still withdraw."""
WITHDRAW_PHASES = (*SIGN_UP_PHASES, Phase.HACKING)

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
LONGEST = timedelta(days=31)
"""Rest and weekly hours are counted around a day: a slip in its dates must not reach the end of the calendar."""


class SlugIsTaken(Conflict):
    code = "slug_is_taken"

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is a day “{slug}” already. Choose another short name.")


class DatesTurnedRound(Invalid):
    code = "dates_turned_round"

    def __init__(self) -> None:
        super().__init__("The day ends before it begins.", pointer="/ends_on")


class DatesOutOfReach(Invalid):
    code = "dates_out_of_reach"

    def __init__(self, pointer: str) -> None:
        super().__init__(
            f"A day lies between {EARLIEST.year} and {LATEST.year} and lasts at most {LONGEST.days} days.",
            pointer=pointer,
        )


class UnknownTimeZone(Invalid):
    code = "unknown_time_zone"

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is not a time zone; such as Europe/London is one.", pointer="/time_zone")


class MoreThanATeam(Invalid):
    code = "more_than_a_team"

    def __init__(self, name: str, most: int) -> None:
        super().__init__(f"A team takes {most} people at most; give no more than that.", pointer=f"/{name}")


class UnknownSite(Invalid):
    code = "unknown_site"

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is not a site of the company.", pointer="/sites")


class TimesOutOfOrder(Invalid):
    code = "times_out_of_order"

    def __init__(self, earlier: Phase, later: Phase, pointer: str) -> None:
        super().__init__(f"“{later}” must begin after “{earlier}”.", pointer=pointer)


class PhaseHasNoTime(Invalid):
    code = "phase_has_no_time"

    def __init__(self, phase: Phase, pointer: str) -> None:
        super().__init__(f"“{phase}” stands here twice, or cannot have a time.", pointer=pointer)


class TimeHasPassed(Invalid):
    code = "time_has_passed"

    def __init__(self, phase: Phase, pointer: str) -> None:
        super().__init__(
            f"The time of “{phase}” has passed. Choose a later one, or move the day there by hand.", pointer=pointer
        )


class PhaseHasMoved(Conflict):
    code = "phase_has_moved"

    def __init__(self, day: Day) -> None:
        super().__init__(f"{day.name} is “{day.phase}” by now. Look again before you move it.")


class AlreadyThere(Conflict):
    code = "already_there"

    def __init__(self, day: Day) -> None:
        super().__init__(f"{day.name} is “{day.phase}” already.")


class SiteTakesNoPart(Forbidden):
    code = "site_takes_no_part"

    def __init__(self, day: Day, site: str) -> None:
        super().__init__(f"{site} takes no part in {day.name}. Ask the organisers if you want to go.")


class NotSignedUp(Conflict):
    code = "not_signed_up"

    def __init__(self, day: Day) -> None:
        super().__init__(f"You are not signed up for {day.name}.")


class LastOrganiser(Conflict):
    code = "last_organiser"

    def __init__(self) -> None:
        super().__init__("A day needs an organiser. Name another one first.")


def check_dates(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise DatesTurnedRound
    if not EARLIEST <= starts_on <= LATEST:
        raise DatesOutOfReach("/starts_on")
    if ends_on - starts_on >= LONGEST:
        raise DatesOutOfReach("/ends_on")


def check_zone(name: str) -> None:
    if name not in available_timezones():
        raise UnknownTimeZone(name)


def check_team_limits(day: Day) -> None:
    """A team's smallest size is no more than its largest, and so many people can come from so many sites."""
    for name, value in (("team_min_size", day.team_min_size), ("sites_least", day.sites_least)):
        if value is not None and value > day.team_max_size:
            raise MoreThanATeam(name, day.team_max_size)


def check_sites(wanted: Sequence[str], known: Sequence[str]) -> None:
    for name in wanted:
        if name not in known:
            raise UnknownSite(name)


def check_times(
    day: Day, times: Sequence[tuple[Phase, datetime]], *, before: Mapping[Phase, PhaseTime], now: datetime
) -> list[PhaseTime]:
    """The times to store, in the order of the day. `before` are the present ones, `now` is aware.

    A time that was done stays done while it is not changed. A phase that the day has reached has its time behind it.
    """
    places = {phase: f"/times/{place}/starts_at" for place, (phase, _) in enumerate(times)}
    for place, (phase, _) in enumerate(times):
        if phase is Phase.DRAFT or places[phase] != f"/times/{place}/starts_at":
            raise PhaseHasNoTime(phase, f"/times/{place}/phase")
    ordered = sorted(times, key=lambda time: time[0].place)
    for (earlier, first), (later, second) in pairwise(ordered):
        if second <= first:
            raise TimesOutOfOrder(earlier, later, places[later])
    checked = []
    for phase, starts_at in ordered:
        old = before.get(phase)
        stays = old is not None and old.is_done and old.starts_at == starts_at
        is_done = stays or phase.place <= day.phase.place
        if not is_done and starts_at <= now:
            raise TimeHasPassed(phase, places[phase])
        checked.append(PhaseTime(phase, starts_at, is_done))
    return checked


def check_move(day: Day, *, from_phase: Phase, to_phase: Phase) -> None:
    """A day may be moved to any other phase, also backwards, by those who see where it is now."""
    if day.phase is to_phase:
        raise AlreadyThere(day)
    if day.phase is not from_phase:
        raise PhaseHasMoved(day)


def check_site_takes_part(day: Day, sites: Sequence[str], site: str) -> None:
    if sites and site not in sites:
        raise SiteTakesNoPart(day, site)
