"""The staff file of the HR system: from bytes to rows that are sound in themselves, and the rows that are not."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from zoneinfo import available_timezones

import msgspec

from hackday.table_files import Row, RowProblem, read_table

REQUIRED = ("employee_no", "name", "email", "site", "time_zone", "department", "manager_email")
OPTIONAL = ("roles", "skills", "locale")
LONGEST = {"employee_no": 40, "name": 200, "email": 254, "site": 120, "department": 120, "locale": 20}  # as the table
NEEDED = ("employee_no", "name", "email", "site", "time_zone")
WORD_LIMIT = 60  # characters of one role or skill
WORDS_LIMIT = 50  # roles, or skills, of one person
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class HrRow(msgspec.Struct, frozen=True):
    """One person as the HR system has them; mails are lower case."""

    line: int
    employee_no: str
    name: str
    email: str
    site: str
    time_zone: str
    department: str
    manager_email: str
    """"" for those without a manager."""
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    locale: str


class HrFile(msgspec.Struct, frozen=True):
    rows: list[HrRow]
    problems: list[RowProblem]
    ignored: tuple[str, ...]


def read_hr_file(data: bytes, *, encoding: str | None = None, step: Callable[[int], None] | None = None) -> HrFile:
    """Read a staff file with columns REQUIRED and OPTIONAL; roles and skills are split at `;`.

    Whatever can be said without a database is checked. Raises FileRefused when it cannot be read as a whole.
    """
    table = read_table(data, required=REQUIRED, optional=OPTIONAL, encoding=encoding, step=step)
    rows = [_person(row) for row in table.rows]
    zones = available_timezones()
    problems = [*table.problems]
    for row in rows:
        problems += _field_problems(row, zones)
    problems += _repeated(rows, "employee_no")
    problems += _repeated(rows, "email")
    problems += _zone_quarrels(rows)
    return HrFile(rows, problems, table.ignored)


def _person(row: Row) -> HrRow:
    values = row.values
    return HrRow(
        line=row.line,
        employee_no=values["employee_no"],
        name=" ".join(values["name"].split()),
        email=values["email"].lower(),
        site=values["site"],
        time_zone=values["time_zone"],
        department=values["department"],
        manager_email=values["manager_email"].lower(),
        roles=_words(values["roles"]),
        skills=_words(values["skills"]),
        locale=values["locale"].replace("_", "-") or "en",
    )


def _words(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in cell.split(";") if word.strip()))


def _field_problems(row: HrRow, zones: set[str]) -> Iterator[RowProblem]:
    for column in NEEDED:
        if not getattr(row, column):
            yield RowProblem(row.line, column, "is empty")
    for column, limit in LONGEST.items():
        if len(getattr(row, column)) > limit:
            yield RowProblem(row.line, column, f"is longer than {limit} characters")
    if row.email and not _EMAIL.fullmatch(row.email):
        yield RowProblem(row.line, "email", f"“{row.email[:80]}” is not a mail address")
    if row.time_zone and row.time_zone not in zones:
        yield RowProblem(
            row.line, "time_zone", f"“{row.time_zone[:80]}” is not a time zone; such as Europe/London is one"
        )
    if row.manager_email and row.manager_email == row.email:
        yield RowProblem(row.line, "manager_email", "nobody can be their own manager")
    if not _LOCALE.fullmatch(row.locale):
        yield RowProblem(row.line, "locale", f"“{row.locale[:80]}” is not a language; such as en or pt-BR is one")
    for column, words in (("roles", row.roles), ("skills", row.skills)):
        if len(words) > WORDS_LIMIT or any(len(word) > WORD_LIMIT for word in words):
            yield RowProblem(row.line, column, f"takes at most {WORDS_LIMIT} words of {WORD_LIMIT} characters")


def _repeated(rows: list[HrRow], column: str) -> Iterator[RowProblem]:
    first: dict[str, int] = {}
    for row in rows:
        value = getattr(row, column)
        if value and first.setdefault(value, row.line) != row.line:
            yield RowProblem(row.line, column, f"“{value}” stands on line {first[value]} already")


def _zone_quarrels(rows: list[HrRow]) -> Iterator[RowProblem]:
    zones: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        first = zones[row.site]
        first.setdefault(row.time_zone, row.line)
        zone, line = next(iter(first.items()))
        if zone != row.time_zone:
            yield RowProblem(
                row.line, "time_zone", f"{row.site} is in {row.time_zone} here, but in {zone} on line {line}"
            )
