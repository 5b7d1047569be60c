"""Which dates an RRULE of iCalendar names, within two years: a walk over the days, so that no rule can run away. Pure.

After RFC 5545, 3.3.10, for the parts that rotas use; anything else is refused by name rather than guessed at.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

MOST = 400
WITHIN = timedelta(days=731)
"""Two years: what a rule without an end names later is left out."""
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class NotUnderstood(ValueError):
    """A rule that cannot be followed; the message says why."""


def occurrences(start: datetime, rule: Mapping[str, list[Any]], until: datetime | None) -> list[datetime]:
    """The clock times that the rule names, from `start` on, without zone. `until` is the rule's, on the same clock.

    Raises NotUnderstood for parts that are not known here, and for more than `MOST` times.
    """
    if strange := set(rule) - _KNOWN:
        raise NotUnderstood(f"repeats by {', '.join(sorted(strange))}, which is not taken; export its single shifts")
    frequency = str(_only(rule, "FREQ", "")).upper()
    interval, count = int(_only(rule, "INTERVAL", 1)), _only(rule, "COUNT", None)
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") or interval < 1:
        raise NotUnderstood(f"repeats {frequency or 'by no frequency'} every {interval}; at most once a day is taken")
    fits = _Fit(start.date(), frequency, rule)
    first_day = _DAYS.index(str(_only(rule, "WKST", "MO")).upper())
    found: list[datetime] = []
    if start.year > date.max.year - 3:
        raise NotUnderstood("repeats until the end of the calendar")
    last = min(start + WITHIN, until or start + WITHIN)
    moment = start
    while moment <= last and (count is None or len(found) < int(count)):
        if _period(start.date(), moment.date(), frequency, first_day) % interval == 0 and fits(moment.date()):
            found.append(moment)
            if len(found) > MOST:
                raise NotUnderstood(f"repeats more than {MOST} times in two years; give it an end")
        moment += timedelta(days=1)
    return found


class _Fit:
    """Whether a date has what the BY… parts ask for."""

    def __init__(self, start: date, frequency: str, rule: Mapping[str, list[Any]]) -> None:
        self.months = {int(month) for month in rule.get("BYMONTH", [])}
        self.month_days = {int(day) for day in rule.get("BYMONTHDAY", [])}
        self.in_year = frequency == "YEARLY" and not self.months
        self.days = [_weekday(str(day)) for day in rule.get("BYDAY", [])]
        if any(nth for nth, _ in self.days) and frequency not in ("MONTHLY", "YEARLY"):
            raise NotUnderstood(f"repeats {frequency} on a numbered weekday, which means nothing")
        if not (self.days or self.month_days):
            if frequency == "WEEKLY":
                self.days = [(0, start.weekday())]
            elif frequency in ("MONTHLY", "YEARLY"):
                self.month_days = {start.day}
                if frequency == "YEARLY" and not self.months:
                    self.months = {start.month}

    def __call__(self, day: date) -> bool:
        length = monthrange(day.year, day.month)[1]
        return (
            (not self.months or day.month in self.months)
            and (not self.month_days or bool({day.day, day.day - length - 1} & self.month_days))
            and (not self.days or not _numbers(day, length, in_year=self.in_year).isdisjoint(self.days))
        )


def _numbers(day: date, length: int, *, in_year: bool) -> set[tuple[int, int]]:
    """A day as any weekday, and as the nth and nth last of its month or year."""
    place, last = day.day, length
    if in_year:
        place, last = day.timetuple().tm_yday, (date(day.year, 12, 31) - date(day.year, 1, 1)).days + 1
    weekday = day.weekday()
    return {(0, weekday), ((place - 1) // 7 + 1, weekday), (-((last - place) // 7) - 1, weekday)}


def _period(start: date, day: date, frequency: str, first_day: int) -> int:
    """How many days, weeks, months or years after the first one."""
    if frequency == "DAILY":
        return (day - start).days
    if frequency == "WEEKLY":
        since = start.toordinal() - (start.weekday() - first_day) % 7
        return (day.toordinal() - since) // 7
    years = day.year - start.year
    return years if frequency == "YEARLY" else years * 12 + day.month - start.month


def _weekday(text: str) -> tuple[int, int]:
    """`2MO` as (2, 0), `FR` as (0, 4)."""
    try:
        return int(text[:-2] or 0), _DAYS.index(text[-2:].upper())
    except ValueError:
        raise NotUnderstood(f"repeats on “{text[:10]}”, which is no weekday") from None


def _only(rule: Mapping[str, list[Any]], part: str, default: Any) -> Any:
    values = rule.get(part) or [default]
    return values[0]
