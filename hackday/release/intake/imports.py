"""Take a rota, its minimum cover or a list of sign-ups in: all of a file or nothing."""

from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from hackday import audit
from hackday.database import tx
from hackday.days import rules as days_rules
from hackday.days import store as days
from hackday.days.schemas import Phase
from hackday.days.service import enter_by_command
from hackday.release.intake import store
from hackday.release.intake.rota_file import FileMapping, read_cover, read_rota
from hackday.release.intake.shifts import RotaDifference, compare
from hackday.release.intake.signups_file import SignUpLine, read_sign_ups
from hackday.table_files import RowProblem


class Counts(Struct, frozen=True):
    """What an import did, or in a dry run would do."""

    added: int
    changed: int
    unchanged: int


class _DryRun(Exception):
    """Takes back what was written only to be counted."""


async def import_rota(
    data: bytes,
    *,
    source: str,
    mapping: FileMapping | None = None,
    replace: bool = False,
    dry_run: bool = False,
    step: Callable[[int], None] | None = None,
) -> tuple[RotaDifference, list[RowProblem]]:
    """What the file changes, and every problem by line. Nothing is written if there is one.

    A shift is known by its person and start. Known shifts that the file lacks are kept, or with `replace` removed
    as far as they lie at the file's sites and within the time that it spans. `source` is for the record; `step` is
    told the line after each record.
    """
    rows, unreadable = read_rota(data, await store.zones(), mapping, step=step)
    async with tx():
        await store.hold_rota()
        people = {row.employee_no for row in rows}
        known = {
            shift.id: shift
            for shift in [
                *await store.shifts_of(people),
                *await store.shifts_at({row.site for row in rows}, rows),
            ]
        }
        difference = compare(rows, await store.staff(), known.values(), replace=replace)
        problems = sorted([*unreadable, *difference.problems], key=lambda p: (p.line, p.column))
        if problems or dry_run:
            return difference, problems
        if replace:
            await store.remove_shifts([shift.id for shift in difference.missing])
        await store.put_shifts([*difference.added, *difference.changed])
        counts = {"added": len(difference.added), "changed": len(difference.changed)}
        removed = len(difference.missing) if replace else 0
        await audit.record("release.import_rota", source, actor=None, after={**counts, "removed": removed})
    return difference, []


async def import_cover(data: bytes, *, source: str, dry_run: bool = False) -> tuple[Counts, list[RowProblem]]:
    """Add and change minimum cover; what the file does not name stays."""
    counts = Counts(0, 0, 0)
    try:
        async with tx():
            await store.hold_rota()
            rows, problems = read_cover(data, await store.zones())
            if problems:
                return counts, problems
            added, changed = await store.put_cover(rows)
            counts = Counts(added, changed, len(rows) - added - changed)
            await audit.record("release.import_cover", source, actor=None, after=counts)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return counts, []


async def import_sign_ups(
    data: bytes, day: str, *, source: str, dry_run: bool = False
) -> tuple[dict[str, Counts], list[RowProblem]]:
    """Sign-ups, offers to step in, and managers' pins of one day. What people changed themselves since stays."""
    counts: dict[str, Counts] = {}
    try:
        async with tx():
            held = await days.hold_day((await enter_by_command(day)).day.id)
            days_rules.check_phase(held, Phase.DRAFT, Phase.PUBLISHED, Phase.FORMING)
            rows, problems = read_sign_ups(data, await store.staff())
            if problems:
                return {}, sorted(problems, key=lambda p: (p.line, p.column))
            counts = await _put(held.id, rows)
            await audit.record("release.import_sign_ups", source, actor=None, day=held.id, after=counts)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return counts, []


async def _put(day_id: UUID, rows: list[SignUpLine]) -> dict[str, Counts]:
    wanting = [row for row in rows if row.wants]
    added, changed = await store.put_sign_ups(day_id, wanting)
    offering = [row for row in rows if row.extra_shifts]
    offered = await store.put_offers(day_id, offering)
    pinned = [row for row in rows if row.pin]
    pins = await store.put_pins(day_id, pinned)
    return {
        "sign-ups": Counts(added, changed, len(wanting) - added - changed),
        "offers": Counts(*offered, len(offering) - sum(offered)),
        "pins": Counts(*pins, len(pinned) - sum(pins)),
    }
