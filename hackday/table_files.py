"""Tables that companies hand over as files: CSV in any usual dress, read so that every complaint names its line."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import msgspec

from hackday.errors import Invalid

SIZE_LIMIT = 32_000_000  # bytes; a rota of 20,000 people for a month is about 8 MB
CELL_LIMIT = 10_000  # characters
DELIMITERS = (",", ";", "\t")
SHOWN = 20
"""Problems that a refusal tells in its sentence; the rest is counted."""

# Controls save tab and line ends, and the marks that turn the reading direction round (they fake what a cell says).
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Row(msgspec.Struct, frozen=True):
    """One record. `values` has every wanted column; an optional one that the file lacks is ""."""

    line: int
    """Line on which the record begins, from 1, the header included."""
    values: dict[str, str]
    """NFC, without blanks at the ends."""


class RowProblem(msgspec.Struct, frozen=True):
    """Why a row, or (line 0) the file, cannot be taken."""

    line: int
    column: str
    """As it is named by us; "" when it is about the whole row."""
    reason: str

    def __str__(self) -> str:
        place = ", ".join(p for p in (f"line {self.line}" if self.line else "", self.column) if p)
        return f"{place}: {self.reason}" if place else self.reason


class Table(msgspec.Struct, frozen=True):
    rows: list[Row]
    problems: list[RowProblem]
    """Records that are malformed in themselves; they are not among the rows."""
    ignored: tuple[str, ...]
    """Columns of the file that nobody asked for."""


class FileRefused(Invalid):
    """The file cannot be taken; `problems` says where and why, in the order of the lines."""

    code = "file_refused"

    def __init__(self, problems: Iterable[RowProblem], *, pointer: str = "") -> None:
        self.problems = sorted(problems, key=lambda p: (p.line, p.column))
        told = [str(problem) for problem in self.problems[:SHOWN]]
        if (more := len(self.problems) - SHOWN) > 0:
            told.append(f"and {more} more")
        super().__init__("\n".join(told), pointer=pointer)


def read_table(
    data: bytes,
    *,
    required: Collection[str],
    optional: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    size_limit: int = SIZE_LIMIT,
    step: Callable[[int], None] | None = None,
) -> Table:
    """The rows of a CSV file with a header. Raises FileRefused when the file as a whole cannot be read.

    `names` maps our columns to the file's headings where these differ. Without `encoding` the file is UTF-8, with
    or without byte order mark; without `delimiter` it is the one of `DELIMITERS` that the header fits best.
    Headings are compared without regard to case. `step` is told the line after each record.
    """
    text = _decode(data, encoding, size_limit)
    wanted = {_heading((names or {}).get(column, column)): column for column in (*required, *optional)}
    lines = io.StringIO(text, newline="")
    header_line = text.split("\n", 1)[0]
    delimiter = delimiter or max(DELIMITERS, key=lambda d: len(wanted.keys() & set(_cells(header_line, d))))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    headings = [_heading(cell) for cell in _next(reader) or []]
    _check_headings(headings, {h: c for h, c in wanted.items() if c in required}, wanted, delimiter)
    places = [(wanted[heading], place) for place, heading in enumerate(headings) if heading in wanted]
    missing = dict.fromkeys(set(wanted.values()) - {column for column, _ in places}, "")

    rows: list[Row] = []
    problems: list[RowProblem] = []
    while True:
        line = reader.line_num + 1
        cells = _next(reader)
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headings):
            problems.append(RowProblem(line, "", f"has {len(cells)} columns, the header has {len(headings)}"))
        elif problem := _bad_cell(line, places, cells):
            problems.append(problem)
        else:
            rows.append(Row(line, missing | {column: cells[place].strip() for column, place in places}))
        if step:
            step(reader.line_num)
    ignored = tuple(heading for heading in headings if heading and heading not in wanted)
    return Table(rows, problems, ignored)


def _decode(data: bytes, encoding: str | None, size_limit: int) -> str:
    if len(data) > size_limit:
        raise _refused(f"The file has {len(data):,} bytes; at most {size_limit:,} are taken.")
    if encoding is None and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    try:
        text = data.decode(encoding or "utf-8-sig")
    except LookupError:
        raise _refused(f"“{encoding}” is not a text encoding that is known here.") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding or "utf-8", "ignore").count("\n") + 1
        raise _refused(
            f"byte {error.start + 1} (0x{data[error.start]:02x}) is not {encoding or 'UTF-8'}. "
            "Name the file's encoding, such as windows-1252.", line
        ) from None  # fmt: skip
    except UnicodeError:
        raise _refused(f"The file cannot be read as {encoding}.") from None
    if not text.strip("\ufeff \r\n\t"):
        raise _refused("The file is empty.")
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


def _heading(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def _cells(line: str, delimiter: str) -> list[str]:
    return [_heading(cell.strip().strip('"')) for cell in line.split(delimiter)]


def _check_headings(headings: list[str], needed: dict[str, str], wanted: Mapping[str, str], delimiter: str) -> None:
    if missing := [heading for heading in needed if heading not in headings]:
        shown = "tab" if delimiter == "\t" else delimiter
        raise _refused(
            f"the header lacks {', '.join(missing)}. It was split at “{shown}” into: {', '.join(headings)[:200]}.", 1
        )
    if twice := sorted({heading for heading in headings if heading in wanted and headings.count(heading) > 1}):
        raise _refused(f"the header has {', '.join(twice)} twice.", 1)


def _next(reader: Any) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        raise _refused(f"is not well-formed CSV ({error}); check the quotation marks.", reader.line_num) from None


def _bad_cell(line: int, places: list[tuple[str, int]], cells: list[str]) -> RowProblem | None:
    for column, place in places:
        if found := _FORBIDDEN.search(cells[place]):
            return RowProblem(line, column, f"holds the character U+{ord(found[0]):04X}, which cannot be taken")
        if len(cells[place]) > CELL_LIMIT:
            return RowProblem(line, column, f"is longer than {CELL_LIMIT:,} characters")
    return None


def _refused(reason: str, line: int = 0) -> FileRefused:
    return FileRefused([RowProblem(line, "", reason)])
