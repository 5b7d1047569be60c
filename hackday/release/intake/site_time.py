"""Clock times of a site as instants. Pure."""

from datetime import UTC, datetime, tzinfo


class NotOnTheClock(ValueError):
    """A clock time that does not exist, or happens twice; the message says which."""


def on_the_clock(told: datetime, zone: tzinfo) -> datetime:
    """The instant, in UTC, of a naive clock time; one that a clock change skips or repeats is refused."""
    first, second = told.replace(tzinfo=zone, fold=0), told.replace(tzinfo=zone, fold=1)
    try:
        moment = first.astimezone(UTC)
        back = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    except OverflowError:
        raise NotOnTheClock("lies outside the calendar") from None
    if back != told.replace(fold=0):
        raise NotOnTheClock(f"{told:%Y-%m-%d %H:%M} does not exist in {zone}: the clocks go forward over it")
    if first.utcoffset() != second.utcoffset():
        raise NotOnTheClock(
            f"{told:%Y-%m-%d %H:%M} happens twice in {zone}, as the clocks go back; "
            "give this rota as ISO 8601 times with offset"
        )
    return moment


def plain_time(text: str, form: str) -> datetime | None:
    """A clock time in this form of `strptime`, without zone; None for what does not read so."""
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007
    except ValueError:
        return None
