"""The pieces of an iCalendar file, each with its line, so that a bad one spoils no other and can be named. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from icalendar import Event

from hackday.release.intake.repeats import NotUnderstood
from hackday.release.intake.rota_file import Bad
from hackday.table_files import SIZE_LIMIT, FileRefused, RowProblem

_FOLD = re.compile(r"\r?\n[ \t]")


class Block(NamedTuple):
    """One component: the line on which it begins, and its text."""

    line: int
    text: str


def text_of(data: bytes, encoding: str | None) -> str:
    """The file's text; raises FileRefused where it is no calendar."""
    if len(data) > SIZE_LIMIT:
        raise FileRefused([RowProblem(0, "", f"The file has {len(data):,} bytes; at most {SIZE_LIMIT:,} are taken.")])
    try:
        text = data.decode(encoding or "utf-8-sig")
    except (UnicodeError, LookupError):
        raise FileRefused([RowProblem(0, "", f"The file is not {encoding or 'UTF-8'}.")]) from None
    lines = text.strip().upper()
    if not lines.startswith("BEGIN:VCALENDAR") or not lines.endswith("END:VCALENDAR"):
        raise FileRefused([RowProblem(0, "", "The file is no iCalendar: it must begin with BEGIN:VCALENDAR "
                                             "and end with END:VCALENDAR.")])  # fmt: skip
    return text


def blocks(text: str) -> Iterator[tuple[str, Block]]:
    """Each VEVENT and VTIMEZONE with the line on which it begins; raises FileRefused where one does not end."""
    inside, since, lines = "", 0, list[str]()
    for place, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        mark = line.strip().upper()
        if not inside and mark in ("BEGIN:VEVENT", "BEGIN:VTIMEZONE"):
            inside, since, lines = mark[len("BEGIN:") :], place, []
        if inside:
            lines.append(line)
            if mark == f"END:{inside}":
                yield inside, Block(since, "\r\n".join(lines) + "\r\n")
                inside = ""
            elif mark in ("BEGIN:VEVENT", "END:VCALENDAR") and place != since:
                raise FileRefused([RowProblem(since, "", f"{inside} does not end before line {place}")])


def unfolded(text: str) -> str:
    return _FOLD.sub("", text)


def parsed(block: Block) -> Event:
    """The event; raises Bad that names it by its UID."""
    try:
        event = Event.from_ical(block.text)
        assert isinstance(event, Event)
    except Exception as error:  # the library raises what it stumbles over
        uid = re.search(r"^UID[^:\n]*:(.*)$", unfolded(block.text), re.MULTILINE | re.IGNORECASE)
        told = f"event “{uid[1].strip()[:80]}”" if uid else "an event without UID"
        raise Bad(block.line, "", f"{told} cannot be read: {str(error)[:120]}") from None
    if event.errors:
        raise Bad(block.line, "", f"{named(event)} cannot be read: {event.errors[0][1][:120]}")
    return event


def named(event: Event) -> str:
    """How complaints call it."""
    summary = str(event.get("SUMMARY", "")).strip()[:60]
    uid = str(event.get("UID", "")).strip()[:80]
    return f"event “{uid}”" + (f" ({summary})" if summary else "") if uid else f"the event “{summary}”"


def one(event: Event, name: str) -> Any:
    """A property that must stand there once. Raises NotUnderstood."""
    value = event.get(name)
    if value is None or isinstance(value, list):
        raise NotUnderstood(f"has {'several' if value else 'no'} {name}")
    return value


def value(event: Event, name: str) -> str:
    """A property as text; of several the one, or a complaint."""
    value = event.get(name)
    if isinstance(value, list):
        raise NotUnderstood(f"has several {name}; a shift is one person's, in one role")
    if name == "CATEGORIES" and value is not None:
        named = [str(category) for category in value.cats]
        if len(named) > 1:
            raise NotUnderstood("has several CATEGORIES; a shift is in one role")
        value = named[0] if named else None
    return str(value or "").strip()


def dates(event: Event, name: str) -> Iterator[tuple[date, str | None]]:
    """The times of RDATE or EXDATE, each with its TZID."""
    found = event.get(name, [])
    for dates in found if isinstance(found, list) else [found]:
        for value in dates.dts:
            if isinstance(value.dt, tuple):
                raise NotUnderstood("repeats by periods, which is not taken; export its single shifts")
            yield value.dt, dates.params.get("TZID")
