"""What an import does, as it crosses the wire: counts, and the first rows of each kind."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from hackday.release.intake import store
from hackday.release.intake.breaking import Broken
from hackday.release.intake.imports import CoverTaken, RotaTaken
from hackday.release.intake.schemas import (
    SHOWN,
    CoverPreview,
    CoverRow,
    CoverRows,
    DayBreaks,
    FileProblem,
    FileProblems,
    RotaChange,
    RotaChanges,
    RotaPreview,
    RotaRow,
    RotaRows,
)
from hackday.table_files import RowProblem


class _Shift(Protocol):
    @property
    def employee_no(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class _Stretch(Protocol):
    @property
    def site(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def minimum(self) -> int: ...


async def rota_preview(taken: RotaTaken, *, replace: bool) -> RotaPreview:
    """The preview of a rota, with people's names."""
    shown: list[Sequence[_Shift]] = [
        taken.added[:SHOWN],
        [c.after for c in taken.changed[:SHOWN]],
        taken.missing[:SHOWN],
    ]
    names = await store.names({row.employee_no for rows in shown for row in rows})
    zones = await store.zones()

    def row(shift: _Shift, line: int | None = None) -> RotaRow:
        number = shift.employee_no
        return RotaRow(line, number, names.get(number, ""), shift.site, zones[shift.site], shift.role, shift.starts_at,
                       shift.ends_at)  # fmt: skip

    return RotaPreview(
        written=taken.is_written,
        replace=replace,
        added=RotaRows(len(taken.added), [row(r, r.line) for r in taken.added[:SHOWN]]),
        changed=RotaChanges(
            len(taken.changed),
            [RotaChange(row(c.before), row(c.after, c.after.line)) for c in taken.changed[:SHOWN]],
        ),
        unchanged=taken.unchanged,
        missing=RotaRows(len(taken.missing), [row(s) for s in taken.missing[:SHOWN]]),
        problems=problems_of(taken.problems),
        broken=breaks_of(taken.broken),
        cover=cover_rows(taken.cover),
    )


async def cover_preview(taken: CoverTaken, *, replace: bool) -> CoverPreview:
    """The preview of minimums; those that fall back to a rule show what it asks for."""
    zones = await store.zones()
    removed = taken.missing if replace else []
    followed = {(row.site, row.role, row.starts_at, row.ends_at): row.after for row in taken.followed}

    def row(at: _Stretch, before: int | None, after: int | None) -> CoverRow:
        return CoverRow(at.site, zones[at.site], at.role, at.starts_at, at.ends_at, before, after)

    return CoverPreview(
        written=taken.is_written,
        added=cover_rows([row(r, None, r.minimum) for r in taken.added]),
        changed=cover_rows([row(c.after, c.before.minimum, c.after.minimum) for c in taken.changed]),
        removed=cover_rows([
            row(c, c.minimum, followed.get((c.site, c.role, c.starts_at, c.ends_at))) for c in removed
        ]),
        unchanged=taken.unchanged,
        problems=problems_of(taken.problems),
        broken=breaks_of(taken.broken),
    )  # fmt: skip


def rule_preview(rows: Sequence[CoverRow], broken: Sequence[Broken], *, written: bool) -> CoverPreview:
    """The preview of a change of a rule."""
    return CoverPreview(
        written=written,
        added=cover_rows([row for row in rows if row.before is None]),
        changed=cover_rows([row for row in rows if row.before is not None and row.after is not None]),
        removed=cover_rows([row for row in rows if row.after is None]),
        unchanged=0,
        problems=problems_of([]),
        broken=breaks_of(broken),
    )


def cover_rows(rows: Sequence[CoverRow]) -> CoverRows:
    return CoverRows(len(rows), list(rows[:SHOWN]))


def problems_of(problems: Sequence[RowProblem]) -> FileProblems:
    return FileProblems(len(problems), [FileProblem(p.line, p.column, p.reason) for p in problems[:SHOWN]])


def breaks_of(broken: Iterable[Broken]) -> list[DayBreaks]:
    return [DayBreaks(one.day.slug, one.day.name, len(one.releases), one.releases[:SHOWN]) for one in broken]
