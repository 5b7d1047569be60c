"""Compare a staff file with the people who are known: who is added, changed or gone, and what does not fit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

import msgspec

from hackday.people.hr_file import HrRow
from hackday.table_files import RowProblem

COMPARED = ("name", "email", "site", "department", "roles", "skills", "locale")
LEFT_SHARE = 0.5
"""Above this share of leavers a file is taken for a part of the staff, unless somebody says that it is not."""


class Known(msgspec.Struct, frozen=True):
    """A person as the database has them."""

    id: UUID
    employee_no: str
    name: str
    email: str
    site: str
    department: str
    manager_no: str
    """Employee number of the manager, or ""."""
    roles: tuple[str, ...]
    skills: tuple[str, ...]
    locale: str
    is_active: bool
    is_admin: bool


class Changed(msgspec.Struct, frozen=True):
    row: HrRow
    fields: tuple[str, ...]
    """Which of COMPARED differ; `manager`; `is_active` for a person who is back."""


class Difference(msgspec.Struct, frozen=True):
    added: list[HrRow]
    changed: list[Changed]
    left: list[Known]
    """Active, not in the file, and no administrator."""
    moved_sites: list[tuple[str, str, str]]
    """Sites whose zone changes: name, old zone, new zone."""
    problems: list[RowProblem]


def compare(rows: Sequence[HrRow], known: Sequence[Known], zones: Mapping[str, str], *, left_stay: bool) -> Difference:
    """What taking `rows` would do to the `known` people and to the sites' `zones`.

    With `left_stay` people who are missing from the file go on working here, so they may manage others.
    """
    by_number = {person.employee_no: person for person in known}
    in_file = {row.employee_no for row in rows}
    staying = [p for p in known if p.employee_no not in in_file and (p.is_admin or (left_stay and p.is_active))]
    numbers = {"": ""} | {p.email: p.employee_no for p in staying} | {row.email: row.employee_no for row in rows}
    added, changed = [], []
    for row in rows:
        person = by_number.get(row.employee_no)
        if person is None:
            added.append(row)
        elif fields := _differing(row, person, numbers.get(row.manager_email, "")):
            changed.append(Changed(row, fields))
    gone = [p for p in known if p.is_active and p.employee_no not in in_file and not p.is_admin]
    file_zones = {row.site: row.time_zone for row in rows}
    return Difference(
        added=added,
        changed=changed,
        left=gone,
        moved_sites=[(site, zones[site], zone) for site, zone in file_zones.items() if zones.get(site, zone) != zone],
        problems=[
            *_taken_mails(rows, (p for p in known if p.employee_no not in in_file)),
            *_manager_problems(rows, numbers, {p.employee_no: p.manager_no for p in staying}),
        ],
    )


def _differing(row: HrRow, person: Known, manager_no: str) -> tuple[str, ...]:
    fields = [field for field in COMPARED if getattr(row, field) != getattr(person, field)]
    # By number: after two people have exchanged addresses the same address means another manager.
    fields += ["manager"] * (manager_no != person.manager_no) + ["is_active"] * (not person.is_active)
    return tuple(fields)


def _taken_mails(rows: Sequence[HrRow], others: Iterable[Known]) -> Iterator[RowProblem]:
    holders = {person.email: person.employee_no for person in others}
    for row in rows:
        if holder := holders.get(row.email):
            yield RowProblem(row.line, "email", f"“{row.email}” belongs to {holder}, who is not in the file")


def _manager_problems(
    rows: Sequence[HrRow], numbers: Mapping[str, str], others: Mapping[str, str]
) -> Iterator[RowProblem]:
    looping = _loops({**others, **{row.employee_no: numbers.get(row.manager_email, "") for row in rows}})
    for row in rows:
        if row.manager_email not in numbers:
            yield RowProblem(row.line, "manager_email", f"nobody has the address “{row.manager_email}”")
        elif row.employee_no in looping and row.manager_email != row.email:
            yield RowProblem(row.line, "manager_email", "the line of managers leads back to this person")


def _loops(manager_of: Mapping[str, str]) -> set[str]:
    """Who stands on a circle of managers; nobody is walked over twice."""
    seen: dict[str, str] = {}  # person: start of the walk that met them first
    looping: set[str] = set()
    for start in manager_of:
        walk, here = [], start
        while here in manager_of and here not in seen:
            seen[here] = start
            walk.append(here)
            here = manager_of[here]
        if seen.get(here) == start and here in walk:
            looping.update(walk[walk.index(here) :])
    return looping
