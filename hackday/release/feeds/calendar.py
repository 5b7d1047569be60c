"""One person's released time as iCalendar (RFC 5545). Pure.

All times are UTC, so that no calendar needs to know a site's zone. A released day and shifts given up leave the time
free; a shift taken over is busy. An event keeps its UID as long as it is the same shift, and its SEQUENCE grows with
each change. Colleagues are never named.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from hackday.release.feeds.schemas import CalendarShift, ChangeKind, ReleasedDay

_REFRESH = timedelta(hours=1)
"""How often calendars are asked to look again."""


def calendar_of(person: UUID, days: Iterable[ReleasedDay], shifts: Iterable[CalendarShift], *, origin: str) -> bytes:
    """The calendar as a file; `origin` is where the pages of the days are."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hackday//Released time//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Hackday")
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", _REFRESH)
    for day in days:
        event = _event(
            person, f"day:{day.day}", day.name, (day.starts_at, day.ends_at), day.site, day.changed_at, sequence=0
        )
        event.add("description", "You are released from your shifts.")
        event.add("url", f"{origin}/days/{day.slug}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    for shift in shifts:
        role = shift.role.replace("-", " ")
        is_off = shift.kind is ChangeKind.OFF
        event = _event(
            person,
            f"{shift.kind}:{shift.day}:{int(shift.starts_at.timestamp())}",
            f"{'Off' if is_off else 'Shift'}: {role} ({shift.day_name})",
            (shift.starts_at, shift.ends_at), shift.site, shift.at, sequence=shift.number,
        )  # fmt: skip
        event.add("description", "You do not work this shift." if is_off else "You work this shift in addition.")
        event.add("url", f"{origin}/days/{shift.slug}/release/mine")
        event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _event(
    person: UUID, key: str, summary: str, times: tuple[datetime, datetime], site: str, at: datetime, *, sequence: int
) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(person, key)}@hackday")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("last-modified", at.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("summary", summary)
    event.add("dtstart", times[0].astimezone(UTC))
    event.add("dtend", times[1].astimezone(UTC))
    event.add("location", site)
    event.add("status", "CONFIRMED")
    return event
