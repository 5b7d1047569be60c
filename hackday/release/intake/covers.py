"""Compare minimums of a file with those that are known. Pure."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from hackday.release.intake.rota_file import CoverLine
from hackday.table_files import RowProblem


class KnownCover(Struct, frozen=True, gc=False):
    """A minimum in the database."""

    id: UUID
    site: str
    role: str
    starts_at: datetime
    ends_at: datetime
    minimum: int
    is_derived: bool
    """It follows from a rule."""


class CoverChange(Struct, frozen=True, gc=False):
    """A known minimum, and the row that says it otherwise, or gives it for this very stretch."""

    before: KnownCover
    after: CoverLine


class CoverDifference(Struct, frozen=True):
    """What taking minimums does; `unchanged` counts rows."""

    added: list[CoverLine]
    changed: list[CoverChange]
    unchanged: int
    missing: list[KnownCover]
    """Given before at the file's sites, within its time, but not in it: kept, or with replace left to the rules."""
    problems: list[RowProblem]


def compare_cover(
    rows: Sequence[CoverLine], known: Iterable[KnownCover], sites: Container[str] | None = None
) -> CoverDifference:
    """`known` has every minimum at the sites of the rows; `sites` are those that may be changed, None for all.

    Of others only the problem is told: a difference would show the minimums there.
    """
    if sites is not None and (strange := [row for row in rows if row.site not in sites]):
        problems = [RowProblem(row.line, "site", f"you do not plan {row.site}") for row in strange]
        return CoverDifference([], [], 0, [], problems)
    known = list(known)
    stored = {(c.site, c.role, c.starts_at, c.ends_at): c for c in known}
    named = {(row.site, row.role, row.starts_at, row.ends_at) for row in rows}
    added, changed = [], []
    for row in rows:
        before = stored.get((row.site, row.role, row.starts_at, row.ends_at))
        if before is None:
            added.append(row)
        elif before.is_derived or before.minimum != row.minimum:
            changed.append(CoverChange(before, row))
    since = min((row.starts_at for row in rows), default=None)
    until = max((row.ends_at for row in rows), default=None)
    missing = [
        cover
        for key, cover in stored.items()
        if since and until and not cover.is_derived and key not in named
        and cover.starts_at < until and cover.ends_at > since
    ]  # fmt: skip
    return CoverDifference(added, changed, len(rows) - len(added) - len(changed), missing, [])
