"""Reads rota and cover files into rows with instants; every complaint names its line. Pure."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from hackday.release.intake.rules import COVER, ISO, LOCAL, MappingRefused, check_mapping, has_clock
from hackday.release.intake.schemas import MOST_PEOPLE, CoverDraft, FileMapping, ShiftDraft
from hackday.release.intake.site_time import NotOnTheClock, on_the_clock
from hackday.table_files import Row, RowProblem, Table, read_table

LONGEST = timedelta(hours=24)
"""A shift that lasts longer is a slip in a date."""


class RotaLine(Struct, frozen=True, gc=False):
    """One shift as a file has it; the times are aware, in UTC."""

    line: int
    employee_no: str
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime


class CoverLine(Struct, frozen=True, gc=False):
    """One minimum as a file has it."""

    line: int
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime
    minimum: int


class Bad(Exception):
    """A row that cannot be taken."""

    def __init__(self, line: int, column: str, reason: str) -> None:
        self.problem = RowProblem(line, column, reason)


def read_mapping(data: bytes) -> FileMapping:
    """The mapping in a TOML file; raises MappingRefused that names the key."""
    try:
        mapping = msgspec.convert(tomllib.loads(data.decode()), FileMapping)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise MappingRefused(f"The mapping cannot be read: {error}") from None
    return check_mapping(mapping)


def read_rota(
    data: bytes,
    zones: Mapping[str, str],
    mapping: FileMapping | None = None,
    *,
    step: Callable[[int], None] | None = None,
) -> tuple[list[RotaLine], list[RowProblem]]:
    """The shifts of a file, and what is wrong in itself. `zones` gives the time zone of each known site.

    `step` is told the line after each record.
    """
    mapping = mapping or FileMapping()
    table = _table(data, LOCAL if mapping.is_local else ISO, mapping, step)
    clock = _Clock(mapping, zones)
    rows, problems = [], list(table.problems)
    for row in table.rows:
        try:
            check_text(row.line, "employee_no", row.values["employee_no"], 40)
            site, role, starts_at, ends_at = clock.stretch(row)
        except Bad as bad:
            problems.append(bad.problem)
            continue
        rows.append(RotaLine(row.line, row.values["employee_no"], site, role, starts_at, ends_at))
    return rows, problems


def read_cover(
    data: bytes, zones: Mapping[str, str], mapping: FileMapping | None = None
) -> tuple[list[CoverLine], list[RowProblem]]:
    """The minimum cover of a file, and what is wrong in itself."""
    mapping = mapping or FileMapping()
    wanted = [c for c in (*LOCAL, "minimum") if c != "employee_no"] if mapping.is_local else COVER
    table = _table(data, wanted, mapping, None)
    clock = _Clock(mapping, zones)
    rows, problems = [], list(table.problems)
    for row in table.rows:
        try:
            site, role, starts_at, ends_at = clock.stretch(row)
            minimum = row.values["minimum"]
            if not (minimum.isascii() and minimum.isdigit()) or int(minimum[:9]) > MOST_PEOPLE:
                raise Bad(row.line, "minimum", f"“{minimum[:20]}” is not a number of people from 0 to {MOST_PEOPLE}")
        except Bad as bad:
            problems.append(bad.problem)
            continue
        rows.append(CoverLine(row.line, site, role, starts_at, ends_at, int(minimum)))
    return _once(rows, problems)


def shift_lines(drafts: Iterable[ShiftDraft], zones: Mapping[str, str]) -> tuple[list[RotaLine], list[RowProblem]]:
    """Shifts that a machine sent; their place in the list, from 1, stands for the line."""
    rows, problems = [], []
    for place, draft in enumerate(drafts, 1):
        try:
            check_text(place, "employee_no", draft.employee_no, 40)
            checked = _checked(place, draft.site, draft.role, draft.starts_at, draft.ends_at, zones)
            rows.append(RotaLine(place, draft.employee_no, draft.site, draft.role, *checked))
        except Bad as bad:
            problems.append(bad.problem)
    return rows, problems


def cover_lines(drafts: Iterable[CoverDraft], zones: Mapping[str, str]) -> tuple[list[CoverLine], list[RowProblem]]:
    """Minimums that a machine sent."""
    rows, problems = [], []
    for place, draft in enumerate(drafts, 1):
        try:
            checked = _checked(place, draft.site, draft.role, draft.starts_at, draft.ends_at, zones)
            rows.append(CoverLine(place, draft.site, draft.role, *checked, draft.minimum))
        except Bad as bad:
            problems.append(bad.problem)
    return _once(rows, problems)


def check_text(line: int, column: str, value: str, longest: int) -> None:
    """Raise Bad where a value is empty, too long, or no text."""
    if not value:
        raise Bad(line, column, "is empty")
    if len(value) > longest:
        raise Bad(line, column, f"is longer than {longest} characters")
    if "\x00" in value:
        raise Bad(line, column, "holds the character U+0000, which cannot be taken")


def check_site(line: int, site: str, zones: Mapping[str, str]) -> None:
    if site not in zones:
        raise Bad(line, "site", f"“{site[:120]}” is not a site of the company")


def check_times(line: int, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """The same; raises Bad where they are out of order or too far apart."""
    if ends_at <= starts_at:
        raise Bad(line, "ends_at", "is not after starts_at")
    if ends_at - starts_at > LONGEST:
        raise Bad(line, "", f"lasts {(ends_at - starts_at) / timedelta(hours=1):.0f} hours; at most 24 are taken")
    return starts_at, ends_at


class _Clock:
    """Where and when a row of the file is; the same texts come again and again, so each is read once."""

    def __init__(self, mapping: FileMapping, zones: Mapping[str, str]) -> None:
        self._mapping, self._zones = mapping, zones
        self._has_clock = not mapping.is_local and has_clock(mapping)
        self._parsed = cache(datetime.strptime)
        self._from_iso = cache(_from_iso)
        self._zone = cache(lambda site: ZoneInfo(zones[site]))
        self._on_the_clock = cache(on_the_clock)

    def stretch(self, row: Row) -> tuple[str, str, datetime, datetime]:
        """Site, role and times of a row, in our words."""
        site = self._mapping.sites.get(row.values["site"], row.values["site"])
        role = self._mapping.roles.get(row.values["role"], row.values["role"])
        check_text(row.line, "role", role, 80)
        check_site(row.line, site, self._zones)
        if self._mapping.is_local:
            return site, role, *self._local_times(row, self._zone(site))
        starts_at, ends_at = self._instant(row, "starts_at", site), self._instant(row, "ends_at", site)
        return site, role, *check_times(row.line, starts_at, ends_at)

    def _instant(self, row: Row, column: str, site: str) -> datetime:
        text = row.values[column]
        if self._has_clock:
            told = self._read(row, column, self._mapping.date_format)
            return self._at(row, column, told, self._zone(site))
        moment: datetime | None = self._from_iso(text)
        if moment is None:
            raise Bad(row.line, column, f"“{text[:40]}” is not a time such as 2027-03-10T06:00:00+01:00")
        if moment.tzinfo is None:
            raise Bad(row.line, column, f"“{text[:40]}” has no offset from UTC, such as +01:00")
        return moment

    def _local_times(self, row: Row, zone: ZoneInfo) -> tuple[datetime, datetime]:
        day = self._read(row, "date", self._mapping.date_format)
        start = self._read(row, "start", self._mapping.time_format).time()
        end = self._read(row, "end", self._mapping.time_format).time()
        if start == end:
            raise Bad(row.line, "end", "is the same clock time as start")
        try:
            next_day = day + timedelta(days=end < start)
        except OverflowError:
            raise Bad(row.line, "date", "lies outside the calendar") from None
        return check_times(
            row.line,
            self._at(row, "start", datetime.combine(day, start), zone),
            self._at(row, "end", datetime.combine(next_day, end), zone),
        )

    def _read(self, row: Row, column: str, form: str) -> datetime:
        text = row.values[column]
        try:
            return self._parsed(text, form)
        except ValueError:
            raise Bad(row.line, column, f"“{text[:40]}” does not read as {form}") from None

    def _at(self, row: Row, column: str, told: datetime, zone: ZoneInfo) -> datetime:
        try:
            return self._on_the_clock(told, zone)
        except NotOnTheClock as reason:
            raise Bad(row.line, column, str(reason)) from None


def _table(data: bytes, wanted: Iterable[str], mapping: FileMapping, step: Callable[[int], None] | None) -> Table:
    columns = tuple(wanted)
    headings = [mapping.columns.get(column, column).strip().casefold() for column in columns]
    if twice := sorted({heading for heading in headings if headings.count(heading) > 1}):
        raise MappingRefused(f"The mapping reads the heading {', '.join(twice)} twice.", pointer="/columns")
    return read_table(
        data,
        required=columns,
        names=mapping.columns,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        step=step,
    )


def _from_iso(text: str) -> datetime | None:
    """The time in UTC, without a zone where the text has none; None for what is no time."""
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _checked(
    line: int, site: str, role: str, starts_at: datetime, ends_at: datetime, zones: Mapping[str, str]
) -> tuple[datetime, datetime]:
    check_text(line, "role", role, 80)
    check_site(line, site, zones)
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise Bad(
            line, "starts_at" if starts_at.tzinfo is None else "ends_at", "has no offset from UTC, such as +01:00"
        )
    try:
        return check_times(line, starts_at.astimezone(UTC), ends_at.astimezone(UTC))
    except OverflowError:
        raise Bad(line, "starts_at", "lies outside the calendar") from None


def _once(rows: list[CoverLine], problems: list[RowProblem]) -> tuple[list[CoverLine], list[RowProblem]]:
    """The rows, and a problem more for each that says what another has said."""
    first: dict[tuple[str, str, datetime, datetime], int] = {}
    kept = []
    for row in rows:
        before = first.setdefault((row.site, row.role, row.starts_at, row.ends_at), row.line)
        if before == row.line:
            kept.append(row)
        else:
            problems.append(RowProblem(row.line, "", f"says the same site, role and times as line {before}"))
    return kept, problems
