"""What crosses the wire around imports: how files are written, what they change, and rules of minimum cover."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from hackday.release.plans.schemas import BrokenRelease

Word = Annotated[str, Meta(max_length=120)]
Words = Annotated[dict[Word, Word], Meta(max_length=1000)]
MappingName = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S")]
MOST_PEOPLE = 100_000
SHOWN = 200
"""Rows of each kind that a preview lists; the rest is counted."""


class FileFormat(StrEnum):
    CSV = "csv"
    ICS = "ics"


class FileMapping(Struct, frozen=True, forbid_unknown_fields=True):
    """How a workforce tool writes its rota. `columns` maps our names to the file's headings, `roles` theirs to ours.

    With a column `date` the times are clock times of the row's site, and a shift whose `end` is not after its
    `start` ends on the next day. Otherwise `starts_at` and `ends_at` are ISO 8601 with offset; or, where
    `date_format` has an hour too, clock times of the site in that format. For a calendar `columns` names properties:
    `employee_no` is ATTENDEE, an X- property or X-WR-CALNAME, `site` LOCATION, `role` SUMMARY or CATEGORIES.
    """

    columns: Words = {}
    roles: Words = {}
    sites: Words = {}
    delimiter: Annotated[str, Meta(max_length=4)] | None = None
    encoding: Annotated[str, Meta(max_length=40)] | None = None
    date_format: Annotated[str, Meta(max_length=40)] = "%Y-%m-%d"
    time_format: Annotated[str, Meta(max_length=40)] = "%H:%M"

    @property
    def is_local(self) -> bool:
        return "date" in self.columns


class SavedMapping(Struct, frozen=True):
    """A mapping under its name."""

    id: UUID
    name: str
    mapping: FileMapping
    saved_by: str | None
    saved_at: datetime
    may_change: bool


class MappingDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Save a mapping, or rename and replace one."""

    name: MappingName
    mapping: FileMapping


class GuessCode(StrEnum):
    """What is told of a guess; the browser words it. In brackets the `words`, after a colon the `names`."""

    ENCODING = "encoding"  # (encoding)
    DELIMITER = "delimiter"  # (delimiter)
    COLUMNS_MISSING = "columns_missing"  # : columns of ours for which no heading was recognised
    HEADINGS_UNREAD = "headings_unread"  # : headings of the file
    FORMAT = "format"  # (what: date or time, format): another format that fits too
    FORMAT_UNKNOWN = "format_unknown"  # (what, sample)
    SITE_CLOCK = "site_clock"  # times are those of each row's site
    CALENDAR = "calendar"  # (people: where they stand)
    CALENDAR_CLOCK = "calendar_clock"  # times without a zone are those of each event's site


class GuessNote(Struct, frozen=True):
    """One thing that was recognised, or that a person should look at."""

    code: GuessCode
    words: dict[str, str]
    names: list[str]


class Guess(Struct, frozen=True):
    """What a file looks like."""

    mapping: FileMapping
    said: list[GuessNote]
    headings: list[str]
    unknown_sites: list[str]
    """Names in the file that are no sites of the company, and for which the mapping has none."""
    unknown_roles: list[str]
    sites: list[str]
    """The company's, to choose from."""
    roles: list[str]


class ShiftDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """One shift of the rota; times with offset."""

    employee_no: str
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime


class ShiftsDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Shifts from a machine: taken all, or none. `replace` removes what the rota has within their sites and time."""

    shifts: Annotated[list[ShiftDraft], Meta(max_length=200_000)]
    replace: bool = False
    dry_run: bool = False
    accept_broken: bool = False


class CoverDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """The least number of qualified people for one stretch."""

    site: str
    role: str
    starts_at: datetime
    ends_at: datetime
    minimum: Annotated[int, Meta(ge=0, le=MOST_PEOPLE)]


class CoversDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Minimums from a machine: taken all, or none."""

    cover: Annotated[list[CoverDraft], Meta(max_length=200_000)]
    replace: bool = False
    dry_run: bool = False
    accept_broken: bool = False


class RotaRow(Struct, frozen=True):
    """One shift of a preview. `line` is that of the file, None for a shift of the rota."""

    line: int | None
    employee_no: str
    name: str
    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime


class RotaRows(Struct, frozen=True):
    count: int
    first: list[RotaRow]


class RotaChange(Struct, frozen=True):
    before: RotaRow
    after: RotaRow


class RotaChanges(Struct, frozen=True):
    count: int
    first: list[RotaChange]


class FileProblem(Struct, frozen=True):
    """Why a row cannot be taken; line 0 is about the whole file, a column "" about the whole row."""

    line: int
    column: str
    reason: str


class FileProblems(Struct, frozen=True):
    count: int
    first: list[FileProblem]


class DayBreaks(Struct, frozen=True):
    """Releases of one day that would not hold any more."""

    day: str
    name: str
    count: int
    first: list[BrokenRelease]


class CoverRow(Struct, frozen=True):
    """A minimum that changes: None for there is none. `rule` is the rule that it follows from, None: given."""

    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime
    before: int | None
    after: int | None


class CoverRows(Struct, frozen=True):
    count: int
    first: list[CoverRow]


class RotaPreview(Struct, frozen=True):
    """What taking a rota changes, or has changed if `written`."""

    written: bool
    replace: bool
    added: RotaRows
    changed: RotaChanges
    unchanged: int
    missing: RotaRows
    """In the rota but not in the file; with `replace` they are removed, else kept."""
    problems: FileProblems
    broken: list[DayBreaks]
    cover: CoverRows
    """Minimums that follow from rules and move with this rota."""


class CoverPreview(Struct, frozen=True):
    """What taking minimums, or a change of a rule, changes, or has changed if `written`."""

    written: bool
    added: CoverRows
    changed: CoverRows
    removed: CoverRows
    unchanged: int
    problems: FileProblems
    broken: list[DayBreaks]


class CoverRuleDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """So many people, or such a share of the scheduled. A null site, role or date stands for any."""

    site: Word | None = None
    role: Annotated[str, Meta(max_length=80)] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    people: Annotated[int, Meta(ge=0, le=MOST_PEOPLE)] | None = None
    percent: Annotated[int, Meta(ge=0, le=100)] | None = None


class CoverRule(Struct, frozen=True):
    """One layer of minimum cover; dates are those of the site, both included."""

    id: UUID
    site: str | None
    role: str | None
    starts_on: date | None
    ends_on: date | None
    people: int | None
    percent: int | None


class RuleCard(Struct, frozen=True):
    """A rule in its place, and on how many stretches of the rota it wins now."""

    rule: CoverRule
    stretches: int
    may_change: bool


class RulePreview(Struct, frozen=True):
    """The rule, None once it is deleted, and what it changes."""

    rule: CoverRule | None
    preview: CoverPreview


class CoverStretch(Struct, frozen=True):
    """A stretch of cover and where its minimum comes from; `rule` None: it was given in a file."""

    id: UUID
    site: str
    time_zone: str
    role: str
    starts_at: datetime
    ends_at: datetime
    scheduled: int
    minimum: int
    rule: CoverRule | None


class CoverPage(Struct, frozen=True):
    """In the order of time. `after` asks for the next page; None when this is the last."""

    stretches: list[CoverStretch]
    after: UUID | None


class PastImport(Struct, frozen=True):
    """An import of the record. Counts are None where that kind of import has none."""

    at: datetime
    by: str | None
    """None: on the command line."""
    what: str
    source: str
    added: int | None
    changed: int | None
    removed: int | None
