"""Who may take a shift, and what may be done with an open one. Pure; every refusal has its name.

Rest and weekly hours are the planner's (`engine.rota`): rest lies on both sides of each shift, and a shift counts
whole in the ISO week, by UTC, in which it starts.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hackday.errors import Conflict, Refusal
from hackday.release.engine.rota import HOUR, moment, span, week
from hackday.release.schemas import Window
from hackday.release.swaps.refusals import (
    AlreadyConfirmed,
    AlreadyTaken,
    CutOffPassed,
    HasLeft,
    IsAway,
    IsReleased,
    IsWithdrawn,
    NobodyTook,
    NotAtThisSite,
    NotQualified,
    NotTheTaker,
    OwnShift,
    ReturnDuringDay,
    ShiftOverlaps,
    TakerHasChanged,
    TooLittleRest,
    TooManyHours,
)
from hackday.release.swaps.schemas import Hindrance, Off, ReturnShift, ShiftState, Worker
from hackday.release.wire import RosteredShift, Settings

BROADCAST_TO = 50
"""So many are told at most of one open shift; everybody who could take it finds it on the page."""
AROUND = timedelta(days=8)
"""Work so near to a shift counts for its rest and week."""
RETURN_WITHIN = timedelta(days=60)
"""A shift worked in return lies at most so long after the day."""


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
