"""Reads rota and cover files into rows with instants; every complaint names its line. Pure."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from hackday.errors import Invalid
from hackday.table_files import Row, RowProblem, read_table

ISO = ("employee_no", "site", "role", "starts_at", "ends_at")
LOCAL = ("employee_no", "site", "role", "date", "start", "end")
COVER = ("site", "role", "starts_at", "ends_at", "minimum")
LONGEST = timedelta(hours=24)
"""A shift that lasts longer is a slip in a date."""
MOST_PEOPLE = 100_000


class MappingRefused(Invalid):
    code = "mapping_refused"


class FileMapping(Struct, frozen=True, forbid_unknown_fields=True):
    """How a workforce tool writes its rota. `columns` maps our names to the file's headings, `roles` theirs to ours.

    With a column `date` the times are clock times of the row's site, and a shift whose `end` is not after its
    `start` ends on the next day; otherwise `starts_at` and `ends_at` are ISO 8601 with offset.
    """

    columns: dict[str, str] = {}
    roles: dict[str, str] = {}
    sites: dict[str, str] = {}
    delimiter: str | None = None
    encoding: str | None = None
    date_format: str = "%Y-%m-%d"
    time_format: str = "%H:%M"

    @property
    def is_local(self) -> bool:
        return "date" in self.columns


class RotaLine(Struct, frozen=True):
    """One shift as a file has it; the times are aware, in UTC."""

    line: int
    employee_no: str
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime


class CoverLine(Struct, frozen=True):
    """One minimum as a file has it."""

    line: int
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime
    minimum: int


def read_mapping(data: bytes) -> FileMapping:
    """The mapping in a TOML file; raises MappingRefused that names the key."""
    try:
        mapping = msgspec.convert(tomllib.loads(data.decode()), FileMapping)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise MappingRefused(f"The mapping cannot be read: {error}") from None
    if strange := set(mapping.columns) - {*ISO, *LOCAL}:
        known = ", ".join(dict.fromkeys((*ISO, *LOCAL)))
        raise MappingRefused(f"The mapping names columns that a rota does not have: {', '.join(sorted(strange))}. "
                             f"Known: {known}.")  # fmt: skip
    if mapping.delimiter is not None and len(mapping.delimiter) != 1:
        raise MappingRefused("The delimiter must be one character.")
    return mapping


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
    table = read_table(
        data,
        required=LOCAL if mapping.is_local else ISO,
        names=mapping.columns,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        step=step,
    )
    rows, problems = [], list(table.problems)
    for row in table.rows:
        site = mapping.sites.get(row.values["site"], row.values["site"])
        role = mapping.roles.get(row.values["role"], row.values["role"])
        try:
            _check_text(row, "employee_no", row.values["employee_no"], 40)
            _check_text(row, "role", role, 80)
            if site not in zones:
                raise _Bad(row, "site", f"“{site}” is not a site of the company")
            if mapping.is_local:
                starts_at, ends_at = _local_times(row, mapping, ZoneInfo(zones[site]))
            else:
                starts_at, ends_at = _interval(row)
        except _Bad as bad:
            problems.append(bad.problem)
            continue
        rows.append(RotaLine(row.line, row.values["employee_no"], site, role, starts_at, ends_at))
    return rows, problems


def read_cover(data: bytes, sites: Iterable[str]) -> tuple[list[CoverLine], list[RowProblem]]:
    """The minimum cover of a file, and what is wrong in itself."""
    known = set(sites)
    table = read_table(data, required=COVER)
    rows, problems = [], list(table.problems)
    first: dict[tuple[str, str, datetime, datetime], int] = {}
    for row in table.rows:
        site, role, minimum = row.values["site"], row.values["role"], row.values["minimum"]
        try:
            _check_text(row, "role", role, 80)
            if site not in known:
                raise _Bad(row, "site", f"“{site}” is not a site of the company")
            starts_at, ends_at = _interval(row)
            if not (minimum.isascii() and minimum.isdigit()) or int(minimum[:9]) > MOST_PEOPLE:
                raise _Bad(row, "minimum", f"“{minimum[:20]}” is not a number of people from 0 to {MOST_PEOPLE}")
            before = first.setdefault((site, role, starts_at, ends_at), row.line)
            if before != row.line:
                raise _Bad(row, "", f"says the same site, role and times as line {before}")
        except _Bad as bad:
            problems.append(bad.problem)
            continue
        rows.append(CoverLine(row.line, site, role, starts_at, ends_at, int(minimum)))
    return rows, problems


class _Bad(Exception):
    def __init__(self, row: Row, column: str, reason: str) -> None:
        self.problem = RowProblem(row.line, column, reason)


def _check_text(row: Row, column: str, value: str, longest: int) -> None:
    if not value:
        raise _Bad(row, column, "is empty")
    if len(value) > longest:
        raise _Bad(row, column, f"is longer than {longest} characters")


def _interval(row: Row) -> tuple[datetime, datetime]:
    starts_at, ends_at = _instant(row, "starts_at"), _instant(row, "ends_at")
    if ends_at <= starts_at:
        raise _Bad(row, "ends_at", "is not after starts_at")
    return _checked_length(row, starts_at, ends_at)


def _instant(row: Row, column: str) -> datetime:
    text = row.values[column]
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise _Bad(row, column, f"“{text}” has no offset from UTC, such as +01:00")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Bad(row, column, f"“{text[:40]}” is not a time such as 2027-03-10T06:00:00+01:00") from None


def _local_times(row: Row, mapping: FileMapping, zone: ZoneInfo) -> tuple[datetime, datetime]:
    day = _parsed(row, "date", mapping.date_format)
    start = _parsed(row, "start", mapping.time_format).time()
    end = _parsed(row, "end", mapping.time_format).time()
    if start == end:
        raise _Bad(row, "end", "is the same clock time as start")
    try:
        next_day = day + timedelta(days=end < start)
    except OverflowError:
        raise _Bad(row, "date", "lies outside the calendar") from None
    return _checked_length(
        row,
        _on_the_clock(row, "start", datetime.combine(day, start), zone),
        _on_the_clock(row, "end", datetime.combine(next_day, end), zone),
    )


def _parsed(row: Row, column: str, form: str) -> datetime:
    text = row.values[column]
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007  a clock time of the site, given its zone later
    except ValueError:
        raise _Bad(row, column, f"“{text[:40]}” does not read as {form}") from None


def _on_the_clock(row: Row, column: str, told: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a site's clock time; one that a clock change skips or repeats is refused."""
    first, second = told.replace(tzinfo=zone), told.replace(tzinfo=zone, fold=1)
    try:
        moment = first.astimezone(UTC)
    except OverflowError:
        raise _Bad(row, column, "lies outside the calendar") from None
    if moment.astimezone(zone).replace(tzinfo=None) != told:
        raise _Bad(row, column, f"{told:%Y-%m-%d %H:%M} does not exist in {zone.key}: the clocks go forward over it")
    if first.utcoffset() != second.utcoffset():
        raise _Bad(row, column, f"{told:%Y-%m-%d %H:%M} happens twice in {zone.key}, as the clocks go back; "
                                "give this rota as ISO 8601 times with offset")  # fmt: skip
    return moment


def _checked_length(row: Row, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    if ends_at - starts_at > LONGEST:
        raise _Bad(row, "", f"lasts {(ends_at - starts_at) / timedelta(hours=1):.0f} hours; at most 24 are taken")
    return starts_at, ends_at
