"""Reads the shifts of an iCalendar file (RFC 5545); every complaint names its event. Pure."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Event

from hackday.release.intake.ics_events import Block, blocks, dates, named, one, parsed, text_of, value
from hackday.release.intake.ics_zones import Zones
from hackday.release.intake.repeats import NotUnderstood, occurrences
from hackday.release.intake.rota_file import Bad, RotaLine, check_site, check_text, check_times
from hackday.release.intake.schemas import FileMapping
from hackday.release.intake.site_time import NotOnTheClock, on_the_clock
from hackday.table_files import FileRefused, RowProblem

COLUMNS = {"employee_no": "ATTENDEE", "site": "LOCATION", "role": "SUMMARY"}
"""Where person, site and role stand when the mapping does not say."""
MOST_EVENTS = 100_000
MOST_SHIFTS = 200_000
MOST_PLACES = 2_000


class _Shift(NamedTuple):
    """When an event is: on the clock of `zone`, or in UTC; `ends` is on the same clock, or `lasts` is given."""

    starts: datetime
    ends: datetime | None
    lasts: timedelta | None
    zone: tzinfo
    is_floating: bool


def read_ics(
    data: bytes,
    zones: Mapping[str, str],
    numbers: Mapping[str, str],
    mapping: FileMapping | None = None,
    *,
    step: Callable[[int], None] | None = None,
) -> tuple[list[RotaLine], list[RowProblem]]:
    """The shifts of a calendar, repeats and all. `numbers` gives the employee number of an e-mail address.

    Times without zone are clock times of the site. Cancelled events are no shifts, so that they are removed with
    `replace`. Raises FileRefused when the whole is no calendar. `step` is told the line of each event.
    """
    mapping = mapping or FileMapping()
    reader = _Reader(text_of(data, mapping.encoding), zones, numbers, mapping)
    rows: list[RotaLine] = []
    for block in reader.events:
        try:
            rows += reader.shifts(block)
            if len(rows) > MOST_SHIFTS:
                raise FileRefused([RowProblem(block.line, "", f"the calendar has over {MOST_SHIFTS:,} shifts")])
        except Bad as bad:
            reader.problems.append(bad.problem)
        if step:
            step(block.line)
    return rows, reader.problems


class _Reader:
    def __init__(self, text: str, zones: Mapping[str, str], numbers: Mapping[str, str], mapping: FileMapping) -> None:
        found = list(blocks(text))
        self.events = [block for name, block in found if name == "VEVENT"]
        if len(self.events) > MOST_EVENTS:
            raise FileRefused([RowProblem(0, "", f"The calendar has over {MOST_EVENTS:,} events.")])
        self._known = Zones(block for name, block in found if name == "VTIMEZONE")
        self.problems = list(self._known.problems)
        self._zones, self._numbers, self._mapping = zones, numbers, mapping
        self._places = COLUMNS | {c: p.upper() for c, p in mapping.columns.items() if c in COLUMNS}
        titled = re.search(r"^X-WR-CALNAME[^:\n]*:(.*)$", text, re.MULTILINE | re.IGNORECASE)
        self._calendar = titled[1].strip() if titled else ""
        self._moved = self._overridden()

    def shifts(self, block: Block) -> list[RotaLine]:
        """Every shift that an event stands for; none for a cancelled one. Raises Bad."""
        event = parsed(block)
        told = named(event)
        try:
            if str(event.get("STATUS", "")).upper() == "CANCELLED":
                return []
            number, site, role = self._person(block, event), self._place(event, "site"), self._place(event, "role")
            check_text(block.line, "employee_no", number, 40)
            check_text(block.line, "role", role, 80)
            check_site(block.line, site, self._zones)
            shift = self._shift(event, ZoneInfo(self._zones[site]))
            lines = [
                RotaLine(block.line, number, site, role, *check_times(block.line, *_instants(shift, start)))
                for start in self._starts(event, shift)
            ]
        except (NotUnderstood, NotOnTheClock) as reason:
            raise Bad(block.line, "", f"{told} {reason}") from None
        except Bad as bad:
            raise Bad(block.line, bad.problem.column, f"{told}: {bad.problem.reason}") from None
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            raise Bad(block.line, "", f"{told} cannot be read: its times or repeats are not well-formed") from None
        return lines

    def _person(self, block: Block, event: Event) -> str:
        place = self._places["employee_no"]
        text = self._calendar if place == "X-WR-CALNAME" else value(event, place)
        if not text.lower().startswith("mailto:"):
            return text
        email = text[len("mailto:") :].strip().lower()
        if email not in self._numbers:
            raise Bad(block.line, "employee_no", f"nobody who works here has the address “{email[:80]}”")
        return self._numbers[email]

    def _place(self, event: Event, column: str) -> str:
        text = value(event, self._places[column])
        names = self._mapping.sites if column == "site" else self._mapping.roles
        return names.get(text, text)

    def _shift(self, event: Event, site: ZoneInfo) -> _Shift:
        starts, zone, is_floating = self._moment(one(event, "DTSTART"), site)
        if "DTEND" not in event:
            if "DURATION" not in event:
                raise NotUnderstood("has no end and no duration")
            return _Shift(starts, None, one(event, "DURATION").dt, zone, is_floating)
        ends, end_zone, _ = self._moment(one(event, "DTEND"), site)
        if str(end_zone) != str(zone):  # told by two clocks: how long it lasts is what they agree on
            lasts = ends.replace(tzinfo=end_zone).astimezone(UTC) - starts.replace(tzinfo=zone).astimezone(UTC)
            return _Shift(starts, None, lasts, zone, is_floating)
        return _Shift(starts, ends, None, zone, is_floating)

    def _starts(self, event: Event, shift: _Shift) -> list[datetime]:
        """The clock times at which it begins: the repeats and further dates, less exceptions and those moved."""
        starts = [shift.starts]
        rules = event.get("RRULE")
        if isinstance(rules, list) or "EXRULE" in event:
            raise NotUnderstood("has several rules of repetition")
        if rules:
            starts = occurrences(shift.starts, rules, self._until(rules, shift))
        more = [self._clock(moment, shift) for moment in dates(event, "RDATE")]
        gone = {self._clock(moment, shift) for moment in dates(event, "EXDATE")}
        if "RECURRENCE-ID" not in event:
            gone |= {self._clock(moment, shift) for moment in self._moved.get(str(event.get("UID", "")), [])}
        elif str(one(event, "RECURRENCE-ID").params.get("RANGE", "")):
            raise NotUnderstood("moves all shifts after one, which is not taken; export its single shifts")
        return sorted({*starts, *more} - gone)

    def _until(self, rule: Mapping[str, list[Any]], shift: _Shift) -> datetime | None:
        if not (until := (rule.get("UNTIL") or [None])[0]):
            return None
        if not isinstance(until, datetime):
            return datetime.combine(until, datetime.max.time())
        return until.replace(tzinfo=None) if until.tzinfo is None else until.astimezone(shift.zone).replace(tzinfo=None)

    def _moment(self, stamp: Any, site: ZoneInfo) -> tuple[datetime, tzinfo, bool]:
        """A DATE-TIME as clock time, the clock's zone, and whether that is the site's because none was named."""
        moment = stamp.dt
        if not isinstance(moment, datetime):
            raise NotUnderstood("lasts whole days; a shift needs times")
        told = moment.replace(tzinfo=None)
        if name := stamp.params.get("TZID"):
            return told, self._known.zone(str(name)), False
        return (told, site, True) if moment.tzinfo is None else (told, UTC, False)

    def _clock(self, moment: tuple[date, str | None], shift: _Shift) -> datetime:
        """An EXDATE, RDATE or RECURRENCE-ID on the clock of the event."""
        when, name = moment
        if not isinstance(when, datetime):
            return datetime.combine(when, shift.starts.time())
        told = when.replace(tzinfo=None)
        if name is None and when.tzinfo is None:
            return told
        zone = self._known.zone(name) if name else UTC
        return told.replace(tzinfo=zone).astimezone(shift.zone).replace(tzinfo=None, fold=0)

    def _overridden(self) -> dict[str, list[tuple[date, str | None]]]:
        """Occurrences that an event of their own takes the place of, by UID."""
        moved: dict[str, list[tuple[date, str | None]]] = {}
        for block in self.events:
            if "RECURRENCE-ID" in block.text.upper():
                try:
                    event = parsed(block)
                    moment = one(event, "RECURRENCE-ID")
                    moved.setdefault(str(event.get("UID", "")), []).append((moment.dt, moment.params.get("TZID")))
                except (Bad, ValueError, KeyError, AttributeError, NotUnderstood):
                    continue  # told when the event itself is read
        return moved


def _instants(shift: _Shift, start: datetime) -> tuple[datetime, datetime]:
    """From when to when one occurrence lasts. An end told by the clock stays there in nights when the clocks change."""
    if shift.is_floating:
        starts_at = on_the_clock(start, shift.zone)
    else:  # RFC 5545, 3.3.5: the first of two; one that is skipped counts by the offset before the gap
        starts_at = start.replace(tzinfo=shift.zone).astimezone(UTC)
    if shift.lasts is not None:
        return starts_at, starts_at + shift.lasts
    assert shift.ends
    ends = start + (shift.ends - shift.starts)
    if shift.is_floating:
        return starts_at, on_the_clock(ends, shift.zone)
    return starts_at, ends.replace(tzinfo=shift.zone).astimezone(UTC)


def places(data: bytes) -> tuple[list[tuple[str, str]], str]:
    """Site and role of each event as the file writes them, and where it names its people; for a guess."""
    pairs, people = dict[tuple[str, str], None](), "X-WR-CALNAME"
    for name, block in blocks(text_of(data, None)):
        if name != "VEVENT":
            continue
        with suppress(Bad, NotUnderstood):
            event = parsed(block)
            pairs[value(event, "LOCATION"), value(event, "SUMMARY")] = None
            if "ATTENDEE" in event:
                people = "ATTENDEE"
        if len(pairs) > MOST_PLACES:
            break
    return list(pairs), people
