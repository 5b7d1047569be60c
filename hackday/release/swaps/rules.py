"""Who may take a shift, and what may be done with an open one. Pure; every refusal has its name.

Rest and weekly hours are the planner's (`engine.rota`): rest lies on both sides of each shift, and a shift counts
whole in the ISO week, by UTC, in which it starts.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hackday.errors import Conflict, Forbidden, Refusal
from hackday.release.engine.rota import HOUR, moment, span, week
from hackday.release.schemas import Window
from hackday.release.swaps.schemas import Hindrance, Off, ReturnShift, ShiftState, Worker
from hackday.release.wire import RosteredShift, Settings

BROADCAST_TO = 50
"""So many are told at most of one open shift; everybody who could take it finds it on the page."""
AROUND = timedelta(days=8)
"""Work so near to a shift counts for its rest and week."""
RETURN_WITHIN = timedelta(days=60)
"""A shift worked in return lies at most so long after the day."""


def shown(shift: RosteredShift) -> str:
    """A shift in words, by the clocks of its site."""
    zone = ZoneInfo(shift.time_zone)
    start, end = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    return f"{spoken(shift.role)}, {shift.site}, {start:%a %d %b %H:%M}–{end:%H:%M}"


def spoken(role: str) -> str:
    """A role as people say it: "service desk" for service-desk."""
    return role.replace("-", " ")


def length(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


class NotQualified(Conflict):
    code = "not_qualified"

    def __init__(self, name: str, role: str) -> None:
        super().__init__(f"{name} is not qualified for {spoken(role)}.")


class NotAtThisSite(Conflict):
    code = "not_at_this_site"

    def __init__(self, name: str, site: str) -> None:
        super().__init__(f"{name} does not work at {site}.")


class HasLeft(Conflict):
    code = "has_left"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not on the staff list any more.")


class OwnShift(Conflict):
    code = "own_shift"

    def __init__(self, name: str) -> None:
        super().__init__(f"This is {name}'s own shift; somebody else has to take it.")


class IsReleased(Conflict):
    code = "is_released"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is to go to the hack day; who goes cannot take over a shift.")


class IsAway(Conflict):
    code = "is_away"

    def __init__(self, name: str, shift: RosteredShift) -> None:
        super().__init__(f"{name} is off work during {shown(shift)}.")


class ShiftOverlaps(Conflict):
    code = "shift_overlaps"

    def __init__(self, name: str, other: RosteredShift) -> None:
        super().__init__(f"{name} works at that time: {shown(other)}.")


class TooLittleRest(Conflict):
    code = "too_little_rest"

    def __init__(self, name: str, other: RosteredShift, *, rest: int, least: int, before: bool) -> None:
        super().__init__(
            f"{name} would have {length(rest)} of rest {'before' if before else 'after'} {shown(other)}; "
            f"at least {length(least)} are needed."
        )


class TooManyHours(Conflict):
    code = "too_many_hours"

    def __init__(self, name: str, *, at: datetime, worked: int, most: int) -> None:
        year, number, _ = at.isocalendar()
        super().__init__(
            f"{name} would work {length(worked)} in week {number} of {year}, "
            f"{length(worked - most)} more than the {length(most)} allowed."
        )


class NoOfferLeft(Conflict):
    code = "no_offer_left"

    def __init__(self, name: str, *, offered: int) -> None:
        super().__init__(
            f"{name} offered to take {offered} shifts, and all of them are used. Ask them instead."
            if offered
            else f"{name} has not offered to take shifts. Ask them instead."
        )


class ReturnNotTheirs(Conflict):
    code = "return_not_theirs"

    def __init__(self) -> None:
        super().__init__("What is worked in return must be a coming shift of the colleague who is asked.")


class ReturnDuringDay(Conflict):
    code = "return_during_day"

    def __init__(self, name: str, shift: RosteredShift) -> None:
        super().__init__(f"{name} wants to be away during {shown(shift)}; choose a shift outside the hack day.")


class ReturnIsPromised(Conflict):
    code = "return_is_promised"

    def __init__(self, shift: RosteredShift) -> None:
        super().__init__(f"{shown(shift)} is part of another swap already.")


class AlreadyOpen(Conflict):
    code = "already_open"

    def __init__(self, shift: RosteredShift) -> None:
        super().__init__(f"Somebody is looked for already for {shown(shift)}.")


class NoSuchShift(Conflict):
    code = "no_such_shift"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has no such shift during the hack day, nor is its cover short of people.")


class AlreadyTaken(Conflict):
    code = "already_taken"

    def __init__(self, taker: str | None) -> None:
        super().__init__(f"{taker or 'Somebody'} has taken this shift already.")


class AlreadyConfirmed(Conflict):
    code = "already_confirmed"

    def __init__(self, taker: str | None) -> None:
        super().__init__(f"{taker or 'Somebody'} takes this shift, and it is confirmed already.")


class IsWithdrawn(Conflict):
    code = "is_withdrawn"

    def __init__(self) -> None:
        super().__init__("Nobody is looked for any more for this shift.")


class NobodyTook(Conflict):
    code = "nobody_took"

    def __init__(self) -> None:
        super().__init__("Nobody has taken this shift yet.")


class TakerHasChanged(Conflict):
    code = "taker_has_changed"

    def __init__(self, taker: str | None) -> None:
        super().__init__(f"Meanwhile {taker or 'somebody else'} has taken this shift. Look again.")


class CutOffPassed(Conflict):
    code = "cut_off_passed"

    def __init__(self, until: datetime, zone: str) -> None:
        super().__init__(
            f"Stepping back was possible until {until.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}. "
            "Speak to your manager or the planner."
        )


class NotAsked(Forbidden):
    code = "not_asked"

    def __init__(self) -> None:
        super().__init__("Another colleague was asked to take this shift.")


class NotTheTaker(Forbidden):
    code = "not_the_taker"

    def __init__(self) -> None:
        super().__init__("You have not taken this shift.")


class NotYoursToGive(Forbidden):
    code = "not_yours_to_give"

    def __init__(self) -> None:
        super().__init__("Only who gives this shift, their manager or a planner of the site may do this.")


class NotYoursToConfirm(Forbidden):
    code = "not_yours_to_confirm"

    def __init__(self) -> None:
        super().__init__("Only the manager of who takes this shift, or a planner of the site, may do this.")


def check_take(
    worker: Worker,
    work: Iterable[RosteredShift],
    shift: RosteredShift,
    settings: Settings,
    *,
    giver: UUID | None = None,
    off: Iterable[Off] = (),
) -> None:
    """Raise the first rule that this person would break by working this shift.

    `work` is all that they work, have taken and are planned for around it, `off` when they do not work at all.
    """
    if worker.id == giver:
        raise OwnShift(worker.name)
    if not worker.is_active:
        raise HasLeft(worker.name)
    if worker.site != shift.site:
        raise NotAtThisSite(worker.name, shift.site)
    if shift.role not in worker.roles:
        raise NotQualified(worker.name, shift.role)
    if worker.goes:
        raise IsReleased(worker.name)
    if any(o.starts_at < shift.ends_at and shift.starts_at < o.ends_at for o in off):
        raise IsAway(worker.name, shift)
    _check_hours(worker.name, list(work), shift, settings)


def _check_hours(name: str, work: Sequence[RosteredShift], shift: RosteredShift, settings: Settings) -> None:
    at = span(shift.site, shift.starts_at, shift.ends_at)
    least, most = settings.rest_hours * HOUR, settings.week_hours * HOUR
    worked = at.end - at.start
    for other in sorted(work, key=lambda s: s.starts_at):
        its = span(other.site, other.starts_at, other.ends_at)
        rest = max(its.start - at.end, at.start - its.end)
        if rest < 0:
            raise ShiftOverlaps(name, other)
        if rest < least:
            raise TooLittleRest(name, other, rest=rest, least=least, before=its.start >= at.end)
        if week(its.start) == week(at.start):
            worked += its.end - its.start
    if worked > most:
        raise TooManyHours(name, at=moment(at.start), worked=worked, most=most)


def check_return(
    giver: Worker,
    work: Iterable[RosteredShift],
    given: RosteredShift,
    in_return: RosteredShift,
    settings: Settings,
    windows: Iterable[Window],
    *,
    off: Iterable[Off] = (),
) -> None:
    """Raise what stands against the giver's working `in_return` in place of `given`.

    It lies outside the day, since who gives a shift away wants to go; all else that they work still counts.
    """
    if any(
        w.site == in_return.site and in_return.starts_at < w.ends_at and w.starts_at < in_return.ends_at
        for w in windows
    ):
        raise ReturnDuringDay(giver.name, in_return)
    stays = Worker(giver.id, giver.name, giver.site, giver.roles, giver.is_active, goes=False)
    check_take(stays, without(work, given), in_return, settings, off=off)


def could_return(
    giver: Worker,
    work: Iterable[RosteredShift],
    given: RosteredShift,
    offered: ReturnShift,
    settings: Settings,
    here: Window,
    off: Iterable[Off],
) -> bool:
    """Whether the giver could work this shift of a colleague in place of their own."""
    in_return = RosteredShift(offered.site, offered.time_zone, offered.role, offered.starts_at, offered.ends_at)
    try:
        check_return(giver, work, given, in_return, settings, [here], off=off)
    except Conflict:
        return False
    return True


def return_horizon(ends_on: date) -> datetime:
    """Shifts worked in return begin before this."""
    return datetime.combine(ends_on, datetime.min.time(), UTC) + RETURN_WITHIN


def without(work: Iterable[RosteredShift], shift: RosteredShift) -> list[RosteredShift]:
    """This work less what contains this shift, be it the whole or a stretch of it."""
    return [
        s for s in work if not (s.site == shift.site and s.starts_at <= shift.starts_at and shift.ends_at <= s.ends_at)
    ]


def hindrance(refusal: Refusal) -> Hindrance:
    return Hindrance(refusal.code, str(refusal))


def check_open(state: ShiftState, taker: str | None) -> None:
    """Raise unless somebody can still take it."""
    match state:
        case ShiftState.TAKEN:
            raise AlreadyTaken(taker)
        case ShiftState.CONFIRMED:
            raise AlreadyConfirmed(taker)
        case ShiftState.WITHDRAWN:
            raise IsWithdrawn


def check_taken(state: ShiftState, taker: UUID | None, name: str | None, *, seen: UUID) -> None:
    """Raise unless this very person waits to be confirmed."""
    match state:
        case ShiftState.OPEN:
            raise NobodyTook
        case ShiftState.CONFIRMED:
            raise AlreadyConfirmed(name)
        case ShiftState.WITHDRAWN:
            raise IsWithdrawn
    if taker != seen:
        raise TakerHasChanged(name)


def check_taker_steps_back(state: ShiftState, is_taker: bool) -> None:
    """Raise unless this person has taken it."""
    if state is ShiftState.WITHDRAWN:
        raise IsWithdrawn
    if state is ShiftState.OPEN:
        raise NobodyTook
    if not is_taker:
        raise NotTheTaker


def check_cut_off(settings: Settings, now: datetime, zone: str) -> None:
    if now >= settings.step_back_until:
        raise CutOffPassed(settings.step_back_until, zone)
