"""Tables for other tools: CSV that no spreadsheet takes for a formula. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from hackday.release.feeds.schemas import StandingChange

COLUMNS = ("employee_no", "name", "site", "role", "change", "starts_at", "ends_at")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""Spreadsheets compute a cell that begins so, some also with the wide signs (OWASP, CSV injection)."""


def write_sheet(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """RFC 4180 in UTF-8; the byte order mark makes spreadsheets read names in every script right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def change_sheet(changes: Iterable[StandingChange]) -> bytes:
    """The changes as docs/exporting.md describes them: times as the site's clocks show them, with their offset."""
    return write_sheet(COLUMNS, map(_row, changes))


def _row(change: StandingChange) -> tuple[str, ...]:
    zone = ZoneInfo(change.time_zone)
    starts_at, ends_at = (moment.astimezone(zone).isoformat() for moment in (change.starts_at, change.ends_at))
    return (change.employee_no, change.name, change.site, change.role, change.change, starts_at, ends_at)


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
