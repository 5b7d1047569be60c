"""Clock times as people write them: those that a clock change skips or repeats are refused by name."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hackday.errors import Invalid


class NotATime(Invalid):
    code = "not_a_time"

    def __init__(self, text: str, pointer: str) -> None:
        super().__init__(f"“{text[:40]}” is not a time such as 2027-03-10T09:00.", pointer=pointer)


class ClockTimeMissing(Invalid):
    code = "clock_time_missing"

    def __init__(self, told: datetime, zone: str, pointer: str) -> None:
        super().__init__(
            f"{told:%Y-%m-%d %H:%M} does not exist in {zone}: the clocks go forward over it. Choose another time.",
            pointer=pointer,
        )


class ClockTimeTwice(Invalid):
    code = "clock_time_twice"

    def __init__(self, told: datetime, first: datetime, second: datetime, zone: str, pointer: str) -> None:
        super().__init__(
            f"{told:%Y-%m-%d %H:%M} happens twice in {zone}, as the clocks go back. Say which one: "
            f"{first.isoformat(timespec='minutes')} or {second.isoformat(timespec='minutes')}.",
            pointer=pointer,
        )


def instant(text: str, zone: str, *, pointer: str = "") -> datetime:
    """The moment in UTC of an ISO 8601 time: with an offset as it stands, without one on the clocks of `zone`."""
    try:
        told = datetime.fromisoformat(text)
        if told.tzinfo is not None:
            return told.astimezone(UTC)
        first, second = told.replace(tzinfo=ZoneInfo(zone)), told.replace(tzinfo=ZoneInfo(zone), fold=1)
        moment = first.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotATime(text, pointer) from None
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != told:
        raise ClockTimeMissing(told, zone, pointer)
    if first.utcoffset() != second.utcoffset():
        raise ClockTimeTwice(told, first, second, zone, pointer)
    return moment
