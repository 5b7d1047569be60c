"""Compare a rota file with the rota that is known: what is added, changed or missing, and what does not fit. Pure."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from hackday.release.intake.rota_file import RotaLine
from hackday.table_files import RowProblem


class Worker(Struct, frozen=True, gc=False):
    """A person of the staff, as far as a rota needs to know them."""

    id: UUID
    employee_no: str
    roles: frozenset[str]
    name: str


class KnownShift(Struct, frozen=True, gc=False):
    """A shift in the database."""

    id: UUID
    employee_no: str
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime


class ShiftChange(Struct, frozen=True, gc=False):
    """A known shift, and the row that says it otherwise."""

    before: KnownShift
    after: RotaLine


class RotaDifference(Struct, frozen=True):
    """What an import does; `unchanged` counts rows."""

    added: list[RotaLine]
    changed: list[ShiftChange]
    unchanged: int
    missing: list[KnownShift]
    """Known shifts at the file's sites, within its time, that it lacks: kept, or with replace removed."""
    problems: list[RowProblem]


class _Stretch(NamedTuple):
    starts_at: datetime
    ends_at: datetime
    line: int
    """0 for a shift of the database."""


def compare(
    rows: Sequence[RotaLine],
    staff: Mapping[str, Worker],
    known: Iterable[KnownShift],
    *,
    replace: bool,
    sites: Container[str] | None = None,
) -> RotaDifference:
    """What taking `rows` does. `staff` is keyed by employee number; `known` has every shift of the people named.

    `sites` are those that whoever imports may change, None for all. Of others only the problem is told: a difference
    would show the rota there.
    """
    known = list(known)
    abroad = list(_abroad(rows, known, sites)) if sites is not None else []
    if abroad:
        return RotaDifference([], [], 0, [], abroad)
    by_start = {(shift.employee_no, shift.starts_at): shift for shift in known}
    in_file = {(row.employee_no, row.starts_at) for row in rows}
    added, changed = [], []
    for row in rows:
        shift = by_start.get((row.employee_no, row.starts_at))
        if shift is None:
            added.append(row)
        elif (shift.site, shift.role, shift.ends_at) != (row.site, row.role, row.ends_at):
            changed.append(ShiftChange(shift, row))
    others = [shift for shift in known if (shift.employee_no, shift.starts_at) not in in_file]
    told = {row.site for row in rows}
    since = min((row.starts_at for row in rows), default=None)
    until = max((row.ends_at for row in rows), default=None)
    missing = [s for s in others if since and until and s.site in told and s.starts_at < until and s.ends_at > since]
    dropped = {shift.id for shift in missing} if replace else set()
    return RotaDifference(
        added=added,
        changed=changed,
        unchanged=len(rows) - len(added) - len(changed),
        missing=missing,
        problems=[
            *_strangers(rows, staff),
            *_overlaps(rows, (s for s in others if s.id not in dropped)),
        ],
    )


def _abroad(rows: Iterable[RotaLine], known: Iterable[KnownShift], sites: Container[str]) -> Iterator[RowProblem]:
    """Rows for sites that are others' to plan, and rows that would take a shift away from one."""
    there = {(shift.employee_no, shift.starts_at): shift.site for shift in known if shift.site not in sites}
    for row in rows:
        if row.site not in sites:
            yield RowProblem(row.line, "site", f"you do not plan {row.site}")
        elif site := there.get((row.employee_no, row.starts_at)):
            yield RowProblem(row.line, "site", f"the shift is at {site} now, which you do not plan")


def _strangers(rows: Iterable[RotaLine], staff: Mapping[str, Worker]) -> Iterator[RowProblem]:
    for row in rows:
        worker = staff.get(row.employee_no)
        if worker is None:
            yield RowProblem(row.line, "employee_no", f"nobody who works here has the number “{row.employee_no}”")
        elif row.role not in worker.roles:
            able = ", ".join(sorted(worker.roles)) or "no role"
            yield RowProblem(
                row.line, "role", f"{row.employee_no} is not qualified for “{row.role}”; the staff list says: {able}"
            )


def _overlaps(rows: Iterable[RotaLine], others: Iterable[KnownShift]) -> Iterator[RowProblem]:
    """One person cannot work two shifts at once. The complaint stands at the later line of the file."""
    stretches: dict[str, list[_Stretch]] = defaultdict(list)
    for row in rows:
        stretches[row.employee_no].append(_Stretch(row.starts_at, row.ends_at, row.line))
    for shift in others:
        if shift.employee_no in stretches:
            stretches[shift.employee_no].append(_Stretch(shift.starts_at, shift.ends_at, 0))
    for number, mine in stretches.items():
        longest = None
        for stretch in sorted(mine):
            if longest and stretch.starts_at < longest.ends_at and (stretch.line or longest.line):
                first, second = sorted((longest, stretch), key=lambda s: s.line)
                where = f"that of line {first.line}" if first.line else "one in the rota"
                told = f"{first.starts_at:%Y-%m-%d %H:%M} to {first.ends_at:%H:%M} UTC"
                yield RowProblem(second.line, "", f"the shift of {number} overlaps {where}, {told}")
            if longest is None or stretch.ends_at > longest.ends_at:
                longest = stretch
