"""When people work in UTC, whatever their clocks do, and when all of them do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from hackday.errors import Invalid
from hackday.teams.hours.schemas import Span, WorkingHoursDraft

USUAL = ("09:00", "17:00")
"""Assumed of who says nothing, and marked so."""
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class HoursAreHalf(Invalid):
    code = "hours_are_half"

    def __init__(self, pointer: str) -> None:
        super().__init__("Say both when you begin and when you end, or neither.", pointer=pointer)


class HoursAreEmpty(Invalid):
    code = "hours_are_empty"

    def __init__(self) -> None:
        super().__init__("Begin and end are the same. A night from 22:00 to 06:00 is fine.", pointer="/works_until")


def check_hours(draft: WorkingHoursDraft) -> None:
    if (draft.works_from is None) != (draft.works_until is None):
        raise HoursAreHalf("/works_from" if draft.works_from is None else "/works_until")
    if draft.works_from is not None and draft.works_from == draft.works_until:
        raise HoursAreEmpty


def frame_of(on: date, zone: str) -> Span:
    """The date from midnight to midnight on the clocks of `zone`."""
    midnights = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (on, on + _DAY))
    return Span(*(midnight.astimezone(UTC) for midnight in midnights))


def working(works_from: str, works_until: str, zone: str, frame: Span) -> list[Span]:
    """The parts of `frame` at which a clock of `zone` shows a time from `works_from` up to `works_until`.

    On every date that the frame touches there, so that Monday evening here meets Tuesday morning beyond the date
    line. An hour that the clocks repeat counts twice, one that they skip not at all.
    """
    begins, ends = (_since_midnight(text) for text in (works_from, works_until))
    if ends <= begins:
        ends += _DAY
    spans = []
    for start, stop, offset in _steady(ZoneInfo(zone), frame):
        first = (start + offset).replace(hour=0, minute=0, second=0, microsecond=0) - offset
        for day in range(-1, (stop - start) // _DAY + 2):
            midnight = first + day * _DAY
            span = Span(max(start, midnight + begins), min(stop, midnight + ends))
            if span.starts_at < span.ends_at:
                spans.append(span)
    return _joined(spans)


def together(everybody: Sequence[Sequence[Span]]) -> list[Span]:
    """When all of them work; nothing without anybody. Each one's spans are in order and apart."""
    if not everybody:
        return []
    common = list(everybody[0])
    for spans in everybody[1:]:
        both = (Span(max(a.starts_at, b.starts_at), min(a.ends_at, b.ends_at)) for a in common for b in spans)
        common = sorted(span for span in both if span.starts_at < span.ends_at)
    return common


def busiest(everybody: Sequence[Sequence[Span]]) -> tuple[int, list[Span]]:
    """The most who work at one moment, and when so many do. Each one's spans are in order and apart."""
    events = Counter[datetime]()
    for spans in everybody:
        for span in spans:
            events[span.starts_at] += 1
            events[span.ends_at] -= 1
    cuts = sorted(events)
    counts = list(accumulate(events[at] for at in cuts))
    most = max(counts, default=0)
    pieces = zip(pairwise(cuts), counts, strict=False)
    return most, _joined([Span(*piece) for piece, count in pieces if most and count == most])


def minutes(spans: Sequence[Span]) -> int:
    return sum((span.ends_at - span.starts_at) // _MINUTE for span in spans)


def _since_midnight(text: str) -> timedelta:
    hours, rest = text.split(":")
    return timedelta(hours=int(hours), minutes=int(rest))


def _steady(zone: ZoneInfo, frame: Span) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The frame cut where the zone's distance from UTC changes, and that distance in each piece."""

    def offset(at: datetime) -> timedelta:
        return at.astimezone(zone).utcoffset() or timedelta()

    cuts, at = [frame.starts_at], frame.starts_at
    while at < frame.ends_at:
        after = min(at + _HOUR, frame.ends_at)
        if offset(at) != offset(after):
            low, high = at, after
            while high - low > _MINUTE:  # clocks change on full minutes
                middle = low + (high - low) // _MINUTE // 2 * _MINUTE
                low, high = (middle, high) if offset(middle) == offset(at) else (low, middle)
            cuts.append(high)
        at = after
    for start, stop in pairwise(dict.fromkeys([*cuts, frame.ends_at])):
        yield start, stop, offset(start)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """In order, and those that touch as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.starts_at <= joined[-1].ends_at:
            joined[-1] = Span(joined[-1].starts_at, max(joined[-1].ends_at, span.ends_at))
        else:
            joined.append(span)
    return joined
