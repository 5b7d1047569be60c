"""Take a rota, its minimum cover or a list of sign-ups in: all of a file or nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from uuid import UUID

from msgspec import Struct, structs

from hackday import audit
from hackday.database import tx
from hackday.days import rules as days_rules
from hackday.days import store as days
from hackday.days.schemas import Phase
from hackday.days.service import enter_by_command
from hackday.release.intake import store
from hackday.release.intake.breaking import Broken, By, DryRun, broken_by, counted, settle
from hackday.release.intake.cover_rule_store import refresh_cover
from hackday.release.intake.covers import CoverDifference, compare_cover
from hackday.release.intake.ics_file import read_ics
from hackday.release.intake.rota_file import CoverLine, RotaLine, read_cover, read_rota
from hackday.release.intake.schemas import CoverRow, FileFormat, FileMapping
from hackday.release.intake.shifts import KnownShift, RotaDifference, compare
from hackday.release.intake.signups_file import SignUpLine, read_sign_ups
from hackday.table_files import RowProblem

D = TypeVar("D", RotaDifference, CoverDifference)

MANY = 2_000
"""When so many people's shifts change, it is told as anybody's."""


class Counts(Struct, frozen=True):
    """What an import did, or in a dry run would do."""

    added: int
    changed: int
    unchanged: int


class RotaTaken(RotaDifference, frozen=True):
    """A difference, what else moves with it, and whether it was written."""

    broken: tuple[Broken, ...] = ()
    cover: tuple[CoverRow, ...] = ()
    is_written: bool = False


class CoverTaken(CoverDifference, frozen=True):
    """The same for minimums; `followed` are those of rules that changed with it."""

    broken: tuple[Broken, ...] = ()
    followed: tuple[CoverRow, ...] = ()
    is_written: bool = False


class How(Struct, frozen=True):
    """What may happen: remove what is missing, write at all, break releases; and who does it."""

    source: str
    """For the record."""
    replace: bool = False
    dry_run: bool = False
    accept_broken: bool = False
    by: By = By()


async def import_rota(
    data: bytes,
    *,
    source: str,
    kind: FileFormat = FileFormat.CSV,
    mapping: FileMapping | None = None,
    replace: bool = False,
    dry_run: bool = False,
    accept_broken: bool = False,
    by: By = By(),  # noqa: B008  frozen
    step: Callable[[int], None] | None = None,
) -> tuple[RotaTaken, list[RowProblem]]:
    """What the file changes, and every problem by line. Nothing is written if there is one.

    A shift is known by its person and start. Known shifts that the file lacks are kept, or with `replace` removed
    as far as they lie at the file's sites and within the time that it spans. `step` is told the line after each
    record. Raises ImportBreaksReleases unless that is accepted.
    """
    zones = await store.zones()
    if kind is FileFormat.ICS:
        numbers = await store.numbers()
        rows, unreadable = await asyncio.to_thread(read_ics, data, zones, numbers, mapping, step=step)
    else:
        rows, unreadable = await asyncio.to_thread(read_rota, data, zones, mapping, step=step)
    taken = await take_shifts(rows, unreadable, How(source, replace, dry_run, accept_broken, by))
    return taken, taken.problems


async def take_shifts(rows: list[RotaLine], unreadable: Sequence[RowProblem], how: How) -> RotaTaken:
    """The same for rows that were read already."""
    broken: list[Broken] = []
    cover: list[CoverRow] = []
    is_written = False
    async with _all_or_nothing():
        await store.hold_rota()
        known = await _known(rows)
        difference = await asyncio.to_thread(
            compare, rows, await store.staff(), known, replace=how.replace, sites=how.by.sites
        )
        difference, problems = await asyncio.to_thread(_with, difference, unreadable)
        removed = difference.missing if how.replace else []
        puts = [*difference.added, *(change.after for change in difference.changed)]

        async def write() -> None:
            await store.remove_shifts([shift.id for shift in removed])
            await store.put_shifts(puts)
            cover.extend(await refresh_cover())

        if not problems and (puts or removed):
            broken += await broken_by(write)
            if how.dry_run:
                raise DryRun
            touched = {*(row.employee_no for row in puts), *(shift.employee_no for shift in removed)}
            people = await store.people(touched) if len(touched) <= MANY else None
            await settle(broken, what=how.source, by=how.by, accept=how.accept_broken, people=people)
        if is_written := not (problems or how.dry_run):
            counts = {"added": len(difference.added), "changed": len(difference.changed), "removed": len(removed)}
            await _record("release.import_rota", how, counts, broken)
    return RotaTaken(**_fields(difference), broken=tuple(broken), cover=tuple(cover), is_written=is_written)


async def _known(rows: Sequence[RotaLine]) -> list[KnownShift]:
    """Every shift of the people named, and every one at the sites and within the time of the rows."""
    if not rows:
        return []
    people, sites, since, until = await asyncio.to_thread(
        lambda: (
            {row.employee_no for row in rows},
            {row.site for row in rows},
            min(row.starts_at for row in rows),
            max(row.ends_at for row in rows),
        )
    )
    stored = await store.shifts_of(people), await store.shifts_at(sites, since, until)
    return await asyncio.to_thread(lambda: list({shift.id: shift for shifts in stored for shift in shifts}.values()))


def _with(difference: D, unreadable: Sequence[RowProblem]) -> tuple[D, list[RowProblem]]:
    """The difference with the problems of reading among its own, by line."""
    problems = sorted([*unreadable, *difference.problems], key=lambda p: (p.line, p.column))
    return structs.replace(difference, problems=problems), problems


async def import_cover(
    data: bytes,
    *,
    source: str,
    mapping: FileMapping | None = None,
    replace: bool = False,
    dry_run: bool = False,
    accept_broken: bool = False,
    by: By = By(),  # noqa: B008  frozen
) -> tuple[CoverTaken, list[RowProblem]]:
    """Give minimums for stretches, whatever the rules say; what the file does not name stays.

    With `replace`, minimums given before at the file's sites and within its time, but not in it, go back to the rules.
    """
    rows, unreadable = await asyncio.to_thread(read_cover, data, await store.zones(), mapping)
    taken = await take_cover(rows, unreadable, How(source, replace, dry_run, accept_broken, by))
    return taken, taken.problems


async def take_cover(rows: list[CoverLine], unreadable: Sequence[RowProblem], how: How) -> CoverTaken:
    """The same for rows that were read already."""
    broken: list[Broken] = []
    followed: list[CoverRow] = []
    is_written = False
    async with _all_or_nothing():
        await store.hold_rota()
        known = await store.given_cover({row.site for row in rows})
        difference = await asyncio.to_thread(compare_cover, rows, known, how.by.sites)
        difference, problems = await asyncio.to_thread(_with, difference, unreadable)
        removed = difference.missing if how.replace else []
        puts = [*difference.added, *(change.after for change in difference.changed)]

        async def write() -> None:
            await store.remove_cover([cover.id for cover in removed])
            await store.put_cover(puts)
            followed.extend(await refresh_cover())

        if not problems and (puts or removed):
            broken += await broken_by(write)
            if how.dry_run:
                raise DryRun
            await settle(broken, what=how.source, by=how.by, accept=how.accept_broken, people=[])
        if is_written := not (problems or how.dry_run):
            counts = {"added": len(difference.added), "changed": len(difference.changed), "removed": len(removed)}
            await _record("release.import_cover", how, counts, broken)
    return CoverTaken(**_fields(difference), broken=tuple(broken), followed=tuple(followed), is_written=is_written)


async def import_sign_ups(
    data: bytes, day: str, *, source: str, dry_run: bool = False
) -> tuple[dict[str, Counts], list[RowProblem]]:
    """Sign-ups, offers to step in, and managers' pins of one day. What people changed themselves since stays."""
    counts: dict[str, Counts] = {}
    async with _all_or_nothing():
        held = await days.hold_day((await enter_by_command(day)).day.id)
        days_rules.check_phase(held, Phase.DRAFT, Phase.PUBLISHED, Phase.FORMING)
        rows, problems = read_sign_ups(data, await store.staff())
        if problems:
            return {}, sorted(problems, key=lambda p: (p.line, p.column))
        counts = await _put(held.id, rows)
        await audit.record("release.import_sign_ups", source, actor=None, day=held.id, after=counts)
        if dry_run:
            raise DryRun
    return counts, []


@asynccontextmanager
async def _all_or_nothing() -> AsyncIterator[None]:
    """A transaction that DryRun takes back."""
    with suppress(DryRun):
        async with tx():
            yield


async def _record(action: str, how: How, counts: dict[str, int], broken: list[Broken]) -> None:
    await audit.record(
        action, how.source, actor=how.by.actor, day=how.by.day, after={**counts, "broken": counted(broken)}
    )


def _fields(difference: Struct) -> dict[str, Any]:
    return {name: getattr(difference, name) for name in difference.__struct_fields__}


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
