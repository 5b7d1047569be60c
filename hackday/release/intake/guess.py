"""Guesses how a file is written, and says what it guessed. Pure."""

import csv
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from hackday.release.intake.rules import check_mapping, has_clock
from hackday.release.intake.schemas import FileMapping, Guess, GuessCode, GuessNote
from hackday.release.intake.site_time import plain_time

READ = 300_000  # bytes from the beginning; what comes later is met by the preview
DELIMITERS = (",", ";", "\t", "|")
DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y%m%d", "%d.%m.%y", "%d/%m/%y")
TIMES = ("%H:%M", "%H:%M:%S", "%H.%M", "%H%M", "%I:%M %p", "%I:%M%p")
LISTED = 200
"""Unknown names that are told."""
NAMES = {
    "employee_no": "employee_no employee_number employee employee_id staff_no staff_number personnel_number pers_nr "
    "personalnummer personalnr personal_nr mitarbeiternummer mitarbeiternr personeelsnummer personeelsnr medewerker_nr",
    "site": "site location branch office plant standort ort werk niederlassung filiale vestiging locatie",
    "role": "role function position job skill rolle funktion tätigkeit aufgabe rol functie taak",
    "date": "date day shift_date datum tag dag",
    "start": "start from begin start_time beginn von anfang van begintijd aanvang",
    "end": "end to until finish end_time ende bis tot eind eindtijd einde",
    "starts_at": "starts_at start_at starts start_datetime start_date_time",
    "ends_at": "ends_at end_at ends end_datetime end_date_time",
    "minimum": "minimum min required demand mindestbesetzung mindestens bedarf minimale_bezetting behoefte",
}


def guess_csv(
    data: bytes,
    *,
    sites: Collection[str],
    roles: Collection[str],
    columns: Sequence[str] = ("employee_no", "site", "role"),
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Guess:
    """A mapping for a file whose rows name `columns` and times. What cannot be told is left for a person.

    A `delimiter` and an `encoding` that a person chose are taken as they are.
    """
    encoding, text = _text(data[:READ], encoding)
    lines = [line for line in text.splitlines() if line.strip()]
    whole = lines[:-1] if len(data) > READ else lines
    delimiter = delimiter or _delimiter(whole[:20])
    headings, rows = _rows(whole, delimiter)
    said = [
        _note(GuessCode.ENCODING, encoding=encoding or "utf-8"),
        _note(GuessCode.DELIMITER, delimiter=delimiter),
    ]
    found = _columns(headings)
    if not {"starts_at", "ends_at"} <= found.keys() or {"date", "start", "end"} <= found.keys():
        wanted = [*columns, "date", "start", "end"]
        found = {name: heading for name, heading in found.items() if name not in ("starts_at", "ends_at")}
    else:
        wanted = [*columns, "starts_at", "ends_at"]
    found = {name: heading for name, heading in found.items() if name in wanted}
    if lost := [name for name in wanted if name not in found]:
        said.append(_note(GuessCode.COLUMNS_MISSING, *lost))
    if spare := [heading for heading in headings if heading and heading not in found.values()]:
        said.append(_note(GuessCode.HEADINGS_UNREAD, *spare[:20]))
    values = {name: _values(rows, headings.index(heading)) for name, heading in found.items()}
    dates = _format("date", values.get("date", []), DATES, said)
    if "date" not in found and not _is_iso(values.get("starts_at", [])):
        dates = _format("date", values.get("starts_at", []), [f"{d} {t}" for d in DATES for t in TIMES], said)
    renamed_sites, unknown_sites = _match(values.get("site", []), sites)
    renamed_roles, unknown_roles = _match(values.get("role", []), roles)
    mapping = FileMapping(
        columns=found,
        roles=renamed_roles,
        sites=renamed_sites,
        delimiter=delimiter,
        encoding=encoding,
        date_format=dates or "%Y-%m-%d",
        time_format=_format("time", values.get("start", []) + values.get("end", []), TIMES, said) or "%H:%M",
    )
    if has_clock(check_mapping(mapping)) or mapping.is_local:
        said.append(_note(GuessCode.SITE_CLOCK))
    return Guess(mapping, said, headings, unknown_sites, unknown_roles, sorted(sites), sorted(roles))


def guess_ics(
    found: Iterable[tuple[str, str]], *, sites: Collection[str], roles: Collection[str], people: str
) -> Guess:
    """A mapping for a calendar whose events stand for these pairs of site and role; `people` is where they stand."""
    pairs = list(found)
    renamed_sites, unknown_sites = _match([site for site, _ in pairs], sites)
    renamed_roles, unknown_roles = _match([role for _, role in pairs], roles)
    mapping = FileMapping(
        columns={"employee_no": people, "site": "LOCATION", "role": "SUMMARY"}, roles=renamed_roles, sites=renamed_sites
    )
    said = [_note(GuessCode.CALENDAR, people=people), _note(GuessCode.CALENDAR_CLOCK)]
    return Guess(mapping, said, list(mapping.columns.values()), unknown_sites, unknown_roles, sorted(sites),
                 sorted(roles))  # fmt: skip


def _note(code: GuessCode, /, *names: str, **words: str) -> GuessNote:
    return GuessNote(code, words, list(names))


def _text(data: bytes, chosen: str | None) -> tuple[str | None, str]:
    """The encoding, None for UTF-8, and the text; a character cut in two at the end does not count."""
    if chosen:
        return chosen, data.decode(chosen, "replace").removeprefix("\ufeff")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", data.decode("utf-16", "ignore")
    try:
        return None, data.decode("utf-8-sig", "strict" if len(data) < READ else "ignore")
    except UnicodeDecodeError:
        return "windows-1252", data.decode("windows-1252", "replace")


def _delimiter(lines: Sequence[str]) -> str:
    """The one that splits the lines into the most columns, as many in each as in the header."""

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            counts = [len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines]
        except csv.Error:
            return 0, 0
        return sum(count == counts[0] > 1 for count in counts), counts[0] if counts else 0

    return max(DELIMITERS, key=fit)


def _rows(lines: Sequence[str], delimiter: str) -> tuple[list[str], list[list[str]]]:
    try:
        headings, *rows = csv.reader(lines, delimiter=delimiter)
    except (ValueError, csv.Error):
        return [], []
    return [unicodedata.normalize("NFC", h).strip()[:120] for h in headings[:64]], rows


def _key(text: str) -> str:
    """Letters and digits alone, without regard to case."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


_KNOWN = {_key(word): name for name, words in NAMES.items() for word in words.split()}


def _columns(headings: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in headings:
        if (name := _KNOWN.get(_key(heading))) and headings.count(heading) == 1:
            found.setdefault(name, heading)
    return found


def _values(rows: Iterable[Sequence[str]], place: int) -> list[str]:
    return list(Counter(row[place].strip() for row in rows if place < len(row) and row[place].strip()))


def _format(what: str, values: Sequence[str], forms: Sequence[str], said: list[GuessNote]) -> str | None:
    """The first form in which every value reads; tells when another would do too."""
    if not values:
        return None
    fitting = [form for form in forms if all(plain_time(value, form) is not None for value in values)]
    if not fitting:
        said.append(_note(GuessCode.FORMAT_UNKNOWN, what=what, sample=values[0][:40]))
        return None
    said.append(_note(GuessCode.FORMAT, *fitting[1:2], what=what, format=fitting[0]))
    return fitting[0]


def _is_iso(values: Sequence[str]) -> bool:
    return not values or any(value.endswith("Z") or "+" in value or "T" in value for value in values[:5])


def _match(names: Iterable[str], known: Collection[str]) -> tuple[dict[str, str], list[str]]:
    """Names in other dress mapped to ours, and those that are left."""
    ours = {_key(name): name for name in known}
    renamed, unknown = {}, []
    for name in sorted({n.strip()[:120] for n in names}):
        if name in known:
            continue
        if _key(name) in ours:
            renamed[name] = ours[_key(name)]
        elif name:
            unknown.append(name)
    return renamed, unknown[:LISTED]
