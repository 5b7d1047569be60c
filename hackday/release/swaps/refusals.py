"""What may not be done with a shift, by name: each says which shift, which hours and which limit."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hackday.errors import Conflict, Forbidden
from hackday.release.wire import RosteredShift


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
